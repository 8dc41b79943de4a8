package simulate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/simulate"
)

// BenchmarkRandom is one day of a desk with 2,000 tickets.
func BenchmarkRandom(b *testing.B) {
	b.ReportAllocs()
	tickets := 0
	for b.Loop() {
		s, err := simulate.Random{Seed: 7, Days: 1, TicketsPerDay: 2000}.Run()
		require.NoError(b, err)
		tickets += s.Made
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(tickets), "µs/ticket")
}
