package routing_test

import (
	"fmt"
	"testing"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// crowd returns a team of many agents in five groups with two skills each, nearly all busy.
func crowd(n int) routing.Team {
	team := routing.Team{}
	for i := range n {
		team.Agents = append(team.Agents, routing.Agent{
			ID: fmt.Sprint("agent-", i), Groups: []string{fmt.Sprint("group-", i%5), "all"}, Skills: []string{"english", fmt.Sprint("skill-", i%7)},
			Capacity: routing.Capacity{Messaging: 5}, Load: routing.Load{Messaging: min(5, 1+i%6)},
		})
	}
	return team
}

func BenchmarkPick(b *testing.B) {
	work := routing.Work{Class: ticket.RouteMessaging, Group: "all", Skills: []string{"english"}, Passed: []string{"agent-3"}}
	for _, method := range []routing.Method{routing.RoundRobin, routing.LeastBusy} {
		b.Run(fmt.Sprint(method, "/1000"), func(b *testing.B) {
			team := crowd(1000)
			team.Method = method
			b.ReportAllocs()
			for b.Loop() {
				if team.Pick(work).Agent == "" {
					b.Fatal("nobody")
				}
			}
		})
	}
}

func BenchmarkNewTeam(b *testing.B) {
	team, loads := crowd(1000), routing.Loads{}
	for _, a := range team.Agents {
		loads[a.ID] = a.Load
	}
	turn := team.Turn()
	b.ReportAllocs()
	for b.Loop() {
		if len(routing.NewTeam(routing.Config{}, team.Agents, loads, turn).Agents) != 1000 {
			b.Fatal("agents are missing")
		}
	}
}
