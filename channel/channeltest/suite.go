package channeltest

import (
	"context"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Scripted is a platform that does as it is told, for [TestTransport]. A host
// that tests its own transport writes one for its own platform; [Platform] and
// [Graph] are two.
type Scripted interface {
	// Script says what is done with the next messages, in their order. A platform
	// that cannot play a step returns an error: the test is skipped with it.
	Script(steps ...Step) error
	// Arrivals returns the messages that arrived, in their order.
	Arrivals() []Arrival
}

// Subject is a transport under test with the platform at its other end.
type Subject struct {
	Transport channel.Transport
	Platform  Scripted
	// To is where the messages go. Zero: a fictional address.
	To channel.Address
	// Refusals are errors of the platform, each with the class that the transport
	// has to find for it, one of ClassRetry among them. Nil: one of each class, with
	// codes of no platform.
	Refusals []channel.Error
	// Nameless says that the platform does not know [channel.Outbound.ID].
	Nameless bool
	// Numberless says that the platform gives its messages no ids.
	Numberless bool
	// CodeIsStatus says that the platform has no codes of its own, so that an error's
	// code is "http_" and the status.
	CodeIsStatus bool
	// Secret is what no error may show: a token. Empty: nothing.
	Secret string
}

// TestTransport checks the promises of [channel.Transport], one subtest each. It
// calls open for a new subject as often as it needs one.
func TestTransport(t *testing.T, open func(t *testing.T) Subject) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			s := open(t).withDefaults()
			if err := s.Platform.Script(c.steps(s)...); err != nil {
				t.Skipf("the platform cannot play this: %v", err)
			}
			if err := c.watch(t.Context(), s); err != nil {
				t.Errorf("%s: %v", c.promise, err)
			}
		})
	}
}

// check is one promise and how to see whether it is kept.
type check struct {
	name, promise string
	steps         func(Subject) []Step
	run           func(context.Context, Subject) error
}

// patience is how long a check may take on a transport that does not return.
const patience = 20 * time.Second

// watch runs c, and gives up on a transport that does not return.
func (c check) watch(ctx context.Context, s Subject) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- c.run(ctx, s) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s Subject) withDefaults() Subject {
	if s.To.IsZero() {
		s.To = channel.Address{Account: channel.Account{Kind: "fake", ID: "1"}, Handle: "+15550100"}
	}
	if s.Refusals == nil {
		for _, class := range []channel.Class{
			channel.ClassRetry, channel.ClassTemplate, channel.ClassUser, channel.ClassFix, channel.ClassNever,
		} {
			s.Refusals = append(s.Refusals, channel.Error{Code: "test_" + string(class), Title: "Refused", Class: class})
		}
	}
	return s
}

// message returns the n-th message that the checks send.
func (s Subject) message(n int) channel.Outbound {
	return channel.Outbound{
		ID: "out-" + string(rune('a'+n)), To: s.To, Type: channel.Text, Text: "Good morning",
		At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}
