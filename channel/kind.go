package channel

// Kind names a kind of channel. Its text is what hosts store; a text that is
// not listed here is a kind of the host's own and works like any other.
type Kind string

// The kinds of channel that this module knows.
const (
	WhatsApp  Kind = "whatsapp"
	LINE      Kind = "line"
	WeChat    Kind = "wechat" // a service account
	Messenger Kind = "messenger"
	Instagram Kind = "instagram"
	X         Kind = "x"
	Telegram  Kind = "telegram"
	Viber     Kind = "viber"
	TikTok    Kind = "tiktok"
	KakaoTalk Kind = "kakaotalk"
	SMS       Kind = "sms"
	Apple     Kind = "apple"
	Web       Kind = "web"

	// Products of a channel whose rules differ from those of its main one.
	WeChatSubscription Kind = "wechat_subscription"
	WeChatMini         Kind = "wechat_mini_program"
	WeCom              Kind = "wecom"
	TelegramBusiness   Kind = "telegram_business"
	ViberBusiness      Kind = "viber_business"
)
