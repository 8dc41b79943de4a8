package worker_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// chaos is a platform, on all channels at once, that answers late or not at all, paces and
// refuses. It treats repeats as the channels do.
type chaos struct {
	clock clock.Clock

	mu     sync.Mutex
	random *rand.Rand
	taken  map[string]int               // how often a comment came to its user
	order  map[channel.Address][]string // what came to a user
	events []channel.Event
	ids    int
	seen   map[string]bool // by reference
}

// chance is one of a hundred things.
func (p *chaos) chance() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.random.IntN(100)
}

func (p *chaos) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	p.clock.Sleep(time.Duration(5+p.chance()) * time.Millisecond)
	switch n := p.chance(); {
	case n < 2: // it never comes
		<-ctx.Done()
		return channel.Accepted{}, context.Cause(ctx)
	case n < 6: // it comes, and the answer is lost
		p.take(o)
		return channel.Accepted{}, errLine
	case n < 8:
		p.take(o)
		return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "no_answer", Class: channel.ClassRetry}}
	case n < 16:
		return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "429", Class: channel.ClassRetry}, RetryAfter: 700 * time.Millisecond}
	case n < 20:
		return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "busy", Class: channel.ClassRetry}}
	case n < 22:
		return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "no", Class: channel.ClassNever}}
	case n < 24: // the answer takes its time
		a := p.take(o)
		p.clock.Sleep(3 * time.Second)
		return a, nil
	}
	return p.take(o), nil
}

// take gives a message to its user, once for a reference where repeats are harmless.
func (p *chaos) take(o channel.Outbound) channel.Accepted {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	repeat := channel.RepeatOf(o.To.Account.Kind)
	p.ids++
	a := channel.Accepted{MessageID: fmt.Sprint("id ", p.ids), At: p.clock.Now()}
	if repeat == channel.RepeatHarmless && p.seen[o.ID] {
		return a
	}
	p.seen[o.ID] = true
	p.taken[commentOf(o.ID)]++
	p.order[o.To] = append(p.order[o.To], o.Text)
	if repeat == channel.RepeatTold && p.random.IntN(10) > 0 {
		p.events = append(p.events, channel.Event{
			ID: a.MessageID + "/sent", Type: channel.EventStatus, Account: o.To.Account, From: o.To.Handle, Sent: a.At,
			Received: a.At.Add(time.Duration(p.random.IntN(90)) * time.Second),
			Status:   channel.Status{MessageID: a.MessageID, Reference: o.ID, State: channel.StateSent},
		})
	}
	return a
}

// report hands in what the platform reports by now.
func (p *chaos) report(t *testing.T, desk *socialticket.Desk) {
	t.Helper()
	p.mu.Lock()
	now := p.clock.Now()
	var due, later []channel.Event
	for _, e := range p.events {
		if e.Received.After(now) {
			later = append(later, e)
		} else {
			due = append(due, e)
		}
	}
	p.events = later
	p.mu.Unlock()
	for _, e := range due {
		_, err := desk.Receive(t.Context(), e)
		require.NoError(t, err)
	}
}
