package routing_test

import (
	"slices"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/routing"
)

// TestDataRouting lets agents have their turn.
func TestDataRouting(t *testing.T) {
	datatest.Cases(t, "routing", datatest.Ops{"round_robin": roundRobin})
}

func roundRobin(c *datatest.Case) {
	var given datatest.RoundRobin
	var when struct{ Allowed [][]int }
	c.Given(&given)
	c.When(&when)
	turn := routing.Turn(datatest.Turn(datatest.IDs(given.Queue)))
	if given.Members != nil {
		turn = turn.Among(datatest.IDs(given.Members)...)
	}
	picked := []string{}
	for _, list := range when.Allowed {
		var id string
		allowed := datatest.IDs(list)
		id, turn = turn.Next(func(id string) bool { return slices.Contains(allowed, id) })
		picked = append(picked, id)
	}
	c.Want("picked", datatest.Numbers(picked))
	c.Want("queue", datatest.Numbers(datatest.Turn(turn)))
	c.Want("queue_members", datatest.Numbers(slices.Sorted(slices.Values(turn))))
}
