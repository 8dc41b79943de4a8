package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// ledger is a memory store that checks every commit before it is written, and
// keeps it as JSON.
type ledger struct {
	*memory.Store
	world   *world
	commits []string

	closed  map[ticket.ID]bool
	waiting map[string]bool      // every effect that there ever was: is it still to be done
	at      map[ticket.ID][2]int // the numbers of the newest comment and event
	asked   map[string]bool      // the tickets' episodes in which their requesters were asked
	told    map[string]bool      // the automatic messages of the conversations' days and sessions
}

// Commit implements [socialticket.Store].
func (l *ledger) Commit(ctx context.Context, c socialticket.Commit) error {
	var before socialticket.Head
	if c.Key != "" {
		before, _ = l.Load(ctx, socialticket.Ref{Addresses: c.Conversation.User.Addresses})
	}
	if err := l.Store.Commit(ctx, c); err != nil {
		return err
	}
	text, err := json.Marshal(c)
	require.NoError(l.world, err)
	l.commits = append(l.commits, string(text))
	if slices.Contains([]byte(text), 0) {
		l.world.fail("commit %s", text)
	}
	l.checkTicket(c)
	l.checkItself(c)
	l.checkWindow(before.Conversation.Window, c)
	l.checkSession(before.Conversation.Session, c)
	for _, e := range c.Effects {
		if _, known := l.waiting[e.ID]; known {
			l.world.fail("effect %s is to be done twice", e.ID)
		}
		l.waiting[e.ID] = true
	}
	for _, id := range c.Done {
		l.waiting[id] = false
	}
	if c.Cause == "" || c.Settings != 1 {
		l.world.fail("commit without a cause, or under settings %d", c.Settings)
	}
	return nil
}

// checkTicket: a closed ticket changes by redaction only, comments and events are
// numbered without gaps.
func (l *ledger) checkTicket(c socialticket.Commit) {
	if c.Ticket.IsZero() && len(c.Comments)+len(c.Events)+len(c.Others) > 0 {
		l.world.fail("comments, events or others without a ticket: %+v", c)
	}
	counted := 0
	for _, t := range c.Tickets() {
		counted += l.checkOne(t, c)
	}
	if counted != len(c.Comments)+len(c.Events) {
		l.world.fail("comments or events of a ticket that is not in the commit: %+v", c)
	}
}

// checkOne checks one of the tickets of a commit, and counts its comments and events.
func (l *ledger) checkOne(t ticket.Ticket, c socialticket.Commit) (counted int) {
	if l.closed[t.ID] {
		l.checkClosed(t.ID, c)
	}
	l.closed[t.ID] = t.Status == ticket.Closed
	for _, timer := range c.Timers {
		if l.closed[t.ID] && timer.Ticket == t.ID && !timer.At.IsZero() {
			l.world.fail("a closed ticket wakes at %v", timer.At)
		}
	}
	if merged := t.MergedInto != ""; merged && (!l.closed[t.ID] || c.Conversation.Ticket == t.ID || c.Conversation.Session.Ticket == t.ID) {
		l.world.fail("ticket %+v is merged, and has the talk %+v", t, c.Conversation)
	}
	at := l.at[t.ID]
	for _, comment := range c.Comments {
		if comment.Ticket != t.ID {
			continue
		}
		if counted++; comment.Number > at[0]+1 {
			l.world.fail("comment %d after %d", comment.Number, at[0])
		}
		at[0] = max(at[0], comment.Number)
	}
	for _, e := range c.Events {
		if e.Ticket != t.ID {
			continue
		}
		counted++
		if at[1]++; e.Number != at[1] {
			l.world.fail("event %+v, want number %d", e, at[1])
		}
	}
	if at[0] != t.Comments || at[1] != t.Events {
		l.world.fail("ticket counts %d comments and %d events, there are %v", t.Comments, t.Events, at)
	}
	l.at[t.ID] = at
	return counted
}

// checkItself: what the desk says by itself can be delivered, is said once, and holds no card
// number.
func (l *ledger) checkItself(c socialticket.Commit) {
	for _, comment := range c.Comments {
		itself := comment.Author.Kind == ticket.Bot && (comment.Author.ID == socialticket.BotAutomatic || comment.Author.ID == socialticket.BotSurvey)
		added := slices.ContainsFunc(c.Events, func(e ticket.Event) bool { return e.Type == ticket.EventComment && e.Comment == comment.ID })
		if !itself || !added { // else what became of it
			continue
		}
		said, key := l.told, fmt.Sprint(c.Key, comment.Content.Text[:4], c.Conversation.Session.ID)
		switch {
		case comment.Author.ID == socialticket.BotSurvey:
			said, key = l.asked, fmt.Sprint(c.Ticket.ID, c.Ticket.Survey.Episode)
		case strings.HasPrefix(comment.Content.Text, "Back"):
			key = fmt.Sprint(c.Key, "Back", c.At.In(paris()).Format(time.DateOnly))
		}
		if said[key] {
			l.world.fail("said again: %s: %+v", key, comment)
		}
		said[key] = true
		if comment.Public && comment.Delivery.State != channel.StateQueued || strings.Contains(comment.Content.Text, "4111111111111111") {
			l.world.fail("said by itself: %+v", comment)
		}
	}
}

