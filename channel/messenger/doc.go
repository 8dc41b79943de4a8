// Package messenger reads and writes Facebook Messenger and Instagram Direct:
// webhooks in, messages out. Both speak one language; [channel.Account.Kind]
// tells which of them an event is of or a message is for.
//
// Two doors lead in. [Verifier.Verify] and [Parse] turn the body of a webhook
// into events for a desk; [Build] and [Answer] turn a message into calls and the
// platform's answer into what a [channel.Transport] returns. Nothing here opens a
// connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package messenger
