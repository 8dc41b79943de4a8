package socialticket

import (
	"context"
	"slices"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// Question asks why the rules of the settings hold for a ticket, or do not.
type Question struct {
	Ticket ticket.ID `json:"ticket_id"`
	// User is who looks at the views: "current_user" and, by [Settings.Agents],
	// "current_groups" in their conditions. Empty: a person without either.
	User string `json:"user_id,omitzero"`
	// At is the instant that is asked about, if nothing happens to the ticket until then.
	// Zero: now.
	At time.Time `json:"at,omitzero"`
}

// Outlook tells how a ticket stands with the rules that time may make true.
type Outlook struct {
	Ticket ticket.Ticket `json:"ticket"` // as it is stored
	At     time.Time     `json:"at"`     // the instant of the question, in UTC
	// NextAt is the next instant at which [Desk.Wake] has something to do to the ticket:
	// an automation, a promise that breaks, the end of a snooze, closing. Not after At: it is due. Zero: none.
	NextAt      time.Time           `json:"next_at,omitzero"`
	Automations []Prospect          `json:"automations,omitzero"` // all of them, in their order
	Views       []rules.Explanation `json:"views,omitzero"`       // those of the settings, in their order
	// Promises tells how what was promised stands at the instant; [sla.Explain] tells from the
	// ticket's events how it came so.
	Promises []sla.State `json:"promises,omitzero"`
}

// Prospect tells why an automation holds for a ticket or does not, and when it will.
type Prospect struct {
	rules.Explanation
	// Fired tells that it has fired, and does not again until its conditions have failed.
	Fired bool `json:"fired,omitzero"`
	// Refused tells that it could not be carried out, and is not tried again until the
	// ticket is updated.
	Refused bool `json:"refused,omitzero"`
}

// Explain tells why each automation and each view of the settings holds for a ticket or
// does not, and when it will if nothing but time passes. Nothing is changed. The error
// matches [ErrNotFound].
func (d *Desk) Explain(ctx context.Context, q Question) (Outlook, error) {
	var head Head
	if err := d.load(ctx, Ref{Ticket: q.Ticket}, &head); err != nil {
		return Outlook{}, err
	}
	if head.Ticket.IsZero() {
		return Outlook{}, notFound("ticket", string(q.Ticket))
	}
	if q.At.IsZero() {
		q.At = d.config.Clock.Now()
	}
	dr := &draft{head: head, making: making{desk: d}}
	dr.begin("", d.config.Settings(), q.At)
	return dr.outlook(q.User), nil
}

// outlook explains the automations, and the views as a person sees them.
func (dr *draft) outlook(user string) Outlook {
	o := Outlook{Ticket: dr.ticket, At: dr.now, NextAt: dr.ticketDue(), Promises: sla.At(&dr.ticket, dr.settings.Schedules, dr.now)}
	for _, id := range dr.settings.Automations.IDs() {
		s := dr.idle()
		if dr.settings.AutomationRuns != nil {
			s.AtRun(dr.now)
		}
		why, _ := dr.settings.Automations.Explain(id, s)
		p := Prospect{Explanation: why}
		if runs := dr.settings.AutomationRuns; runs != nil && !p.Due.IsZero() {
			p.Due = runs.Next(p.Due)
		}
		p.Fired, p.Refused = dr.conv.spentBy(&dr.ticket, id)
		o.Automations = append(o.Automations, p)
	}
	s := dr.idle()
	s.User, s.Groups = user, dr.settings.groupsOf(ticket.Actor{Kind: ticket.Agent, ID: user})
	for _, id := range dr.settings.Views.IDs() {
		why, _ := dr.settings.Views.Explain(id, s)
		o.Views = append(o.Views, why)
	}
	return o
}

// spentBy reports whether an automation fired on a ticket as it is, or was refused.
func (c *Conversation) spentBy(t *ticket.Ticket, rule string) (fired, refused bool) {
	i := slices.IndexFunc(c.Fired, func(f Fired) bool { return f.Ticket == t.ID })
	if i < 0 {
		return false, false
	}
	f := c.Fired[i]
	return slices.Contains(f.Done, rule), f.UpdatedAt.Equal(t.UpdatedAt) && slices.Contains(f.Refused, rule)
}
