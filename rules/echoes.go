package rules

import (
	"sync"

	"github.com/socialticket/socialticket/ticket"
)

// Echoes tells what rules did themselves from what others did, for a host that runs rules
// of its own tickets over a queue of events: what a running rule changes comes back as an
// event, and must not wake rules again. A desk needs none: what its triggers do is part of
// the decision that started them. The zero Echoes is ready; goroutines may share it.
type Echoes struct {
	mu      sync.Mutex
	running map[ticket.ID]int
}

// Begin notes that rules begin to run on a ticket. Runs may overlap.
func (e *Echoes) Begin(id ticket.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running == nil {
		e.running = map[ticket.ID]int{}
	}
	e.running[id]++
}

// End notes that a run on a ticket is over. One that did not begin is ignored.
func (e *Echoes) End(id ticket.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running[id]--; e.running[id] <= 0 {
		delete(e.running, id)
	}
}

// Own reports whether an event of a ticket is the doing of rules that run on it: it is by
// a rule or by the system. What people and bots do meanwhile is not.
func (e *Echoes) Own(id ticket.ID, by ticket.Actor) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.running[id] > 0 && (by.Kind.Rule() || by.Kind == ticket.System)
}
