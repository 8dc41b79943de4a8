// Package line reads and writes the LINE Messaging API: webhooks in, replies and
// pushes out.
//
// [New] makes the [Platform], which reads webhooks, writes calls and reads the answers to
// them: see package platform for what serves one. Nothing here opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package line
