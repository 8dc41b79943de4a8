package routing

import (
	"iter"

	"github.com/socialticket/socialticket/ticket"
)

// Loads are the loads of agents by their id. Who is not in it has none.
type Loads map[string]Load

// LoadsOf counts what tickets take of their assignees. Those that take nothing may be among
// them.
func (c Config) LoadsOf(tickets iter.Seq[ticket.Ticket]) Loads {
	loads := Loads{}
	for t := range tickets {
		loads.Add(c, t)
	}
	return loads
}

// Add counts one more ticket in l itself, if it takes capacity.
func (l Loads) Add(c Config, t ticket.Ticket) {
	if c.Takes(t) {
		l[t.Assignee] = l[t.Assignee].Plus(t.Routing, 1)
	}
}
