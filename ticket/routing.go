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
