package rules

import (
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Subject is what rules look at: a ticket, what was just done to it, and what is known
// around it. A desk makes its own; a helpdesk with tickets of its own fills one in and
// runs rules without a desk. Ticket and Now are needed, everything else may be zero.
//
// Rules read a Subject and change nothing in it, but for what [Table] keeps there to read
// it faster: so one goroutine at a time may use it.
type Subject struct {
	Ticket *ticket.Ticket
	// Before is the ticket as it was before the update. Nil: the update made the ticket,
	// or Update is nil.
	Before *ticket.Ticket
	// Update is what was done to the ticket. Nil: nothing was, time has passed.
	Update *Update

	Requester    *identity.Person // nil: nothing is known
	Organization *Organization    // of the ticket; nil: it has none

	// Session is that of the ticket, and SessionBefore the same before the update. Zero: it
	// has had none.
	Session, SessionBefore session.Session
	// Reply is whether an ordinary message may go out now, and until when.
	Reply channel.Decision

	// User is who updated the ticket last, or who looks at a view; Groups are theirs.
	User   string
	Groups []string

	// Schedules are the hours of the business by id; "" is the default.
	Schedules map[string]*schedule.Schedule
	Now       time.Time

	// Known is what else is known, and KnownBefore what of it was so before the update.
	Known, KnownBefore Known

	Host any // for a host's own fields

	cycle   bool // hours are counted whole, as a [Cycle] does
	lens    *lens
	sig     signature
	scratch *scratch
	looked  []looked
	parts   []string // room for what split returns
}

// Update is what was just done to a ticket.
type Update struct {
	By ticket.Actor
	// Via is how it came: a kind of channel, "api", "rule".
	Via string
	// Comment is the one that the update added. Nil: none.
	Comment *ticket.Comment
	// Silent tells that the message wants no automatic answer: it asks for none, could not
	// be delivered, or came from an address of the business itself. What rules would tell
	// its requester is left out.
	Silent bool
}

// Organization is what rules know of the organization of a ticket.
type Organization struct {
	ID     string
	Fields []identity.Field // sorted by id
}

// hours returns the schedule of the ticket, nil if there is none.
func (s *Subject) hours() *schedule.Schedule {
	if h := s.Schedules[s.Ticket.Schedule]; h != nil {
		return h
	}
	return s.Schedules[""]
}

// split returns the parts of a text between blanks, in room of the subject that the next
// split takes again.
func (s *Subject) split(text string) []string {
	s.parts = s.parts[:0]
	for part := range strings.FieldsSeq(text) {
		s.parts = append(s.parts, part)
	}
	return s.parts
}
