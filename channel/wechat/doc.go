// Package wechat reads and writes what WeChat's service accounts, subscription accounts
// and mini programs, and the customer service of WeCom, exchange with a server: pushes
// in, customer-service messages, notices and passive replies out.
//
// [New] makes the [Platform] of one product, which reads pushes, writes calls and reads
// the answers to them: see package platform for what serves one. Nothing here opens a
// connection. WeCom's pushes only tell that there are messages: [Platform.Fetch] says how
// to get them.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package wechat
