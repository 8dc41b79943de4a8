// Package cloudapi carries messages and media over HTTP to and from WhatsApp's
// Cloud API.
//
// Build a [Client] with [New]. It is a [channel.Transport] by [Client.Send] and a
// [channel.MediaFetcher] by [Client.Open]. What a message looks like, what its
// errors mean and when it may go is package whatsapp's to know.
//
// A Client tries once: what failed comes back as a *[channel.SendError] whose
// class and RetryAfter tell the caller's retry plan what to do. No error shows
// the token, and nothing is logged. Goroutines may share a Client.
package cloudapi
