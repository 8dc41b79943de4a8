package channel

// AbilityOf returns the built-in ability of a kind of channel. A kind that is not known
// here carries everything. Each call returns a new one: keep it where many messages are
// checked.
func AbilityOf(k Kind) Ability {
	a := Ability{Quotes: true, Topics: true, Edits: true, Voice: true, Notes: true}
	switch k {
	case WhatsApp:
		a = whatsAppAbility()
	case Messenger, Instagram:
		a = metaAbility(k)
	case LINE:
		a = lineAbility()
	case WeChat, WeChatSubscription, WeChatMini:
		a = weChatAbility(k)
	case WeCom:
		a = weComAbility()
	case Telegram, TelegramBusiness:
		a = telegramAbility(k)
	case Viber:
		a = viberAbility()
	case X:
		a = xAbility()
	case ViberBusiness, TikTok, KakaoTalk, SMS, Apple, Web:
		a = otherAbility(k)
	}
	a.Channel = k
	return a
}

const (
	kilobyte = 1 << 10
	megabyte = 1 << 20
)

// whatsAppAbility agrees with package whatsapp, which writes the messages. A still
// sticker may have 100 KB only; that it moves cannot be seen here.
func whatsAppAbility() Ability {
	const office = "application/vnd.openxmlformats-officedocument."
	caption, none, frame := Limit{Most: 1024}, Limit{Most: none}, Limit{Most: 60}
	return Ability{
		Types: []MessageType{Text, Image, Video, Audio, Document, Sticker, Location, Contacts, Reaction, Interactive, Template},
		Text:  Limit{Most: 4096}, Messages: 1, Album: 1, Typed: true, Quotes: true, Voice: true,
		Files: []FileRule{
			{Type: Image, Size: 5 * megabyte, MIME: []string{"image/jpeg", "image/png"}, Caption: caption},
			{Type: Video, Size: 16 * megabyte, MIME: []string{"video/mp4", "video/3gpp", "video/3gp"}, Caption: caption},
			{Type: Audio, Size: 16 * megabyte, MIME: []string{"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}, Caption: none},
			{Type: Document, Size: 100 * megabyte, Caption: caption, MIME: []string{
				"text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
				office + "wordprocessingml.document", office + "spreadsheetml.sheet", office + "presentationml.presentation",
			}},
			{Type: Sticker, Size: 500 * kilobyte, MIME: []string{"image/webp"}, Caption: none},
		},
		Questions: []QuestionRule{
			{Form: FormChoices, Header: frame, Text: Limit{Most: 1024}, Footer: frame, Media: true,
				Most: 3, Title: Limit{Most: 20}, Info: none, ID: Limit{Most: 256}, Titles: true, IDs: true},
			{Form: FormMenu, Header: frame, Text: Limit{Most: 4096}, Footer: frame,
				Label: Limit{Most: 20}, Sections: 10, Section: Limit{Most: 24}, Most: 10,
				Title: Limit{Most: 24}, Info: Limit{Most: 72}, ID: Limit{Most: 200}, IDs: true},
			{Form: FormLink, Header: frame, Text: Limit{Most: 1024}, Footer: frame, Media: true, Label: Limit{Most: 20}},
			{Form: FormPlace, Header: none, Text: Limit{Most: 1024}, Footer: none},
		},
		Template: TemplateRule{Body: Limit{Most: 1024}, Header: Limit{Most: 60}, Code: Limit{Most: 15}},
		Source:   "https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages and the page of each kind of message (read 2026-11)",
	}
}

// metaAbility agrees with package messenger, which writes the messages of both. Source
// of Instagram's files:
// https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload
// (read 2026-11-27); of Messenger's reactions:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions
// (edited 2026-01-21, read 2026-11-27).
func metaAbility(k Kind) Ability {
	file := func(t MessageType, size int64, mime ...string) FileRule {
		return FileRule{Type: t, Size: size, Linked: true, MIME: mime, Caption: Limit{Most: none}}
	}
	choices := asked(13, Limit{Most: 20}, Limit{Most: 1000})
	choices = append(choices, QuestionRule{Form: FormLink, Text: Limit{Most: 640}, Label: Limit{Most: 20}})
	a := Ability{
		Types: []MessageType{Text, Image, Video, Audio, Document, Interactive, Reaction},
		Text:  Limit{Most: 2000}, Once: []Route{RoutePrivate}, Messages: 1, Album: 1, Around: true, Quotes: true, Voice: true,
		Files:     []FileRule{file(Image, 8*megabyte), file(Video, 25*megabyte), file(Audio, 25*megabyte), file(Document, 25*megabyte)},
		Questions: choices,
		Source:    "https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages (read 2026-11)",
	}
	if k == Messenger {
		a.Types = append(a.Types, Template)
		return a
	}
	a.Emoji = []string{"❤", "❤\ufe0f"}
	a.Text = Limit{Most: 1000, Unit: UnitByte}
	a.Files[3] = file(Document, 25*megabyte, "application/pdf")
	a.Source = "https://developers.facebook.com/docs/instagram-messaging/overview (read 2026-11)"
	return a
}

// asked returns the rules of a platform that shows the choices of a menu as those
// without one. Choices of one title are refused everywhere: a person could not tell
// them apart.
func asked(most int, title, id Limit) []QuestionRule {
	rule := QuestionRule{Form: FormChoices, Most: most, Title: title, ID: id, Titles: true}
	menu := rule
	menu.Form, menu.Titles = FormMenu, false
	return []QuestionRule{rule, menu}
}

// lineAbility agrees with package line. One call carries five messages and counts once
// against the plan, and a reply token is good for one call.
func lineAbility() Ability {
	alone := Limit{Most: none} // a text is a message of its own
	units := func(n int) Limit { return Limit{Most: n, Unit: UnitUTF16} }
	return Ability{
		Types: []MessageType{Text, Image, Video, Audio, Sticker, Location, Interactive},
		Text:  units(5000), Messages: 5, Album: 1, Around: true, NamedPlace: true, Quotes: true, Voice: true,
		Files: []FileRule{
			{Type: Image, Size: 10 * megabyte, MIME: []string{"image/jpeg", "image/png"}, Caption: alone},
			{Type: Video, Size: 200 * megabyte, MIME: []string{"video/mp4"}, Caption: alone},
			{Type: Audio, Size: 200 * megabyte, Caption: alone},
			{Type: Sticker, Caption: alone},
		},
		Questions: asked(13, units(20), units(300)),
		Source:    "https://developers.line.biz/en/reference/messaging-api/ (read 2026-11)",
	}
}

// weChatAbility agrees with package wechat: customer-service messages, and notices as
// templates.
func weChatAbility(k Kind) Ability {
	alone := Limit{Most: none}
	a := Ability{
		Types: []MessageType{Text, Image, Audio, Video, Interactive, Template},
		Text:  Limit{Most: 2048, Unit: UnitByte}, Messages: 1, Album: 1, Around: true, Voice: true,
		Files: []FileRule{
			{Type: Image, Size: 10 * megabyte, Caption: alone},
			{Type: Audio, Size: 2 * megabyte, Caption: alone},
			{Type: Video, Size: 10 * megabyte, Caption: alone},
		},
		Questions: asked(0, Limit{}, Limit{}),
		Source:    "https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html (read 2026-11)",
	}
	if k == WeChatMini {
		a.Types, a.Voice = []MessageType{Text, Image, Template}, false
		a.Source = "https://developers.weixin.qq.com/miniprogram/en/dev/framework/open-ability/customer-message/send.html (read 2026-11)"
	}
	return a
}

// weComAbility agrees with package wechat: WeCom's customer service. Sources disagree how
// large an image may be, so that no size is given.
func weComAbility() Ability {
	bytes := func(n int) Limit { return Limit{Most: n, Unit: UnitByte} }
	alone := Limit{Most: none}
	a := Ability{
		Types: []MessageType{Text, Image, Video, Audio, Document, Location, Interactive},
		Text:  bytes(2048), Once: []Route{RouteReplyToken}, Messages: 1, Album: 1, Around: true, Voice: true,
		Files: []FileRule{
			{Type: Image, Caption: alone}, {Type: Video, Caption: alone},
			{Type: Audio, Caption: alone}, {Type: Document, Caption: alone},
		},
		Questions: append(asked(0, bytes(128), bytes(64)), QuestionRule{Form: FormLink, Label: bytes(1024)}),
		Source:    "https://github.com/silenceper/wechat, whose package kf quotes the official page (read 2026-11-27)",
	}
	for i := range a.Questions {
		a.Questions[i].Text = bytes(1024)
	}
	return a
}

// telegramAbility agrees with package telegram. Photos and videos share an album; audio
// and documents have one of their own; what was recorded in the chat goes alone. A bot
// connected to a business does not react, and is no guest.
func telegramAbility(k Kind) Ability {
	file := func(t MessageType, size int64, with MessageType) FileRule {
		return FileRule{Type: t, Size: size, Linked: true, Caption: Limit{Most: 1024}, With: with}
	}
	sticker := file(Sticker, 20*megabyte, "")
	sticker.Caption = Limit{Most: none}
	a := Ability{
		Types: []MessageType{Text, Image, Video, Audio, Document, Sticker, Location, Contacts, Interactive},
		Text:  Limit{Most: 4096}, Messages: 1, Album: 10, Cards: 1, Phone: true, Quotes: true, Topics: true, Edits: true, Voice: true, Notes: true,
		Around: true, Beside: true, Mixed: true,
		Files: []FileRule{
			file(Image, 5*megabyte, Image), file(Video, 20*megabyte, Image),
			file(Audio, 20*megabyte, Audio), file(Document, 20*megabyte, Document), sticker,
		},
		Questions: append(asked(0, Limit{}, Limit{Most: 64, Unit: UnitByte}), QuestionRule{Form: FormLink}),
		Source:    "https://core.telegram.org/bots/api (read 2026-11-27)",
	}
	if k == Telegram {
		a.Types, a.Once = append(a.Types, Reaction), []Route{RouteReplyToken}
	}
	return a
}

// viberAbility agrees with package viber. Audio goes as a file. Some partners allow a
// caption of 512 characters only.
func viberAbility() Ability {
	alone := Limit{Most: none}
	return Ability{
		Types: []MessageType{Text, Image, Video, Audio, Document, Sticker, Location, Contacts, Interactive},
		Text:  Limit{Most: 7000}, Messages: 1, Album: 1, Cards: 1, Phone: true, Around: true, Beside: true, Mixed: true,
		Files: []FileRule{
			{Type: Image, Size: megabyte, Caption: Limit{Most: 768}},
			{Type: Video, Size: 26 * megabyte, Caption: alone},
			{Type: Audio, Size: 50 * megabyte, Caption: alone},
			{Type: Document, Size: 50 * megabyte, Caption: alone},
			{Type: Sticker, Caption: alone},
		},
		Questions: append(asked(0, Limit{}, Limit{}), QuestionRule{Form: FormLink}),
		Source:    "https://developers.viber.com/docs/api/rest-bot-api/ (read 2026-11)",
	}
}

// xAbility agrees with package x. The limit of the text is widely quoted, and not in
// X's present documentation.
func xAbility() Ability {
	return Ability{
		Types: []MessageType{Text, Image, Video}, Text: Limit{Most: 10000}, Messages: 1, Album: 1,
		Source: "https://docs.x.com/x-api/direct-messages/manage/integrate (read 2026-11)",
	}
}

// otherAbility returns the abilities of platforms that have no package here. Limits of
// Apple and of web widgets were not found.
func otherAbility(k Kind) Ability {
	alone := Limit{Most: none}
	a := Ability{Messages: 1, Album: 1}
	switch {
	case k == ViberBusiness:
		a.Types, a.Text = []MessageType{Text, Image, Video, Document, Interactive, Template}, Limit{Most: 1000}
		a.Files = []FileRule{{Type: Document, Size: 200 * megabyte}}
		a.Source = "https://www.alibabacloud.com/help/en/chatapp/user-guide/viber-message-type (read 2026-11-27)"
	case k == TikTok:
		a.Types, a.Text = []MessageType{Text, Image}, Limit{Most: 6000}
		a.Files = []FileRule{{Type: Image, Size: 3 * megabyte, Caption: alone}}
		a.Source = "https://www.infobip.com/docs/tiktok/message-types (read 2026-11-27)"
	case k == KakaoTalk:
		a.Types, a.Text = []MessageType{Text, Image, Document, Interactive, Template}, Limit{Most: 1000}
		a.Files = []FileRule{{Type: Image, Size: 5 * megabyte, Caption: alone}, {Type: Document, Size: 300 * megabyte, Caption: alone}}
		a.Questions = append(asked(5, Limit{}, Limit{}), QuestionRule{Form: FormLink})
		a.Around = true
		a.Source = "https://www.infobip.com/docs/kakaotalk/message-types/sangdam-talk (read 2026-11-27)"
	case k == SMS:
		a.Types, a.Text = []MessageType{Text}, Limit{Most: 1600}
		a.Source = "https://www.twilio.com/docs/api/errors/21617 (read 2026-11-27)"
	default:
		a = Ability{
			Types:  []MessageType{Text, Image, Video, Audio, Document, Sticker, Location, Contacts, Reaction, Interactive, Template},
			Quotes: true, Voice: true,
		}
	}
	return a
}
