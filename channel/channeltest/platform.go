package channeltest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Platform plays a platform. It is a [channel.Transport]. The zero Platform takes
// every message, and reports it as sent and delivered.
type Platform struct {
	// Now tells the time. Nil: it is always the first instant of 2026, in UTC.
	Now func() time.Time
	// Reports is what becomes of a message whose step does not say. Nil: sent after
	// a second, delivered after two. Empty but not nil: nothing is ever reported.
	Reports []Report
	// Seed disturbs the reports: each comes up to a minute late, so that they
	// overtake each other, and a third of them comes again within an hour. 0: each
	// comes once and in time.
	Seed uint64

	mu       sync.Mutex
	steps    []Step
	arrivals []Arrival
	pending  []channel.Event // Received says when
	taken    int
	random   *rand.Rand
}

// Script says what is done with the next messages, in their order, after what
// was said before. Then every message is taken. The error is always nil.
func (p *Platform) Script(steps ...Step) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.steps = append(p.steps, steps...)
	return nil
}

// Arrivals returns the messages that arrived, in their order.
func (p *Platform) Arrivals() []Arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.arrivals)
}

// Send does with o what the script says.
func (p *Platform) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	if err := ctx.Err(); err != nil {
		return channel.Accepted{}, fmt.Errorf("channeltest: send: %w", err)
	}
	body, err := json.Marshal(o)
	if err != nil {
		return channel.Accepted{}, fmt.Errorf("channeltest: send: %w", err)
	}
	step, accepted := p.arrive(Arrival{Reference: o.ID, To: o.To, Body: body})
	switch step.Act {
	case Take, Hold:
		return accepted, nil
	case Refuse:
		return channel.Accepted{}, &channel.SendError{Reason: step.Error, RetryAfter: step.After}
	case Down:
		down := channel.Error{Code: "down", Title: "The platform is down", Class: channel.ClassRetry}
		return channel.Accepted{}, &channel.SendError{Reason: down, RetryAfter: step.After}
	case Hang:
		<-ctx.Done()
		return channel.Accepted{}, fmt.Errorf("channeltest: send: %w", ctx.Err())
	case Reset, Garble:
	}
	return channel.Accepted{}, errors.New("channeltest: send: no answer that can be read")
}

// Emit has the platform report e as having happened at e.Sent; it is due by then.
func (p *Platform) Emit(e channel.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.emit(e, 0)
}

// Events returns what the platform reports up to the given instant and has not
// yet been asked for, in the order in which it comes; Received says when. What
// comes again, comes with the same ID.
func (p *Platform) Events(until time.Time) []channel.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.SortStableFunc(p.pending, func(a, b channel.Event) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.ID, b.ID))
	})
	n := 0
	for n < len(p.pending) && !p.pending[n].Received.After(until) {
		n++
	}
	due := slices.Clone(p.pending[:n])
	p.pending = slices.Delete(p.pending, 0, n)
	return due
}

// arrive notes a message and returns what is to be done with it.
func (p *Platform) arrive(a Arrival) (Step, channel.Accepted) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var step Step
	if len(p.steps) > 0 {
		step, p.steps = p.steps[0], p.steps[1:]
	}
	a.Act, a.At = step.Act, p.now()
	p.arrivals = append(p.arrivals, a)
	if !step.Act.takes() {
		return step, channel.Accepted{}
	}
	p.taken++
	accepted := channel.Accepted{MessageID: fmt.Sprintf("fake.%d", p.taken), At: a.At, Held: step.Act == Hold}
	reports := step.Then
	if reports == nil {
		reports = p.reports()
	}
	for _, r := range reports {
		p.emit(r.event(a, accepted), r.Late)
	}
	return step, accepted
}

func (p *Platform) now() time.Time {
	if p.Now == nil {
		return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return p.Now().UTC()
}

func (p *Platform) reports() []Report {
	if p.Reports == nil {
		return []Report{
			{State: channel.StateSent, After: time.Second},
			{State: channel.StateDelivered, After: 2 * time.Second},
		}
	}
	return p.Reports
}

// event returns r as the event that it is for a desk.
func (r Report) event(a Arrival, accepted channel.Accepted) channel.Event {
	s := channel.Status{MessageID: accepted.MessageID, Reference: a.Reference, State: r.State}
	id := s.MessageID + "/" + string(s.State)
	if r.Error != (channel.Error{}) {
		s.Errors = []channel.Error{r.Error}
	}
	if r.Error.Code != "" { // another reason is another report
		id += "/" + r.Error.Code
	}
	return channel.Event{
		ID:      id,
		Type:    channel.EventStatus,
		Account: a.To.Account, From: a.To.Handle,
		Sent:   accepted.At.Add(r.After),
		Status: s,
	}
}

// emit queues e, with the disturbance that the seed makes.
func (p *Platform) emit(e channel.Event, late time.Duration) {
	e.Sent = e.Sent.UTC()
	e.Received = e.Sent.Add(late)
	if p.Seed == 0 {
		p.pending = append(p.pending, e)
		return
	}
	if p.random == nil {
		p.random = rand.New(rand.NewPCG(p.Seed, 0))
	}
	e.Received = e.Received.Add(time.Duration(p.random.Int64N(int64(time.Minute))))
	p.pending = append(p.pending, e)
	if p.random.IntN(3) == 0 {
		e.Received = e.Received.Add(time.Duration(p.random.Int64N(int64(time.Hour))))
		p.pending = append(p.pending, e)
	}
}
