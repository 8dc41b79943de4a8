package simulate

import (
	"context"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
)

// pass lets time pass in a replay until an instant: what platforms report and timers that
// the records do not wake.
func (p *player) pass(ctx context.Context, until time.Time) {
	for ctx.Err() == nil {
		due, is := p.due(ctx, until)
		report := p.coming.next()
		switch {
		case !report.IsZero() && !report.After(until) && (!is || !report.After(due.At)):
			p.forward(report)
			e, _ := p.coming.due(report)
			if _, err := p.desk.Receive(ctx, e); err != nil {
				p.lost = append(p.lost, Lost{At: p.now, What: "report", Why: err.Error()})
			}
			p.take(ctx)
		case is:
			p.forward(due.At)
			p.wake(ctx, due)
		default:
			p.forward(until)
			return
		}
	}
}

// forward sets the clock, never back.
func (p *player) forward(at time.Time) {
	if at.After(p.now) {
		p.now = at.UTC()
	}
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// wake wakes a timer. One that it does not move is not woken again.
func (p *player) wake(ctx context.Context, t socialticket.Timer) {
	if !t.At.IsZero() {
		p.stuck.put(p.now, alarmFor(t.Account, t.Key, t.Ticket), t.At)
	}
	_, _ = p.desk.Wake(ctx, t) // a ticket that does not exist here has nothing due
	p.take(ctx)
}

// due returns the first timer that has come by an instant and that no record wakes.
func (p *player) due(ctx context.Context, until time.Time) (socialticket.Timer, bool) {
	for limit := 16; ; limit *= 4 {
		list, _, err := p.store.Due(ctx, until, limit)
		if err != nil {
			return socialticket.Timer{}, false
		}
		i := slices.IndexFunc(list, func(t socialticket.Timer) bool { return !p.stays(t) })
		if i >= 0 {
			return list[i], true
		}
		if len(list) < limit {
			return socialticket.Timer{}, false
		}
	}
}

// stays reports that a timer is left alone: a wake has not moved it, or a record to come
// wakes it in time.
func (p *player) stays(t socialticket.Timer) bool {
	of := alarmFor(t.Account, t.Key, t.Ticket)
	if at := p.stuck.get(of); !at.IsZero() && at.Equal(t.At) {
		return true
	}
	latest := later(t.At, p.set.get(of)).Add(p.cfg.Late) // it may have been due when it was set
	return slices.ContainsFunc(p.recorded.wakes[of], func(at time.Time) bool {
		return !at.Before(t.At) && !at.After(latest)
	})
}
