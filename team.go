package socialticket

import "github.com/socialticket/socialticket/routing"

// Team returns the agents as routing sees them, with their loads and in the order of a turn.
func (s *Settings) Team(loads routing.Loads, turn routing.Turn) routing.Team {
	agents := make([]routing.Agent, len(s.Agents))
	for i := range s.Agents {
		a := &s.Agents[i]
		agents[i] = routing.Agent{ID: a.ID, Groups: a.Groups, Skills: a.Skills, Presence: a.Presence, Capacity: a.Capacity}
	}
	return routing.NewTeam(s.Routing, agents, loads, turn)
}

// Online counts the agents who may be given tickets, by group; under "" stand those without
// one. An agent of two groups counts in both.
func (s *Settings) Online() map[string]int {
	online := map[string]int{}
	for i := range s.Agents {
		a := &s.Agents[i]
		switch {
		case !a.Presence.Takes():
		case len(a.Groups) == 0:
			online[""]++
		default:
			for _, g := range a.Groups {
				online[g]++
			}
		}
	}
	return online
}
