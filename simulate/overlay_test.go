package simulate

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// layers is a store that goes on, and beside it one that lies over what the first held at an
// instant. Both are asked and told the same, and must answer the same.
type layers struct {
	t       *testing.T
	full    *memory.Store
	base    *memory.Store // what full held when it was cut
	over    *overlay      // nil: it is not cut yet
	cut     time.Time
	commits []socialticket.Commit // of before
	asked   int
}

func (l *layers) same(what string, want, got any) {
	l.t.Helper()
	w, err := json.Marshal(want)
	require.NoError(l.t, err)
	g, err := json.Marshal(got)
	require.NoError(l.t, err)
	if diff := cmp.Diff(string(w), string(g)); diff != "" {
		l.t.Fatalf("%s (-the store +the one over it):\n%s", what, diff)
	}
	l.asked++
}

func (l *layers) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	want, err := l.full.Load(ctx, ref)
	require.NoError(l.t, err)
	if l.over != nil {
		got, err := l.over.Load(ctx, ref)
		require.NoError(l.t, err)
		l.same("Load", want, got)
	}
	return want, nil
}

// kind returns what an error of a commit tells.
func kind(err error) string {
	for _, one := range []error{socialticket.ErrConflict, socialticket.ErrDuplicate} {
		if errors.Is(err, one) {
			return one.Error()
		}
	}
	return ""
}

func (l *layers) Commit(ctx context.Context, c socialticket.Commit) error {
	err := l.full.Commit(ctx, c)
	switch {
	case l.over != nil:
		l.same("Commit", kind(err), kind(l.over.Commit(ctx, c)))
	case err == nil:
		require.NoError(l.t, l.base.Commit(ctx, c))
		l.commits = append(l.commits, c)
		if c.At.After(l.cut) {
			l.over = newOverlay(bare{l.base}, &memory.Store{History: -1})
		}
	}
	return err
}

// bare is a store whose threads cannot be read.
type bare struct{ of *memory.Store }

func (b bare) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	return b.of.Load(ctx, ref)
}
func (b bare) Commit(context.Context, socialticket.Commit) error { panic("it is only read") }

func (l *layers) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	return l.full.Claim(ctx, c)
}

func (l *layers) Return(ctx context.Context, r socialticket.Return) error {
	return l.full.Return(ctx, r)
}

func (l *layers) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	return l.full.Due(ctx, now, limit)
}

// What lies over a store answers as a store that holds all of it, to whatever a busy desk
// asks, and refuses what that refuses.
func TestOverlayAnswersAsTheWhole(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)
	faults := RoughFaults()
	faults.Duplicates, faults.Delays, faults.Refusals, faults.Lost, faults.Shuffles = 200, 200, 50, 50, 400
	for seed := range uint64(3) {
		l := &layers{t: t, full: &memory.Store{History: -1}, base: &memory.Store{History: -1}, cut: start.Add(80 * time.Hour)}
		_, err := Random{Seed: seed, Start: start, Days: 7, TicketsPerDay: 12, Faults: faults, Store: l}.Run()
		require.NoError(t, err)
		require.Greater(t, l.asked, 500)
		l.over = newOverlay(bare{l.base}, &memory.Store{History: -1})
		l.full = l.base
		for _, ref := range l.refs() { // one part at a time
			_, err := l.Load(t.Context(), ref)
			require.NoError(t, err)
		}
		for _, c := range l.commits {
			require.ErrorIs(t, l.Commit(t.Context(), c), socialticket.ErrDuplicate, "it was in before")
			for _, spoiled := range spoils(c) {
				require.ErrorIs(t, l.Commit(t.Context(), spoiled), socialticket.ErrConflict)
			}
		}
	}
}

// refs returns what leads to the commits of before, and to an event that is parked.
func (l *layers) refs() (list []socialticket.Ref) {
	l.t.Helper()
	on := l.commits[0].Account
	early := channel.Event{ID: "early", Type: channel.EventStatus, Account: on, Status: channel.Status{MessageID: "unknown", State: channel.StateRead}}
	require.NoError(l.t, l.base.Commit(l.t.Context(), socialticket.Commit{Account: on, Cause: "early", Park: early}))
	list = append(list, socialticket.Ref{Account: on, Message: "unknown"})
	for _, c := range l.commits {
		list = append(list, socialticket.Ref{Account: c.Account, Cause: c.Cause}, socialticket.Ref{Ticket: c.Ticket.ID, First: true})
		for _, a := range c.Addresses {
			list = append(list, socialticket.Ref{Addresses: []channel.Address{a}})
		}
		for _, one := range c.Comments {
			list = append(list, socialticket.Ref{Account: c.Account, Comment: one.ID})
		}
	}
	return list
}

// A person whose links lead through one that no contact is ends where they end, and what a
// conversation was found by once finds it still.
func TestOverlayFollowsLinks(t *testing.T) {
	l := &layers{t: t, full: &memory.Store{History: -1}}
	on, at := channel.Account{Kind: channel.WhatsApp, ID: "1066"}, time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	commit := func(c socialticket.Commit) {
		c.At, c.Cause = at, string(c.Key)
		require.NoError(t, l.full.Commit(t.Context(), c))
	}
	for _, link := range [][2]string{{"c", ""}, {"b", "c"}, {"a", "b"}} {
		commit(socialticket.Commit{Key: socialticket.Key(link[0]), Person: identity.Person{ID: link[0], Into: link[1], Version: 1}})
	}
	was := channel.Address{Account: on, Handle: "before"}
	commit(socialticket.Commit{
		Account: on, Key: "k", Addresses: []channel.Address{was},
		Conversation: socialticket.Conversation{Account: on, Key: "k", Version: 1, User: identity.User{ID: "a"}},
	})
	for _, ref := range []socialticket.Ref{
		{Account: on, Key: "k"}, {Person: "a"}, {Person: "c"}, {Person: "b", Into: "c"}, {Addresses: []channel.Address{was}}, {Account: on, Key: "other"},
	} {
		l.over = newOverlay(bare{l.full}, &memory.Store{History: -1})
		_, err := l.Load(t.Context(), ref)
		require.NoError(t, err)
	}
}

// spoils returns commits that take what one of before has.
func spoils(c socialticket.Commit) (list []socialticket.Commit) {
	bad := socialticket.Commit{Account: c.Account, Key: "another", Cause: "another", At: c.At}
	bad.Conversation.Account, bad.Conversation.Key, bad.Conversation.Version = c.Account, "another", 1
	for _, a := range c.Addresses {
		one := bad
		one.Addresses = []channel.Address{a}
		list = append(list, one)
	}
	for _, comment := range c.Comments {
		for _, id := range comment.MessageIDs() {
			one := bad
			one.Ticket, one.Comments = c.Ticket, []ticket.Comment{comment}
			one.Ticket.ID, one.Comments[0].ID, one.Comments[0].Ticket, one.Comments[0].Parts = "another", "another", "another", nil
			one.Comments[0].Content.ID = id
			list = append(list, one)
		}
	}
	if c.Key != "" {
		one := c
		one.Cause = "another"
		list = append(list, one)
	}
	return list
}
