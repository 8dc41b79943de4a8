// Package x reads and writes direct messages on X: webhooks of the Account Activity
// API and of the newer X Activity API in, messages of API v2 out.
//
// Two doors lead in. [Verifier.Verify] and [Parse] turn the body of a webhook
// into events for a desk; [Build] and [Answer] turn a message into calls and the
// platform's answer into what a [channel.Transport] returns. Nothing here opens a
// connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package x
