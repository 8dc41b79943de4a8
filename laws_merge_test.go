package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// crowd is two offices that hear the same. In one of them persons are merged and parted too.
type crowd struct {
	merged, plain *office
	users         []string
	count, merges int
}

// both does something in both offices.
func (w *crowd) both(do func(o *office)) {
	do(w.plain)
	do(w.merged)
}

// TestLawMergeUndo merges and parts persons at random while they write, one of them perhaps
// under a handle of another, and agents note things. Once all are parted every contact,
// every ticket and every record is as if no merge had been: what came in belongs to the side
// whose address brought it. And never has a handle two users.
func TestLawMergeUndo(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		w := &crowd{merged: newOffice(t), plain: newOffice(t)}
		for range 60 {
			w.step(t, r)
		}
		require.Positive(t, w.merges)
		for _, id := range w.users {
			if w.merged.record(t, id).Into != "" {
				w.merged.part(t, id)
			}
		}
		w.same(t, seed)
	}
}

// step does one thing at random.
func (w *crowd) step(t *testing.T, r *rand.Rand) {
	t.Helper()
	w.count++
	pick := func() string { return w.users[r.IntN(len(w.users))] }
	switch n := r.IntN(10); {
	case n < 4 || len(w.users) < 3:
		accounts := []channel.Account{business(), second(), {Kind: channel.LINE, ID: "1"}}
		e := contacts(accounts[r.IntN(3)], fmt.Sprint("4477009000", 10+r.IntN(4)), fmt.Sprint("m", w.count), "hello", w.plain.clock.now)
		if r.IntN(4) == 0 {
			e.Profile.Handles = []string{fmt.Sprint("GB.A", r.IntN(4))}
		}
		w.both(func(o *office) {
			if user := o.receive(t, e).Commit.Conversation.User.ID; o == w.plain {
				w.meet(user)
			}
		})
	case n < 5:
		id, tag := pick(), fmt.Sprint("tag", r.IntN(5))
		if w.merged.record(t, id).Into != "" { // a change of a merged person would be one of the winner
			return
		}
		w.both(func(o *office) {
			o.change(t, id, to(identity.FieldTags, tag), to(identity.FieldFullName, tag))
			o.carry(t)
		})
	case n < 8:
		_, err := w.merged.Merge(context.Background(), socialticket.Merge{Person: pick(), Into: pick(), By: agent()})
		if err == nil {
			w.merges++
		} else {
			require.ErrorIs(t, err, socialticket.ErrRefused)
		}
	case n < 9:
		_, _ = w.merged.Unmerge(context.Background(), socialticket.Unmerge{Person: pick(), By: agent()})
	default:
		w.both(func(o *office) { o.clock.Add(time.Minute) })
	}
	w.merged.carry(t)
	w.oneUser(t)
}

// meet notes a user.
func (w *crowd) meet(id string) {
	if slices.Contains(w.users, id) {
		return
	}
	w.users = append(w.users, id)
}

// oneUser states that no handle has two users.
func (w *crowd) oneUser(t *testing.T) {
	t.Helper()
	owner := map[channel.Address]string{}
	for _, c := range w.merged.contacts(t) {
		for _, a := range c.User.Addresses {
			require.Contains(t, []string{"", c.User.ID}, owner[a], "two users have %s", a)
			owner[a] = c.User.ID
		}
	}
}

func (o *office) contacts(t testing.TB) (list []socialticket.Contact) {
	t.Helper()
	for c, err := range o.store.Contacts(context.Background()) {
		require.NoError(t, err)
		list = append(list, c)
	}
	return list
}

// same states that both offices have the same but for versions, times and history.
func (w *crowd) same(t *testing.T, seed uint64) {
	t.Helper()
	ignore := cmp.Options{
		cmpopts.IgnoreFields(identity.Person{}, "Version", "UpdatedAt", "CreatedAt", "Effects", "Merges"),
		cmpopts.IgnoreFields(socialticket.Contact{}, "Conflicts"), // people have decided on them by merging
		cmpopts.IgnoreFields(ticket.Ticket{}, "Events"),
		cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Record" || p.Last().String() == ".Person" }, cmp.Transformer("known", func(p identity.Person) identity.Person {
			p.ID = "" // a record of nothing is as none
			return p
		})),
	}
	if diff := cmp.Diff(w.plain.contacts(t), w.merged.contacts(t), ignore); diff != "" {
		t.Fatalf("seed %d: contacts (-never merged +merged and parted):\n%s", seed, diff)
	}
	for want, err := range w.plain.store.Tickets(context.Background()) {
		require.NoError(t, err)
		if diff := cmp.Diff(want, w.merged.ticket(t, want.ID), ignore); diff != "" {
			t.Fatalf("seed %d: ticket (-never merged +merged and parted):\n%s", seed, diff)
		}
		page := socialticket.Page{Limit: 1000}
		a, err := w.plain.store.Comments(context.Background(), want.ID, page)
		require.NoError(t, err)
		b, err := w.merged.store.Comments(context.Background(), want.ID, page)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(a, b))
	}
}
