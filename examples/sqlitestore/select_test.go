package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/sqlitestore"
	"github.com/socialticket/socialticket/examples/viewsql/viewsqltest"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// keep commits a ticket, in a conversation of its own.
func keep(t testing.TB, s socialticket.Store, tk ticket.Ticket) {
	t.Helper()
	c := begins(string(tk.ID))
	c.Ticket, c.Conversation.Ticket = tk, tk.ID
	require.NoError(t, s.Commit(t.Context(), c))
}

func idsOf(t testing.TB, tickets iter.Seq2[ticket.Ticket, error], has func(*ticket.Ticket) bool) (list []ticket.ID) {
	t.Helper()
	for tk, err := range tickets {
		require.NoError(t, err)
		if has(&tk) {
			list = append(list, tk.ID)
		}
	}
	return list
}

// TestSelect states that what a view has is selected, in the order of all tickets, and that
// most others are not.
func TestSelect(t *testing.T) {
	s, dice := fresh(t), viewsqltest.NewDice(1)
	for i := range 200 {
		tk := dice.Ticket(ticket.ID(fmt.Sprint("t", i)), viewsqltest.NewDice(0).Looker().Now)
		if i%2 == 0 {
			tk.UpdatedAt = tk.UpdatedAt.Add(time.Nanosecond)
		}
		keep(t, s, tk)
	}
	table, selected, had := viewsqltest.Table(), 0, 0
	for seed := range uint64(600) {
		dice := viewsqltest.NewDice(seed)
		views, err := rules.CompileViews(table, []rules.View{dice.View()})
		if err != nil {
			continue
		}
		looker := dice.Looker()
		looker.Now = looker.Now.Add(time.Duration(seed % 3))
		has := func(tk *ticket.Ticket) bool {
			one := *looker
			one.Ticket = tk
			return views.Matches("v", &one)
		}
		tree, _ := views.Tree("v", looker)
		want := idsOf(t, s.Tickets(t.Context()), has)
		got := idsOf(t, s.Select(t.Context(), tree), func(tk *ticket.Ticket) bool { selected++; return has(tk) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: (-all +selected):\n%s", seed, diff)
		}
		had += len(want)
	}
	require.Greater(t, had, 10_000)
	require.Less(t, selected, 3*had, "it selects much that no view has")
	t.Logf("views have %d, selected %d", had, selected)
}

// TestSelectStops ends a selection: by the caller, by a context, by the end of the store.
func TestSelectStops(t *testing.T) {
	s := fresh(t)
	for i := range 3 {
		keep(t, s, ticket.Ticket{ID: ticket.ID(fmt.Sprint(i)), Status: ticket.Open})
	}
	for _, err := range s.Select(t.Context(), rules.Tree{}) {
		require.NoError(t, err)
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	last := func(tickets iter.Seq2[ticket.Ticket, error]) (err error) {
		for _, err = range tickets {
		}
		return err
	}
	require.ErrorIs(t, last(s.Select(ctx, rules.Tree{})), context.Canceled)
	require.NoError(t, s.Close())
	require.ErrorIs(t, last(s.Select(t.Context(), rules.Tree{})), sqlitestore.ErrClosed)
}

// few returns the store of many tickets of which few are open, and the inbox of a view of
// those.
func few(b *testing.B, n int) (file, *socialticket.Settings) {
	s := fresh(b)
	for i := range n {
		tk := ticket.Ticket{ID: ticket.ID(fmt.Sprint("t", i)), Status: ticket.Closed, Group: "g1", Assignee: "p1", Tags: []string{"a", "b"}}
		if i%100 == 0 {
			tk.Status = ticket.Open
		}
		tk.UpdatedAt = start().Add(time.Duration(i) * time.Second)
		keep(b, s, tk)
	}
	views, err := rules.CompileViews(rules.Standard(), []rules.View{{Rule: rules.Rule{ID: "v", When: rules.Conditions{All: []rules.Condition{
		rules.Status().LessThan(ticket.Solved), rules.Assignee().Is("current_user"),
	}}}}})
	require.NoError(b, err)
	return s, &socialticket.Settings{Views: views}
}

// BenchmarkView counts a view of 100 of 10,000 tickets: in the store, and by a look at all
// of them.
func BenchmarkView(b *testing.B) {
	s, settings := few(b, 10_000)
	for name, reader := range map[string]socialticket.Reader{"select": s, "walk": struct{ socialticket.Reader }{s}} {
		b.Run(name, func(b *testing.B) {
			in, err := inbox.New(inbox.Config{Reader: reader, Settings: func() *socialticket.Settings { return settings }})
			require.NoError(b, err)
			list, err := in.View("v", inbox.Looker{User: "p1"}, start())
			require.NoError(b, err)
			for b.Loop() {
				if n, err := list.Count(b.Context()); n != 100 || err != nil {
					b.Fatal(n, errors.Unwrap(err))
				}
			}
		})
	}
}
