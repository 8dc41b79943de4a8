package datatest

import (
	"slices"
	"strconv"
)

// Reassign is a ticket whose assignee is in a state: a presence, or gone.
type Reassign struct {
	AgentState string `json:"agent_state"`
	Assignee   int
	Status     string
}

// Gone reports whether the assignee does not work there any more.
func (r Reassign) Gone() bool {
	return slices.Contains([]string{"left", "deleted", "removed"}, r.AgentState)
}

// Load is what an agent has: tickets with these statuses, or one with a session.
type Load struct {
	RouteAs string `json:"ended_sessions_route_as"`
	Session string
	Tickets []string // their statuses
}

// EndedAs is the capacity that a ticket takes after its session; empty: none.
func (l Load) EndedAs() string {
	if l.RouteAs == "none" || l.RouteAs == "off" {
		return ""
	}
	return l.RouteAs
}

// RoundRobin is a queue of agents, the next one last, and who belongs to it.
type RoundRobin struct{ Members, Queue []int }

// Turn returns a queue of the cases with the next one first, or a turn as the cases write it.
func Turn[T any](queue []T) []T {
	turn := slices.Clone(queue)
	slices.Reverse(turn)
	return turn
}

// IDs returns numbers as ids.
func IDs(numbers []int) []string {
	ids := make([]string, 0, len(numbers))
	for _, n := range numbers {
		ids = append(ids, strconv.Itoa(n))
	}
	return ids
}

// Number returns the number that is an id; nil: it is not one, as that of nobody.
func Number(id string) any {
	if n, err := strconv.Atoi(id); err == nil {
		return n
	}
	return nil
}

// Numbers returns ids as numbers.
func Numbers(ids []string) []any {
	list := make([]any, 0, len(ids))
	for _, id := range ids {
		list = append(list, Number(id))
	}
	return list
}

// StageName returns our status for a peer's word.
func StageName(word string) string {
	switch word {
	case "waiting", "replied":
		return "pending"
	case "snoozed", "on-hold", "on_hold":
		return "hold"
	case "resolved":
		return "solved"
	}
	return word
}
