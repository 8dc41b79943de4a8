// Package session follows the live part of a conversation: whether the user is
// there, and whether the exchange was ended while its ticket goes on.
//
// [Automatic] says what goes out by itself when a customer writes, and [Survey] when a
// customer is asked how it went; a desk sends both.
//
// [Session.Message] takes what the user does, [Session.At] says what has become of
// the session by an instant.
//
// A Session is a value that anybody may share. Nothing here reads a clock.
package session
