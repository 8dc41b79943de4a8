package simulate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// Outcome is what became of the tickets of a desk. It is made of commits, by [Outcome.Add],
// and takes some hundred bytes a ticket. The zero Outcome is of a desk without tickets. It
// belongs to one goroutine.
type Outcome struct {
	tickets map[ticket.ID]*course
}

// course is what is kept of one ticket.
type course struct {
	Result
	said map[string]*outgoing // by comment
}

// outgoing is a comment of the business that was to be sent.
type outgoing struct {
	by   ticket.Actor
	held bool
}

// Result is what became of one ticket.
type Result struct {
	Ticket ticket.Ticket `json:"ticket"` // as it was last
	// Fired are the rules that fired on it, ordered by kind and id.
	Fired []Count `json:"fired,omitzero"`
	// Sent are the messages of the business by who wrote them, and Held are those that were
	// refused or failed in the end. An agent's, a bot's and a rule's count apart.
	Sent []Count `json:"sent,omitzero"`
	Held []Count `json:"held,omitzero"`
	// Broken are the promises that were broken, by metric.
	Broken []Count `json:"broken,omitzero"`
}

// OutcomeOf reads what became of the tickets of a feed, from a place on. A feed without its
// beginning tells of less than there was.
func OutcomeOf(ctx context.Context, feed socialticket.Feed, after int64) (*Outcome, error) {
	o := &Outcome{}
	for e, err := range feed.Feed(ctx, after) {
		if err != nil {
			return nil, fmt.Errorf("simulate: feed: %w", err)
		}
		o.Add(&e.Commit)
	}
	return o, nil
}

// Add takes in the next commit. Commits come in the order in which they were written, each
// once. It keeps nothing of c but the tickets in it.
func (o *Outcome) Add(c *socialticket.Commit) {
	for _, t := range c.Tickets() {
		o.of(t.ID).Ticket = t
	}
	for i := range c.Comments {
		one := &c.Comments[i]
		if one.Public && len(one.Parts) > 0 {
			o.of(one.Ticket).said[one.ID] = &outgoing{by: one.Author, held: one.Delivery.State == channel.StateFailed}
		}
	}
	for i := range c.Events {
		e := &c.Events[i]
		of := o.of(e.Ticket)
		switch {
		case e.Type == ticket.EventRule && e.Reason.Code == "":
			of.Fired = counted(of.Fired, actor(e.By))
		case e.Type == ticket.EventSLA && e.To == sla.WordBreach:
			of.Broken = counted(of.Broken, string(e.Field))
		}
	}
}

func (o *Outcome) of(id ticket.ID) *course {
	if o.tickets == nil {
		o.tickets = map[ticket.ID]*course{}
	}
	of := o.tickets[id]
	if of == nil {
		of = &course{said: map[string]*outgoing{}}
		of.Ticket.ID = id
		o.tickets[id] = of
	}
	return of
}

// Results returns what became of each ticket, the oldest first, ties by id.
func (o *Outcome) Results() []Result {
	list := make([]Result, 0, len(o.tickets))
	for _, of := range o.tickets {
		list = append(list, of.result())
	}
	slices.SortFunc(list, func(a, b Result) int {
		return cmp.Or(a.Ticket.CreatedAt.Compare(b.Ticket.CreatedAt), cmp.Compare(a.Ticket.ID, b.Ticket.ID))
	})
	return list
}

// take returns what became of a ticket, and forgets it. Nil: it is not there.
func (o *Outcome) take(id ticket.ID) *Result {
	of := o.tickets[id]
	if of == nil {
		return nil
	}
	delete(o.tickets, id)
	r := of.result()
	return &r
}

// result returns the result with its messages counted.
func (of *course) result() Result {
	r := of.Result
	r.Fired, r.Broken = slices.Clone(r.Fired), slices.Clone(r.Broken)
	for _, id := range slices.Sorted(maps.Keys(of.said)) {
		if m := of.said[id]; m.held {
			r.Held = counted(r.Held, actor(m.by))
		} else {
			r.Sent = counted(r.Sent, actor(m.by))
		}
	}
	return r
}

// counted returns a list, ordered by what, with one more of something.
func counted(list []Count, what string) []Count {
	return more(list, what, 1)
}

// more returns a list with n more of something.
func more(list []Count, what string, n int) []Count {
	i, found := slices.BinarySearchFunc(list, what, func(c Count, what string) int { return cmp.Compare(c.What, what) })
	if !found {
		list = slices.Insert(list, i, Count{What: what})
	}
	list[i].N += n
	return list
}

// count returns how often something is in a list.
func count(list []Count, what string) int {
	for _, c := range list {
		if c.What == what {
			return c.N
		}
	}
	return 0
}

// actor returns who did something as text: "agent ada".
func actor(a ticket.Actor) string {
	if a.ID == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + " " + a.ID
}

// Sums are the results of all tickets together.
type Sums struct {
	Tickets    int           `json:"tickets"`
	Replied    int           `json:"replied"`        // a person has answered
	FirstReply time.Duration `json:"first_reply"`    // from the ticket's beginning to the answer, on average of these
	Closed     int           `json:"closed"`         // by the end
	Life       time.Duration `json:"life"`           // from the ticket's beginning to its closing, on average of these
	Reopens    int           `json:"reopens"`        // moves from solved back
	Sent       int           `json:"sent"`           // messages of the business that went out
	Held       int           `json:"held"`           // messages that did not
	Broken     int           `json:"broken"`         // promises
	Fired      []Count       `json:"fired,omitzero"` // rules, ordered by kind and id
}

// Sums adds up.
func (o *Outcome) Sums() Sums { return sums(o.Results()) }

func sums(list []Result) Sums {
	var s Sums
	for i := range list {
		s.add(&list[i])
	}
	return s.averaged()
}

// add takes a result in; its times are a sum until they are averaged.
func (s *Sums) add(r *Result) {
	t := &r.Ticket
	s.Tickets++
	if !t.FirstReplyAt.IsZero() {
		s.Replied++
		s.FirstReply += t.FirstReplyAt.Sub(t.CreatedAt)
	}
	if !t.ClosedAt.IsZero() {
		s.Closed++
		s.Life += t.ClosedAt.Sub(t.CreatedAt)
	}
	s.Reopens += t.Reopens
	s.Sent, s.Held, s.Broken = s.Sent+total(r.Sent), s.Held+total(r.Held), s.Broken+total(r.Broken)
	for _, c := range r.Fired {
		s.Fired = more(s.Fired, c.What, c.N)
	}
}

// averaged returns the sums with their times divided by what they are of.
func (s Sums) averaged() Sums {
	if s.Replied > 0 {
		s.FirstReply /= time.Duration(s.Replied)
	}
	if s.Closed > 0 {
		s.Life /= time.Duration(s.Closed)
	}
	return s
}

func total(list []Count) (n int) {
	for _, c := range list {
		n += c.N
	}
	return n
}
