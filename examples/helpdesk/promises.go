package main

import (
	"slices"

	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// promiseView is a promise of an SLA as it stands.
type promiseView struct {
	sla.State
	Text string // "First reply: 25 min left"
}

// Class returns how urgent it is, as a class of the style sheet.
func (p promiseView) Class() string {
	switch p.Phase {
	case sla.Breached:
		return "over"
	case sla.Active:
		return words.Urgency(p.Left)
	case sla.Paused, sla.Fulfilled:
	}
	return "calm"
}

// promiseViews says how promises stand.
func promiseViews(f frame, states []sla.State) []promiseView {
	var list []promiseView
	for _, s := range states {
		left := f.Left(s.Left.Abs())
		if s.Business {
			left = f.T("promise.business", left)
		}
		key := "promise." + string(s.Phase)
		if s.Phase == sla.Fulfilled && !s.BreachedAt.IsZero() {
			key = "promise.late"
		}
		list = append(list, promiseView{s, f.Say(key, f.Or("promise", "of", string(s.Metric)), left)})
	}
	return list
}

// awaited returns those that are not fulfilled, for the head of the ticket.
func awaited(list []promiseView) []promiseView {
	return slices.DeleteFunc(list, func(p promiseView) bool { return p.Phase == sla.Fulfilled })
}

// promises returns the promises of a ticket that somebody still waits for.
func (s *server) promises(f frame, t ticket.Ticket) []promiseView {
	return awaited(promiseViews(f, sla.At(&t, s.business.Settings().Schedules, f.Now)))
}
