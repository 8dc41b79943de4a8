package socialticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// draft is a decision in the making: what was loaded, and what is to become of it.
type draft struct {
	head Head // that was loaded

	// These are the head's at first: see begin.
	conv   Conversation
	ticket ticket.Ticket // IsZero would copy it: it is missing if its ID is
	// said is the comment that the decision is about: the one that the reference
	// named, then the one that is added or changed.
	said ticket.Comment

	making
}

// making is the part of a draft that the head says nothing of.
type making struct {
	desk      *Desk
	settings  *Settings
	now       time.Time
	cause     string
	verdict   channel.Decision
	conflicts []identity.Conflict
	person    *identity.Person // nil: none
	asked     identity.Person  // what rules know of the requester; zero: not known yet
	heard     *channel.Event   // the customer's message that may get automatic ones; nil: none
	course    *rules.Course    // that the triggers take; nil: it is not told
	choice    routing.Choice   // who gets the ticket
	turn      routing.Turn     // after that

	// The parts of the commit, under the names that they have there. It gets copies of the
	// events and effects, whose room is for the next decision.
	addresses []channel.Address
	comments  []ticket.Comment
	events    []ticket.Event
	effects   []Effect
	settled   []string // its Done
	parked    int
	park      *channel.Event // nil: none

	changed bool // there is something to write of the conversation
	moved   bool // there is something to write of the ticket
	created bool // the ticket is new
	again   bool // what the command asks for is in already
	stepped bool // a step of a release was taken
	unseen  bool // tickets are merged or parted: no trigger looks at it, no survey goes out, the session goes on

	others []besides // further tickets that the decision changes
	room   *sight    // for what rules glance at; nil: none yet
}

// reset readies a draft for the next head: the parts that this fills are left as they are,
// and so is the room that was taken.
func (dr *draft) reset() {
	clear(dr.events)
	clear(dr.effects)
	dr.making = making{room: dr.room, events: dr.events[:0], effects: dr.effects[:0]}
}

// begin takes the head that was loaded as what is to change.
func (dr *draft) begin(cause string, s *Settings, at time.Time) {
	dr.settings, dr.now, dr.cause = s, at.UTC(), cause
	dr.conv, dr.ticket, dr.said = dr.head.Conversation, dr.head.Ticket, dr.head.Comment
}

// log adds audit events of the ticket.
func (dr *draft) log(by ticket.Actor, events ...ticket.Event) {
	from := len(dr.events)
	dr.events = append(dr.events, events...)
	dr.enter(by, from)
}

// enter makes the events from a place on the ticket's.
func (dr *draft) enter(by ticket.Actor, from int) {
	dr.ticket.Enter(dr.events[from:], by, dr.now)
	dr.changed, dr.moved = true, true
}

// step puts the ticket's next version in, and the events that tell the
// difference.
func (dr *draft) step(by ticket.Actor, next ticket.Ticket) {
	dr.become(by, &next, dr.differ(&next))
}

// differ adds the events that tell how the ticket's next version differs, and returns the
// place of the first.
func (dr *draft) differ(next *ticket.Ticket) (from int) {
	from = len(dr.events)
	dr.events = ticket.AppendDiff(dr.events, &dr.ticket, next)
	return from
}

// become puts the ticket's next version in, which the events from a place on tell of.
func (dr *draft) become(by ticket.Actor, next *ticket.Ticket, from int) {
	before := dr.ticket.Status
	dr.ticket = *next
	dr.enter(by, from)
	if !dr.unseen && next.Status != before && next.Status.Compare(ticket.Pending) >= 0 {
		dr.quiet(by)
	}
}

// set makes one change of the ticket. What is routed as mail is no live exchange any more:
// its session ends.
func (dr *draft) set(by ticket.Actor, c ticket.Change) error {
	if why := dr.settings.allows(c); why != "" {
		return &ticket.ValueError{Field: c.Field, Value: c.Value, Reason: why}
	}
	if c.Field == ticket.FieldRouting && c.Value == string(ticket.RouteEmail) && dr.talking() {
		if err := dr.mayEnd(by); err != nil {
			return err
		}
		dr.endSession(by, ticket.RouteEmail)
		return nil
	}
	next, err := dr.settings.Lifecycle.Set(dr.ticket, c, by, dr.now)
	if err != nil {
		return err
	}
	if from := dr.differ(&next); len(dr.events) > from {
		dr.become(by, &next, from)
		dr.free()
	}
	return nil
}

