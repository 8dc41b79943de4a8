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
	}
	if slices.ContainsFunc(s.Agents, func(a Agent) bool { return a.ID == t.Requester }) {
		k.RequesterRole = "agent"
	}
	return k
}

// sessionOf returns a conversation's session if it is about a ticket, else none.
func sessionOf(s session.Session, t ticket.ID) session.Session {
	if s.Ticket != t {
		return session.Session{}
	}
	return s
}
