package rules

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// vias returns the channels that most rules ask for, by the names that this module gives
// them. Numbers and words of Zendesk's stand for them: see [via].
func vias() []string {
	return []string{
		"web_form", "mail", "api", "rule", "closed_ticket", "chat", string(channel.WhatsApp), string(channel.LINE), string(channel.WeChat),
		string(channel.Messenger), string(channel.Instagram), string(channel.X), string(channel.Telegram), string(channel.Viber), "phone_in", "phone_out", string(channel.SMS), string(channel.Web),
	}
}

// via returns the channel that a number or a word of Zendesk's stands for; any other text
// is kept, in small letters. Source: Zendesk, conditions reference and the definitions of a
// live account, facts of autumn 2026.
func via(text string) string {
	for _, v := range channelNumbers() {
		if text == v.number || text == v.name {
			return v.name
		}
	}
	switch text = strings.ToLower(text); text {
	case "email":
		return "mail"
	case "web_service":
		return "api"
	case "web_widget":
		return string(channel.Web)
	case "instagram_dm":
		return string(channel.Instagram)
	}
	return text
}

// isVia reports whether a text of a rule, beyond those of [vias], may be a channel: a
// number, also one that came after this list, or the name of a channel.
func isVia(text string) bool {
	if text != "" && strings.Trim(text, "0123456789") == "" {
		return true
	}
	for _, v := range channelNumbers() {
		if text == v.name {
			return true
		}
	}
	return slices.Contains([]channel.Kind{
		channel.TikTok, channel.KakaoTalk, channel.Apple, channel.WeChatSubscription, channel.WeChatMini, channel.WeCom,
		channel.TelegramBusiness, channel.ViberBusiness,
	}, channel.Kind(text))
}

// channelNumber is a channel by Zendesk's number and by its name here.
type channelNumber struct{ number, name string }

// channelNumbers returns Zendesk's list, the channels of this module first.
func channelNumbers() []channelNumber {
	return []channelNumber{
		{"74", string(channel.WhatsApp)}, {"72", string(channel.LINE)}, {"73", string(channel.WeChat)}, {"78", string(channel.Messenger)},
		{"86", string(channel.Instagram)}, {"88", string(channel.X)}, {"57", string(channel.SMS)}, {"48", string(channel.Web)},
		{"4", "mail"}, {"0", "web_form"}, {"5", "api"}, {"8", "rule"}, {"27", "closed_ticket"}, {"29", "chat"}, {"34", "phone_in"}, {"35", "phone_out"},
		{"16", "get_satisfaction"}, {"23", "twitter_like"}, {"24", "forum_topic"}, {"26", "twitter_dm"}, {"30", "twitter"}, {"31", "ticket_sharing"},
		{"33", "voicemail"}, {"38", "facebook_post"}, {"41", "facebook_message"}, {"44", "partner_voicemail"}, {"45", "partner_phone_in"},
		{"46", "partner_phone_out"}, {"49", "mobile_sdk"}, {"50", "help_center"}, {"54", "satisfaction_prediction"}, {"55", "any_channel"},
		{"56", "mobile"}, {"67", "answer_bot"},
	}
}
