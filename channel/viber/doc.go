// Package viber reads and writes the bot API of Viber: callbacks in, messages out.
//
// [New] makes the [Platform], which reads callbacks, writes calls and reads the answers to
// them: see package platform for what serves one. Nothing here opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package viber
