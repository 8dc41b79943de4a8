package simulate

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// ask copies what a question leads to, at the first time. One about nothing asks nothing.
func (o *overlay) ask(ctx context.Context, q question) error {
	about := q
	about.account = channel.Account{}
	if about == (question{}) || o.asked[q] {
		return nil
	}
	o.asked[q] = true
	head, err := o.from.Load(ctx, q.ref())
	if err != nil {
		return fmt.Errorf("simulate: load: %w", err)
	}
	if q.person != "" {
		return o.takePerson(ctx, &head)
	}
	for _, e := range head.Parked {
		if err := o.Store.Commit(ctx, socialticket.Commit{Account: q.account, Park: e}); err != nil {
			return err
		}
	}
	if head.Conversation.Key == "" {
		return nil
	}
	if err := o.take(ctx, &head); err != nil || q.address.IsZero() {
		return err
	}
	return o.add(ctx, &head, func(c *socialticket.Commit) { c.Addresses = []channel.Address{q.address} })
}

// take copies the conversation, the ticket and the comment of head, and who the user is.
func (o *overlay) take(ctx context.Context, head *socialticket.Head) error {
	of := stateOf{head.Conversation.Account, head.Conversation.Key}
	fresh := !o.talks[of]
	if fresh {
		o.talks[of] = true
		err := o.Store.Commit(ctx, socialticket.Commit{
			Account: of.account, Key: of.key, Conversation: head.Conversation, Addresses: ownAddresses(&head.Conversation), Timers: timersFor(head, ""),
		})
		if err != nil {
			return err
		}
	}
	if err := o.takeTicket(ctx, head); err != nil {
		return err
	}
	if err := o.takeComments(ctx, head, head.Comment); err != nil || !fresh {
		return err
	}
	if err := o.ask(ctx, question{ticket: head.Conversation.Ticket}); err != nil {
		return err
	}
	return o.ask(ctx, question{person: head.Conversation.User.ID})
}

// ownAddresses returns the addresses that a conversation is found by, as it tells itself.
func ownAddresses(c *socialticket.Conversation) []channel.Address {
	list := slices.Clone(c.User.Addresses)
	if !c.Address.IsZero() && !slices.Contains(list, c.Address) {
		list = append(list, c.Address)
	}
	return list
}

// timersFor returns the timer of a ticket; of the empty id, that of the conversation.
func timersFor(head *socialticket.Head, id ticket.ID) (list []socialticket.Timer) {
	for _, t := range head.Timers {
		if t.Ticket == id {
			list = append(list, t)
		}
	}
	return list
}

// add writes something to a conversation that was copied, and leaves the rest as it is.
func (o *overlay) add(ctx context.Context, head *socialticket.Head, change func(*socialticket.Commit)) error {
	of := head.Conversation
	now, err := o.Store.Load(ctx, socialticket.Ref{Account: of.Account, Key: of.Key})
	if err != nil {
		return err
	}
	c := socialticket.Commit{Account: of.Account, Key: of.Key, Expect: now.Conversation.Version, Conversation: now.Conversation}
	change(&c)
	return o.Store.Commit(ctx, c)
}

// takeTicket copies the ticket of head with its first comment, or its whole thread and log
// where the other store lets people read them.
func (o *overlay) takeTicket(ctx context.Context, head *socialticket.Head) error {
	id := head.Ticket.ID
	if id == "" || o.parts[id] {
		return nil
	}
	o.parts[id] = true
	comments, events, err := o.thread(ctx, id)
	if err != nil {
		return err
	}
	if len(comments) == 0 && head.First.ID != "" {
		comments = []ticket.Comment{head.First}
	}
	err = o.add(ctx, head, func(c *socialticket.Commit) {
		c.Ticket, c.Timers, c.Events = head.Ticket, timersFor(head, id), events
	})
	if err != nil {
		return err
	}
	return o.takeComments(ctx, head, comments...)
}

