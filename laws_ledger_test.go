package socialticket_test

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// ledger is a memory store that checks every commit before it is written, and
// keeps it as JSON.
type ledger struct {
	*socialticket.Memory
	world   *world
	commits []string

	closed map[ticket.ID]bool
	outbox map[string]bool      // every message that was ever to be sent: is it still
	at     map[ticket.ID][2]int // the numbers of the newest comment and event
}

// Commit implements [socialticket.Store].
func (l *ledger) Commit(ctx context.Context, c socialticket.Commit) error {
	var before socialticket.Head
	if c.Key != "" {
		before, _ = l.Load(ctx, socialticket.Ref{Addresses: c.Conversation.User.Addresses})
	}
	if err := l.Memory.Commit(ctx, c); err != nil {
		return err
	}
	text, err := json.Marshal(c)
	require.NoError(l.world, err)
	l.commits = append(l.commits, string(text))
	if slices.Contains([]byte(text), 0) {
		l.world.fail("commit %s", text)
	}
	l.checkTicket(c)
	l.checkWindow(before.Conversation.Window, c)
	for _, o := range c.Outbox {
		if _, known := l.outbox[o.ID]; known {
			l.world.fail("message %s is to be sent twice", o.ID)
		}
		l.outbox[o.ID] = true
	}
	for _, id := range c.Done {
		l.outbox[id] = false
	}
	return nil
}

// checkTicket: a closed ticket changes by redaction only, comments and events are
// numbered without gaps.
func (l *ledger) checkTicket(c socialticket.Commit) {
	t := c.Ticket
	if t.IsZero() {
		if len(c.Comments)+len(c.Events) > 0 {
			l.world.fail("comments or events without a ticket: %+v", c)
		}
		return
	}
	byHand := len(c.Events) == 1 && c.Events[0].Type == ticket.EventRedact
	if l.closed[t.ID] && !byHand {
		l.world.fail("closed ticket %s changed: %+v", t.ID, c.Events)
	}
	l.closed[t.ID] = t.Status == ticket.Closed
	if l.closed[t.ID] && !c.Wake.IsZero() {
		l.world.fail("a closed ticket wakes at %v", c.Wake)
	}
	at := l.at[t.ID]
	for _, comment := range c.Comments {
		if comment.Number > at[0]+1 {
			l.world.fail("comment %d after %d", comment.Number, at[0])
		}
		at[0] = max(at[0], comment.Number)
	}
	for _, e := range c.Events {
		if at[1]++; e.Number != at[1] || e.Ticket != t.ID {
			l.world.fail("event %+v, want number %d", e, at[1])
		}
	}
	if at[0] != t.Comments || at[1] != t.Events {
		l.world.fail("ticket counts %d comments and %d events, there are %v", t.Comments, t.Events, at)
	}
	l.at[t.ID] = at
}

// checkWindow: nothing that a window knows moves back.
func (l *ledger) checkWindow(was channel.Window, c socialticket.Commit) {
	is := c.Conversation.Window
	for _, o := range was.Openings {
		i := slices.IndexFunc(is.Openings, func(n channel.Opening) bool { return n.By == o.By })
		if c.Key != "" && (i < 0 || is.Openings[i].Sent.Before(o.Sent)) {
			l.world.fail("opening %+v went back: %+v", o, is.Openings)
		}
	}
	if c.Key != "" && (is.RefusedAt.Before(was.RefusedAt) || is.LeftAt.Before(was.LeftAt)) {
		l.world.fail("a refusal went back: %+v, now %+v", was, is)
	}
}

// checkOutbox: the store's outbox holds what is to be sent, and of the open
// tickets' replies all that are queued and nothing else.
func (w *world) checkOutbox() {
	w.Helper()
	ctx := context.Background()
	list, err := w.store.Outbox(ctx, 1<<20)
	require.NoError(w, err)
	waiting := map[string]bool{}
	for _, o := range list {
		waiting[o.ID] = true
	}
	for id, is := range w.ledger.outbox {
		if waiting[id] != is {
			w.fail("message %s in the outbox: %v, want %v", id, waiting[id], is)
		}
	}
	for _, id := range w.tickets {
		if w.ledger.closed[id] {
			continue
		}
		thread, err := w.store.Comments(ctx, id, socialticket.Page{Limit: 1 << 20})
		require.NoError(w, err)
		for _, c := range thread {
			if queued := c.Delivery.State == channel.StateQueued; queued != waiting[c.ID] {
				w.fail("comment %s is %q, in the outbox: %v", c.ID, c.Delivery.State, waiting[c.ID])
			}
		}
	}
}
