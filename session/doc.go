// Package session follows the live part of a conversation: whether the user is there,
// whether the exchange was ended while its ticket goes on, which messages go out by
// themselves, and whether the business is there to begin one.
//
// [Automatic] says what goes out by itself when a customer writes, and [Survey] when a
// customer is asked how it went; a desk sends both.
//
// [Session.Message] and [Session.Answer] take what the two sides do. A [Policy] says what
// silence makes of a session: [Policy.Next] tells what happens next and when, [Policy.At]
// what has become of the session by an instant. A policy also says who may end a session,
// and what follows. [Widget.At] says what the window on a business's page shows at an
// instant and until when, [Widget.Admit] whether a chat may start, and [Form.Read] what is
// wrong with the answers to a form.
//
// All values here may be shared by anybody. Nothing here reads a clock.
package session
