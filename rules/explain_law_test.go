package rules

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// agrees fails unless the verdicts of an explanation make up its own, all and any.
func agrees(t *testing.T, e Explanation) {
	t.Helper()
	if holds := together(t, e.All, e.Any); holds != e.Holds && !e.Ended {
		t.Fatalf("the parts say %v:\n%s", holds, e)
	}
}

func together(t *testing.T, all, anyOf []Verdict) bool {
	t.Helper()
	for _, v := range slices.Concat(all, anyOf) {
		if v.Field == "" && together(t, v.All, v.Any) != v.Holds {
			t.Fatalf("a group is not what is in it: %+v", v)
		}
	}
	holds := func(v Verdict) bool { return v.Holds }
	return !slices.ContainsFunc(all, func(v Verdict) bool { return !v.Holds }) && (len(anyOf) == 0 || slices.ContainsFunc(anyOf, holds))
}

// TestExplainAgrees states that a rule is explained as it is evaluated, by the set and by
// its own parts, and that this changes nothing.
func TestExplainAgrees(t *testing.T) {
	held := 0
	for seed := range uint64(40) {
		w := &world{dice: rand.New(rand.NewPCG(seed, 5)), size: 100, odd: 20}
		list := w.rules(enough+10, w.strange)
		for i := range list {
			list[i].Do = []Action{{Field: "priority", Value: Value{"high"}}}
		}
		tr, err := CompileTriggers(Standard(), list)
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			s := w.subject()
			before, _ := json.Marshal(s)
			explained := tr.Explain(s)
			if after, _ := json.Marshal(s); string(after) != string(before) || s.lens != nil || s.looked != nil {
				t.Fatal("explaining changed the subject")
			}
			var got []int
			for i, e := range explained {
				agrees(t, e)
				if e.Holds {
					got, held = append(got, i), held+1
				}
			}
			if diff := cmp.Diff(tr.set.match(s, nil), got); diff != "" {
				t.Fatalf("seed %d: (-matched +explained):\n%s", seed, diff)
			}
		}
	}
	if held < 100 {
		t.Errorf("only %d held", held)
	}
}

// TestExplainDue states that an automation is explained to be due when DueAt says so.
func TestExplainDue(t *testing.T) {
	now, found := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), 0
	for seed := range uint64(2000) {
		dice := rand.New(rand.NewPCG(seed, 9))
		r := Rule{ID: "a", Do: []Action{{Field: "status", Value: Value{"closed"}}}}
		r.When.All = []Condition{{Field: "status", Op: Is, Value: Value{"solved"}}, {Field: "updated_at", Op: GreaterThan, Value: Value{"0"}}}
		for range 1 + dice.IntN(3) {
			r.When.All = append(r.When.All, randomCondition(dice, 2))
		}
		a, err := CompileAutomations(Standard(), []Rule{r})
		if err != nil {
			t.Fatal(err)
		}
		s := randomSubject(dice, now)
		e, is := a.Explain("a", s)
		agrees(t, e)
		if due := a.DueAt(s); !is || !due.Equal(e.Due) || e.Holds != a.Holds("a", s) || e.Holds && !e.Due.Equal(now) {
			t.Fatalf("seed %d: due %v, explained:\n%s", seed, due, e)
		}
		if !e.Due.IsZero() {
			found++
		}
	}
	if found < 100 {
		t.Errorf("only %d were due", found)
	}
}

// carry does what the deeds change, as a helpdesk without a desk would.
func carry(t *ticket.Ticket, deeds []Deed) {
	for _, d := range deeds {
		switch c := d.Change; string(c.Field) {
		case "":
		case string(ticket.FieldTags):
			*t = t.WithTags(c.Value)
		case string(ticket.FieldRemoveTags):
			*t = t.WithoutTags(c.Value)
		case string(ticket.FieldSetTags):
			t.Tags = nil
			*t = t.WithTags(c.Value)
		case string(ticket.FieldStatus):
			t.Status = ticket.Status(c.Value)
		case string(ticket.FieldPriority):
			t.Priority = ticket.Priority(c.Value)
		case string(ticket.FieldType):
			t.Type = ticket.Type(c.Value)
		case string(ticket.FieldGroup):
			t.Group = c.Value
		case string(ticket.FieldAssignee):
			t.Assignee = c.Value
		default:
			if id, is := c.Field.Custom(); is {
				*t = t.WithField(id, c.Value)
			}
		}
	}
}

// deed returns a random action on what the rules of the world look at.
func (w *world) deed() Action {
	switch w.dice.IntN(5) {
	case 0:
		return Action{Field: "priority", Value: Value{w.oneOf("low", "normal", "high", "urgent")}}
	case 1:
		return Action{Field: "group_id", Value: Value{w.group()}}
	case 2:
		return Action{Field: "status", Value: Value{w.oneOf("open", "pending", "hold", "solved")}}
	case 3:
		return Action{Field: "remove_tags", Value: Value{w.tag()}}
	}
	return Action{Field: "current_tags", Value: Value{w.tag()}}
}

