package memory

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// feed is what was committed, oldest first. The first entry has the place gone + 1.
type feed struct {
	list []*fed
	gone int64
}

// fed is a commit with the ids of its comments. What few commits have stands apart, so
// that the others take less room.
type fed struct {
	account      channel.Account
	key          socialticket.Key
	expect       int64
	cause        string
	at           time.Time
	settings     int64
	conversation socialticket.Conversation
	addresses    []channel.Address
	ticket       ticket.Ticket
	others       []ticket.Ticket
	comments     []string
	events       []ticket.Event
	effects      []socialticket.Effect
	done         []string
	timers       []socialticket.Timer
	conflicts    []identity.Conflict
	person       *identity.Person
	park         *channel.Event
	parked       int
}

// keep puts a commit into the feed. It holds nothing of the caller's.
func (s *Store) keep(c socialticket.Commit) {
	if s.History < 0 {
		return
	}
	f := &fed{
		account: c.Account, key: c.Key, expect: c.Expect, cause: c.Cause, at: c.At, settings: c.Settings,
		conversation: c.Conversation, addresses: c.Addresses, ticket: c.Ticket, others: c.Others, events: c.Events,
		done: c.Done, timers: c.Timers, conflicts: c.Conflicts, parked: c.Parked,
	}
	for _, comment := range c.Comments {
		f.comments = append(f.comments, comment.ID)
	}
	for _, e := range c.Effects {
		f.effects = append(f.effects, socialticket.Effect{
			ID: e.ID, Kind: e.Kind, Lane: e.Lane, Number: e.Number, Account: e.Account, Key: e.Key, After: e.After, At: e.At,
		})
	}
	if !c.Person.IsZero() {
		person := c.Person
		f.person = &person
	}
	if c.Park.ID != "" {
		park := cloneEvent(c.Park)
		f.park = &park
	}
	s.feed.list = append(s.feed.list, f)
	if most := cmp.Or(s.History, 10_000); len(s.feed.list) > 2*most {
		s.feed.forget(len(s.feed.list) - most)
	}
}

// forget drops the n oldest commits.
func (f *feed) forget(n int) {
	kept := copy(f.list, f.list[n:])
	clear(f.list[kept:])
	f.list = f.list[:kept]
	f.gone += int64(n)
}

// commit returns f without its comments.
func (f *fed) commit() socialticket.Commit {
	c := socialticket.Commit{
		Account: f.account, Key: f.key, Expect: f.expect, Cause: f.cause, At: f.at, Settings: f.settings,
		Conversation: f.conversation, Addresses: f.addresses, Ticket: f.ticket, Others: f.others, Events: f.events, Effects: f.effects,
		Done: f.done, Timers: f.timers, Conflicts: f.conflicts, Parked: f.parked,
	}
	if f.person != nil {
		c.Person = *f.person
	}
	if f.park != nil {
		c.Park = *f.park
	}
	return c
}

// Feed implements [socialticket.Feed].
func (s *Store) Feed(ctx context.Context, after int64) iter.Seq2[socialticket.Entry, error] {
	return func(yield func(socialticket.Entry, error) bool) {
		for {
			if err := ctx.Err(); err != nil {
				yield(socialticket.Entry{}, fmt.Errorf("memory: feed: %w", err))
				return
			}
			entry, found := s.fed(after)
			if !found || !yield(entry, nil) {
				return
			}
			after = entry.Place
		}
	}
}

// fed returns the first entry after a place.
func (s *Store) fed(after int64) (socialticket.Entry, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i := max(0, after-s.feed.gone)
	if i >= int64(len(s.feed.list)) {
		return socialticket.Entry{}, false
	}
	f := s.feed.list[i]
	c := ownCommit(f.commit())
	for _, id := range f.comments {
		c.Comments = append(c.Comments, cloneComment(*s.accounts[f.account].comments[id].comment()))
	}
	return socialticket.Entry{Place: s.feed.gone + i + 1, Commit: c}, true
}
