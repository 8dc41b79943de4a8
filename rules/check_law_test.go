package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// tight returns a rule of few values, so that contradictions are many.
func (w *world) tight(n int) Rule {
	r := Rule{ID: fmt.Sprint(n), Do: []Action{w.act()}}
	for range 1 + w.dice.IntN(4) {
		r.When.All = append(r.When.All, w.small(2))
	}
	for range w.dice.IntN(3) {
		r.When.Any = append(r.When.Any, w.small(1))
	}
	return r
}

func (w *world) act() Action {
	switch w.dice.IntN(4) {
	case 0:
		return Action{Field: "status", Value: Value{w.oneOf("open", "pending", "solved")}}
	case 1:
		return Action{Field: "priority", Value: Value{w.oneOf("low", "high")}}
	case 2:
		return Action{Field: "remove_tags", Value: Value{w.oneOf("a", "b")}}
	}
	return Action{Field: "current_tags", Value: Value{w.oneOf("a", "b", "a b")}}
}

func (w *world) small(depth int) Condition {
	if depth > 0 && w.chance(15) {
		return Condition{Any: []Condition{w.small(depth - 1), w.small(depth - 1)}}
	}
	hours, number := fmt.Sprint(w.dice.IntN(3)), fmt.Sprint(w.dice.IntN(3))
	status, tag, word := w.oneOf("new", "open", "pending", "solved"), w.oneOf("a", "b", "a b", ""), w.oneOf("moon", "moonlight", "sun")
	ops := func(list ...Op) Op { return list[w.dice.IntN(len(list))] }
	return []Condition{
		{Field: "status", Op: ops(Is, IsNot, LessThan, GreaterThanEqual, Changed, NotChanged, ChangedTo, NotChangedFrom, ChangedFrom), Value: Value{status}},
		{Field: "priority", Op: ops(Is, IsNot, GreaterThan, LessThanEqual, Present, NotPresent), Value: Value{w.oneOf("low", "high", "urgent")}},
		{Field: "current_tags", Op: ops(Includes, NotIncludes, Present, NotPresent), Value: Value{tag}},
		{Field: "comment_includes_word", Op: ops(Includes, NotIncludes, StartsWith, Present, NotPresent), Value: Value{word}},
		{Field: "replies", Op: ops(Is, IsNot, LessThan, GreaterThan), Value: Value{number}},
		{Field: "assignee_id", Op: ops(Is, IsNot, Present), Value: Value{w.oneOf("current_user", "u1", "", "requester_id")}},
		{Field: "via_id", Op: ops(Is, IsNot), Value: Value{w.oneOf("74", "72")}},
		{Field: "organization.custom_fields.x", Op: ops(Is, IsNot, Present, NotPresent), Value: Value{w.oneOf("1", "")}},
		{Field: w.oneOf("PENDING", "SOLVED", "updated_at"), Op: ops(Is, LessThan, GreaterThan), Value: Value{hours}},
		{Field: "created_at", Op: ops(LessThan, GreaterThan, WithinPreviousDays, Is, IsNot), Value: Value{"1"}},
	}[w.dice.IntN(9)]
}

func (w *world) smallSubject() *Subject {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := w.subject()
	t := *s.Ticket
	t.Status, t.Via = drawn[ticket.Status](w, "new", "open", "pending", "solved", ""), drawn[channel.Kind](w, t.Via, "line", "sms", "tiktok")
	t.Priority, t.Tags, t.Assignee, t.Requester = drawn[ticket.Priority](w, t.Priority, "", "low", "urgent"), nil, w.oneOf("", "u1", "u2"), "u2"
	for _, tag := range []string{"a", "b", "c"} {
		if w.chance(40) {
			t = t.WithTags(tag)
		}
	}
	t.Replies, t.CreatedAt = w.dice.IntN(4), now.Add(-time.Duration(w.dice.IntN(100))*time.Hour)
	t.StatusAt, t.UpdatedAt = now.Add(-time.Duration(w.dice.IntN(16))*15*time.Minute), now.Add(-time.Duration(w.dice.IntN(16))*15*time.Minute)
	before := t
	before.Status = drawn[ticket.Status](w, "new", "open", "pending", t.Status)
	s.Ticket, s.Before, s.Now, s.User = &t, &before, now, w.oneOf("u1", "u2", "")
	s.Update.Comment.Content.Text = w.oneOf("", "The MOON", "moonlight", "sun and moon", "nothing")
	if w.chance(30) {
		s.Before = nil
	}
	if w.chance(40) {
		s.Organization = &Organization{}
	}
	return s
}

func drawn[T any](w *world, list ...T) T { return list[w.dice.IntN(len(list))] }

// TestCheckIsTrue states that a rule that is found never to hold holds for no subject, one
// that always holds for each, and that a shadowed one never fires.
func TestCheckIsTrue(t *testing.T) {
	found := map[FindingKind]int{}
	for seed := range uint64(500) {
		w := &world{dice: rand.New(rand.NewPCG(seed, 8)), size: 20}
		list := w.rules(5, w.tight)
		if w.chance(50) { // a narrower one of the first, later
			r := list[0]
			r.ID, r.Do, r.When.All = "narrow", []Action{w.act()}, append(slices.Clone(r.When.All), w.small(0))
			list = append(list[:1+w.dice.IntN(2)], r)
		}
		if w.chance(10) {
			list = append(list, Rule{ID: "any", Do: []Action{w.act()}, When: Conditions{Any: []Condition{w.small(0), {Field: "current_tags", Op: Present}, {Field: "current_tags", Op: NotPresent}}}})
		}
		tr, err := CompileTriggers(Standard(), list)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string][]FindingKind{}
		for _, f := range Check(CheckConfig{Triggers: list}) {
			if f.Kind == FindContradiction && f.Severity == SeverityWarning {
				continue // of one alternative
			}
			said[f.Rule] = append(said[f.Rule], f.Kind)
			found[f.Kind]++
		}
		for range 150 {
			s := w.smallSubject()
			for _, e := range tr.Explain(s) {
				never := slices.Contains(said[e.Rule], FindNever) || slices.Contains(said[e.Rule], FindContradiction)
				if e.Holds && never || !e.Holds && slices.Contains(said[e.Rule], FindAlways) {
					t.Fatalf("seed %d: found %v, and\n%s", seed, said[e.Rule], e)
				}
			}
			tk := *s.Ticket
			one := s.fresh()
			one.Ticket = &tk
			tr.Run(func() *Subject { one = one.fresh(); return &one }, func(f Firing) {
				if slices.Contains(said[f.Rule], FindShadowed) {
					t.Fatalf("seed %d: %s is shadowed, and fired", seed, f.Rule)
				}
				carry(&tk, f.Deeds)
			})
		}
	}
	for _, kind := range []FindingKind{FindNever, FindContradiction, FindAlways, FindShadowed} {
		if found[kind] < 5 {
			t.Errorf("%s was found only %d times", kind, found[kind])
		}
	}
}
