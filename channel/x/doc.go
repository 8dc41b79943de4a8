// Package x reads and writes direct messages on X: webhooks of the Account Activity
// API and of the newer X Activity API in, messages of API v2 out. Posts that name the
// account, or answer it, are read too.
//
// [New] makes the [Platform], which reads webhooks, writes calls and reads the answers to
// them: see package platform for what serves one. Nothing here opens a connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package x
