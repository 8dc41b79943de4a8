package routing

import (
	"iter"
	"slices"
)

// Team is the agents as they are now. The zero Team has none. Build one with [NewTeam], or
// fill in the fields.
type Team struct {
	Method Method  `json:"method,omitzero"` // empty: [RoundRobin]
	Agents []Agent `json:"agents"`          // in the order of their turn: the first is next
}

// NewTeam returns the team of agents with their loads, in the order of a turn. Those who are
// not in it come last, in the order in which they are given; who has no capacity of their own
// gets that of c. The agents' own Load is not looked at.
func NewTeam(c Config, agents []Agent, loads Loads, turn Turn) Team {
	team := Team{Method: c.Method, Agents: inTurn(agents, turn)}
	for i := range team.Agents {
		a := &team.Agents[i]
		a.Capacity, a.Load = a.Capacity.or(c.Capacity), loads[a.ID]
	}
	return team
}

// inTurn returns agents in the order of a turn, those who are not in it last.
func inTurn(agents []Agent, turn Turn) []Agent {
	if len(turn) == 0 {
		return slices.Clone(agents)
	}
	left := make(map[string]int, len(agents)) // where those are who have no place yet
	for i := range agents {
		left[agents[i].ID] = i
	}
	list := make([]Agent, 0, len(agents))
	for _, id := range turn {
		if i, is := left[id]; is {
			list = append(list, agents[i])
			delete(left, id)
		}
	}
	for i := range agents {
		if at, is := left[agents[i].ID]; is && at == i {
			list = append(list, agents[i])
		}
	}
	return list
}

// Turn returns the order of the agents.
func (t Team) Turn() Turn {
	turn := make(Turn, len(t.Agents))
	for i := range t.Agents {
		turn[i] = t.Agents[i].ID
	}
	return turn
}

// Pick returns who gets a work. Of those who may, first comes whom the work prefers, last
// come those who had it already, and among the others the method decides. Choice.Agent is
// empty if nobody can take it; Choice.Missed then says why.
func (t Team) Pick(w Work) Choice {
	best, claim, c := -1, claim{}, Choice{}
	for i := range t.Agents {
		a := &t.Agents[i]
		if why := a.lacks(&w); why != "" {
			c.Missed.count(why)
		} else if its := t.claim(a, &w); best < 0 || its.before(claim) {
			best, claim = i, its
		}
	}
	if best < 0 {
		return c
	}
	c.Agent, c.Reason = t.Agents[best].ID, ByTurn
	switch {
	case c.Agent == w.Prefer:
		c.Reason = Preferred
	case t.Method == LeastBusy:
		c.Reason = ByLoad
	}
	return c
}

// Reasons yields the agents in the order of their turn, each with the reason why they cannot
// take a work; empty: they can.
func (t Team) Reasons(w Work) iter.Seq2[string, Reason] {
	return func(yield func(string, Reason) bool) {
		for i := range t.Agents {
			if !yield(t.Agents[i].ID, t.Agents[i].lacks(&w)) {
				return
			}
		}
	}
}

// With returns the team after an agent got a work: with one more ticket, and last in turn.
func (t Team) With(agent string, w Work) Team {
	i := slices.IndexFunc(t.Agents, func(a Agent) bool { return a.ID == agent })
	if i < 0 {
		return t
	}
	a := t.Agents[i]
	a.Load = a.Load.Plus(w.Class, 1)
	list := make([]Agent, 0, len(t.Agents))
	t.Agents = append(append(append(list, t.Agents[:i]...), t.Agents[i+1:]...), a)
	return t
}

// claim is how near an agent is to a work: the smallest one gets it, ties by turn.
type claim struct {
	rank  int
	share float64
	load  int
}

func (t *Team) claim(a *Agent, w *Work) claim {
	c := claim{rank: w.rank(a.ID)}
	if t.Method == LeastBusy {
		c.share, c.load = a.share(w.Class), a.Load.Of(w.Class)
	}
	return c
}

func (c claim) before(o claim) bool {
	switch {
	case c.rank != o.rank:
		return c.rank < o.rank
	case c.share != o.share:
		return c.share < o.share
	}
	return c.load < o.load
}
