package inbox_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// shelf is a reader of tickets that are there.
type shelf struct {
	socialticket.Reader
	tickets []ticket.Ticket
	err     error // after all of them
	read    int
}

func (s *shelf) Ticket(_ context.Context, id ticket.ID) (ticket.Ticket, error) {
	i := slices.IndexFunc(s.tickets, func(t ticket.Ticket) bool { return t.ID == id })
	if i < 0 {
		return ticket.Ticket{}, fmt.Errorf("shelf: %w", socialticket.ErrNotFound)
	}
	return s.tickets[i], nil
}

func (s *shelf) Tickets(context.Context) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		slices.SortFunc(s.tickets, func(a, b ticket.Ticket) int {
			return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(a.ID, b.ID))
		})
		for _, t := range s.tickets {
			if s.read++; !yield(t, nil) {
				return
			}
		}
		if s.err != nil {
			yield(ticket.Ticket{}, s.err)
		}
	}
}

var standard = rules.Standard()

// clever is a reader that selects by a tree.
type clever struct {
	*shelf
	asked []rules.Tree
}

func (c *clever) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	c.asked = append(c.asked, tree)
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range c.Tickets(ctx) {
			// of groups alone it knows
			groups := rules.Tree{}
			for _, one := range tree.All {
				if one.Leaf != nil && one.Leaf.Field == "group_id" {
					groups.All = append(groups.All, one)
				}
			}
			if (err != nil || standard.May(groups, &rules.Subject{Ticket: &t})) && !yield(t, err) {
				return
			}
		}
	}
}

// turner is a reader that has pages, too.
type turner struct{ *clever }

func (p turner) SelectPage(ctx context.Context, s socialticket.Selection) (list []ticket.Ticket, err error) {
	for t, err := range p.Select(ctx, s.Tree) {
		if err != nil || len(list) == s.Size() {
			return list, err
		}
		if s.After.Before(&t) {
			list = append(list, t)
		}
	}
	return list, nil
}

func compile(t testing.TB, list ...rules.View) func() *socialticket.Settings {
	t.Helper()
	views, err := rules.CompileViews(rules.Standard(), list)
	require.NoError(t, err)
	s := &socialticket.Settings{Views: views}
	return func() *socialticket.Settings { return s }
}

func open(t testing.TB, r socialticket.Reader, settings func() *socialticket.Settings) *inbox.Inbox {
	t.Helper()
	in, err := inbox.New(inbox.Config{Reader: r, Settings: settings})
	require.NoError(t, err)
	return in
}

func ids(t testing.TB, rows iter.Seq2[inbox.Row, error]) (list []ticket.ID) {
	t.Helper()
	for r, err := range rows {
		require.NoError(t, err)
		list = append(list, r.Ticket.ID)
	}
	return list
}

func TestNewNeeds(t *testing.T) {
	_, err := inbox.New(inbox.Config{})
	require.ErrorContains(t, err, "needed")
}

func TestViewOfOthers(t *testing.T) {
	in := open(t, &shelf{}, compile(t, rules.View{Rule: rules.Rule{ID: "all"}},
		rules.View{Rule: rules.Rule{ID: "ours"}, For: rules.Restriction{Kind: "Group", IDs: []string{"g1"}}}))
	_, err := in.View("none", inbox.Looker{}, now)
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	_, err = in.View("ours", inbox.Looker{User: "ada", Groups: []string{"g2"}}, now)
	require.ErrorIs(t, err, socialticket.ErrRefused)
	_, err = in.View("ours", inbox.Looker{Groups: []string{"g1"}}, now)
	require.NoError(t, err)
	require.Len(t, in.Views(inbox.Looker{}), 1)
	require.Len(t, in.Views(inbox.Looker{Groups: []string{"g1"}}), 2)

	without := open(t, &shelf{}, func() *socialticket.Settings { return &socialticket.Settings{} })
	_, err = without.View("all", inbox.Looker{}, now)
	require.ErrorIs(t, err, socialticket.ErrNotFound)
}

// random returns tickets of which many are alike.
func random(dice *rand.Rand) (list []ticket.Ticket) {
	one := func(list ...string) string { return list[dice.IntN(len(list))] }
	for i := range dice.IntN(40) {
		t := ticket.Ticket{ID: ticket.ID(fmt.Sprint("t", i)), Status: ticket.Status(one("new", "open", "solved")), Assignee: one("", "ada", "bob"), Group: one("", "g1", "g2"), Priority: ticket.Priority(one("", "low", "high"))}
		t.UpdatedAt, t.CreatedAt = now.Add(-time.Duration(dice.IntN(6))*time.Hour), now.Add(-time.Duration(dice.IntN(4))*time.Hour)
		list = append(list, t)
	}
	return list
}

