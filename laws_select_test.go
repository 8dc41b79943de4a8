package socialticket_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// looks are conditions of views, as they occur.
func looks() [][]rules.Condition {
	return [][]rules.Condition{
		{cond("status", rules.LessThan, "solved")},
		{cond("status", rules.Is, "solved"), cond("SOLVED", rules.GreaterThan, "1"), cond("via_id", rules.Is, "whatsapp")},
		{cond("status", rules.Is, "closed"), cond("CLOSED", rules.LessThan, "40")},
		{cond("PENDING", rules.GreaterThan, "5")},
		{cond("assignee_id", rules.Is, "current_user"), cond("status", rules.IsNot, "closed")},
		{cond("assignee_id", rules.NotPresent, ""), cond("priority", rules.GreaterThan, "low")},
		{cond("group_id", rules.Is, "current_groups")},
		{cond("group_id", rules.Is, ""), cond("current_tags", rules.Includes, "late")},
		{cond("requester_updated_at", rules.GreaterThan, "3"), cond("updated_at", rules.LessThan, "30")},
		{cond("created_at", rules.WithinPreviousDays, "2"), cond("type", rules.IsNot, "task")},
		{cond("waiting_since", rules.Is, "2")},
		{cond("assigned_at", rules.GreaterThan, "1"), cond("replies", rules.GreaterThan, "0")},
		{cond("integration_account", rules.Is, business().ID), cond("brand_id", rules.NotPresent, "")},
		{cond("routing_channel", rules.Is, "email")},
		{cond("routing_channel", rules.Is, ""), cond("status", rules.LessThan, "solved")},
	}
}

// looker selects the tickets of views, and compares with asking each.
type looker struct {
	views *rules.Views
	ids   []string
}

func newLooker(t *testing.T) *looker {
	t.Helper()
	l := &looker{}
	var list []rules.View
	for i, when := range looks() {
		l.ids = append(l.ids, fmt.Sprint(i))
		list = append(list, rules.View{Rule: rules.Rule{ID: l.ids[i], When: rules.Conditions{All: when}}})
	}
	var err error
	l.views, err = rules.CompileViews(rules.Standard(), list)
	require.NoError(t, err)
	return l
}

// look checks that what a view has is what it has of the tickets that are selected for it.
func (l *looker) look(t *testing.T, o *office) (selected, all int) {
	t.Helper()
	of := func(one *ticket.Ticket) *rules.Subject {
		return &rules.Subject{Ticket: one, User: "ada", Groups: []string{"g1"}, Now: o.clock.now}
	}
	for i, id := range l.ids {
		var want, got []ticket.ID
		tree, found := l.views.Tree(id, of(nil))
		require.True(t, found)
		for one, err := range o.store.Tickets(t.Context()) {
			require.NoError(t, err)
			if all++; l.views.Matches(id, of(&one)) {
				want = append(want, one.ID)
			}
		}
		for one, err := range o.store.Select(t.Context(), tree) {
			require.NoError(t, err)
			if selected++; l.views.Matches(id, of(&one)) {
				got = append(got, one.ID)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("view %v mismatch (-all tickets +selected):\n%s", looks()[i], diff)
		}
	}
	return selected, all
}

// TestSelectLaw lets customers, agents, rules and time change tickets at random, and looks
// at views after each commit.
func TestSelectLaw(t *testing.T) {
	t.Parallel()
	selected, all, seen := 0, 0, map[ticket.Status]bool{}
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 6))
		l, o := newLooker(t), twin(t, []socialticket.Automatic{{Automatic: allAutomatic()}}, asks())
		o.settings.Sessions = chaosSessions(seed)
		var ids []ticket.ID
		for i := range 60 {
			o.clock.Add(time.Duration(r.IntN(5*3600)) * time.Second)
			randomCall(t, o, r, i, &ids)
			n, of := l.look(t, o)
			selected, all = selected+n, all+of
		}
		for one, err := range o.store.Tickets(t.Context()) {
			require.NoError(t, err)
			seen[one.Status] = true
		}
	}
	require.Len(t, seen, 6, "statuses: %v", seen)
	require.Less(t, selected, all/2, "selected, of %d", all)
}

