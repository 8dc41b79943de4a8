package whatsapp

import (
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Window is how long ordinary messages may follow what the user did last.
const Window = 24 * time.Hour

// Policy returns the rule of the customer service window. A message, a call or a
// welcome request of the user, and a call by the business that the user accepts,
// allow ordinary messages for 24 hours from the instant the user sent it; that
// instant plus 24 hours is outside. Approved templates may go out at any time, to
// users who agreed to receive them. Free entry points change prices, not this:
// see [EntryPoint].
//
// A reaction counts, also one taken back: two resellers say so, and Meta says
// nothing. Policy().Without([channel.OpenReaction]) is the rule of those who
// doubt it.
//
// Every pair of a user and a business number has its own window. The platform
// now and then refuses inside it: its 131047 belongs into
// [channel.Window.Refuse].
//
// Source: Meta, send messages; calling pricing; conversational components; error
// codes; for reactions Apify Cloud and Omnichat; all read 2026-09.
func Policy() channel.Policy {
	openers := []channel.Opener{channel.OpenMessage, channel.OpenCall, channel.OpenWelcome, channel.OpenReaction}
	return channel.Policy{
		Channel: channel.WhatsApp,
		Rules: []channel.Rule{
			{Means: channel.FreeForm, After: openers, For: Window},
			{Means: channel.Approved, Route: channel.RouteTemplate},
		},
		Source: "Meta, WhatsApp Business documentation: send messages, customer service windows; read 2026-09",
	}
}
