package routing

import (
	"iter"

	"github.com/socialticket/socialticket/ticket"
)

// Loads are the loads of agents by their id. Who is not in it has none.
type Loads map[string]Load

// LoadsOf counts what tickets take of their assignees, as [ticket.Ticket.Takes] says. Those
// that take nothing may be among them. A conversation that was released takes nothing until
// its customer writes again; an agent may then have more than their capacity.
func LoadsOf(tickets iter.Seq[ticket.Ticket]) Loads {
	loads := Loads{}
	for t := range tickets {
		loads.Add(t)
	}
	return loads
}

// Add counts one more ticket in l itself, if it takes capacity of an assignee.
func (l Loads) Add(t ticket.Ticket) {
	if class := t.Takes(false); t.Assignee != "" && class != "" {
		l[t.Assignee] = l[t.Assignee].Plus(class, 1)
	}
}