// randomCall does one thing that a desk can do.
func randomCall(t *testing.T, o *office, r *rand.Rand, i int, ids *[]ticket.ID) {
	t.Helper()
	ctx, user := context.Background(), fmt.Sprint(15550100+r.IntN(6))
	if k := r.IntN(10); k < 3 || len(*ids) == 0 {
		*ids = append(*ids, o.receive(t, says(user, fmt.Sprint("m", i), "hello", o.clock.now)).Ticket.ID)
		return
	}
	id := (*ids)[r.IntN(len(*ids))]
	system := ticket.Actor{Kind: ticket.Trigger, ID: "r"}
	var err error
	switch k := r.IntN(10); k {
	case 0:
		_, err = o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "answer", IdempotencyKey: fmt.Sprint(i)})
	case 1:
		_, err = o.Wake(ctx, id)
	case 2:
		one, two := o.ticket(t, id).Requester, o.ticket(t, (*ids)[0]).Requester
		_, err = o.Merge(ctx, socialticket.Merge{Person: one, Into: two, By: agent(), IdempotencyKey: fmt.Sprint(i)})
	case 3:
		c := o.thread(t, id)[0]
		_, err = o.Redact(ctx, socialticket.Redaction{Ticket: id, Comment: c.ID, Part: "hell", By: agent(), IdempotencyKey: fmt.Sprint(i)})
	default:
		changes := []ticket.Change{
			{Field: ticket.FieldStatus, Value: []string{"open", "pending", "hold", "solved", "closed"}[r.IntN(5)]},
			{Field: ticket.FieldAssignee, Value: []string{"ada", "bob"}[r.IntN(2)]},
			{Field: ticket.FieldGroup, Value: []string{"", "g1", "g2"}[r.IntN(3)]},
			{Field: ticket.FieldPriority, Value: []string{"low", "high"}[r.IntN(2)]},
			{Field: ticket.FieldType, Value: []string{"", "task"}[r.IntN(2)]},
			{Field: ticket.FieldTags, Value: "late"},
			{Field: ticket.FieldRouting, Value: []string{"", "email", "messaging"}[r.IntN(3)]},
		}
		r.Shuffle(len(changes), func(a, b int) { changes[a], changes[b] = changes[b], changes[a] })
		_, err = o.Update(ctx, socialticket.Update{Ticket: id, By: system, Changes: changes[:1+r.IntN(4)], IdempotencyKey: fmt.Sprint(i)})
	}
	_ = err // a refusal changes nothing, which is looked at as well
}

// listing is a reader that selects nothing.
type listing struct{ socialticket.Reader }

// counting is a reader that counts what it yields.
type counting struct {
	socialticket.Reader
	selector socialticket.Selector
	yielded  []ticket.Status
}

func (c *counting) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range c.selector.Select(ctx, tree) {
			c.yielded = append(c.yielded, t.Status)
			if !yield(t, err) {
				return
			}
		}
	}
}

// TestRewakeSelects changes the automations of two desks alike. One wakes what its store
// lists, the other what its store selects: the same tickets change in the same way.
func TestRewakeSelects(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		var dumps, changes []string
		for _, plain := range []bool{true, false} {
			o := newOffice(t)
			r := rand.New(rand.NewPCG(seed, 8))
			var ids []ticket.ID
			for i := range 40 {
				o.clock.Add(time.Duration(r.IntN(5*3600)) * time.Second)
				randomCall(t, o, r, i, &ids)
			}
			next := *o.settings
			next.Version++
			next.Automations = automations(t,
				pull("late", act("current_tags", "overdue"), cond("OPEN", rules.GreaterThan, "1"), cond("current_tags", rules.NotIncludes, "overdue")),
				pull("close", act("status", "closed"), cond("status", rules.Is, "solved"), cond("SOLVED", rules.GreaterThan, "8")))
			o.settings = &next
			counter := &counting{Reader: o.store, selector: o.store}
			var reader socialticket.Reader = counter
			if plain {
				reader = listing{o.store}
			}
			changed, err := o.Rewake(context.Background(), reader)
			require.NoError(t, err)
			require.NotZero(t, changed)
			var dump strings.Builder
			dump.WriteString(fmt.Sprint(changed))
			for _, id := range ids {
				dump.WriteString("\n" + o.dump(t, id) + o.timer(t, id).String())
			}
			dumps, changes = append(dumps, dump.String()), append(changes, fmt.Sprint(changed))
			require.Equal(t, plain, len(counter.yielded) == 0)
			require.NotContains(t, counter.yielded, ticket.Closed)
		}
		require.Equal(t, changes[0], changes[1], "how many changed")
		if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
			t.Fatalf("seed %d: a selection wakes others (-list +selection):\n%s", seed, diff)
		}
	}
}
