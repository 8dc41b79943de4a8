package routing_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/routing"
)

// TestDataRouting lets agents have their turn.
func TestDataRouting(t *testing.T) {
	datatest.Cases(t, "routing", datatest.Ops{"round_robin": roundRobin})
}

// queueOf returns a turn as the cases write it: numbers, the next one last.
func queueOf(t routing.Turn) []int {
	queue := make([]int, 0, len(t))
	for _, id := range slices.Backward(t) {
		n, _ := strconv.Atoi(id)
		queue = append(queue, n)
	}
	return queue
}

func idsOf(numbers []int) []string {
	ids := make([]string, 0, len(numbers))
	for _, n := range numbers {
		ids = append(ids, strconv.Itoa(n))
	}
	return ids
}

func roundRobin(c *datatest.Case) {
	var given struct{ Members, Queue []int }
	var when struct{ Allowed [][]int }
	c.Given(&given)
	c.When(&when)
	turn := routing.Turn(idsOf(given.Queue))
	slices.Reverse(turn)
	if given.Members != nil {
		turn = turn.Among(idsOf(given.Members)...)
	}
	picked := []any{}
	for _, list := range when.Allowed {
		var id string
		allowed := idsOf(list)
		id, turn = turn.Next(func(id string) bool { return slices.Contains(allowed, id) })
		if n, err := strconv.Atoi(id); err == nil {
			picked = append(picked, n)
		} else {
			picked = append(picked, nil)
		}
	}
	c.Want("picked", picked)
	c.Want("queue", queueOf(turn))
	members := queueOf(turn)
	slices.Sort(members)
	c.Want("queue_members", members)
}
