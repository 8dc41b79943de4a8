// Package whatsapp reads and writes the WhatsApp Cloud API: webhooks in, messages out.
//
// [New] makes the [Platform], which reads webhooks, writes calls and reads the answers to
// them: see package platform for what serves one. Nothing here opens a connection. What
// is WhatsApp's own has packages below: template, quota (tiers, pacing, prices,
// restrictions) and cloudapi (media, read marks). The 24-hour rule is [channel.PolicyOf].
//
// Values may be shared freely, and every function may be called from several goroutines
// at once.
package whatsapp
