package simulate

import (
	"math"
	"time"

	"golang.org/x/exp/stats"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// tally counts what is committed.
type tally struct {
	s        Summary
	start    time.Time
	refusals map[string]int
	rules    map[string]int
	replied  sample
	solved   sample
	days     []sample // the first replies of the tickets of each day; emptied when it is reckoned
}

func newTally(r *Random) *tally {
	t := &tally{start: r.Start, refusals: map[string]int{}, rules: map[string]int{}, days: make([]sample, r.Days)}
	t.s.Seed, t.s.Start, t.s.Days = r.Seed, r.Start, make([]Day, r.Days)
	for i := range t.s.Days {
		t.s.Days[i].Date = r.Start.Add(time.Duration(i) * 24 * time.Hour).Format(time.DateOnly)
	}
	return t
}

// week is after how many days the first replies to the tickets of a day are reckoned.
const week = 7

// day begins a day.
func (t *tally) day(day int) {
	if day > week {
		t.reckon(day - week - 1)
	}
}

// reckon sums up the first replies of a day, and lets go of them.
func (t *tally) reckon(day int) {
	t.s.Days[day].FirstReply = t.days[day].spread()
	t.days[day] = sample{done: true}
}

// on returns the place of an instant's day, false if it is outside of the world.
func (t *tally) on(at time.Time) (int, bool) {
	day := int(at.Sub(t.start) / (24 * time.Hour))
	return day, !at.Before(t.start) && day < len(t.s.Days)
}

// of returns the day of an instant; of one outside of the world, a day that nobody sees.
func (t *tally) of(at time.Time) *Day {
	if i, in := t.on(at); in {
		return &t.s.Days[i]
	}
	return &Day{}
}

// commit counts a commit.
func (t *tally) commit(c *socialticket.Commit) {
	t.s.Commits++
	day := t.of(c.At)
	for i := range c.Effects {
		if tells(&c.Effects[i]) {
			t.s.Told++
		}
	}
	for i := range c.Events {
		t.event(c, &c.Events[i], day)
	}
}

// event counts an entry of a ticket's log.
func (t *tally) event(c *socialticket.Commit, e *ticket.Event, day *Day) {
	switch e.Type {
	case ticket.EventCreate:
		t.s.Made++
		day.Made++
		if e.From != "" {
			t.s.FollowUps++
		}
	case ticket.EventChange:
		t.change(c, e, day)
	case ticket.EventComment:
		if e.By.Kind == ticket.Agent && e.To != ticket.MarkNote {
			t.s.Replies++
			if first := c.Ticket.FirstReplyAt; first.Equal(c.At) {
				t.reply(c.Ticket.CreatedAt, first)
			}
		}
		if e.By.Kind == ticket.Bot && e.By.ID == socialticket.BotSurvey && e.To != ticket.MarkNote {
			t.s.Surveys.Asked++
		}
	case ticket.EventDelivery:
		if e.To == "failed" {
			t.s.Failed++
			day.Failed++
			t.refusals[e.Reason.Code]++
		}
	case ticket.EventRule:
		if e.By.Kind.Rule() && e.Reason.Code == "" {
			t.rules[string(e.By.Kind)+" "+e.By.ID]++
		}
	case ticket.EventSurvey:
		t.s.Surveys.Unsent++
	}
}

// change counts a change of a field.
func (t *tally) change(c *socialticket.Commit, e *ticket.Event, day *Day) {
	if e.Field == ticket.FieldSatisfaction {
		switch ticket.Satisfaction(e.To) {
		case ticket.Good, ticket.GoodWithComment:
			t.s.Surveys.Good++
		case ticket.Bad, ticket.BadWithComment:
			t.s.Surveys.Bad++
		case ticket.Offered:
		}
	}
	if e.Field == ticket.FieldStatus {
		t.status(c, ticket.Status(e.From), ticket.Status(e.To), day)
	}
}

// status counts a change of the status.
func (t *tally) status(c *socialticket.Commit, from, to ticket.Status, day *Day) {
	switch {
	case to == ticket.Closed:
		t.s.Closed++
	case to == ticket.Solved:
		t.s.Solved++
		day.Solved++
		if c.Ticket.FirstSolvedAt.Equal(c.At) {
			t.solved.add(int64(c.At.Sub(c.Ticket.CreatedAt) / time.Second))
		}
	case from == ticket.Solved:
		t.s.Reopened++
		day.Reopened++
	}
}

// reply counts a first reply.
func (t *tally) reply(made, at time.Time) {
	wait := int64(at.Sub(made) / time.Second)
	t.replied.add(wait)
	if i, in := t.on(made); in && !t.days[i].done {
		t.days[i].add(wait)
	}
}

// finish returns the summary of what was counted.
func (t *tally) finish() *Summary {
	for i := range t.days {
		if !t.days[i].done {
			t.reckon(i)
		}
	}
	t.s.Refusals, t.s.Rules = ranked(t.refusals), ranked(t.rules)
	t.s.FirstReply, t.s.Solving = t.replied.spread(), t.solved.spread()
	return &t.s
}

// sampled is how many values a sample keeps at most.
const sampled = 1 << 16

// sample is values of which the percentiles are wanted. Of more than it keeps it keeps each
// second, then each fourth, and so on, so that its size is bounded.
type sample struct {
	values []float64
	seen   int
	step   int // of so many one is kept; 0: 1
	max    int64
	done   bool
}

func (s *sample) add(v int64) {
	s.max = max(s.max, v)
	if s.step == 0 {
		s.step = 1
	}
	if s.seen++; (s.seen-1)%s.step != 0 {
		return
	}
	if len(s.values) == sampled {
		for i := range s.values[:sampled/2] {
			s.values[i] = s.values[2*i]
		}
		s.values = s.values[:sampled/2]
		s.step *= 2
	}
	s.values = append(s.values, float64(v))
}

// spread returns how the values are distributed. The percentiles of whole seconds are
// multiples of a hundredth of one: what is added before they are rounded is more than the
// error of a sum, which differs between architectures, and less than that.
func (s *sample) spread() Spread {
	if len(s.values) == 0 {
		return Spread{}
	}
	q := stats.Quantiles(s.values, 0.5, 0.9, 0.99)
	whole := func(v float64) Seconds { return Seconds(math.Floor(v + 0.5 + 1e-6)) }
	return Spread{Count: s.seen, Median: whole(q[0]), P90: whole(q[1]), P99: whole(q[2]), Max: Seconds(s.max)}
}
