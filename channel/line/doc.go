// Package line reads and writes the LINE Messaging API: webhooks in, replies and
// pushes out.
//
// Two doors lead in. [Verifier.Verify] and [Parse] turn the body of a webhook
// into events for a desk; [Build] and [Answer] turn a message into a request and
// the platform's answer into what a [channel.Transport] returns. Nothing here
// opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package line
