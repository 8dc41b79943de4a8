package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Known returns what rules know of a ticket beside its own fields, as far as a desk keeps it.
// The description stands in a comment, and what only the host knows is left empty.
func (s *Settings) Known(t *ticket.Ticket) rules.Known {
	k := rules.Known{
		Private: t.Private(), DueAt: t.DueAt, BreachedAt: sla.LastBreach(t), BreachAt: sla.NextBreach(t, s.Schedules), PromiseAt: sla.DueAt(t, s.Schedules),
		Recipient: t.Address.Account.ID, ViaSubtype: string(t.Address.Account.Kind) + ":" + t.Address.Account.ID,
		RequesterRole: "end_user", AgentStations: len(t.AgentStations), GroupStations: len(t.GroupStations),
		Satisfaction: string(t.Survey.Score),
	}
	if slices.ContainsFunc(s.Agents, func(a Agent) bool { return a.ID == t.Requester }) {
		k.RequesterRole = "agent"
	}
	return k
}

// sessionOf returns the session that a ticket has, or had.
func sessionOf(c *Conversation, t *ticket.Ticket) session.Session {
	if c.Session.Ticket == t.ID { // mostly so, and Of copies the ticket
		return c.Session
	}
	return c.Session.Of(*t)
}

// description returns the words of the ticket's first comment as they are by now.
func (dr *draft) description() string {
	for i := range dr.comments {
		if c := &dr.comments[i]; c.Number == 1 && c.Ticket == dr.ticket.ID {
			return c.Content.Text
		}
	}
	if dr.head.First.Ticket != dr.ticket.ID {
		return ""
	}
	return dr.head.First.Content.Text
}
