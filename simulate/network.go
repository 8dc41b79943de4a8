package simulate

import (
	"container/heap"
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Network is the platforms of a world: what becomes of a message that is handed to them.
type Network interface {
	// Send takes a message at an instant. It must not depend on anything but what it is given
	// and what it was given before, or the world does not repeat itself.
	Send(o channel.Outbound, at time.Time) Fate
}

// NetworkFunc is a function as a [Network].
type NetworkFunc func(o channel.Outbound, at time.Time) Fate

// Send implements [Network].
func (f NetworkFunc) Send(o channel.Outbound, at time.Time) Fate { return f(o, at) }

// Fate is what becomes of a message. The zero Fate takes it and says no more.
type Fate struct {
	// Err refuses it, a *[channel.SendError]. After any other error it is not known whether
	// the platform has the message: Reports may tell.
	Err     error
	Reports []Report // in any order
}

// Report is a platform's word of a message, some time after it was sent.
type Report struct {
	After time.Duration
	State channel.DeliveryState
	Error channel.Error // why it failed, for [channel.StateFailed]
	Twice bool          // it comes twice
}

// Prompt returns the network that takes every message, and reports it as delivered a second
// later.
func Prompt() Network {
	return NetworkFunc(func(channel.Outbound, time.Time) Fate {
		return Fate{Reports: []Report{{After: time.Second, State: channel.StateDelivered}}}
	})
}

// wire is the world's [channel.Transport].
type wire struct{ *World }

// Send implements [channel.Transport].
func (w wire) Send(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
	w.sent++
	fate, id := w.network.Send(o, w.now), fmt.Sprintf("out-%d", w.sent)
	for _, e := range fate.events(o, id, w.now) {
		w.coming.add(e, e.Received)
	}
	w.log.sent(o, fate)
	if fate.Err != nil {
		return channel.Accepted{}, fate.Err
	}
	w.took(o, id)
	return channel.Accepted{MessageID: id, At: w.now}, nil
}

// events returns the reports of a message that was sent at an instant under an id of the
// platform's, in their order.
func (f Fate) events(o channel.Outbound, id string, at time.Time) []channel.Event {
	var list []channel.Event
	for i, r := range f.Reports {
		e := channel.Event{
			ID: fmt.Sprintf("%s-%d", id, i), Type: channel.EventStatus, Account: o.To.Account, From: o.To.Handle,
			Sent: at.Add(r.After), Received: at.Add(r.After),
			Status: channel.Status{MessageID: id, Reference: o.ID, State: r.State},
		}
		if r.State == channel.StateFailed {
			e.Status.Errors = []channel.Error{r.Error}
		}
		list = append(list, e)
		if r.Twice {
			list = append(list, e)
		}
	}
	return list
}

// coming are the events that will arrive, the earliest first, then in the order in which
// they were added.
type coming struct {
	list  arrivals
	added int
}

type arrival struct {
	at    time.Time
	place int
	event channel.Event
}

func (c *coming) add(e channel.Event, at time.Time) {
	c.added++
	heap.Push(&c.list, arrival{at: at, place: c.added, event: e})
}

// due takes out the first event that has arrived by now.
func (c *coming) due(now time.Time) (channel.Event, bool) {
	if len(c.list) == 0 || c.list[0].at.After(now) {
		return channel.Event{}, false
	}
	first, _ := heap.Pop(&c.list).(arrival)
	return first.event, true
}

// next returns when the next one arrives, zero after the last.
func (c *coming) next() time.Time {
	if len(c.list) == 0 {
		return time.Time{}
	}
	return c.list[0].at
}

// arrivals is a heap.
type arrivals []arrival

func (a arrivals) Len() int { return len(a) }
func (a arrivals) Less(i, j int) bool {
	if !a[i].at.Equal(a[j].at) {
		return a[i].at.Before(a[j].at)
	}
	return a[i].place < a[j].place
}
func (a arrivals) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *arrivals) Push(v any) {
	if one, is := v.(arrival); is {
		*a = append(*a, one)
	}
}
func (a *arrivals) Pop() any {
	last := len(*a) - 1
	v := (*a)[last]
	(*a)[last] = arrival{}
	*a = (*a)[:last]
	return v
}
