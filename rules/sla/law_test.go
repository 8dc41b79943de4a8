package sla_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// seeds is how many random lives each law looks at.
const seeds = 300

// life is a random life of a ticket, move by move.
type life struct {
	*world
	*rand.Rand
	at time.Time
}

// newLife makes a ticket in a random world: around a clock change or a holiday, with some
// of all promises, measured as Zendesk does or as others do.
func newLife(t *testing.T, seed uint64) *life {
	r := rand.New(rand.NewPCG(seed, 11))
	cfg := sla.Config{FromCreation: r.IntN(3) == 0, NextReplyAtOnce: r.IntN(3) == 0}
	if r.IntN(3) == 0 {
		cfg.Pauses = map[ticket.Metric][]ticket.Status{ticket.FirstReply: {ticket.Pending}, ticket.TotalResolution: {ticket.Hold, ticket.Pending}, ticket.AgentWork: nil}
	}
	for i, tag := range []string{"vip", "matches"} {
		p := sla.Policy{Rule: rules.Rule{ID: fmt.Sprint("p", i), When: rules.Conditions{All: []rules.Condition{rules.Tags().Includes(tag)}}}}
		for _, m := range ticket.Metrics() {
			for _, priority := range []ticket.Priority{"", ticket.High, ticket.Low} {
				if r.IntN(2) == 0 {
					p.Targets = append(p.Targets, sla.Target{
						Priority: priority, Metric: m, Within: time.Duration(1+r.IntN(600)) * time.Minute, Business: r.IntN(2) == 0,
					})
				}
			}
		}
		cfg.Policies = append(cfg.Policies, p)
	}
	hours := sla.Schedules{"": office(t, "Europe/Berlin"), "us": office(t, "America/New_York"), "night": nightly(t)}
	if r.IntN(10) == 0 {
		delete(hours, "")
	}
	l := &life{world: newWorld(t, cfg, hours), Rand: r, at: time.Date(2026, 3, []int{2, 6, 7, 27, 28}[r.IntN(5)], r.IntN(24), r.IntN(60), 0, 0, time.UTC)}
	by := customer()
	if r.IntN(4) == 0 {
		by = ann()
	}
	l.now = l.at
	l.begin(by, r.IntN(2) == 0 || by == customer())
	l.step(true)
	return l
}

