package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// promise moves the clocks of what was promised to the ticket's requester, when all that the
// decision has done so far is done. The policy is chosen again if the ticket was updated.
func (dr *draft) promise() {
	t := &dr.ticket
	if t.ID == "" || dr.frozen() && t.Status == ticket.Closed || dr.settings.SLA == nil && len(t.Clocks) == 0 && t.Policy == "" {
		return
	}
	o := sla.Occasion{Schedules: dr.settings.Schedules, Now: dr.now}
	if dr.updated() {
		o.Subject = dr.subject(dr.update(&sight{}))
	}
	next, events := dr.settings.SLA.Step(*t, o)
	if len(events) > 0 {
		dr.ticket = next
		dr.log(ticket.Actor{Kind: ticket.System}, events...)
	}
}

// updated reports whether the decision has changed something of the ticket that policies
// look at.
func (dr *draft) updated() bool {
	return slices.ContainsFunc(dr.events, func(e ticket.Event) bool {
		return e.Type == ticket.EventCreate || e.Type == ticket.EventChange || e.Type == ticket.EventComment
	})
}