// TestPages states that the pages of a view, of any size, are together what the view has, in
// its order, with and without a store that selects.
func TestPages(t *testing.T) {
	list := append(rules.StandardViews(), rules.SocialViews()...)
	list = append(list, rules.View{Rule: rules.Rule{ID: "plain"}, Columns: []string{"nice_id", "status"}}, rules.View{Rule: rules.Rule{ID: "newest"}, Sort: rules.Sort{By: "updated", Descending: true}})
	settings := compile(t, list...)
	views, total := settings().Views, 0
	for seed := range uint64(100) {
		dice := rand.New(rand.NewPCG(seed, 1))
		r := &clever{shelf: &shelf{tickets: random(dice)}}
		l := inbox.Looker{User: "ada", Groups: []string{"g1"}}
		for _, view := range views.List("", nil) {
			var want []*rules.Subject
			for tk, err := range r.Tickets(t.Context()) {
				require.NoError(t, err)
				if s := (&rules.Subject{Ticket: &tk, User: "ada", Groups: l.Groups, Now: now}); views.Matches(view.ID, s) {
					want = append(want, s)
				}
			}
			want = views.Sorted(view.ID, want)
			for _, reader := range []socialticket.Reader{r.shelf, r, turner{r}} {
				found, err := open(t, reader, settings).View(view.ID, l, now)
				require.NoError(t, err)
				n, err := found.Count(t.Context())
				require.NoError(t, err)
				require.Equal(t, len(want), n)
				size, after, at := 1+dice.IntN(5), ticket.ID(""), 0
				for {
					part := ids(t, found.Rows(t.Context(), inbox.Page{After: after, Limit: size}))
					if len(part) == 0 {
						break
					}
					for _, id := range part {
						require.Equal(t, want[at].Ticket.ID, id, "seed %d, view %s", seed, view.ID)
						at++
					}
					after = part[len(part)-1]
				}
				require.Equal(t, len(want), at, "seed %d, view %s", seed, view.ID)
				total += at
			}
		}
		require.NotEmpty(t, r.asked)
	}
	require.Greater(t, total, 1000)
}

// TestAfterGone goes on where a ticket would be that has left the view.
func TestAfterGone(t *testing.T) {
	for _, sort := range []rules.Sort{{}, {By: "priority"}, {By: "updated"}} {
		r := &shelf{}
		for i, p := range []ticket.Priority{ticket.Low, ticket.Normal, ticket.High} {
			tk := ticket.Ticket{ID: ticket.ID(fmt.Sprint("t", i)), Status: ticket.Open, Priority: p}
			tk.UpdatedAt = now.Add(time.Duration(i) * time.Hour)
			r.tickets = append(r.tickets, tk)
		}
		open := open(t, r, compile(t, rules.View{Rule: rules.Rule{ID: "v", When: rules.Conditions{All: []rules.Condition{rules.Status().Is(ticket.Open)}}}, Sort: sort}))
		list, err := open.View("v", inbox.Looker{}, now)
		require.NoError(t, err)
		all := ids(t, list.Rows(t.Context(), inbox.Page{}))
		require.Len(t, all, 3)
		for i := range r.tickets {
			if r.tickets[i].ID == all[1] {
				r.tickets[i].Status = ticket.Solved
			}
		}
		require.Equal(t, all[2:], ids(t, list.Rows(t.Context(), inbox.Page{After: all[1]})), "%+v", sort)
		for _, err := range list.Rows(t.Context(), inbox.Page{After: "unknown"}) {
			require.ErrorIs(t, err, socialticket.ErrNotFound)
		}
	}
}

// TestPageStays states that a page with the instant of its place begins there, also when the
// ticket of the place has been updated meanwhile, and that this one stands where it is now.
func TestPageStays(t *testing.T) {
	for _, sort := range []rules.Sort{{}, {By: "updated"}, {By: "updated", Descending: true}, {By: "nice_id", Descending: true}} {
		s := &shelf{}
		for i := range 9 {
			one := ticket.Ticket{ID: ticket.ID(fmt.Sprint("t", i)), Status: ticket.Open}
			one.UpdatedAt = now.Add(-time.Duration(i) * time.Minute)
			s.tickets = append(s.tickets, one)
		}
		in := open(t, turner{&clever{shelf: s}}, compile(t, rules.View{Rule: rules.Rule{ID: "v"}, Sort: sort}))
		list, err := in.View("v", inbox.Looker{}, now)
		require.NoError(t, err)
		all := ids(t, list.Rows(t.Context(), inbox.Page{}))
		place, err := s.Ticket(t.Context(), all[3])
		require.NoError(t, err)
		page := inbox.Page{After: place.ID, At: place.UpdatedAt}
		require.Equal(t, all[4:], ids(t, list.Rows(t.Context(), page)), "%+v", sort)
		s.tickets[slices.IndexFunc(s.tickets, func(t ticket.Ticket) bool { return t.ID == place.ID })].UpdatedAt = now.Add(time.Hour)
		want := slices.Clone(all[4:])
		if sort.By == "updated" && !sort.Descending {
			want = append(want, place.ID) // it is the last now
		}
		require.Equal(t, want, ids(t, list.Rows(t.Context(), page)), "%+v", sort)
		if sort.By == "" {
			var found []ticket.ID
			for one, err := range in.Tickets(t.Context(), inbox.Query{}, page) {
				require.NoError(t, err)
				found = append(found, one.ID)
			}
			require.Equal(t, want, found)
		}
	}
}

