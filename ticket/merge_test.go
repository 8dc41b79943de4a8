package ticket_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// randomOpen returns a ticket that something was done to and that is not closed.
func randomOpen(r *rand.Rand, id ticket.ID, l ticket.Lifecycle) ticket.Ticket {
	by := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	now := noon().Add(time.Duration(r.IntN(100)) * time.Minute)
	t := l.Create(ticket.Ticket{ID: id, Requester: "u"}, now)
	for range r.IntN(6) {
		now = now.Add(time.Duration(r.IntN(100)) * time.Minute)
		next, err := t, error(nil)
		switch r.IntN(5) {
		case 0:
			next, err = l.Receive(t, now.Add(-time.Duration(r.IntN(100))*time.Minute), now)
		case 1:
			next, err = l.Answer(t, by, r.IntN(2) == 0, now)
		case 2:
			status := []string{"open", "pending", "hold", "solved"}[r.IntN(4)]
			next, err = l.Set(t, ticket.Change{Field: ticket.FieldStatus, Value: status}, by, now)
		case 3:
			next, err = l.Set(t, ticket.Change{Field: ticket.FieldTags, Value: fmt.Sprint("t", r.IntN(4))}, by, now)
		case 4:
			next, err = l.Set(t, ticket.Change{Field: ticket.FieldMuted, Value: []string{"true", ""}[r.IntN(2)]}, by, now)
		}
		if err == nil {
			t = next
		}
	}
	return t
}

// TestMergeUndone states that a merge and its undo leave both tickets as they were, but for
// the instants of the update; that the source is closed in between and the target waits
// since the earlier of both; and that neither argument is changed.
func TestMergeUndone(t *testing.T) {
	by := ticket.Actor{Kind: ticket.Agent, ID: "bob"}
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 4))
		l := ticket.Lifecycle{Reopened: []ticket.Status{"", ticket.Pending}[seed%2]}
		a, b := randomOpen(r, "a", l), randomOpen(r, "b", l)
		was := []string{fmt.Sprint(a), fmt.Sprint(b)}
		now := noon().Add(24 * time.Hour)
		source, target, m, err := l.Merge(a, b, by, now)
		require.NoError(t, err)
		require.Equal(t, ticket.Closed, source.Status)
		require.Equal(t, ticket.ID("b"), source.MergedInto)
		require.True(t, source.WaitingSince.IsZero())
		for _, tag := range a.Tags {
			require.True(t, target.HasTag(tag))
		}
		if !a.WaitingSince.IsZero() && !b.Muted {
			require.False(t, target.WaitingSince.After(a.WaitingSince) || target.WaitingSince.IsZero(), "seed %d", seed)
			require.False(t, target.Status.Done())
		} else {
			require.Equal(t, b.Status, target.Status)
			require.Equal(t, b.WaitingSince, target.WaitingSince)
		}
		back, freed := l.Unmerge(source, target, m, by, now.Add(time.Hour))
		require.Equal(t, was, []string{fmt.Sprint(a), fmt.Sprint(b)})
		ignore := cmp.Options{cmpopts.IgnoreFields(ticket.Times{}, "UpdatedAt", "AssigneeAt"), cmpopts.EquateEmpty()}
		if diff := cmp.Diff([]ticket.Ticket{a, b}, []ticket.Ticket{back, freed}, ignore); diff != "" {
			t.Fatalf("seed %d: merged and undone (-before +after):\n%s", seed, diff)
		}
	}
}

func TestMergeRefused(t *testing.T) {
	l, by := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "bob"}
	open := ticket.Ticket{ID: "a", Status: ticket.Open}
	closed := ticket.Ticket{ID: "b", Status: ticket.Closed}
	for _, pair := range [][2]ticket.Ticket{{open, closed}, {closed, open}} {
		_, _, _, err := l.Merge(pair[0], pair[1], by, noon())
		require.ErrorIs(t, err, ticket.ErrClosed)
	}
	_, _, _, err := l.Merge(open, open, by, noon())
	require.ErrorIs(t, err, ticket.ErrCircle)
}

// TestUnmergeClosed: a target that is closed by now stays as it is.
func TestUnmergeClosed(t *testing.T) {
	l, by := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "bob"}
	source, target, m, err := l.Merge(ticket.Ticket{ID: "a", Status: ticket.Open, Tags: []string{"x"}}, ticket.Ticket{ID: "b", Status: ticket.Solved}, by, noon())
	require.NoError(t, err)
	target.Status = ticket.Closed
	_, after := l.Unmerge(source, target, m, by, noon())
	require.Equal(t, target, after)
}

func TestUnmergeUntil(t *testing.T) {
	m := ticket.Merge{At: noon()}
	require.Equal(t, noon().Add(28*24*time.Hour), ticket.Lifecycle{}.UnmergeUntil(m))
	require.Equal(t, noon().Add(time.Hour), ticket.Lifecycle{CloseAfter: time.Hour}.UnmergeUntil(m))
	require.True(t, ticket.Lifecycle{CloseAfter: -1}.UnmergeUntil(m).IsZero())
}

// TestResolve follows pointers to their end.
func TestResolve(t *testing.T) {
	torn := errors.New("torn")
	for _, tt := range []struct {
		name string
		into map[ticket.ID]ticket.ID
		from ticket.ID
		want ticket.ID
		err  error
	}{
		{"itself", nil, "a", "a", nil},
		{"one step", map[ticket.ID]ticket.ID{"a": "b"}, "a", "b", nil},
		{"a chain", map[ticket.ID]ticket.ID{"a": "b", "b": "c", "c": "d"}, "a", "d", nil},
		{"the middle of a chain", map[ticket.ID]ticket.ID{"a": "b", "b": "c"}, "b", "c", nil},
		{"a circle", map[ticket.ID]ticket.ID{"a": "b", "b": "a"}, "a", "", ticket.ErrCircle},
		{"into a circle", map[ticket.ID]ticket.ID{"a": "b", "b": "c", "c": "b"}, "a", "", ticket.ErrCircle},
		{"into itself", map[ticket.ID]ticket.ID{"a": "a"}, "a", "", ticket.ErrCircle},
		{"an error", map[ticket.ID]ticket.ID{"a": "torn"}, "a", "", torn},
		{"unknown", nil, "", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ticket.Resolve(tt.from, func(id ticket.ID) (ticket.Ticket, error) {
				if id == "torn" {
					return ticket.Ticket{}, torn
				}
				return ticket.Ticket{ID: id, MergedInto: tt.into[id]}, nil
			})
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, got.ID)
		})
	}
	n := 0
	_, err := ticket.Resolve("0", func(id ticket.ID) (ticket.Ticket, error) {
		n++
		return ticket.Ticket{ID: id, MergedInto: ticket.ID(fmt.Sprint(n))}, nil
	})
	require.ErrorIs(t, err, ticket.ErrCircle, "the search is bounded")
	require.Less(t, n, 11_000)
}
