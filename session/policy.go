package session

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// DefaultIdle is how long after the user's last message a session becomes inactive.
// Source: https://support.zendesk.com/hc/en-us/articles/7043034053658 (read autumn 2026).
const DefaultIdle = 10 * time.Minute

// Policy says how sessions fall silent, who may end one, and what follows an end. The zero
// Policy is that of a new Zendesk account without automatic release: a session is inactive
// ten minutes after the user's last message, agents may end it, and its ticket leaves all
// queues then. A Policy never changes by use; goroutines may share it.
type Policy struct {
	// Idle is how long after the user's last message the session of an assigned ticket
	// becomes inactive. 0: [DefaultIdle]. While a ticket has no assignee it is always
	// DefaultIdle. A ticket that goes to a status other than new and open makes its session
	// inactive at once. Source: https://support.zendesk.com/hc/en-us/articles/7043034053658
	// (read autumn 2026).
	Idle time.Duration
	// FreeInactive tells that an inactive session takes no capacity of its agent. False: it
	// does, until it is released by [Release] or ended. Source:
	// https://support.zendesk.com/hc/en-us/articles/4828787357210 (read autumn 2026).
	FreeInactive bool
	Release      Release // zero: capacity is not released by a clock, and no user is reminded

	// EndInactive ends a session when silence has made it inactive: at the release, where one
	// is set, else the idle time after the last message of either side. It cannot be had with
	// reminders.
	EndInactive bool
	// EndAfter ends a session that long after the last message of the user, or after the
	// first of an agent since. 0: it does not.
	EndAfter time.Duration
	// EndWaiting lets silence also end sessions whose user waits for an answer by a person.
	// False: these go on.
	EndWaiting bool

	// AgentsMayNot are the accounts whose sessions agents may not end; a zero Account stands
	// for all. Zendesk has this for accounts that had messaging before ends came out. Nil:
	// agents may. Source: https://support.zendesk.com/hc/en-us/articles/8372292195354 (read
	// autumn 2026).
	AgentsMayNot []channel.Account
	// UsersMay lets users end their sessions. Source:
	// https://support.zendesk.com/hc/en-us/articles/10046732687770 (read autumn 2026).
	UsersMay bool
	// Farewell is what users are told who end their session. Empty: nothing. After an end by
	// others they are not told. It is a template, as the texts of rules are.
	Farewell string

	// RouteEnded is the capacity that a ticket takes after its session was ended, by whomever.
	// With [ticket.RouteEmail] it goes to the agent who ended the session, which opens a new
	// ticket as any assignment does. Empty: none, so that it leaves all queues. Source:
	// https://support.zendesk.com/hc/en-us/articles/4828787357210 (read autumn 2026).
	RouteEnded ticket.Routing
	// RouteEndedSince is when RouteEnded was chosen: sessions that end before leave their
	// tickets without a queue. Zero: always.
	RouteEndedSince time.Time

	// WriteEnded lets people go on writing on the channel after the end. False: their public
	// replies are kept and not sent, or go by mail if MailEnded is set.
	WriteEnded bool
	// MailEnded tells that the host sends mail: a public reply after the end goes to the
	// user's e-mail address, where one is known. Source:
	// https://support.zendesk.com/hc/en-us/articles/8009788438042 (read autumn 2026).
	MailEnded bool
}

// MayEnd reports whether an actor of a kind may end the sessions of an account. Rules, bots
// and the system may.
func (p Policy) MayEnd(by ticket.ActorKind, on channel.Account) bool {
	switch by {
	case ticket.Agent:
		return !slices.ContainsFunc(p.AgentsMayNot, func(a channel.Account) bool { return a == on || a == channel.Account{} })
	case ticket.EndUser:
		return p.UsersMay
	case ticket.Bot, ticket.Trigger, ticket.Automation, ticket.System:
	}
	return true
}

// Route returns how a ticket is routed whose session is ended at an instant.
func (p Policy) Route(ended time.Time) ticket.Routing {
	if ended.Before(p.RouteEndedSince) {
		return ""
	}
	return p.RouteEnded
}

// Frees reports whether a session takes no capacity for now, though it goes on.
func (p Policy) Frees(s Session) bool {
	return s.State == Inactive && (p.FreeInactive || !s.Released.At.IsZero())
}

// idle returns how long the user of a ticket may be silent.
func (p Policy) idle(t *ticket.Ticket) time.Duration {
	if p.Idle == 0 || t.Assignee == "" {
		return DefaultIdle
	}
	return p.Idle
}
