package channel

// Repeat says what a platform does with a message that is handed to it twice, because
// the first answer was lost. Its text is the stored one.
type Repeat string

// The ways of platforms.
const (
	// RepeatUnknown: the user gets it twice, and the platform does not say whether
	// it has the first one.
	RepeatUnknown Repeat = ""
	// RepeatHarmless: the platform knows the message by [Outbound.ID] and delivers it
	// once.
	RepeatHarmless Repeat = "harmless"
	// RepeatTold: the user gets it twice, but every report of the platform hands
	// [Outbound.ID] back, so that waiting tells whether it has the first one.
	RepeatTold Repeat = "told"
)

// RepeatOf returns what the platform of a kind of channel does. LINE takes a retry key;
// WhatsApp hands biz_opaque_callback_data back in every status, Messenger metadata in
// the echo. Sources:
// https://developers.line.biz/en/docs/messaging-api/retrying-api-request/,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status,
// https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/message-echoes
// (autumn 2026).
func RepeatOf(k Kind) Repeat {
	if k == LINE {
		return RepeatHarmless
	}
	if k == WhatsApp || k == Messenger {
		return RepeatTold
	}
	return RepeatUnknown
}
