package ticket

// Routing says which capacity of an agent a ticket takes while it is not done. Its text is
// the stored one. The empty Routing takes none: the ticket is in no queue.
// Source: https://support.zendesk.com/hc/en-us/articles/4828787357210, facts as of autumn 2026.
type Routing string

// The ways of routing.
const (
	RouteMessaging Routing = "messaging" // a live exchange
	RouteEmail     Routing = "email"     // it is answered when there is time
)

// FieldRouting is the field of [Ticket.Routing], for changes and audit events.
const FieldRouting FieldName = "routing_channel"

// Takes returns the capacity that t takes of its assignee now, or waits for. A done ticket
// takes none. One whose session has fallen silent, see [Ticket.Released], takes none either,
// unless released ones count.
func (t Ticket) Takes(countReleased bool) Routing {
	if t.Status.Done() || t.Released && !countReleased {
		return ""
	}
	return t.Routing
}

// setRouting sets what capacity t takes.
func (t Ticket) setRouting(to Routing) (Ticket, error) {
	switch to {
	case RouteMessaging, RouteEmail, "":
	default:
		return Ticket{}, &ValueError{Field: FieldRouting, Value: string(to), Reason: "want messaging, email or nothing"}
	}
	if t.Routing != to {
		t.Routing, t.Released = to, false
	}
	return t, nil
}
