// Package viber reads and writes the Viber REST bot API: callbacks in, messages
// out. Business messages go through partners, who have forms of their own.
//
// Two doors lead in. [Verifier.Verify] and [Parse] turn the body of a callback
// into events for a desk; [Sender.Build] and [Answer] turn a message into a request
// and the platform's answer into what a [channel.Transport] returns. Nothing here
// opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package viber
