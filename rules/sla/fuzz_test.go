package sla_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// FuzzLife plays random lives of a ticket: clocks from the events are those that were stepped,
// and time adds up.
func FuzzLife(f *testing.F) {
	f.Add(uint64(1), uint8(10))
	f.Add(uint64(4711), uint8(60))
	f.Fuzz(func(t *testing.T, seed uint64, moves uint8) {
		l := newLife(t, seed)
		for range moves {
			l.move()
		}
		if diff := cmp.Diff(l.ticket.Clocks, sla.Clocks(l.events, l.hours)); diff != "" {
			t.Errorf("clocks (-stepped +from events):\n%s", diff)
		}
		for _, line := range sla.Explain(l.events, l.hours, l.at) {
			end := line.EndedAt
			if end.IsZero() {
				end = l.at
			}
			if sum := line.Used + line.Paused + line.Outside; sum != end.Sub(line.BeganAt) {
				t.Errorf("%v of %v:\n%s", sum, end.Sub(line.BeganAt), line)
			}
		}
	})
}

// FuzzEvents reads any events: logs that are cut, out of order or written by others. Nothing
// panics, and waits are not negative.
func FuzzEvents(f *testing.F) {
	f.Add([]byte(`[{"type":"create"},{"type":"sla","field":"first_reply_time","to":"pause"},{"type":"sla","field":"x","from":"1h","to":"begin"}]`))
	f.Add([]byte(`[{"type":"change","field":"status","to":"solved","at":"2026-03-02T09:00:00Z"},{"type":"sla","field":"next_reply_time","from":"-1s business","to":"target"},{"type":"sla","field":"next_reply_time","to":"fulfill"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var events []ticket.Event
		if json.Unmarshal(text, &events) != nil {
			return
		}
		hours := sla.Schedules{"": everyDay(t, "09:00-17:00")}
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		known := ticket.Ticket{Clocks: sla.Clocks(events, hours)}
		sla.At(&known, hours, now)
		sla.NextBreach(&known, hours)
		m := sla.Measure(events, sla.Measuring{Schedules: hours, Now: now})
		for _, s := range []sla.Span{m.FirstReply, m.FirstResolution, m.FullResolution, m.RequesterWait, m.AgentWait, m.OnHold} {
			if s.Calendar < 0 || s.Business < 0 {
				t.Errorf("%+v", m)
			}
		}
	})
}
