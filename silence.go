package socialticket

import (
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// policyActor is who releases, reminds and ends as [Settings.Sessions] say. Triggers look at
// what it does; what the system does without an id they do not see.
func policyActor() ticket.Actor { return ticket.Actor{Kind: ticket.System, ID: "session_policy"} }

// passSilence does what the silence of the user has made due, in its order, and reports
// whether that was anything.
func (dr *draft) passSilence() (did bool) {
	if dr.conv.Session.Ticket != dr.ticket.ID {
		return false
	}
	policy := &dr.settings.Sessions
	for {
		step, at := policy.Next(dr.conv.Session, dr.ticket)
		if at.IsZero() || dr.now.Before(at) {
			return did
		}
		dr.take(step)
		did = true
	}
}

// take takes one step of the session's policy.
func (dr *draft) take(step session.Step) {
	release, by, before := &dr.settings.Sessions.Release, policyActor(), dr.conv.Session
	move := func(by ticket.Actor) {
		dr.conv.Session = before.Take(step, by, dr.ticket.Status, dr.now)
		dr.sessionMoved(by, before.State)
		dr.changed = true
	}
	switch step {
	case session.StepQuiet:
		move(ticket.Actor{Kind: ticket.System})
	case session.StepRelease:
		move(by)
		dr.takeStatus(by, release.Status)
	case session.StepRemind:
		one := release.Reminders[before.Released.Reminders]
		move(by)
		dr.tellUser("reminder", one.Text)
		dr.takeStatus(by, one.Status)
	case session.StepEnd:
		dr.endSession(by, dr.settings.Sessions.Route(dr.now))
	}
}

// takeStatus gives the ticket the status of a step; its reminders go on from there.
func (dr *draft) takeStatus(by ticket.Actor, status string) {
	if status != "" {
		field := ticket.FieldCustomStatus
		if ticket.Status(status).Known() {
			field = ticket.FieldStatus
		}
		dr.system(by, ticket.Change{Field: field, Value: status})
	}
	dr.stepped = true
	dr.followStatus()
}

// followStatus notes the status that the ticket has after a step, rules included.
func (dr *draft) followStatus() {
	if dr.stepped && dr.conv.Session.Ticket == dr.ticket.ID {
		dr.conv.Session.Released.Status = dr.ticket.Status
	}
}

// tellUser writes to the user in the name of the policy. It is no answer.
func (dr *draft) tellUser(what, text string) {
	if text == "" {
		return
	}
	by := policyActor()
	text = dr.words(by, rules.Ask{Body: text}, dr.idle())
	verdict := dr.verdict
	dr.sayRule(dr.desk.mint(what, dr.cause, string(dr.ticket.ID), dr.conv.Session.ID), by, text, true)
	dr.verdict = verdict
	if next, err := dr.settings.Lifecycle.Answer(dr.ticket, by, true, dr.now); err == nil {
		dr.step(by, next)
	}
}

// quiet makes the session of the ticket inactive.
func (dr *draft) quiet(by ticket.Actor) {
	if s := dr.conv.Session; s.Ticket == dr.ticket.ID && s.State == session.Active {
		dr.conv.Session = s.Quiet()
		dr.sessionMoved(by, s.State)
	}
}

// free lets the ticket tell whether its session takes capacity now.
func (dr *draft) free() {
	s := dr.conv.Session
	is := s.Ticket == dr.ticket.ID && dr.ticket.Routing == ticket.RouteMessaging && dr.settings.Sessions.Frees(s)
	if dr.ticket.Released != is {
		dr.ticket.Released = is
		dr.changed, dr.moved = true, true
	}
}

// keepClock lets the user's silence count once an agent who answered has the ticket.
func (dr *draft) keepClock() {
	s := dr.conv.Session
	if !dr.changed || s.Ticket != dr.ticket.ID || dr.ticket.ID == "" || len(dr.ticket.AgentStations) == 0 {
		return
	}
	dr.conv.Session = s.Assigned(dr.now)
}