// checkWindow: nothing that a window knows moves back.
func (l *ledger) checkWindow(was channel.Window, c socialticket.Commit) {
	is := c.Conversation.Window
	for _, o := range was.Openings {
		i := slices.IndexFunc(is.Openings, func(n channel.Opening) bool { return n.By == o.By })
		if c.Key != "" && (i < 0 || is.Openings[i].Sent.Before(o.Sent) || is.Openings[i].Received.Before(o.Received)) {
			l.world.fail("opening %+v went back: %+v", o, is.Openings)
		}
	}
	if c.Key != "" && (is.RefusedAt.Before(was.RefusedAt) || is.LeftAt.Before(was.LeftAt)) {
		l.world.fail("a refusal went back: %+v, now %+v", was, is)
	}
}

// checkSession: a session ends once, a ticket knows that its session was ended, and takes
// the capacity that it should.
func (l *ledger) checkSession(was session.Session, c socialticket.Commit) {
	is, t := c.Conversation.Session, c.Ticket
	was.Ticket = is.Ticket // a merge of tickets moves it
	if was.State == session.Ended && is.ID == was.ID && is != was {
		l.world.fail("session %+v ended before: %+v", is, was)
	}
	if t.IsZero() || is.Ticket != t.ID {
		return
	}
	ended := is.State == session.Ended
	if ended != t.SessionEndedAt.Equal(is.EndedAt) && ended || !ended && !t.SessionEndedAt.IsZero() {
		l.world.fail("session %+v, its ticket says that it ended at %v", is, t.SessionEndedAt)
	}
	want := t.Routing == ticket.RouteMessaging && l.world.settings.Sessions.Frees(is)
	if t.Released != want || !ended && t.Routing == ticket.RouteEmail {
		l.world.fail("session %+v, its ticket is released: %v, and routed as %q", is, t.Released, t.Routing)
	}
}

// checkClosed: what is told of a closed ticket changes no field and adds no comment. The one
// exception is a merged ticket that is parted again.
func (l *ledger) checkClosed(id ticket.ID, c socialticket.Commit) {
	told := []ticket.EventType{ticket.EventRedact, ticket.EventRevoke, ticket.EventReact, ticket.EventDelivery, ticket.EventEdit, ticket.EventWindow, ticket.EventPart}
	for _, e := range c.Events {
		back := e.Type == ticket.EventChange && slices.ContainsFunc(c.Events, func(o ticket.Event) bool {
			return o.Type == ticket.EventPart && o.From == string(id)
		})
		if e.Ticket == id && !back && !slices.Contains(told, e.Type) {
			l.world.fail("closed ticket %s changed: %+v", id, e)
		}
	}
}

// checkQueue: each ticket counts its notes, and the effects that wait are those of the
// calls without a result, and no
// others.
func (w *world) checkQueue() {
	w.Helper()
	ctx := context.Background()
	waiting := map[string]bool{}
	for _, id := range w.all() {
		thread, err := w.store.Comments(ctx, id, socialticket.Page{Limit: 1 << 20})
		require.NoError(w, err)
		t, err := w.store.Ticket(ctx, id)
		require.NoError(w, err)
		notes := 0
		for _, c := range thread {
			if !c.Public {
				notes++
			}
			for i, p := range c.Parts {
				last := p.Attempts[len(p.Attempts)-1]
				d := channel.Outcome(p.Attempts)
				if d.State == channel.StateQueued || d.State == channel.StateDoubt {
					waiting[fmt.Sprintf("%s.%d.%d", c.ID, i, last.Number)] = true
				}
			}
		}
		if t.Notes != notes || t.Private() != (notes == len(thread)) {
			w.fail("ticket %s counts %d notes, private %v; there are %d of %d comments", id, t.Notes, t.Private(), notes, len(thread))
		}
	}
	for id, is := range w.ledger.waiting {
		if waiting[id] != is {
			w.fail("effect %s waits: %v, its comment says %v", id, is, waiting[id])
		}
		delete(waiting, id)
	}
	if len(waiting) > 0 {
		w.fail("comments wait for effects that there are not: %v", waiting)
	}
}
