// Package session follows the live part of a conversation: whether the user is
// there, whether the exchange was ended while its ticket goes on, and whether the
// business is there to begin one.
//
// [Session.Message] takes what the user does, [Session.At] says what has become of
// the session by an instant. [Widget.At] says what the window on a business's page
// shows at an instant and until when, [Widget.Admit] whether a chat may start, and
// [Form.Read] what is wrong with the answers to a form.
//
// All of it are values that goroutines may share. Nothing here reads a clock.
package session
