package sla

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// StretchKind says what a clock did for a while. Its text is stable.
type StretchKind string

// The kinds of stretch.
const (
	Ran     StretchKind = "ran"
	Stood   StretchKind = "paused"
	Outside StretchKind = "outside hours" // the business was closed, whatever the clock did
)

// Stretch is a part of the timeline of a clock.
type Stretch struct {
	From time.Time     `json:"from"`
	To   time.Time     `json:"to"`
	Kind StretchKind   `json:"kind"`
	Used time.Duration `json:"used"` // of the target by To, in nanoseconds
}

// Timeline tells how one stage of a promise came to the time that it used. Used, Paused and
// Outside add up to the time from BeganAt until EndedAt, or until the instant of the question.
type Timeline struct {
	Metric     ticket.Metric `json:"metric"`
	Policy     string        `json:"policy_id,omitzero"`
	Target     time.Duration `json:"target,omitzero"` // the last one, in nanoseconds
	Business   bool          `json:"business_hours,omitzero"`
	BeganAt    time.Time     `json:"began_at"`
	EndedAt    time.Time     `json:"ended_at,omitzero"` // zero: it goes on
	Moot       bool          `json:"moot,omitzero"`     // as in [ticket.Clock]
	BreachedAt time.Time     `json:"breached_at,omitzero"`

	Stretches []Stretch     `json:"stretches,omitzero"` // adjoining, by time
	Used      time.Duration `json:"used"`
	Paused    time.Duration `json:"paused"`  // while the business was open
	Outside   time.Duration `json:"outside"` // while it was closed; 0 in calendar hours
}

// Explain tells from the audit events of a ticket, all of them, the oldest or the newest
// first, how each stage of its promises went until now, in the order in which they began.
func Explain(events []ticket.Event, hours Schedules, now time.Time) []Timeline {
	events = oldestFirst(events)
	x := explainer{open: map[ticket.Metric]int{}}
	x.ledger = ledger{hours: hours, moves: x.moves}
	for i := range events {
		x.read(events, i)
		if e := &events[i]; e.Type == ticket.EventSLA && e.Field != FieldPolicy {
			x.note(ticket.Metric(e.Field), e)
		}
	}
	for i := range x.clocks {
		if c := &x.clocks[i]; c.MetAt.IsZero() {
			x.pass(c, now.UTC())
			x.note(c.Metric, nil)
		}
	}
	slices.SortStableFunc(x.list, func(a, b Timeline) int {
		return cmp.Or(a.BeganAt.Compare(b.BeganAt), cmp.Compare(a.Metric.Rank(), b.Metric.Rank()))
	})
	return x.list
}

// explainer writes a timeline for each stage.
type explainer struct {
	ledger
	list []Timeline
	open map[ticket.Metric]int // the place of each metric's present stage
}

// moves is told before an event moves a clock.
func (x *explainer) moves(c *ticket.Clock, e *ticket.Event) {
	switch {
	case e.To == WordBegin && (c.BeganAt.IsZero() || !c.MetAt.IsZero()):
		x.open[c.Metric] = len(x.list)
		x.list = append(x.list, Timeline{Metric: c.Metric, BeganAt: e.At})
	case e.To == WordBegin:
		x.before(c, e.At)
	case e.To != WordBreach:
		x.pass(c, e.At)
	}
}

// note keeps what is known of the stage of a clock after an event.
func (x *explainer) note(m ticket.Metric, e *ticket.Event) {
	i, found := place(x.clocks, m)
	at, has := x.open[m]
	if !found || !has {
		return
	}
	c, t := &x.clocks[i], &x.list[at]
	t.Policy, t.Target, t.Business, t.Moot, t.EndedAt, t.BeganAt = c.Policy, c.Target, c.Business, c.Moot, c.MetAt, c.BeganAt
	if e != nil && e.To == WordBreach {
		t.BreachedAt = e.At
	}
}

