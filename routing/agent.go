package routing

import (
	"slices"

	"github.com/socialticket/socialticket/ticket"
)

// Agent is a person who takes tickets.
type Agent struct {
	ID       string   `json:"id"`
	Groups   []string `json:"group_ids,omitzero"`
	Skills   []string `json:"skills,omitzero"`
	Presence Presence `json:"presence,omitzero"`
	Capacity Capacity `json:"capacity,omitzero"`
	Load     Load     `json:"load,omitzero"`
}

// Capacity is how many tickets of each way of routing an agent takes at once. 0: as
// [Config.Capacity] says, and if that is 0 too, any number. Negative: none.
type Capacity struct {
	Messaging int `json:"messaging,omitzero"`
	Email     int `json:"email,omitzero"`
}

// Of returns the capacity for one way of routing. Of a way that is unknown it is negative.
func (c Capacity) Of(r ticket.Routing) int {
	switch r {
	case ticket.RouteMessaging:
		return c.Messaging
	case ticket.RouteEmail:
		return c.Email
	}
	return -1
}

// or returns c with the values of another where it has none.
func (c Capacity) or(other Capacity) Capacity {
	if c.Messaging == 0 {
		c.Messaging = other.Messaging
	}
	if c.Email == 0 {
		c.Email = other.Email
	}
	return c
}

// Load is how many tickets of each way of routing an agent has.
type Load struct {
	Messaging int `json:"messaging,omitzero"`
	Email     int `json:"email,omitzero"`
}

// Of returns the load of one way of routing.
func (l Load) Of(r ticket.Routing) int {
	switch r {
	case ticket.RouteMessaging:
		return l.Messaging
	case ticket.RouteEmail:
		return l.Email
	}
	return 0
}

// Plus returns l with n more tickets of a way of routing. An unknown way adds nothing.
func (l Load) Plus(r ticket.Routing, n int) Load {
	switch r {
	case ticket.RouteMessaging:
		l.Messaging += n
	case ticket.RouteEmail:
		l.Email += n
	}
	return l
}

// Total returns how many tickets it is.
func (l Load) Total() int { return l.Messaging + l.Email }

// lacks returns why an agent cannot take a work, empty if they can.
func (a *Agent) lacks(w *Work) Reason {
	switch {
	case !a.Presence.Takes():
		return Absent
	case w.Group != "" && !slices.Contains(a.Groups, w.Group):
		return OtherGroup
	}
	for _, s := range w.Skills {
		if !slices.Contains(a.Skills, s) {
			return Unskilled
		}
	}
	if limit := a.Capacity.Of(w.Class); limit < 0 || limit > 0 && a.Load.Of(w.Class) >= limit {
		return Full
	}
	return ""
}

// share returns how much of the capacity for a way of routing is taken: 0 without a limit.
func (a *Agent) share(r ticket.Routing) float64 {
	limit := a.Capacity.Of(r)
	if limit <= 0 {
		return 0
	}
	return float64(a.Load.Of(r)) / float64(limit)
}