// takeComments copies those comments of the ticket of head that were not copied.
func (o *overlay) takeComments(ctx context.Context, head *socialticket.Head, list ...ticket.Comment) error {
	list = slices.DeleteFunc(slices.Clone(list), func(c ticket.Comment) bool {
		return c.ID == "" || o.said[effectOf{head.Conversation.Account, c.ID}]
	})
	if len(list) == 0 {
		return nil
	}
	for i := range list {
		o.said[effectOf{head.Conversation.Account, list[i].ID}] = true
	}
	now, err := o.Store.Load(ctx, socialticket.Ref{Ticket: head.Ticket.ID})
	if err != nil {
		return err
	}
	return o.add(ctx, head, func(c *socialticket.Commit) { c.Ticket, c.Comments = now.Ticket, list })
}

// thread returns the comments and the events of a ticket, the oldest first, if the other
// store is a [socialticket.Reader].
func (o *overlay) thread(ctx context.Context, id ticket.ID) ([]ticket.Comment, []ticket.Event, error) {
	r, is := o.from.(socialticket.Reader)
	if !is {
		return nil, nil, nil
	}
	comments, err := backwards(func(p socialticket.Page) ([]ticket.Comment, error) { return r.Comments(ctx, id, p) }, func(c ticket.Comment) int { return c.Number })
	if err != nil {
		return nil, nil, err
	}
	events, err := backwards(func(p socialticket.Page) ([]ticket.Event, error) { return r.Events(ctx, id, p) }, func(e ticket.Event) int { return e.Number })
	return comments, events, err
}

// backwards reads all pages of a thread or a log, and returns the oldest first.
func backwards[T any](read func(socialticket.Page) ([]T, error), number func(T) int) ([]T, error) {
	var all []T
	for page := (socialticket.Page{Limit: 500}); ; {
		list, err := read(page)
		if err != nil {
			return nil, fmt.Errorf("simulate: read: %w", err)
		}
		all = append(all, list...)
		if len(list) < page.Limit {
			slices.Reverse(all)
			return all, nil
		}
		page.Before = number(list[len(list)-1])
	}
}

// takePerson copies the record of a person, those that its links lead to, and the contacts
// that are one person with it.
func (o *overlay) takePerson(ctx context.Context, head *socialticket.Head) error {
	if p := head.Record; p.Version > 0 {
		if err := o.takeRecord(ctx, p); err != nil {
			return err
		}
	}
	for _, c := range head.Circle {
		if err := o.ask(ctx, question{account: c.Account, key: c.Key}); err != nil {
			return err
		}
	}
	return nil
}

func (o *overlay) takeRecord(ctx context.Context, p identity.Person) error {
	if p.Into != "" { // first, so that the link leads somewhere
		if err := o.ask(ctx, question{person: p.Into}); err != nil {
			return err
		}
	}
	return o.Store.Commit(ctx, socialticket.Commit{Key: socialticket.Key(p.ID), Person: p})
}

// bells are the timers of the other store, a day of them at a time.
type bells struct {
	list  []socialticket.Timer // that will be copied, in the order in which they come
	until time.Time            // list has all until then
	rung  time.Time            // what is until then was copied
}

// ring copies what has a timer until an instant.
func (o *overlay) ring(ctx context.Context, until time.Time) error {
	b := &o.bells
	if until.After(b.until) || b.until.IsZero() {
		if err := o.listen(ctx, until.Add(24*time.Hour)); err != nil {
			return err
		}
	}
	for len(b.list) > 0 && !b.list[0].At.After(until) {
		t := b.list[0]
		b.list, b.rung = b.list[1:], t.At
		q := question{ticket: t.Ticket}
		if t.Ticket == "" {
			q = question{account: t.Account, key: t.Key}
		}
		if err := o.ask(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// listen reads the timers until an instant that were not read.
func (o *overlay) listen(ctx context.Context, until time.Time) error {
	b := &o.bells
	from, is := o.from.(socialticket.Queue)
	for limit := 1024; is; limit *= 4 {
		list, _, err := from.Due(ctx, until, limit)
		if err != nil {
			return fmt.Errorf("simulate: due: %w", err)
		}
		if len(list) < limit {
			b.list = slices.DeleteFunc(list, func(t socialticket.Timer) bool { return !t.At.After(b.rung) })
			break
		}
	}
	b.until = until
	return nil
}
