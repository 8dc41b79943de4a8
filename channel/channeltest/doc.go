// Package channeltest checks transports, and plays the platform for tests.
//
// [TestTransport] says whether a [channel.Transport] keeps its promises.
// [Platform] is a platform without a network: it is a transport by itself, does
// with each message what a script says, and reports later what became of it.
// [Graph] is the same behind HTTP, in the manner of WhatsApp's Cloud API, with
// media and signed webhooks.
//
// Nothing here waits or reads a clock: time is a field. The same script, seed and
// calls give the same answers and reports. All methods may be called from several
// goroutines at once; fields are to be set before.
package channeltest
