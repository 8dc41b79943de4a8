package sla

import (
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Policy promises to the tickets for which its conditions hold. Its [rules.Rule] has no
// actions, and its conditions none on changes.
type Policy struct {
	rules.Rule
	// Default makes it hold for a ticket for which no other policy does. Several are asked
	// in their order.
	Default bool     `json:"default,omitzero"`
	Targets []Target `json:"targets,omitzero"`
}

// Target is the promise of one metric.
type Target struct {
	// Priority is that of the tickets to which it is promised. Empty: any for which the
	// policy has no target of the metric of its own.
	Priority ticket.Priority `json:"priority,omitzero"`
	Metric   ticket.Metric   `json:"metric"`
	Within   time.Duration   `json:"within"`                  // in nanoseconds, more than 0
	Business bool            `json:"business_hours,omitzero"` // of the ticket's schedule; false: calendar hours
}

// Config is the policies of a business and how it measures. Beside the policies, the zero
// Config is Zendesk's.
type Config struct {
	Policies []Policy // in the order of their position, then of the list; the first that holds counts

	// EmptyIsNone makes a policy without conditions hold for no ticket, unless it is the
	// Default. False: it holds for every ticket, as in Zendesk.
	EmptyIsNone bool
	// FromCreation makes every metric count from the beginning of the ticket, or of its
	// reopening, also if the promise came later. False: but for replies they count from
	// the promise on. A metric that is promised later is measured before as the first
	// policy that promises it counts, in business hours or not.
	FromCreation bool
	// NextReplyAtOnce makes the next reply count for the ticket's first message as well.
	// False: that message waits for the first reply alone.
	NextReplyAtOnce bool
	// Pauses are the statuses in which the clock of a metric stands. A metric that is not
	// there has those of [Pauses].
	Pauses map[ticket.Metric][]ticket.Status
	// Statuses tells for custom statuses, by id, whether they pause every clock (true) or
	// none (false). One that is not there goes by its category.
	Statuses map[string]bool
}

// Pauses returns the statuses in which Zendesk pauses the clock of a metric. Solved and
// closed end it. Source:
// https://handbook.gitlab.com/handbook/security/customer-support-operations/zendesk/metrics-definitions
// (read autumn 2026).
func Pauses(m ticket.Metric) []ticket.Status {
	switch m {
	case ticket.PausableUpdate, ticket.RequesterWait:
		return []ticket.Status{ticket.Pending}
	case ticket.AgentWork:
		return []ticket.Status{ticket.Pending, ticket.Hold}
	case ticket.FirstReply, ticket.NextReply, ticket.PeriodicUpdate, ticket.TotalResolution:
	}
	return nil
}
