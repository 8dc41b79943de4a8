package rules

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// randomCondition returns a condition on time or on what time does not change.
func randomCondition(dice *rand.Rand, depth int) Condition {
	hours := Value{fmt.Sprint(dice.IntN(60))}
	pick := func(list ...Condition) Condition { return list[dice.IntN(len(list))] }
	ops := []Op{Is, LessThan, GreaterThan}
	if depth > 0 && dice.IntN(5) == 0 {
		group := Condition{}
		for range 1 + dice.IntN(3) {
			group.Any = append(group.Any, randomCondition(dice, depth-1))
		}
		for range dice.IntN(2) {
			group.All = append(group.All, randomCondition(dice, depth-1))
		}
		return group
	}
	return pick(
		Condition{Field: "SOLVED", Op: ops[dice.IntN(3)], Value: hours},
		Condition{Field: "updated_at", Op: ops[dice.IntN(3)], Value: hours},
		Condition{Field: "assigned_at", Op: ops[dice.IntN(3)], Value: hours},
		Condition{Field: "until_reply_window_end", Op: ops[dice.IntN(3)], Value: Value{fmt.Sprint(dice.IntN(24))}},
		Condition{Field: "reply_window_open", Op: Is, Value: Value{fmt.Sprint(dice.IntN(2) == 0)}},
		Condition{Field: "created_at", Op: WithinPreviousDays, Value: Value{fmt.Sprint(dice.IntN(3))}},
		Condition{Field: "status", Op: Is, Value: Value{"solved"}},
		Condition{Field: "priority", Op: LessThan, Value: Value{"urgent"}},
		Condition{Field: "current_tags", Op: NotIncludes, Value: Value{"late"}},
	)
}

func randomSubject(dice *rand.Rand, now time.Time) *Subject {
	ago := func() time.Time {
		if dice.IntN(8) == 0 {
			return time.Time{}
		}
		return now.Add(-time.Duration(dice.IntN(60*30)) * time.Minute)
	}
	t := &ticket.Ticket{ID: "1", Via: channel.WhatsApp, Status: ticket.Solved, Priority: ticket.Normal}
	t.CreatedAt, t.StatusAt, t.UpdatedAt, t.AssignedAt = ago(), ago(), ago(), ago()
	if dice.IntN(5) == 0 {
		t.Status = ticket.Pending
	}
	s := &Subject{Ticket: t, Now: now}
	if dice.IntN(3) > 0 {
		s.Reply = channel.Decision{Allowed: true, Until: now.Add(time.Duration(dice.IntN(60*24)) * time.Minute)}
	}
	return s
}

// TestDueFirst states that the instant that due names is the first at which the
// conditions hold: they hold there, not the instant before, and at no step of a quarter of
// an hour on the way.
func TestDueFirst(t *testing.T) {
	found := 0
	for seed := range uint64(4000) {
		if dueFirst(t, seed) {
			found++
		}
	}
	if found < 100 {
		t.Errorf("only %d were ever due", found)
	}
}

// FuzzDue states the same of any conditions and tickets.
func FuzzDue(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { dueFirst(t, seed) })
}

// dueFirst steps a clock over random conditions, and reports whether they were ever due.
func dueFirst(t *testing.T, seed uint64) bool {
	t.Helper()
	const step, steps = 15 * time.Minute, 4 * 24 * 5
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	dice := rand.New(rand.NewPCG(seed, 3))
	c := compiler{table: Standard(), custom: map[string]*Field{}}
	var list []Condition
	for range 1 + dice.IntN(4) {
		list = append(list, randomCondition(dice, 2))
	}
	p := c.group("conditions", list, nil, 0)
	if len(c.problems) > 0 {
		t.Fatalf("seed %d: %v", seed, c.problems)
	}
	s := randomSubject(dice, now)
	c.table.lens([]compiled{{when: p}}).prepare(s)
	holds := func(at time.Time) bool {
		s.Now = at
		defer func() { s.Now = now }()
		return p.holds(s)
	}
	due, ok := p.due(s)
	if !s.Now.Equal(now) {
		t.Fatalf("seed %d: it changed the subject", seed)
	}
	for i := range steps {
		at := now.Add(time.Duration(i) * step)
		if ok && !at.Before(due) {
			break
		}
		if holds(at) {
			t.Fatalf("seed %d: it holds at %v, due at %v %v: %+v", seed, at, due, ok, list)
		}
	}
	if ok && (!holds(due) || due.After(now) && holds(due.Add(-1))) {
		t.Fatalf("seed %d: at %v it holds %v, just before %v: %+v", seed, due, holds(due), holds(due.Add(-1)), list)
	}
	return ok
}
