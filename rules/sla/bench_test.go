package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// busy is a ticket of about 200 events with a promise of every metric.
func busy(b *testing.B) *world {
	var targets []sla.Target
	for i, m := range ticket.Metrics() {
		targets = append(targets, sla.Target{Metric: m, Within: time.Duration(i+1) * time.Hour, Business: true})
	}
	w := newWorld(b, promises(targets...), sla.Schedules{"": office(b, "Europe/Berlin")})
	at := monday("09:00")
	w.create(at, customer())
	for i := 0; len(w.events) < 190; i++ {
		at = at.Add(47 * time.Minute)
		switch i % 6 {
		case 0, 3:
			w.reply(at, ann(), true)
		case 1:
			w.status(at, ticket.Pending)
		case 2, 4:
			w.message(at, 0)
		case 5:
			w.status(at, ticket.Hold)
		}
	}
	w.message(at.Add(time.Hour), 0)
	require.InDelta(b, 200, len(w.events), 10)
	return w
}

func BenchmarkMeasure(b *testing.B) {
	w := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		sla.Measure(w.events, sla.Measuring{Schedules: w.hours, Now: w.now})
	}
}

func BenchmarkClocks(b *testing.B) {
	w := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		sla.Clocks(w.events, w.hours)
	}
}

func BenchmarkAt(b *testing.B) {
	w := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		sla.At(&w.ticket, w.hours, w.now)
	}
}

func BenchmarkNextBreach(b *testing.B) {
	w := busy(b)
	require.False(b, sla.NextBreach(&w.ticket, w.hours).IsZero())
	b.ReportAllocs()
	for b.Loop() {
		sla.NextBreach(&w.ticket, w.hours)
	}
}

func BenchmarkExplain(b *testing.B) {
	w := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		sla.Explain(w.events, w.hours, w.now)
	}
}

func BenchmarkStep(b *testing.B) {
	w := busy(b)
	w.status(w.now.Add(time.Minute), ticket.Open)
	known := w.ticket
	o := sla.Occasion{Schedules: w.hours, Subject: &rules.Subject{Ticket: &known}, Now: w.now}
	b.ReportAllocs()
	for b.Loop() {
		o.Now = o.Now.Add(time.Millisecond)
		w.policies.Step(w.ticket, o)
	}
}
