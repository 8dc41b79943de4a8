package rules

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

func benchSubject() *Subject {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &Subject{Now: now, Ticket: &ticket.Ticket{ID: "1", Via: channel.WhatsApp, Status: ticket.Solved, Priority: ticket.Normal,
		Times: ticket.Times{StatusAt: now.Add(-2 * time.Hour)}}}
}

// handMatch is what a programmer writes without a library.
func handMatch(t *ticket.Ticket, now time.Time) bool {
	return t.Status == ticket.Solved && t.Via == channel.WhatsApp && now.Sub(t.StatusAt) > time.Hour
}

func BenchmarkAutomation(b *testing.B) {
	set, err := CompileAutomations(Standard(), []Rule{{ID: "a", When: Conditions{All: []Condition{
		{Field: "status", Op: Is, Value: Value{"solved"}}, {Field: "via_id", Op: Is, Value: Value{"74"}}, {Field: "SOLVED", Op: GreaterThan, Value: Value{"1"}},
	}}, Do: []Action{{Field: "status", Value: Value{"closed"}}}}})
	if err != nil {
		b.Fatal(err)
	}
	s := benchSubject()
	b.Run("hand", func(b *testing.B) {
		for b.Loop() {
			if !handMatch(s.Ticket, s.Now) {
				b.Fatal("no match")
			}
		}
	})
	b.Run("rules", func(b *testing.B) {
		set.lens.prepare(s)
		b.ReportAllocs()
		for b.Loop() {
			if !set.list[0].when.holds(s) {
				b.Fatal("no match")
			}
		}
	})
	b.Run("prepare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.lens = nil
			set.lens.prepare(s)
		}
	})
}
