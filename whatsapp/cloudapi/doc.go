// Package cloudapi moves files to and from WhatsApp's Cloud API, and tells it what was
// read.
//
// Build a [Client] with [New]. It is a [platform.Client], so that it sends as well, and a
// [channel.MediaFetcher] by [Client.Open]. What a message looks like and what its errors
// mean is package whatsapp's to know, and when it may go package quota's.
//
// A Client tries once: what failed comes back as a *[channel.SendError] whose
// class and RetryAfter tell the caller's retry plan what to do. No error shows
// the token, and nothing is logged. Goroutines may share a Client.
package cloudapi
