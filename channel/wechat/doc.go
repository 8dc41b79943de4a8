// Package wechat reads and writes what WeChat's service accounts, subscription
// accounts and mini programs exchange with a server: pushes in, customer-service
// messages and notices out.
//
// Two doors lead in. [Verifier.Verify], [Cipher.Open] and [Parse] turn a push into
// events for a desk; [Build] and [Answer] turn a message into a request and the
// platform's answer into what a [channel.Transport] returns. Nothing here opens a
// connection.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package wechat
