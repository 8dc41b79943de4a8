package session_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestNext asks what a policy does next, and when.
func TestNext(t *testing.T) {
	t.Parallel()
	begun := session.Start("s1", "t1", start())
	answered := begun.Answer(minute(2)).Assigned(minute(2))
	released := answered.Take(session.StepRelease, ticket.Actor{}, ticket.Pending, minute(7))
	open := ticket.Ticket{ID: "t1", Status: ticket.Open, Assignee: "a1"}
	waiting, queued, pending, closed := open, open, open, open
	waiting.WaitingSince, queued.Assignee, pending.Status, closed.Status = start(), "", ticket.Pending, ticket.Closed
	clock := session.Policy{Idle: time.Hour, Release: session.Release{After: 5 * time.Minute, Reminders: session.DefaultReminders()}}
	old, ends := clock, clock
	old.Release.Since = minute(3)
	ends.Release.Reminders, ends.EndInactive = nil, true
	tests := []struct {
		name string
		p    session.Policy
		s    session.Session
		of   ticket.Ticket
		want session.Step
		at   time.Time
	}{
		{"no session", session.Policy{}, session.Session{}, open, "", time.Time{}},
		{"ended", session.Policy{EndAfter: 1}, begun.End(agent(), start()), open, "", time.Time{}},
		{"closed", session.Policy{}, begun, closed, "", time.Time{}},
		{"the idle time", session.Policy{}, begun, open, session.StepQuiet, minute(10)},
		{"an idle time of one's own", session.Policy{Idle: time.Hour}, begun, open, session.StepQuiet, minute(60)},
		{"without assignee always ten minutes", session.Policy{Idle: time.Hour}, begun, queued, session.StepQuiet, minute(10)},
		{"silent already", session.Policy{}, begun.Quiet(), open, "", time.Time{}},

		{"release, not answered", clock, begun, waiting, "", time.Time{}},
		{"release, answered", clock, answered, open, session.StepRelease, minute(7)},
		{"release, though silent already", clock, answered.Quiet(), open, session.StepRelease, minute(7)},
		{"release, in another category", clock, answered, pending, session.StepQuiet, minute(60)},
		{"release, without assignee", clock, answered, queued, session.StepQuiet, minute(10)},
		{"release, of before it was switched on", old, answered, open, session.StepQuiet, minute(60)},

		{"a reminder", clock, released, pending, session.StepRemind, minute(12)},
		{"a reminder, but another has taken it up", clock, released, open, "", time.Time{}},
		{"all reminders are done", clock, func() session.Session {
			s := released
			s.Released.Reminders = 3
			return s
		}(), pending, "", time.Time{}},

		{"an end", session.Policy{EndAfter: time.Hour}, answered.Quiet(), open, session.StepEnd, minute(62)},
		{"an end, while the user waits", session.Policy{EndAfter: time.Hour}, begun.Quiet(), waiting, "", time.Time{}},
		{"an end, even then", session.Policy{EndAfter: time.Hour, EndWaiting: true}, begun.Quiet(), waiting, session.StepEnd, minute(60)},
		{"an end when inactive", session.Policy{EndInactive: true}, answered.Quiet(), open, session.StepEnd, minute(12)},
		{"an end when inactive: first that", session.Policy{EndInactive: true}, answered, open, session.StepQuiet, minute(10)},
		{"an end at the release: first that", ends, answered, open, session.StepRelease, minute(7)},
		{"an end at the release", ends, released, open, session.StepEnd, minute(7)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			step, at := tt.p.Next(tt.s, tt.of)
			if step != tt.want || !at.Equal(tt.at) {
				t.Errorf("%s at %v, want %s at %v", step, at, tt.want, tt.at)
			}
		})
	}
}

// random returns a policy, a session and its ticket.
func random(r *rand.Rand) (session.Policy, session.Session, ticket.Ticket) {
	some := func(n int) int { return r.IntN(n) }
	p := session.Policy{
		Idle: time.Duration(some(3)) * 7 * time.Minute, FreeInactive: some(2) == 0, EndInactive: some(3) == 0, EndWaiting: some(2) == 0,
		EndAfter: time.Duration(some(3)) * time.Hour, Release: session.Release{After: time.Duration(some(2)) * 5 * time.Minute},
	}
	if p.Release.After > 0 && !p.EndInactive {
		p.Release.Reminders = session.DefaultReminders()[:some(4)]
	}
	s, tk := session.Start("s1", "t1", start()), ticket.Ticket{ID: "t1"}
	tk.Status = []ticket.Status{ticket.New, ticket.Open, ticket.Open, ticket.Open, ticket.Pending, ticket.Solved, ticket.Closed}[some(7)]
	tk.Assignee = []string{"", "a1", "a1"}[some(3)]
	if some(3) > 0 {
		s = s.Answer(minute(some(9)))
	} else {
		tk.WaitingSince = start()
	}
	if some(3) > 0 {
		s = s.Assigned(minute(some(20)))
	}
	return p, s, tk
}

// TestNextLaw steps a clock: the instant of Next is the first at which At changes a session,
// the steps come in the order of their instants, each session settles and ends once, and
// looking at it in between changes nothing.
func TestNextLaw(t *testing.T) {
	t.Parallel()
	seen := map[session.Step]int{}
	for seed := range uint64(4000) {
		p, s, tk := random(rand.New(rand.NewPCG(seed, 1)))
		if err := p.Check(ticket.Statuses{}); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		last, begun := start(), s
		for steps := 0; ; steps++ {
			step, at := p.Next(s, tk)
			if at.IsZero() {
				break
			}
			seen[step]++
			if diff := cmp.Diff(s, p.At(s, tk, at.Add(-1))); diff != "" {
				t.Fatalf("seed %d: changed before %s at %v:\n%s", seed, step, at, diff)
			}
			if s.State == session.Ended || at.Before(last) && !last.Equal(start()) || steps > 8 {
				t.Fatalf("seed %d: step %d of a session that is %s: %s at %v after %v", seed, steps, s.State, step, at, last)
			}
			next := s.Take(step, ticket.Actor{Kind: ticket.System}, tk.Status, at)
			if next == s {
				t.Fatalf("seed %d: %s at %v changes nothing", seed, step, at)
			}
			if step == session.StepEnd && next.State != session.Ended {
				t.Fatalf("seed %d: after the end it is %s", seed, next.State)
			}
			s, last = next, at
		}
		if diff := cmp.Diff(s, p.At(begun, tk, minute(10000))); diff != "" {
			t.Fatalf("seed %d: at once it is another (-by steps +at once):\n%s", seed, diff)
		}
	}
	if len(seen) != 4 {
		t.Fatalf("steps %v", seen)
	}
}

func ExamplePolicy_Next() {
	policy := session.Policy{Release: session.Release{After: 5 * time.Minute, Reminders: session.DefaultReminders()}}
	open := ticket.Ticket{ID: "t1", Status: ticket.Open, Assignee: "ada"}
	s := session.Start("s1", "t1", start()).Answer(minute(1)).Assigned(minute(1))
	step, at := policy.Next(s, open)
	fmt.Println(step, at.Format(time.TimeOnly))
	// Output: release 10:06:00
}
