// Package telegram reads and writes the Telegram Bot API: updates in, messages
// out, for bots and for bots connected to a business account.
//
// Two doors lead in. [Verifier.Verify] and [Parse] turn the body of a webhook
// into events for a desk; [Build] and [Answer] turn a message into a call and the
// platform's answer into what a [channel.Transport] returns. Nothing here opens a
// connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package telegram
