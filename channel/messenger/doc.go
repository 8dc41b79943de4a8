// Package messenger reads and writes Facebook Messenger and Instagram Direct: webhooks
// in, messages out. Both speak one language; [channel.Account.Kind] tells which of them
// an event is of or a message is for.
//
// [New] makes the [Platform], which reads webhooks, writes calls and reads the answers to
// them: see package platform for what serves one. Nothing here opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package messenger
