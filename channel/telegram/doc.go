// Package telegram reads and writes the Telegram Bot API: updates in, messages out, for
// bots and for bots connected to a business account.
//
// [New] makes the [Platform], which reads webhooks, writes calls and reads the answers to
// them: see package platform for what serves one. Nothing here opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package telegram
