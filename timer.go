package socialticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// timers returns the timers of the conversation and of its tickets that are not set as
// they should be.
func (dr *draft) timers() []Timer {
	list := dr.timersOf()
	for i := range dr.others {
		list = append(list, dr.as(&dr.others[i]).timersOf()...)
	}
	return list
}

// timersOf returns those of the conversation and of the ticket that the draft is about.
func (dr *draft) timersOf() []Timer {
	var list []Timer
	add := func(id ticket.ID, at time.Time) {
		if !at.Equal(dr.head.timer(id).At) {
			list = append(list, Timer{Account: dr.conv.Account, Key: dr.conv.Key, Ticket: id, At: at})
		}
	}
	if dr.conv.Ticket == dr.ticket.ID {
		add("", dr.talkDue())
	}
	if dr.ticket.ID != "" {
		add(dr.ticket.ID, dr.ticketDue())
	}
	return list
}

// ticketDue returns the next instant at which the ticket wants attention if nothing
// happens before. It is not after now if something is due already.
func (dr *draft) ticketDue() time.Time {
	if dr.ticket.Status == ticket.Closed {
		return time.Time{}
	}
	next := earlier(dr.automationsDue(), dr.settings.Lifecycle.DueAt(dr.ticket))
	next = earlier(next, sla.NextBreach(&dr.ticket, dr.settings.Schedules))
	return dr.overdue(next, dr.ticket.ID)
}

// talkDue returns the same for the conversation: the next step of its session's policy, a
// window that is about to end.
func (dr *draft) talkDue() time.Time {
	var next time.Time
	if dr.conv.Session.Ticket == dr.ticket.ID && dr.ticket.Status != ticket.Closed {
		_, next = dr.settings.Sessions.Next(dr.conv.Session, dr.ticket)
	}
	_, warn := dr.ending()
	return dr.overdue(earlier(next, warn), "")
}

// overdue returns next, or the earlier instant for which a timer is set already, if what
// it was set for is due and has not been done.
func (dr *draft) overdue(next time.Time, id ticket.ID) time.Time {
	if was := dr.head.timer(id).At; !next.IsZero() && !next.After(dr.now) && !was.IsZero() {
		return earlier(next, was)
	}
	return next
}

// ending returns the end of the reply window that is to be warned of, and when,
// while the ticket still needs an answer; zero if there is none, or if it was
// warned of already. A window after which another way stays open does not end.
func (dr *draft) ending() (end, warn time.Time) {
	lead := dr.settings.Warn
	if lead <= 0 || dr.ticket.ID == "" || dr.ticket.Status.Done() || dr.conv.Ticket != dr.ticket.ID || dr.composer() != ComposeMessage {
		return end, warn
	}
	for d := dr.mayReply(channel.Request{}, dr.now); d.Allowed; d = dr.mayReply(channel.Request{}, d.Until) {
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
