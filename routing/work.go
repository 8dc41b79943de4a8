package routing

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Work is what a ticket asks of the agent who gets it.
type Work struct {
	Class  ticket.Routing `json:"routing_channel"`    // empty: it is in no queue, and nobody gets it
	Group  string         `json:"group_id,omitzero"`  // that the agent has to be in; empty: any
	Skills []string       `json:"skills,omitzero"`    // that the agent has to have, all of them
	Prefer string         `json:"prefer_id,omitzero"` // who gets it before all others, if they can take it
	// Passed are agents who had it, or did not accept it: they get it after all others, also
	// if it prefers them.
	Passed []string `json:"passed_ids,omitzero"`
}

// WorkOf returns the work that a ticket is. Those who had it already have passed it on: so an
// offer that was not accepted goes to the next.
func (c Config) WorkOf(t ticket.Ticket) Work {
	return Work{Class: t.Routing, Group: t.Group, Skills: c.skills(t.Tags), Passed: t.AgentStations}
}

// skills returns the skills that tags ask for.
func (c Config) skills(tags []string) (list []string) {
	if c.SkillPrefix == "" {
		return nil
	}
	for _, tag := range tags {
		if skill, is := strings.CutPrefix(tag, c.SkillPrefix); is && skill != "" {
			list = append(list, skill)
		}
	}
	return list
}

// rank is the place of an agent before turn and load count.
func (w *Work) rank(agent string) int {
	switch {
	case slices.Contains(w.Passed, agent):
		return 2
	case agent == w.Prefer:
		return 0
	}
	return 1
}

// Waits reports whether a ticket waits for an agent: it is new or open, has no assignee and
// is routed. What waits for its requester, or for others, is in no queue.
func Waits(t ticket.Ticket) bool {
	return t.ID != "" && t.Assignee == "" && t.Routing != "" && (t.Status == ticket.New || t.Status == ticket.Open)
}

// Compare orders tickets of a queue, for slices.SortFunc: the more urgent comes first, then
// what has waited longer, ties by id. A ticket waits since its requester's first unanswered
// message, or without one since it was made.
func Compare(a, b ticket.Ticket) int {
	return cmp.Or(
		cmp.Compare(b.Priority.Rank(), a.Priority.Rank()),
		since(&a).Compare(since(&b)),
		cmp.Compare(a.ID, b.ID),
	)
}

// First returns the ticket that is to be handed out first. Those that do not wait for an
// agent may be among them; if none does, ok is false.
func First(tickets iter.Seq[ticket.Ticket]) (first ticket.Ticket, ok bool) {
	for t := range tickets {
		if Waits(t) && (!ok || Compare(t, first) < 0) {
			first, ok = t, true
		}
	}
	return first, ok
}

func since(t *ticket.Ticket) time.Time {
	if t.WaitingSince.IsZero() {
		return t.CreatedAt
	}
	return t.WaitingSince
}
