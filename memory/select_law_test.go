package memory_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

var _ socialticket.Selector = (*memory.Store)(nil)

// dice makes random tickets and trees.
type dice struct{ *rand.Rand }

func pick[T any](d dice, list ...T) T { return list[d.IntN(len(list))] }

func (d dice) id(what string, n int) string {
	if d.IntN(4) == 0 {
		return ""
	}
	return fmt.Sprint(what, d.IntN(n))
}

// at returns an instant near start, or a hard one, or none.
func (d dice) at() time.Time {
	switch d.IntN(8) {
	case 0:
		return time.Time{}
	case 1:
		return time.Date(1+d.IntN(9000), 1, 1, 0, 0, 0, 0, time.UTC)
	case 2:
		return start().Add(time.Duration(d.IntN(3) - 1))
	}
	return start().Add(time.Duration(d.IntN(5)) * 30 * time.Second)
}

// tags returns a few of many.
func (d dice) tags() (list []string) {
	for range d.IntN(4) {
		list = append(list, pick(d, "messaging_support", "tag", fmt.Sprint("tag", d.IntN(30))))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (d dice) status() string {
	return pick(d, "new", "open", "pending", "hold", "solved", "closed")
}

// change changes some of a ticket.
func (d dice) change(t ticket.Ticket) ticket.Ticket {
	for range 1 + d.IntN(6) {
		switch d.IntN(20) {
		case 19:
			t.Requester = d.id("u", 10)
		case 0, 1:
			t.Status = ticket.Status(d.status())
		case 2:
			t.Priority = pick(d, "", ticket.Low, ticket.Urgent)
		case 3:
			t.Type = pick(d, "", ticket.Question, ticket.Task)
		case 4:
			t.Group = d.id("g", 3)
		case 5, 6:
			t.Assignee = d.id("a", 40)
		case 7:
			t.Brand, t.Form = d.id("b", 20), d.id("f", 3)
		case 8:
			t.Organization, t.CustomStatus = d.id("o", 100), d.id("c", 3)
		case 9:
			t.Schedule, t.Tags = d.id("s", 2), d.tags()
		case 10:
			t.CreatedAt = d.at()
		case 11, 12:
			t.UpdatedAt = d.at()
		case 13:
			t.RequesterAt = d.at()
		case 14:
			t.AssigneeAt = d.at()
		case 15:
			t.AssignedAt = d.at()
		case 16:
			t.StatusAt = d.at()
		case 17:
			t.WaitingSince = d.at()
		case 18:
			t.SolvedAt, t.ClosedAt, t.Replies = d.at(), d.at(), d.IntN(3)
		}
	}
	return t
}

// leaf returns a test of a field, and whether the store can answer it wholly.
func (d dice) leaf() rules.Leaf {
	choices := map[string]func() string{
		"status": d.status, "priority": func() string { return pick(d, "", "low", "urgent") },
		"type": func() string { return pick(d, "", "question", "task") }, "via_id": func() string { return pick(d, "whatsapp", "mail", "line", "") },
		"integration_account": func() string { return pick(d, "1", "2") }, "group_id": func() string { return d.id("g", 4) },
		"assignee_id": func() string { return d.id("a", 45) }, "brand_id": func() string { return d.id("b", 22) },
		"ticket_form_id": func() string { return d.id("f", 3) }, "organization_id": func() string { return d.id("o", 100) },
		"requester_id": func() string { return d.id("u", 12) }, "custom_status_id": func() string { return d.id("c", 4) }, "schedule_id": func() string { return d.id("s", 3) },
	}
	names := make([]string, 0, len(choices))
	for name := range choices {
		names = append(names, name)
	}
	slices.Sort(names)
	switch d.IntN(10) {
	case 0:
		return rules.Leaf{Field: "current_tags", Kind: rules.Set, Op: rules.Includes, Not: d.IntN(2) == 0, Values: d.tags()}
	case 1:
		return rules.Leaf{Field: "replies", Kind: rules.Number, Op: rules.LessThan, Number: 2}
	case 2:
		return rules.Leaf{Field: pick(d, "status", "in_business_hours", "SOLVED", "unknown"), Kind: rules.Choice}
	case 3, 4, 5:
		return rules.Leaf{
			Field: pick(d, "created_at", "exact_created_at", "updated_at", "requester_updated_at", "assignee_updated_at", "assigned_at",
				"waiting_since", "NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED"),
			Kind: rules.Time, Op: pick(d, rules.Is, rules.LessThan, rules.LessThanEqual, rules.GreaterThan, rules.GreaterThanEqual, rules.Present),
			Not: d.IntN(4) == 0, At: d.at(),
		}
	}
	name := pick(d, names...)
	leaf := rules.Leaf{Field: name, Kind: rules.Choice, Op: pick(d, rules.Is, rules.Is, rules.Is, rules.Present), Not: d.IntN(3) == 0}
	if name == "status" || name == "priority" {
		leaf.Kind = rules.Ordered
	}
	for range d.IntN(4) {
		leaf.Values = append(leaf.Values, choices[name]())
	}
	return leaf
}

func (d dice) tree(depth int) (t rules.Tree) {
	if depth == 0 || d.IntN(2) == 0 {
		leaf := d.leaf()
		t.Leaf = &leaf
	}
	if depth > 0 {
		for range d.IntN(4) {
			t.All = append(t.All, d.tree(depth-1))
		}
		for range d.IntN(3) {
			t.Any = append(t.Any, d.tree(depth-1))
		}
	}
	return t
}

// answered reports whether the columns answer a tree exactly: choices and tags alone.
func answered(t rules.Tree) bool {
	if t.Leaf != nil && (t.Leaf.Op == "" || t.Leaf.Field == "requester_id" || t.Leaf.Kind != rules.Choice && t.Leaf.Kind != rules.Ordered && t.Leaf.Kind != rules.Set) {
		return false
	}
	return !slices.ContainsFunc(slices.Concat(t.All, t.Any), func(one rules.Tree) bool { return !answered(one) })
}

// selects checks that a store selects all that may pass a tree, in their order, and of a
// tree of choices nothing else.
func selects(t *testing.T, s *memory.Store, table *rules.Table, tree rules.Tree) (selected, all int) {
	t.Helper()
	var want []ticket.ID
	for one, err := range s.Tickets(t.Context()) {
		require.NoError(t, err)
		if all++; table.May(tree, &rules.Subject{Ticket: &one, Now: start()}) {
			want = append(want, one.ID)
		}
	}
	var got, passing []ticket.ID
	var last ticket.Ticket
	for one, err := range s.Select(t.Context(), tree) {
		require.NoError(t, err)
		if cmp.Or(one.UpdatedAt.Compare(last.UpdatedAt), cmp.Compare(last.ID, one.ID)) > 0 && last.ID != "" {
			t.Fatalf("%s, updated at %v, comes after %s, updated at %v", one.ID, one.UpdatedAt, last.ID, last.UpdatedAt)
		}
		if last = one; table.May(tree, &rules.Subject{Ticket: &one, Now: start()}) {
			passing = append(passing, one.ID)
		}
		got = append(got, one.ID)
	}
	if diff := gocmp.Diff(want, passing); diff != "" {
		t.Fatalf("Select(%s) mismatch of what passes (-want +got):\n%s", told(tree), diff)
	}
	paged(t, s, tree, got)
	if diff := gocmp.Diff(want, got); answered(tree) && diff != "" {
		t.Fatalf("Select(%s) of choices alone mismatch (-want +got):\n%s", told(tree), diff)
	}
	return len(got), all
}

// paged checks that the pages of a selection are together what is selected.
func paged(t *testing.T, s *memory.Store, tree rules.Tree, want []ticket.ID) {
	t.Helper()
	sel := socialticket.Selection{Tree: tree, Limit: 1 + len(want)*2/5}
	for at := 0; ; {
		page, err := s.SelectPage(t.Context(), sel)
		require.NoError(t, err)
		for _, one := range page {
			require.Less(t, at, len(want), "a page of %s has %s behind the last", told(tree), one.ID)
			require.Equal(t, want[at], one.ID, "a page of %s", told(tree))
			at++
			sel.After = socialticket.MarkOf(&one)
		}
		if len(page) < sel.Limit {
			require.Equal(t, len(want), at, "the pages of %s", told(tree))
			return
		}
	}
}

// told writes a tree.
func told(t rules.Tree) string {
	var b strings.Builder
	if t.Leaf != nil {
		fmt.Fprintf(&b, "%+v ", *t.Leaf)
	}
	for _, one := range t.All {
		fmt.Fprintf(&b, "all(%s)", told(one))
	}
	for _, one := range t.Any {
		fmt.Fprintf(&b, "any(%s)", told(one))
	}
	return b.String()
}

// TestSelectLaw commits random tickets over and over, and selects by random trees after
// each.
func TestSelectLaw(t *testing.T) {
	t.Parallel()
	table := rules.Standard()
	selected, all := 0, 0
	for seed := range uint64(6) {
		d := dice{rand.New(rand.NewPCG(seed, 4))}
		s := &memory.Store{History: -1}
		last := map[string]socialticket.Commit{}
		for step := range 300 {
			name := fmt.Sprint(d.IntN(60))
			c, known := last[name]
			if !known {
				c.Account = channel.Account{Kind: pick(d, channel.WhatsApp, channel.LINE, "email"), ID: pick(d, "1", "2")}
				c.Key = socialticket.Key(name)
				c.Conversation = socialticket.Conversation{Account: c.Account, Key: c.Key}
				c.Ticket = ticket.Ticket{ID: ticket.ID("t" + name), Via: c.Account.Kind, Address: channel.Address{Account: c.Account}}
				c.Expect = -1
			}
			c.Expect++
			c.Conversation.Version, c.Cause, c.At = c.Expect+1, fmt.Sprint(step), start()
			c.Ticket = d.change(c.Ticket)
			require.NoError(t, s.Commit(t.Context(), c))
			last[name] = c
			for range 3 {
				n, of := selects(t, s, table, d.tree(2))
				selected, all = selected+n, all+of
			}
		}
	}
	require.Less(t, selected, all*3/4, "what is selected, of %d", all)
}

// TestSelectMany has more tickets than a line and a page have.
func TestSelectMany(t *testing.T) {
	t.Parallel()
	d := dice{rand.New(rand.NewPCG(7, 7))}
	s := &memory.Store{History: -1}
	for n := range 40_000 {
		c := talk(n)
		c.Ticket = d.change(c.Ticket)
		require.NoError(t, s.Commit(t.Context(), c))
	}
	for range 6 {
		selects(t, s, rules.Standard(), d.tree(2))
	}
}

// TestSelectEnds states that an ended context ends the sequence with its error, and that a
// caller may stop, and commit meanwhile.
func TestSelectEnds(t *testing.T) {
	t.Parallel()
	s := &memory.Store{}
	for n := range 3 {
		require.NoError(t, s.Commit(t.Context(), talk(n)))
	}
	n := 3
	for _, err := range s.Select(t.Context(), rules.Tree{}) {
		require.NoError(t, err)
		require.NoError(t, s.Commit(t.Context(), talk(n)))
		if n++; n == 5 {
			break
		}
	}
	require.Equal(t, 5, n)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range s.Select(ctx, rules.Tree{}) {
		require.ErrorIs(t, err, context.Canceled)
		n++
	}
	require.Equal(t, 6, n)
}
