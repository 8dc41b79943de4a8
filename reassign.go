package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// lost reports whether an agent has left, or, if that is asked for too, is away so that
// tickets are taken off. Where the settings have no agents nobody is.
func (s *Settings) lost(agent string, away bool) bool {
	if agent == "" || s.Routing.KeepAssignee || len(s.Agents) == 0 {
		return false
	}
	i := slices.IndexFunc(s.Agents, func(a Agent) bool { return a.ID == agent })
	return i < 0 || away && s.Agents[i].Presence == routing.Reassigning
}

// takeOff takes a ticket that is not done off an assignee who is lost.
func (dr *draft) takeOff(away bool) error {
	if dr.ticket.Status.Done() || !dr.settings.lost(dr.ticket.Assignee, away) {
		return nil
	}
	return dr.changeAll(routingActor(), []ticket.Change{{Field: ticket.FieldAssignee}})
}

// takeOffLeft takes the ticket off an assignee who has left, if the desk asks for routing.
func (dr *draft) takeOffLeft() {
	if dr.settings.Routing.Method == "" || dr.ticket.Status != ticket.Open {
		return
	}
	if err := dr.takeOff(false); err != nil {
		panic("socialticket: an open ticket cannot lose its assignee: " + err.Error())
	}
}

// askRoute asks for routing if the ticket has come to wait for an agent.
func (dr *draft) askRoute() {
	if dr.settings.Routing.Method == "" || !dr.moved || !routing.Waits(dr.ticket) || routing.Waits(dr.head.Ticket) {
		return
	}
	id := dr.desk.mint("route", dr.cause, string(dr.ticket.ID))
	dr.effect(Effect{ID: id, Kind: EffectRoute, Lane: "route", Command: Order{Route{Ticket: dr.ticket.ID}}})
}
