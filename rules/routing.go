package rules

import (
	"slices"

	"github.com/socialticket/socialticket/ticket"
)

// routing is the capacity that a ticket takes: "messaging", "email" or nothing. Zendesk has
// the condition "Routing channel" and the action "Set routing channel"; their names in JSON
// are not published, so that this one is ours, for both. A desk ends the session of a ticket
// that a rule routes as email. Source:
// https://support.zendesk.com/hc/en-us/articles/8009788438042 (read autumn 2026).
func routing() Field {
	return Field{Name: string(ticket.FieldRouting), Kind: Choice, Values: routes(), Alias: none("__NULL__"), rare: true,
		Of: func(t *ticket.Ticket) string { return string(t.Routing) }}
}

func routes() []string { return []string{string(ticket.RouteMessaging), string(ticket.RouteEmail)} }

// endsTwice finds rules that end a session in two ways: to route a ticket as email ends it
// as well, and how the ticket is routed then depends on which comes first.
func (c *checker) endsTwice(r *checked) {
	routes := slices.ContainsFunc(r.deeds, func(d deed) bool { return d.field == ticket.FieldRouting && d.value == string(ticket.RouteEmail) })
	ends := slices.ContainsFunc(r.deeds, func(d deed) bool { return d.ask.Kind == AskEndSession })
	if routes && ends {
		c.find(r, Finding{Severity: SeverityWarning, Kind: FindEndsTwice, Place: "actions",
			Reason: "it both ends the session and routes the ticket as email, which ends it too", Advice: "Keep one of the two actions"})
	}
}
