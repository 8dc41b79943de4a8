package simulate_test

import (
	"fmt"

	"github.com/socialticket/socialticket/simulate"
)

// A week of a small desk is one call, the same on every run.
func ExampleRandom() {
	sum, err := simulate.Random{Seed: 7, Days: 7, TicketsPerDay: 20, Faults: simulate.RoughFaults()}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d tickets, half of them answered within %v, nine of ten within %v\n", sum.Made, sum.FirstReply.Median, sum.FirstReply.P90)
	fmt.Println(sum.Rules[0].N, "times", sum.Rules[0].What)
	// Output:
	// 134 tickets, half of them answered within 3m46s, nine of ten within 3h25m28s
	// 229 times trigger comment-requester
}
