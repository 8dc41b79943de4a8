package simulate

import (
	"math/bits"
	"math/rand/v2"
	"time"
)

// draw is chance. It counts in whole numbers, so that a seed gives the same on every
// architecture.
type draw struct{ source *rand.PCG }

// newDraw returns one of the sequences of a seed.
func newDraw(seed, sequence uint64) draw { return draw{rand.NewPCG(seed, sequence)} }

// n returns a number from 0 to below limit, 0 if that is not positive.
func (d draw) n(limit int64) int64 {
	if limit <= 0 {
		return 0
	}
	high, _ := bits.Mul64(d.source.Uint64(), uint64(limit))
	return int64(high)
}

// hits reports true in so many of a thousand cases. It draws in any case, so that another
// share changes nothing else.
func (d draw) hits(perMille int) bool { return d.n(1000) < int64(perMille) }

// between returns a time from low to below high, in whole milliseconds.
func (d draw) between(low, high time.Duration) time.Duration {
	return low + time.Duration(d.n(int64((high-low)/time.Millisecond)))*time.Millisecond
}

// tails are the twentieths of how long people take, in thousandths of the median: a
// log-normal distribution with sigma 1, its last part cut off.
var tails = [21]int64{ //nolint:gochecknoglobals // a table
	50, 193, 278, 355, 431, 509, 592, 680, 776, 882, 1000, 1134, 1288, 1470, 1690, 1963, 2320, 2819, 3602, 5180, 12000,
}

// tail returns a time that people take: half of them less than the median, a few very much
// more. It is in whole seconds, one at least.
func (d draw) tail(median time.Duration) time.Duration {
	place := d.n(20_000)
	i, rest := place/1000, place%1000
	share := tails[i] + (tails[i+1]-tails[i])*rest/1000
	return max(1, median/time.Second*time.Duration(share)/1000) * time.Second
}

// pick returns the place of a weight, drawn by the weights; 0 if all are zero.
func (d draw) pick(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := int(d.n(int64(sum)))
	for i, w := range weights {
		if at < w {
			return i
		}
		at -= w
	}
	return 0
}
