package platform

import (
	"net/http"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Platform is one platform as the host is known there: by the secret that signs its
// webhooks, and by the account where webhooks do not name it. Goroutines may share it.
type Platform interface {
	// Events checks who sent a webhook and returns the events in it, in their order. An
	// item that cannot be read becomes an event of type [channel.EventUnknown]. The
	// errors match [ErrSignature] or [ErrBody].
	Events(r Request) ([]channel.Event, error)

	// Call returns the one HTTP call that sends a message. The error is a
	// *[channel.SendError]: the refusal that the platform would give. A message that
	// needs several calls is refused: see [channel.Ability.Split].
	Call(o channel.Outbound) (Call, error)

	// Answer reads the platform's answer to a call. A refusal is a
	// *[channel.SendError] with its class and with how long to wait; one of
	// [channel.CodeNoAnswer] means that it is not known whether the message went.
	Answer(r Response) (channel.Accepted, error)
}

// Greeter is a [Platform] that asks by a GET request whether an address for webhooks is
// the host's.
type Greeter interface {
	// Greet returns what confirms the address. The error matches [ErrHandshake].
	Greet(r Request) (Reply, error)
}

// Replier is a [Platform] that takes a message as the answer to a webhook.
type Replier interface {
	// Reply returns the answer to a webhook that sends a message to its user. The error
	// is a *[channel.SendError].
	Reply(r Request, o channel.Outbound) (Reply, error)
}

// MaxEvents is how many events of one webhook are read. The rest becomes one event of type
// [channel.EventUnknown], with its Raw: Meta puts 1,000 changes at most into a webhook, and
// no other platform that many.
const MaxEvents = 10_000

// Request is a webhook as it came.
type Request struct {
	Header   http.Header
	Query    url.Values
	Body     []byte
	Received time.Time
}

// Reply is what answers a webhook with the status 200.
type Reply struct {
	Type string // the media type of Body: "text/plain"
	Body []byte
}

// TokenMark stands where the host's access token goes: in the URL of a [Call] or in a
// value of its header. A [Client] puts the token there when the call is made, so that a
// call may be logged and kept.
const TokenMark = "{token}"

// Call is an HTTP call by POST that sends one message.
type Call struct {
	URL    string      // may hold a [TokenMark], in the path or in the query
	Header http.Header // with the type of Body; may hold a TokenMark
	Body   []byte
}

// JSON returns the call that posts a JSON text to an address, with header values given
// as name, value, name, value.
func JSON(address string, body []byte, header ...string) Call {
	c := Call{URL: address, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
	for i := 1; i < len(header); i += 2 {
		c.Header.Set(header[i-1], header[i])
	}
	return c
}

// Bearer is the value of the header Authorization of most platforms.
const Bearer = "Bearer " + TokenMark

// Response is the platform's answer to a [Call], received at an instant.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	At     time.Time
}