// broad returns a rule that holds often.
func (w *world) broad(n int) Rule {
	r := w.strange(n)
	r.When.All, r.When.Any = r.When.All[len(r.When.All)-1:], nil
	return r
}

// TestRunOnceAsksEach states that one pass fires what each trigger would by itself, in
// sets with and without an index.
func TestRunOnceAsksEach(t *testing.T) {
	fired := 0
	for seed := range uint64(200) {
		w := &world{dice: rand.New(rand.NewPCG(seed, 7)), size: 20}
		list := w.rules(5+w.dice.IntN(40), w.broad)
		for i := range list {
			list[i].Do = []Action{w.deed(), w.deed()}
		}
		whole, err := CompileTriggers(Standard(), list)
		require.NoError(t, err)
		s := w.subject()
		run := func(do func(func() *Subject, func(Firing))) (ids []string, tk ticket.Ticket) {
			one := s.fresh()
			tk = *s.Ticket
			one.Ticket = &tk
			do(func() *Subject { one = one.fresh(); return &one }, func(f Firing) {
				ids = append(ids, f.Rule)
				carry(&tk, f.Deeds)
			})
			return ids, tk
		}
		got, gotTicket := run(whole.RunOnce)
		want, wantTicket := run(func(current func() *Subject, fire func(Firing)) {
			for _, r := range inOrder(list) {
				alone, err := CompileTriggers(Standard(), []Rule{r})
				require.NoError(t, err)
				if f, holds := alone.First(current()); holds {
					fire(f)
				}
			}
		})
		if diff := cmp.Diff(want, got) + cmp.Diff(wantTicket, gotTicket); diff != "" {
			t.Fatalf("seed %d: (-each +whole):\n%s", seed, diff)
		}
		fired += len(got)
	}
	require.Greater(t, fired, 400)
}

// TestTraceIsRun states that a traced update goes as one that is run, to the end or in one
// pass, and that each outcome says so.
func TestTraceIsRun(t *testing.T) {
	t.Run("to the end", func(t *testing.T) { traceIsRun(t, (*Triggers).Run, (*Triggers).Trace, false) })
	t.Run("once", func(t *testing.T) { traceIsRun(t, (*Triggers).RunOnce, (*Triggers).TraceOnce, true) })
}

func traceIsRun(
	t *testing.T, whole func(*Triggers, func() *Subject, func(Firing)), traced func(*Triggers, func() *Subject, func(Firing)) Course, once bool,
) {
	t.Helper()
	lost := 0
	for seed := range uint64(200) {
		w := &world{dice: rand.New(rand.NewPCG(seed, 6)), size: 20}
		list := w.rules(5+w.dice.IntN(40), w.broad)
		for i := range list {
			list[i].Do = []Action{w.deed(), w.deed()}
		}
		tr, err := CompileTriggers(Standard(), list)
		if err != nil {
			t.Fatal(err)
		}
		s := w.subject()
		run := func(do func(func() *Subject, func(Firing))) (fired []string, tk ticket.Ticket) {
			one := s.fresh()
			tk = *s.Ticket
			one.Ticket = &tk
			do(func() *Subject { one = one.fresh(); return &one }, func(f Firing) {
				fired = append(fired, f.Rule)
				carry(&tk, f.Deeds)
			})
			return fired, tk
		}
		want, wantTicket := run(func(current func() *Subject, fire func(Firing)) { whole(tr, current, fire) })
		var course Course
		got, gotTicket := run(func(current func() *Subject, fire func(Firing)) { course = traced(tr, current, fire) })
		if diff := cmp.Diff(want, got) + cmp.Diff(wantTicket, gotTicket); diff != "" {
			t.Fatalf("seed %d: (-run +traced):\n%s", seed, diff)
		}
		told := make([]string, len(got))
		for _, o := range course.Triggers {
			agrees(t, o.Explanation)
			lost += len(o.Held)
			switch {
			case o.Round > 0 && (!o.Holds || o.Round > len(told)), o.Round == 0 && o.Holds && !once:
				t.Fatalf("seed %d: round %d:\n%s", seed, o.Round, o)
			case o.Round > 0:
				told[o.Round-1] = o.Rule
			}
		}
		if diff := cmp.Diff(got, told, cmp.Transformer("", func(l []string) string { return fmt.Sprint(l) })); diff != "" {
			t.Fatalf("seed %d: (-fired +told):\n%s", seed, diff)
		}
	}
	if lost < 50 {
		t.Errorf("only %d held while another fired", lost)
	}
}