// comment adds a comment to the ticket, and the event that tells of it.
func (dr *draft) comment(c ticket.Comment) {
	dr.ticket.Comments++
	if !c.Public {
		dr.ticket.Notes++
	}
	c.Ticket, c.Number = dr.ticket.ID, dr.ticket.Comments
	dr.said = c
	dr.comments = append(dr.comments, c)
	e := ticket.Event{Type: ticket.EventComment, Comment: c.ID}
	if !c.Public {
		e.To = ticket.MarkNote
	}
	dr.log(c.Author, e)
}

// replace puts a comment in place of an earlier state of it.
func (dr *draft) replace(c ticket.Comment) {
	dr.said = c
	if at := dr.drafted(c.ID); at != nil {
		*at = c
	} else {
		dr.comments = append(dr.comments, c)
	}
	dr.changed, dr.moved = true, true
}

// drafted returns the comment of an id as the decision adds or changes it, nil if it does
// not.
func (dr *draft) drafted(id string) *ticket.Comment {
	for i := range dr.comments {
		if dr.comments[i].ID == id {
			return &dr.comments[i]
		}
	}
	return nil
}

// effect adds an effect of the conversation.
func (dr *draft) effect(e Effect) {
	dr.conv.Effects++
	e.Number, e.Account, e.Key, e.At = dr.conv.Effects, dr.conv.Account, dr.conv.Key, dr.now
	dr.effects = append(dr.effects, e)
	dr.changed = true
}

// frozen reports that the loaded ticket is closed: its fields and words stay.
func (dr *draft) frozen() bool { return dr.head.Ticket.Status == ticket.Closed }

// needTicket returns an error if the ticket of a command is unknown, or closed.
func (dr *draft) needTicket(id ticket.ID) error {
	switch {
	case dr.ticket.ID == "":
		return notFound("ticket", string(id))
	case dr.frozen():
		return over(dr.ticket)
	}
	return nil
}

// seal makes the finished commit; it stays zero if nothing is to be written.
func (dr *draft) seal(c *Commit) {
	switch {
	case dr.person != nil:
		dr.sealPerson(c)
		return
	case dr.conv.Key != "":
		dr.sealTalk(c)
	}
	if dr.park != nil {
		c.Account, c.Park = dr.park.Account, *dr.park
	}
	if !c.empty() {
		c.Cause, c.At, c.Settings = dr.cause, dr.now, dr.settings.Version
	}
}

// personEffect adds an effect of the person, who is in dr.person.
func (dr *draft) personEffect(e Effect) {
	dr.person.Effects++
	e.Number, e.Key, e.At = dr.person.Effects, Key(dr.person.ID), dr.now
	dr.effects = append(dr.effects, e)
}

// sealPerson puts in what is new of a person.
func (dr *draft) sealPerson(c *Commit) {
	c.Cause, c.At, c.Settings = dr.cause, dr.now, dr.settings.Version
	c.Key, c.Expect = Key(dr.person.ID), dr.head.Record.Version
	c.Person, c.Effects, c.Done = *dr.person, append(c.Effects, dr.effects...), dr.settled
	c.Person.Version = c.Expect + 1
}

// sealTalk puts in what is new of the conversation, if anything is.
func (dr *draft) sealTalk(c *Commit) {
	c.Timers = dr.timers()
	if !dr.changed && len(c.Timers) == 0 {
		return
	}
	c.Account, c.Key, c.Expect = dr.conv.Account, dr.conv.Key, dr.head.Conversation.Version
	c.Conversation, c.Addresses = dr.conv, dr.addresses
	c.Conversation.Version = c.Expect + 1
	c.Comments, c.Events, c.Parked = dr.comments, append(c.Events, dr.events...), dr.parked
	c.Effects, c.Done, c.Conflicts = append(c.Effects, dr.effects...), dr.settled, dr.conflicts
	if dr.moved {
		c.Ticket = dr.ticket
	}
	for _, o := range dr.others {
		c.Others = append(c.Others, o.ticket)
	}
}
