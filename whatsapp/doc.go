// Package whatsapp reads and writes the WhatsApp Cloud API: webhooks in,
// messages out, and the rules that decide what may be sent when.
//
// Two doors lead in. [Verifier.Verify] and [Parse] turn the body of a webhook
// into events for a desk; [Policy] is the 24-hour rule for
// [channel.Policy.Decide]. Nothing here opens a connection: package cloudapi
// below does.
//
// Values may be shared freely, and every function may be called from several
// goroutines at once.
package whatsapp
