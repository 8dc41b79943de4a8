package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/sqlitestore"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// begins returns the commit that begins a conversation.
func begins(name string) socialticket.Commit {
	return socialticket.Commit{
		Account: business(), Key: socialticket.Key(name), Cause: "cause " + name, At: start(),
		Conversation: socialticket.Conversation{
			Account: business(), Key: socialticket.Key(name), Version: 1, Ticket: ticket.ID("ticket " + name), User: identity.User{ID: "user " + name},
		},
		Ticket: ticket.Ticket{ID: ticket.ID("ticket " + name), Status: ticket.New, Times: ticket.Times{CreatedAt: start(), UpdatedAt: start()}},
	}
}

// effect returns the n-th effect of a lane.
func effect(id, lane string, n int64) socialticket.Effect {
	return socialticket.Effect{ID: id, Kind: socialticket.EffectMessage, Lane: lane, Number: n, Account: business(), Key: "k", At: start()}
}

// version returns which version of a conversation is there.
func version(t testing.TB, s socialticket.Store, name string) int64 {
	t.Helper()
	head, err := s.Load(t.Context(), socialticket.Ref{Ticket: ticket.ID("ticket " + name)})
	require.NoError(t, err)
	return head.Conversation.Version
}

// TestBatchApart commits good and bad at once: neither a conflict nor a repeated
// cause nor a failure within SQLite may take another commit along.
func TestBatchApart(t *testing.T) {
	s := fresh(t)
	old := begins("old")
	old.Effects = []socialticket.Effect{effect("old", "lane", 1)}
	require.NoError(t, s.Commit(t.Context(), old))
	defer sabotage(t, s.path, "BEFORE DELETE ON effect")()
	const each = 50
	var wait sync.WaitGroup
	commit := func(c socialticket.Commit, good func(error) bool) {
		wait.Go(func() {
			if err := s.Commit(context.Background(), c); !good(err) {
				t.Errorf("commit of %q: %v", c.Key, err)
			}
		})
	}
	for i := range each {
		name := fmt.Sprint(i)
		commit(begins(name), func(err error) bool { return err == nil })

		duplicate := begins("double " + name)
		duplicate.Cause = "cause old"
		commit(duplicate, func(err error) bool { return errors.Is(err, socialticket.ErrDuplicate) })

		late := begins("late " + name)
		late.Expect = 7
		commit(late, func(err error) bool { return errors.Is(err, socialticket.ErrConflict) })

		broken := begins("broken " + name)
		broken.Done = []string{"old"}
		commit(broken, func(err error) bool { return err != nil })
	}
	wait.Wait()
	for i := range each {
		require.Equal(t, int64(1), version(t, s, fmt.Sprint(i)))
		for _, bad := range []string{"double ", "late ", "broken "} {
			require.Zero(t, version(t, s, fmt.Sprint(bad, i)))
		}
	}
}

// TestClose closes while many commit: what got no error is there, and the others
// are told that the store is closed.
func TestClose(t *testing.T) {
	s := fresh(t)
	const callers = 200
	errs := make([]error, callers)
	var closed error
	var wait sync.WaitGroup
	for i := range callers {
		wait.Go(func() {
			errs[i] = s.Commit(context.Background(), begins(fmt.Sprint(i)))
			if i == callers/2 {
				closed = s.Close()
			}
		})
	}
	wait.Wait()
	require.NoError(t, closed)
	require.NoError(t, s.Close(), "closed again")
	require.ErrorIs(t, s.Commit(t.Context(), begins("late")), sqlitestore.ErrClosed)
	again := open(t, s.path)
	for i, err := range errs {
		if err != nil {
			require.ErrorIs(t, err, sqlitestore.ErrClosed)
		}
		require.Equal(t, err == nil, version(t, again, fmt.Sprint(i)) == 1, "commit %d, whose error is %v", i, err)
	}
}
