package routing

import "fmt"

// Method says who of those that may take a ticket gets it. Its text is the stored one.
type Method string

// The methods.
const (
	// RoundRobin gives it to who has waited longest for their turn.
	RoundRobin Method = "round_robin"
	// LeastBusy gives it to who has the smallest share of their capacity taken, then to who
	// has fewer tickets, then by turn. Who has no limit has nothing taken.
	LeastBusy Method = "least_busy"
)

// Config says how tickets are handed out. The zero Config is that of a desk which hands out
// nothing by itself.
type Config struct {
	// Method chooses among those who may take a ticket, and lets a desk ask for routing by an
	// effect whenever a ticket comes to wait for an agent: a worker needs a handler for it.
	// Empty: it does not ask; who routes all the same does it as [RoundRobin].
	Method Method
	// Capacity is that of agents who have none of their own. 0: any number, as LibreDesk and
	// Chatwoot have it; accounts of Zendesk begin with 1.
	Capacity Capacity
	// SkillPrefix begins the tags of a ticket that name skills: with "skill_" the tag
	// "skill_french" asks for an agent who has the skill "french". Empty: no tag does.
	SkillPrefix string
	// KeepAssignee leaves tickets with an assignee who is [Reassigning] or has left. False:
	// when a customer reopens such a ticket it is taken off, and with a Method also when a
	// ticket of somebody who left is woken.
	KeepAssignee bool
}

// Check returns an error if the method is unknown.
func (c Config) Check() error {
	switch c.Method {
	case "", RoundRobin, LeastBusy:
		return nil
	}
	return fmt.Errorf("routing: method %q is unknown", c.Method)
}
