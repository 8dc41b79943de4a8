package rules

import (
	"maps"
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
// is kept, in small letters. It allocates nothing for the names of this module. Source:
// Zendesk, conditions reference and the definitions of a live account, facts of autumn
// 2026.
func via(text string) string {
	if text != "" && text[0] <= '9' {
		return viaNumber(text)
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

func viaNumber(text string) string {
	switch text {
	case "0":
		return "web_form"
	case "4":
		return "mail"
	case "5":
		return "api"
	case "8":
		return "rule"
	case "27":
		return "closed_ticket"
	case "29":
		return "chat"
	case "34":
		return "phone_in"
	case "35":
		return "phone_out"
	case "48":
		return string(channel.Web)
	case "57":
		return string(channel.SMS)
	case "72":
		return string(channel.LINE)
	case "73":
		return string(channel.WeChat)
	case "74":
		return string(channel.WhatsApp)
	case "78":
		return string(channel.Messenger)
	case "86":
		return string(channel.Instagram)
	case "88":
		return string(channel.X)
	}
	if name := rare()[text]; name != "" {
		return name
	}
	return text
}

// rare returns the channels that this module does not answer on and that few rules name,
// by Zendesk's number.
func rare() map[string]string {
	return map[string]string{
		"16": "get_satisfaction", "23": "twitter_like", "24": "forum_topic", "26": "twitter_dm", "30": "twitter", "31": "ticket_sharing",
		"33": "voicemail", "38": "facebook_post", "41": "facebook_message", "44": "partner_voicemail", "45": "partner_phone_in",
		"46": "partner_phone_out", "49": "mobile_sdk", "50": "help_center", "54": "satisfaction_prediction", "55": "any_channel",
		"56": "mobile", "67": "answer_bot",
	}
}

// isVia reports whether a text of a rule, beyond those of [vias], may be a channel: a
// number, also one that came after this list, or the name of a channel.
func isVia(text string) bool {
	if text != "" && strings.Trim(text, "0123456789") == "" || slices.Contains(slices.Collect(maps.Values(rare())), text) {
		return true
	}
	return slices.Contains([]channel.Kind{
		channel.TikTok, channel.KakaoTalk, channel.Apple, channel.WeChatSubscription, channel.WeChatMini, channel.WeCom,
		channel.TelegramBusiness, channel.ViberBusiness,
	}, channel.Kind(text))
}