// TestReadsNoMore has a view in the reader's order read what it yields.
func TestReadsNoMore(t *testing.T) {
	r := &shelf{tickets: []ticket.Ticket{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	list, err := open(t, r, compile(t, rules.View{Rule: rules.Rule{ID: "v"}})).View("v", inbox.Looker{}, now)
	require.NoError(t, err)
	require.Equal(t, []ticket.ID{"a", "b"}, ids(t, list.Rows(t.Context(), inbox.Page{Limit: 2})))
	require.Equal(t, 2, r.read)
}

// TestErrors has each host function fail: the error comes out, and it is the last.
func TestErrors(t *testing.T) {
	broken := errors.New("the disk is on fire")
	for _, sort := range []rules.Sort{{}, {By: "priority"}} {
		settings := compile(t, rules.View{Rule: rules.Rule{ID: "v"}, Sort: sort})
		tickets := []ticket.Ticket{{ID: "a"}, {ID: "b"}}
		for _, reader := range []socialticket.Reader{&shelf{tickets: tickets, err: broken}, &clever{shelf: &shelf{tickets: tickets, err: broken}}, turner{&clever{shelf: &shelf{tickets: tickets, err: broken}}}} {
			list, err := open(t, reader, settings).View("v", inbox.Looker{}, now)
			require.NoError(t, err)
			var last error
			for _, err := range list.Rows(t.Context(), inbox.Page{}) {
				require.NoError(t, last)
				last = err
			}
			require.ErrorIs(t, last, broken)
			_, err = list.Count(t.Context())
			require.ErrorIs(t, err, broken)
		}
		in, err := inbox.New(inbox.Config{Reader: &shelf{tickets: tickets}, Settings: settings, Fill: func(context.Context, *rules.Subject) error { return broken }})
		require.NoError(t, err)
		list, err := in.View("v", inbox.Looker{}, now)
		require.NoError(t, err)
		_, err = list.Count(t.Context())
		require.ErrorIs(t, err, broken)
	}
}

// lame is a store that cannot load.
type lame struct {
	*memory.Store
	loads int
	err   error
}

func (l *lame) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	if l.loads++; l.err != nil {
		return socialticket.Head{}, l.err
	}
	return l.Store.Load(ctx, ref)
}

// TestAround has views on what a ticket alone does not have.
func TestAround(t *testing.T) {
	store := &lame{Store: &memory.Store{}}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock{}})
	require.NoError(t, err)
	for i, name := range []string{"Ana", "Ben"} {
		_, err := desk.Receive(t.Context(), channel.Event{
			ID: name, Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: now.Add(-time.Duration(i) * 23 * time.Hour), Profile: channel.Profile{Name: name},
			Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, From: fmt.Sprint("1650555123", i), Message: channel.Message{ID: name, Type: channel.Text, Text: "hello"},
		})
		require.NoError(t, err)
	}
	view := func(id string, c ...rules.Condition) rules.View {
		return rules.View{Rule: rules.Rule{ID: id, When: rules.Conditions{All: c}}}
	}
	names := view("names", rules.Status().Is(ticket.New))
	names.Columns, names.Sort = []string{"status", "requester_name", "unheard of"}, rules.Sort{By: "requester_name", Descending: true}
	shown := view("shown")
	shown.Columns = []string{"requester_name"}
	settings := compile(t, view("ana", rules.On("requester_name").Is("ana")), view("urgent", rules.Hours("until_reply_window_end").LessThan(2)), names, view("alone", rules.Status().Is(ticket.New)), shown)
	rows := func(r socialticket.Reader, id string) (cells [][]string, err error) {
		list, err := open(t, r, settings).View(id, inbox.Looker{}, now)
		require.NoError(t, err)
		for row, failed := range list.Rows(t.Context(), inbox.Page{}) {
			cells, err = append(cells, row.Cells), failed
		}
		return cells, err
	}
	look := func(r socialticket.Reader, id string) [][]string {
		cells, err := rows(r, id)
		require.NoError(t, err)
		return cells
	}
	store.loads = 0
	require.Len(t, look(store, "alone"), 2)
	require.Zero(t, store.loads)
	require.Len(t, look(store, "ana"), 1)
	require.Len(t, look(store, "urgent"), 1)
	if diff := gocmp.Diff([][]string{{"new", "Ben", ""}, {"new", "Ana", ""}}, look(store, "names")); diff != "" {
		t.Error(diff)
	}
	require.ElementsMatch(t, [][]string{{"Ben"}, {"Ana"}}, look(store, "shown"))

	only := struct{ socialticket.Reader }{store} // a reader without the methods of a store
	require.Empty(t, look(only, "ana"))
	require.Len(t, look(only, "names"), 2)

	store.err = errors.New("the disk is on fire")
	for _, id := range []string{"ana", "shown"} {
		_, err = rows(store, id)
		require.ErrorIs(t, err, store.err, id)
	}
}

type clock struct{}

func (clock) Now() time.Time { return now }
