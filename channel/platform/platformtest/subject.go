package platformtest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Subject is a platform under test and what is to be known of it. Fields that are not
// said to be optional are needed.
type Subject struct {
	// New returns the platform of a secret, whose calls go to a base URL.
	New func(secret, base string) (platform.Platform, error)
	// Sign puts into a webhook what the platform signs it with.
	Sign func(secret string, r *platform.Request)
	// Loose tells that the signature does not cover the body.
	Loose bool

	// To is a user of an account, who writes Hello and is answered.
	To channel.Address
	// Hello returns the webhook of a text of the user.
	Hello func(text, id string, at time.Time) []byte
	// Batch returns one webhook of several. Nil: the platform sends one at a time.
	Batch func(hooks ...[]byte) []byte
	// Status returns the webhook that tells of a message that was delivered. Nil: the
	// platform does not tell.
	Status func(messageID, reference string, at time.Time) []byte
	// Samples are more webhooks, by name. Nil: none.
	Samples map[string][]byte
	// Greeting returns the query that asks to confirm an address and what confirms it.
	// Nil: the platform does not ask.
	Greeting func(secret string) (q url.Values, want string)

	// ReadCall returns what a call says: to whom, with which reference, which text.
	ReadCall func(r *http.Request, body []byte) Arrived
	// Taken returns the platform's answer to a message that it took under an id.
	Taken func(to, messageID string) string
	// Refused returns the status and the body of a refusal. The status for a refusal
	// that says how long to wait is 429.
	Refused func(e channel.Error) (status int, body string)
	// Refusals are errors of the platform with their class, one of ClassRetry among
	// them.
	Refusals []channel.Error
	// CodeIsStatus tells that the platform has no codes but HTTP's.
	CodeIsStatus bool
	// Nameless tells that the platform does not get [channel.Outbound.ID].
	Nameless bool
	// Numberless tells that the platform gives its messages no ids.
	Numberless bool
	// Sticker is the id of a sticker, as the platform writes it. Empty: "11/22".
	Sticker string
	// Ability is what a message may hold. Nil: that of [channel.AbilityOf].
	Ability *channel.Ability
	// Outbound puts into a message what a call needs beside its content. Nil: nothing.
	Outbound func(*channel.Outbound)
}

// Arrived is what a call says.
type Arrived struct {
	To, Reference, Text string
	// Token is the access token that came with it.
	Token string
}

// secret and token are those of the checks.
const (
	secret = "a fictional secret"
	token  = "a-fictional/token?"
)

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// check is one promise and how to see whether it is kept.
type check struct {
	name, promise string
	run           func(*testing.T, Subject) error
}

func checks() []check {
	return slices.Concat(readChecks(), doorChecks(), callChecks(), answerChecks(), wayChecks())
}

// TestPlatform checks the promises of a platform, one subtest each.
func TestPlatform(t *testing.T, s Subject) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			t.Helper()
			if err := c.run(t, s); err != nil {
				t.Errorf("broken promise: %q\n%v", c.promise, err)
			}
		})
	}
	t.Run("Transport", func(t *testing.T) { testTransport(t, s) })
}

// breach tells how a promise is broken.
type breach string

func (b breach) Error() string { return string(b) }

func broken(format string, args ...any) error { return breach(fmt.Sprintf(format, args...)) }

// platform returns the platform of the checks.
func (s Subject) platform(t *testing.T, base string) platform.Platform {
	t.Helper()
	p, err := s.New(secret, base)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return p
}

// request returns a webhook, signed.
func (s Subject) request(body []byte) platform.Request {
	r := platform.Request{Header: http.Header{}, Query: url.Values{}, Body: body, Received: start().Add(time.Second)}
	s.Sign(secret, &r)
	return r
}

// message returns a text to the user.
func (s Subject) message(id, text string) channel.Outbound {
	o := channel.Outbound{ID: id, To: s.To, Type: channel.Text, Text: text, At: start()}
	if s.Outbound != nil {
		s.Outbound(&o)
	}
	return o
}
