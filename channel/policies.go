package channel

import (
	"slices"
	"time"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// Policies returns the built-in policies, one for each kind of channel that this
// module knows. They are data to start from: platforms change theirs, and what a
// contract allows differs. Each call returns new ones.
func Policies() []Policy {
	return slices.Concat([]Policy{whatsApp()}, meta(), wechat(), asian(), others())
}

// PolicyOf returns the built-in policy of a kind of channel, and whether there is one.
// A kind that this module does not know gets that of [Unlimited]: nothing is held back
// that the platform might take, and its refusals tell otherwise.
func PolicyOf(k Kind) (policy Policy, known bool) {
	all := Policies()
	if i := slices.IndexFunc(all, func(p Policy) bool { return p.Channel == k }); i >= 0 {
		return all[i], true
	}
	return Unlimited(k), false
}

// whatsApp returns the rule of the customer service window. A message, a call or a
// welcome request of the user, and a call by the business that the user accepts, allow
// ordinary messages for 24 hours from the instant the user sent it; that instant plus 24
// hours is outside. Approved templates may go out at any time, to users who agreed to
// receive them. Free entry points change prices, not this.
//
// A reaction counts, also one taken back: two resellers say so, and Meta says nothing.
// [Policy.Without] of [OpenReaction] is the rule of those who doubt it.
//
// Each pair of a user and a business number has its own window. The platform now and
// then refuses inside it: its 131047 belongs into [Window.Refuse].
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/pricing,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components;
// for reactions https://docs.apifycloud.io/guides/whatsapp/messaging-model and
// https://help.omni.chat/pt-BR/articles/9077190 (all read 2026-09).
func whatsApp() Policy {
	return Policy{
		Channel: WhatsApp,
		Rules: []Rule{
			{Means: FreeForm, After: []Opener{OpenMessage, OpenCall, OpenWelcome, OpenReaction}, For: day},
			{Means: Approved, Route: RouteTemplate},
		},
		Source: "https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (read 2026-09)",
	}
}

// meta returns the policies of Messenger and Instagram. Both give a person seven
// days where a program has one, and one private answer to a public comment.
func meta() []Policy {
	user := []Opener{OpenMessage, OpenReaction, OpenReferral, OpenFollow}
	human := Rule{Means: FreeForm, Route: RouteHuman, After: user, For: week, Human: true}
	private := Rule{Means: FreeForm, Route: RoutePrivate, After: []Opener{OpenComment}, For: week, Count: 1}
	return []Policy{
		{
			Channel: Messenger,
			Rules: []Rule{
				{Means: FreeForm, After: user, For: day},
				{Means: FreeForm, After: []Opener{OpenAd}, For: week, Count: 1},
				human, private,
				{Means: Approved, Route: RouteTemplate, Quota: true},
			},
			Source: "https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy (edited 2026-09-28)",
		},
		{
			Channel: Instagram,
			Rules:   []Rule{{Means: FreeForm, After: user, For: day}, human, private},
			Source:  "https://developers.facebook.com/docs/instagram-messaging/overview (autumn 2026)",
		},
	}
}

// wechat returns the policies of the products of WeChat. A message of the user
// allows five answers in two days; smaller acts allow fewer in a minute.
func wechat() []Policy {
	message := Rule{Means: FreeForm, After: []Opener{OpenMessage}, For: 2 * day, Count: 5}
	act := Rule{Means: FreeForm, After: []Opener{OpenMenu, OpenFollow}, For: time.Minute, Count: 3}
	notice := Rule{Means: Approved, Route: RouteTemplate, Quota: true}
	const account = "https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html (autumn 2026)"
	return []Policy{
		{Channel: WeChat, Source: account, Rules: []Rule{
			{Means: FreeForm, After: []Opener{OpenPayment}, For: 2 * day}, message, act, notice,
		}},
		{Channel: WeChatSubscription, Rules: []Rule{message, act, notice},
			Source: "https://developers.weixin.qq.com/doc/subscription/guide/product/kf/intro.md (autumn 2026)"},
		{Channel: WeChatMini, Rules: []Rule{
			message, {Means: FreeForm, After: []Opener{OpenWelcome}, For: time.Minute, Count: 2}, notice,
		}, Source: "https://developers.weixin.qq.com/miniprogram/en/dev/framework/open-ability/customer-message/send.html (autumn 2026)"},
		{Channel: WeCom, Rules: []Rule{
			message, {Means: FreeForm, Route: RouteReplyToken, After: []Opener{OpenToken}, For: 20 * time.Second, Count: 1},
		}, Source: "https://github.com/silenceper/wechat, whose package kf quotes the official page (autumn 2026)"},
	}
}

// asian returns the policies of LINE, KakaoTalk and TikTok.
func asian() []Policy {
	return []Policy{
		{
			Channel: LINE,
			Rules: []Rule{
				{Means: FreeForm, Route: RouteReplyToken, After: []Opener{OpenToken}, For: time.Minute, Receipt: true, Count: 1},
				{Means: FreeForm, Route: RoutePush, Quota: true},
			},
			Source: "https://developers.line.biz/en/reference/messaging-api/ (autumn 2026)",
		},
		{
			Channel: KakaoTalk,
			Rules: []Rule{
				{Means: FreeForm, After: []Opener{OpenMessage}, For: 30 * day},
				{Means: Approved, Route: RouteTemplate, Quota: true},
			},
			Source: "https://community.sinch.com/t5/KakaoTalk/What-is-ConsultationTalk-%EC%83%81%EB%8B%B4%ED%86%A1/ta-p/9184 (autumn 2026)",
		},
		{
			Channel: TikTok,
			Rules:   []Rule{{Means: FreeForm, After: []Opener{OpenMessage}, For: 2 * day, Count: 10}},
			Source:  "https://respond.io/help/tiktok (autumn 2026)",
		},
	}
}

// others returns the policies of channels that need the user to begin, or to
// agree, and then set no time.
func others() []Policy {
	begun := Rule{Means: FreeForm, After: []Opener{OpenMessage, OpenFollow}}
	guest := Rule{Means: FreeForm, Route: RouteReplyToken, After: []Opener{OpenToken}, Count: 1}
	return []Policy{
		{Channel: Telegram, Rules: []Rule{guest, begun}, Source: "https://core.telegram.org/bots/faq, https://core.telegram.org/bots/api#answerguestquery (read 2026-11-27)"},
		{Channel: TelegramBusiness, Rules: []Rule{{Means: FreeForm, After: []Opener{OpenMessage}, For: day}},
			Source: "https://core.telegram.org/bots/api (autumn 2026)"},
		{Channel: Viber, Rules: []Rule{
			begun, {Means: FreeForm, After: []Opener{OpenWelcome}, Count: 1},
		}, Source: "https://developers.viber.com/docs/api/rest-bot-api/ (autumn 2026)"},
		{Channel: ViberBusiness, Rules: []Rule{
			{Means: FreeForm, After: []Opener{OpenMessage}, For: day, Count: 5, Total: 60},
			{Means: Approved, Route: RouteTemplate, Quota: true},
		}, Source: "https://www.infobip.com/docs/viber/compliance-guidelines (autumn 2026)"},
		{Channel: Apple, Rules: []Rule{
			{Means: FreeForm, After: []Opener{OpenMessage}},
			{Means: Approved, Route: RouteTemplate},
		}, Source: "https://register.apple.com/resources/messages/messaging-documentation/policies (autumn 2026)"},
		{Channel: X, Rules: []Rule{{Means: FreeForm}}, Source: "https://docs.x.com/x-api/direct-messages/manage/integrate (autumn 2026)"},
		{Channel: SMS, Rules: []Rule{{Means: FreeForm}}, Source: "https://www.twilio.com/docs/api/errors/21610 (autumn 2026)"},
		{Channel: Web, Rules: []Rule{{Means: FreeForm}}, Source: "https://support.zendesk.com/hc/en-us/articles/8009788438042 (autumn 2026)"},
	}
}