// pass lets time pass over the stage of a clock until an instant.
func (x *explainer) pass(c *ticket.Clock, until time.Time) {
	i, has := x.open[c.Metric]
	if !has || !c.MetAt.IsZero() {
		return
	}
	t := &x.list[i]
	from := t.BeganAt
	if n := len(t.Stretches); n > 0 {
		from = t.Stretches[n-1].To
	}
	kind := Ran
	if c.Since.IsZero() {
		kind = Stood
	}
	for _, s := range split(x.hours.of(c), from, until, kind) {
		t.add(s)
	}
}

// before puts a time that the clock ran in front of the stage.
func (x *explainer) before(c *ticket.Clock, at time.Time) {
	t := &x.list[x.open[c.Metric]]
	rest := t.Stretches
	began := t.BeganAt
	t.Stretches, t.Used, t.Paused, t.Outside, t.BeganAt = nil, 0, 0, 0, at
	for _, s := range slices.Concat(split(x.hours.of(c), at, began, Ran), rest) {
		t.add(s)
	}
}

// add adds a stretch at the end.
func (t *Timeline) add(s Stretch) {
	d := s.To.Sub(s.From)
	switch s.Kind {
	case Ran:
		t.Used += d
	case Stood:
		t.Paused += d
	case Outside:
		t.Outside += d
	}
	s.Used = t.Used
	if n := len(t.Stretches); n > 0 && t.Stretches[n-1].Kind == s.Kind {
		t.Stretches[n-1].To, t.Stretches[n-1].Used = s.To, s.Used
		return
	}
	t.Stretches = append(t.Stretches, s)
}

// split returns what a clock does from a to b: of a kind while a schedule is open.
func split(h *schedule.Schedule, a, b time.Time, kind StretchKind) (list []Stretch) {
	if !a.Before(b) {
		return nil
	}
	if h == nil {
		return []Stretch{{From: a, To: b, Kind: kind}}
	}
	at := a
	for seg := range h.Segments(a) {
		if !seg.Start.Before(b) {
			break
		}
		if at.Before(seg.Start) {
			list = append(list, Stretch{From: at, To: seg.Start, Kind: Outside})
		}
		if at = seg.End; at.IsZero() || at.After(b) {
			at = b
		}
		list = append(list, Stretch{From: seg.Start, To: at, Kind: kind})
	}
	if at.Before(b) {
		list = append(list, Stretch{From: at, To: b, Kind: Outside})
	}
	return list
}

// String returns t as text, a line for the promise and one for each stretch:
//
//	first_reply_time: 1h0m0s by policy "p1": used 30m0s, paused 0s, outside hours 0s
//	  2026-03-02T09:00:00Z to 2026-03-02T09:30:00Z: ran, 30m0s used
func (t Timeline) String() string {
	var b strings.Builder
	promise := "not promised"
	if t.Target > 0 {
		promise = fmt.Sprintf("%s by policy %q", promiseText(t.Target, t.Business), t.Policy)
	}
	fmt.Fprintf(&b, "%s: %s: used %v, paused %v, outside hours %v\n", t.Metric, promise, t.Used, t.Paused, t.Outside)
	for _, s := range t.Stretches {
		fmt.Fprintf(&b, "  %s to %s: %s, %v used\n", s.From.Format(time.RFC3339), s.To.Format(time.RFC3339), s.Kind, s.Used)
	}
	switch {
	case !t.BreachedAt.IsZero() && !t.EndedAt.IsZero():
		fmt.Fprintf(&b, "  broken %s, ended %s\n", t.BreachedAt.Format(time.RFC3339), t.EndedAt.Format(time.RFC3339))
	case !t.BreachedAt.IsZero():
		fmt.Fprintf(&b, "  broken %s\n", t.BreachedAt.Format(time.RFC3339))
	case t.Moot:
		fmt.Fprintf(&b, "  ended with the ticket %s\n", t.EndedAt.Format(time.RFC3339))
	case !t.EndedAt.IsZero():
		fmt.Fprintf(&b, "  kept %s\n", t.EndedAt.Format(time.RFC3339))
	}
	return b.String()
}

// promiseText is promise for people.
func promiseText(within time.Duration, business bool) string {
	if business {
		return within.String() + " of business hours"
	}
	return within.String()
}