// nightly is open over midnight, on each day.
func nightly(t *testing.T) *schedule.Schedule {
	cfg := schedule.Config{}
	for d := range cfg.Weekly {
		cfg.Weekly[d] = []schedule.Range{{From: 22 * time.Hour, To: 6 * time.Hour}}
	}
	s, err := schedule.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// move does something to the ticket, now or later.
func (l *life) move() {
	if l.IntN(5) > 0 {
		l.at = l.at.Add(time.Duration(l.ExpFloat64()*200) * time.Minute).Add(time.Duration(l.IntN(3)) * 1234567891)
	}
	set := func(f ticket.FieldName, values ...string) {
		l.set(l.at, ticket.Change{Field: f, Value: values[l.IntN(len(values))]})
	}
	switch l.IntN(12) {
	case 0, 1:
		l.message(l.at, time.Duration(l.IntN(3))*time.Duration(l.IntN(7200))*time.Second)
	case 2, 3:
		l.reply(l.at, ann(), true)
	case 4:
		l.reply(l.at, ann(), false)
	case 5:
		l.refused(l.at)
	case 6, 7:
		set(ticket.FieldStatus, "open", "pending", "hold", "solved")
	case 8:
		set(ticket.FieldPriority, "low", "normal", "high")
	case 9:
		set(ticket.FieldSchedule, "", "us", "night", "unknown")
	case 10:
		set([]ticket.FieldName{ticket.FieldTags, ticket.FieldRemoveTags}[l.IntN(2)], "vip", "matches")
	default:
		l.wake(l.at)
	}
}

func forLives(t *testing.T, law func(t *testing.T, l *life)) {
	t.Helper()
	for seed := range uint64(seeds) {
		law(t, newLife(t, seed))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestLawEvents states that clocks computed from the events alone are those that were
// stepped from decision to decision.
func TestLawEvents(t *testing.T) {
	forLives(t, func(t *testing.T, l *life) {
		for range 30 {
			l.move()
			if diff := cmp.Diff(l.ticket.Clocks, sla.Clocks(l.events, l.hours)); diff != "" {
				t.Fatalf("clocks (-stepped +from events):\n%s", diff)
			}
		}
	})
}

// TestLawAgain states that a step is told once: another at the same instant changes nothing,
// and one that looks at the ticket does not change it.
func TestLawAgain(t *testing.T) {
	forLives(t, func(t *testing.T, l *life) {
		for range 30 {
			before := slices.Clone(l.ticket.Clocks)
			look := l.fork()
			look.wake(l.at.Add(time.Hour))
			if diff := cmp.Diff(before, l.ticket.Clocks); diff != "" {
				t.Fatalf("a look changed the clocks (-before +after):\n%s", diff)
			}
			l.move()
			n, clocks := len(l.events), slices.Clone(l.ticket.Clocks)
			l.step(true)
			l.step(false)
			if diff := cmp.Diff(clocks, l.ticket.Clocks); diff != "" || len(l.events) > n {
				t.Fatalf("again (-once +twice):\n%s\n%+v", diff, l.events[n:])
			}
		}
	})
}

// TestLawWallTime states that time used, paused and outside hours is the time that has
// passed since a stage began, and that the timeline and the clock tell the same.
func TestLawWallTime(t *testing.T) {
	forLives(t, func(t *testing.T, l *life) {
		for range 20 {
			l.move()
		}
		l.at = l.at.Add(time.Duration(l.IntN(3000)) * time.Minute)
		lines := sla.Explain(l.events, l.hours, l.at)
		for _, line := range lines {
			end := line.EndedAt
			if end.IsZero() {
				end = l.at
			}
			if sum := line.Used + line.Paused + line.Outside; sum != end.Sub(line.BeganAt) {
				t.Fatalf("%v of %v make %v:\n%s", sum, end.Sub(line.BeganAt), line.Metric, line)
			}
			at := line.BeganAt
			for _, s := range line.Stretches {
				if !s.From.Equal(at) || !s.To.After(s.From) {
					t.Fatalf("stretches do not adjoin:\n%s", line)
				}
				at = s.To
			}
		}
		for _, c := range l.ticket.Clocks {
			used := c.Used
			for _, s := range sla.At(&ticket.Ticket{Clocks: []ticket.Clock{c}}, l.hours, l.at) {
				used = s.Used
			}
			i := slices.IndexFunc(lines, func(line sla.Timeline) bool {
				return line.Metric == c.Metric && line.BeganAt.Equal(c.BeganAt) && line.EndedAt.Equal(c.MetAt)
			})
			if i < 0 || lines[i].Used != used && c.Target > 0 {
				t.Fatalf("%s: the clock says %v, the timelines\n%v", c.Metric, used, lines)
			}
		}
	})
}

// TestLawDue states that a promise is due at the first instant at which its state turns to
// breached, and that stepping the clock then, early, late or often notices that very instant.
func TestLawDue(t *testing.T) {
	forLives(t, func(t *testing.T, l *life) {
		for range 15 {
			l.move()
			due := sla.NextBreach(&l.ticket, l.hours)
			if due.IsZero() {
				continue
			}
			breaches := func(at time.Time) (n int) {
				for _, s := range sla.At(&l.ticket, l.hours, at) {
					if s.Phase == sla.Breached {
						n++
					}
				}
				return n
			}
			if before, then := breaches(due.Add(-1)), breaches(due); before >= then {
				t.Fatalf("%d promises are broken right before %v and %d then", before, due, then)
			}
			late := l.fork()
			late.wake(due.Add(time.Duration(l.IntN(100)) * time.Hour))
			exact := l.fork()
			for range 3 {
				exact.wake(due.Add(-time.Duration(l.IntN(1000)) * time.Second))
			}
			exact.wake(due)
			for _, w := range []*world{late, exact} {
				if !slices.ContainsFunc(w.events[len(l.events):], func(e ticket.Event) bool { return e.To == sla.WordBreach && e.At.Equal(due) }) {
					t.Fatalf("the breach at %v was not noticed: %+v", due, w.events[len(l.events):])
				}
			}
			if sla.LastBreach(&exact.ticket).Before(due) {
				t.Fatalf("the last breach is %v, not %v", sla.LastBreach(&exact.ticket), due)
			}
			n := len(exact.events)
			exact.wake(due)
			if len(exact.events) != n {
				t.Fatalf("waking twice: %+v", exact.events[n:])
			}
		}
	})
}

// TestLawPast states that a change of priority, policy or schedule leaves what was used and
// what was broken as it was.
func TestLawPast(t *testing.T) {
	forLives(t, func(t *testing.T, l *life) {
		for range 15 {
			l.move()
			if l.ticket.Status.Done() {
				continue
			}
			before := l.fork()
			for _, c := range []ticket.Change{
				{Field: ticket.FieldPriority, Value: "high"}, {Field: ticket.FieldPriority, Value: "low"}, {Field: ticket.FieldTags, Value: "vip"},
				{Field: ticket.FieldRemoveTags, Value: "matches vip"}, {Field: ticket.FieldSchedule, Value: "night"},
			} {
				at := l.at.Add(time.Duration(l.IntN(600)) * time.Minute)
				stayed, changed := before.fork(), before.fork()
				stayed.wake(at)
				changed.set(at, c)
				for _, was := range stayed.ticket.Clocks {
					is, _ := changed.ticket.Clock(was.Metric)
					used := func(w *world, c ticket.Clock) time.Duration {
						c.Target = max(c.Target, 1) // to be told of
						return sla.At(&ticket.Ticket{Clocks: []ticket.Clock{c}}, w.hours, at)[0].Used
					}
					if is.BeganAt.Equal(was.BeganAt) && used(stayed, was) != used(changed, is) {
						t.Fatalf("%+v: %s used %v, and %v before", c, was.Metric, used(changed, is), used(stayed, was))
					}
				}
				if sla.LastBreach(&changed.ticket).Before(sla.LastBreach(&stayed.ticket)) {
					t.Fatalf("%+v: the last breach was %v and is %v", c, sla.LastBreach(&stayed.ticket), sla.LastBreach(&changed.ticket))
				}
			}
		}
	})
}

// TestLawMeasure states that the metrics add up: waits are the time until the ticket is done,
// and what they count is what the ticket counts.
func TestLawMeasure(t *testing.T) {
	forLives(t, func(t *testing.T, l *life) {
		for range 30 {
			l.move()
		}
		m := sla.Measure(l.events, sla.Measuring{Schedules: l.hours, Now: l.at})
		if m.Reopens != l.ticket.Reopens || m.Replies != l.ticket.Replies || !m.FirstSolvedAt.Equal(l.ticket.FirstSolvedAt) || !m.CreatedAt.Equal(l.ticket.CreatedAt) {
			t.Fatalf("%+v of %+v", m, l.ticket)
		}
		if l.ticket.MadeBy == "" && !m.FirstReplyAt.Equal(l.ticket.FirstReplyAt) {
			t.Fatalf("first reply %v, not %v", m.FirstReplyAt, l.ticket.FirstReplyAt)
		}
		if m.Reopens == 0 && m.FirstSolvedAt.IsZero() {
			if all := m.RequesterWait.Calendar + m.AgentWait.Calendar; all != l.at.Sub(m.CreatedAt) {
				t.Fatalf("waits of %v in %v", all, l.at.Sub(m.CreatedAt))
			}
		}
		if m.OnHold.Calendar > m.RequesterWait.Calendar || m.RequesterWait.Business > m.RequesterWait.Calendar {
			t.Fatalf("%+v", m)
		}
	})
}
