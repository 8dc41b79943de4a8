package socialticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// draft is a decision in the making: what was loaded, and what is to become of it.
type draft struct {
	desk   *Desk
	now    time.Time
	cause  string
	was    loaded
	owners map[channel.Address]string
	parked []channel.Event

	conv   Conversation
	ticket ticket.Ticket
	// said is the comment that the decision is about: the one that the reference
	// named, then the one that is added or changed.
	said    ticket.Comment
	verdict channel.Decision

	// What a Commit takes besides, under the names that it has there.
	addresses []channel.Address
	comments  []ticket.Comment
	events    []ticket.Event
	outbox    []channel.Outbound
	settled   []string       // its Done
	taken     int            // its Parked
	park      *channel.Event // nil: none

	changed bool // there is something to write
	thawed  bool // it is written though the ticket is closed
	created bool // the ticket is new
}

// loaded is what a draft keeps of the state as it was.
type loaded struct {
	version int64 // of the conversation
	ticket  ticket.ID
	status  ticket.Status
	wake    time.Time
}

// draft begins a decision about head, caused by an event.
func (d *Desk) draft(head *Head, cause string) *draft {
	return &draft{
		desk: d, now: d.config.Clock.Now().UTC(), cause: cause,
		was:    loaded{head.Conversation.Version, head.Ticket.ID, head.Ticket.Status, head.Wake},
		owners: head.Owners, parked: head.Parked,
		conv: head.Conversation, ticket: head.Ticket, said: head.Comment,
	}
}

// log adds audit events of the ticket.
func (dr *draft) log(by ticket.Actor, events ...ticket.Event) {
	dr.ticket, events = dr.ticket.Stamp(events, by, dr.now)
	dr.events = append(dr.events, events...)
	dr.changed = true
}

// step puts the ticket's next version in, and the events that tell the
// difference.
func (dr *draft) step(by ticket.Actor, next ticket.Ticket) {
	events := ticket.Diff(dr.ticket, next)
	dr.ticket = next
	dr.log(by, events...)
}

// set makes one change of the ticket.
func (dr *draft) set(by ticket.Actor, c ticket.Change) error {
	next, err := dr.desk.config.Lifecycle.Set(dr.ticket, c, by, dr.now)
	if err != nil {
		return err
	}
	if len(ticket.Diff(dr.ticket, next)) > 0 {
		dr.step(by, next)
	}
	return nil
}

// comment adds a comment to the ticket, and the event that tells of it.
func (dr *draft) comment(c ticket.Comment) {
	dr.ticket.Comments++
	c.Ticket, c.Number = dr.ticket.ID, dr.ticket.Comments
	dr.said = c
	dr.comments = append(dr.comments, c)
	dr.log(c.Author, ticket.Event{Type: ticket.EventComment, Comment: c.ID})
}

// replace puts a comment in place of an earlier state of it.
func (dr *draft) replace(c ticket.Comment) {
	dr.said = c
	i := slices.IndexFunc(dr.comments, func(o ticket.Comment) bool { return o.ID == c.ID })
	if i < 0 {
		dr.comments = append(dr.comments, c)
	} else {
		dr.comments[i] = c
	}
	dr.changed = true
}

// frozen reports that the loaded ticket is closed: nothing of it may change.
func (dr *draft) frozen() bool { return dr.was.status == ticket.Closed }

// seal returns the finished commit and whether it has anything to write.
func (dr *draft) seal() (Commit, bool) {
	c := Commit{Cause: dr.cause, At: dr.now}
	switch {
	case dr.park != nil:
		c.Park = *dr.park
		return c, true
	case dr.conv.Key == "":
		return c, false
	}
	c.Key, c.Expect = dr.conv.Key, dr.was.version
	dr.conv.Version = c.Expect + 1
	c.Conversation, c.Addresses = dr.conv, dr.addresses
	c.Comments, c.Events, c.Outbox, c.Done, c.Parked = dr.comments, dr.events, dr.outbox, dr.settled, dr.taken
	if dr.ticket.IsZero() || dr.ticket.ID == dr.was.ticket && dr.frozen() && !dr.thawed {
		return c, dr.changed
	}
	c.Ticket, c.Wake = dr.ticket, dr.wake()
	return c, dr.changed || !c.Wake.Equal(dr.was.wake)
}

// wake returns the next instant at which the ticket wants attention if nothing
// happens before. It is not after now if something is due already.
func (dr *draft) wake() time.Time {
	cfg := &dr.desk.config
	if dr.ticket.Status == ticket.Closed {
		return time.Time{}
	}
	next := earlier(dr.automations().DueAt(&dr.ticket, dr.now), cfg.Lifecycle.DueAt(dr.ticket))
	if dr.conv.Session.Ticket == dr.ticket.ID {
		next = earlier(next, dr.conv.Session.DueAt(cfg.Idle))
	}
	_, warn := dr.ending()
	next = earlier(next, warn)
	if was := dr.was.wake; dr.ticket.ID == dr.was.ticket && !next.After(dr.now) && !next.IsZero() && !was.IsZero() {
		return earlier(next, was) // it was due before
	}
	return next
}

// ending returns the end of the reply window that is to be warned of, and when,
// while the ticket still needs an answer; zero if there is none, or if it was
// warned of already. A window after which another way stays open does not end.
func (dr *draft) ending() (end, warn time.Time) {
	lead := dr.desk.config.Warn
	if lead <= 0 || dr.ticket.Status.Done() || dr.conv.Ticket != dr.ticket.ID {
		return end, warn
	}
	for d := dr.decideReply(channel.Request{}, dr.now); d.Allowed; d = dr.decideReply(channel.Request{}, d.Until) {
		if d.Until.IsZero() {
			return time.Time{}, time.Time{}
		}
		end, warn = d.Until, d.WarnAt(lead)
	}
	if !end.After(dr.conv.WarnedOf) {
		return time.Time{}, time.Time{}
	}
	return end, warn
}

// earlier returns the earlier of two instants; a zero one does not count.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
