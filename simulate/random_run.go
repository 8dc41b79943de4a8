package simulate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/worker"
)

// Run lives through the days of r, and tells what they were like. A message of a customer
// that is under way when they end is handed in then. The error matches
// [socialticket.ErrInvalid] if r cannot be; any other is one of the store.
func (r Random) Run() (*Summary, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	m, err := newMonth(r.withDefaults())
	if err != nil {
		return nil, err
	}
	if err := m.run(); err != nil {
		return nil, fmt.Errorf("simulate: on %s: %w", m.now.Format(time.DateTime), err)
	}
	return m.sum.finish(), nil
}

// month is a random world that runs.
type month struct {
	Random
	now    time.Time
	desk   *socialticket.Desk
	worker *worker.Worker
	stream *stream // nil: the store is the host's
	due    time.Time

	traffic, people, mishaps draw

	crowd  crowd
	shifts shiftwork
	coming pile[item]
	placed int // how many items there were
	wrote  int // messages
	sent   int // messages handed to the platforms
	sum    *tally
}

// item is something that will happen.
type item struct {
	at    time.Time
	place int
	do    func() error
	// handed tells that it is a customer's message, which is handed in whatever ends.
	handed bool
}

// Before orders a pile.
func (a item) Before(b item) bool {
	if c := a.at.Compare(b.at); c != 0 {
		return c < 0
	}
	return a.place < b.place
}

func newMonth(r Random) (*month, error) {
	m := &month{
		Random: r, now: r.Start,
		traffic: newDraw(r.Seed, 1), people: newDraw(r.Seed, 2), mishaps: newDraw(r.Seed, 3),
		crowd:  crowd{at: map[channel.Address]*customer{}},
		shifts: shiftwork{members: r.Team, free: make([]time.Time, len(r.Team))},
	}
	m.sum = newTally(&m.Random)
	desk, queue := r.Desk, socialticket.Queue(r.Store)
	if r.Store == nil {
		m.stream = newStream(r.keep())
		m.stream.forgot = r.forgot
		desk.Store, queue = &tallied{m.stream, m}, m.stream
	} else {
		desk.Store = watched{r.Store, m}
	}
	desk.Clock, desk.Settings = m, func() *socialticket.Settings { return r.Settings }
	var err error
	if m.desk, err = socialticket.New(desk); err != nil {
		return nil, err
	}
	m.worker, err = worker.New(worker.Config{
		Desk: m.desk, Queue: queue, Transport: m, Handlers: nobodys(), Goroutines: 1, Timeout: -1, Keep: -1, Redact: desk.Redact,
	})
	return m, err
}

// nobodys returns handlers for what tells people of something: it is done at once.
func nobodys() map[socialticket.EffectKind]worker.Handler {
	done := worker.HandlerFunc(func(context.Context, socialticket.Claimed) error { return nil })
	return map[socialticket.EffectKind]worker.Handler{
		socialticket.EffectNotify: done, socialticket.EffectWebhook: done, socialticket.EffectRule: done,
		socialticket.EffectMail: done, socialticket.EffectRoute: done,
	}
}

// Now makes a month the clock of its desk.
func (m *month) Now() time.Time { return m.now }

func (m *month) ctx() context.Context { return context.Background() }

// plan lets something happen at an instant.
func (m *month) plan(at time.Time, do func() error) {
	m.placed++
	m.coming.push(item{at: at, place: m.placed, do: do})
}

// run goes from instant to instant.
func (m *month) run() error {
	for day := range m.Days {
		m.plan(m.Start.Add(time.Duration(day)*24*time.Hour), func() error { return m.day(day) })
	}
	end := m.Start.Add(time.Duration(m.Days) * 24 * time.Hour)
	for {
		at, planned := m.next()
		if at.IsZero() || !at.Before(end) {
			break
		}
		m.now = at
		if planned {
			if err := m.coming.pop().do(); err != nil {
				return err
			}
		}
		if err := m.work(); err != nil {
			return err
		}
	}
	for len(m.coming.list) > 0 {
		last := m.coming.pop()
		if !last.handed {
			continue
		}
		m.now = last.at
		if err := last.do(); err != nil {
			return err
		}
	}
	return nil
}

// next returns the next instant at which something happens, and whether it was planned.
func (m *month) next() (at time.Time, planned bool) {
	if len(m.coming.list) > 0 {
		at, planned = m.coming.list[0].at, true
	}
	if !m.due.IsZero() && (at.IsZero() || m.due.Before(at)) {
		return m.due, false
	}
	return at, planned
}

// work does what the worker has to do now.
func (m *month) work() (err error) {
	if m.stream != nil {
		if m.due = m.stream.next(m.now); m.due.IsZero() || m.due.After(m.now) {
			return nil
		}
	}
	m.due, err = m.worker.Once(m.ctx(), m.now)
	return err
}

// day draws when the matters of a day begin.
func (m *month) day(day int) error {
	m.crowd.forget(m.now)
	m.sum.day(day)
	week := 0
	for _, w := range m.Weekdays {
		week += w
	}
	mean := int64(m.TicketsPerDay) * 7 * int64(m.Weekdays[m.now.Weekday()]) / max(1, int64(week))
	count := mean*9/10 + m.traffic.n(mean/5+1)
	begins := make([]time.Time, 0, count)
	for range count {
		hour := time.Duration(m.traffic.pick(m.Hours[:])) * time.Hour
		begins = append(begins, m.now.Add(hour+m.traffic.between(0, time.Hour)))
	}
	slices.SortFunc(begins, time.Time.Compare)
	for _, at := range begins {
		m.plan(at, m.begin)
	}
	return nil
}

// begin lets somebody begin a matter.
func (m *month) begin() error {
	one := (*customer)(nil)
	if m.traffic.hits(m.Habits.Return) {
		one = m.crowd.returning(m.traffic, m.now)
	}
	if one == nil {
		one = m.crowd.newcomer(m.Accounts, m.now)
	}
	one.left, one.asked, one.bye = 0, false, false
	for m.people.hits(m.Habits.Again) {
		one.left++
	}
	return m.write(one, channel.Message{Type: channel.Text, Text: words[m.people.n(int64(len(words)))]})
}

// words are what customers write.
var words = [...]string{ //nolint:gochecknoglobals // a table
	"Hello, where is my parcel?", "The app shows an error since this morning.", "Can I change the delivery address?",
	"I was charged twice.", "Is the blue one back in stock?", "How do I reset my password?", "My order arrived broken.",
	"What are your opening hours?", "I would like to cancel.", "Please call me back.",
}

var errSilent = errors.New("simulate: the connection was cut")
