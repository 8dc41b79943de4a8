package platform_test

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/platform"
)

// instants returns random instants in their order: crowds, trickles and rests.
func instants(seed uint64) (list []time.Time) {
	dice, at := rand.New(rand.NewPCG(seed, 7)), now
	for range 40 {
		step := []time.Duration{0, 10 * time.Microsecond, 10 * time.Millisecond, time.Second, time.Minute}[dice.IntN(5)]
		for range dice.IntN(20) {
			at = at.Add(time.Duration(dice.Int64N(int64(step) + 1)))
			list = append(list, at)
		}
	}
	return list
}

// rates are numbers of messages in a second, with those that do not divide it.
func rates() []int { return []int{1, 2, 3, 7, 20, 30, 80, 999, 1000} }

// TestRate is the law of a rate. From any message on, and for any time, no more go than
// those of one second at once and what that time is good for.
func TestRate(t *testing.T) {
	for _, n := range rates() {
		for seed := range uint64(20) {
			r := platform.NewRate(n)
			var sent []time.Time
			for _, at := range instants(seed) {
				if r.Wait(mira, at) == 0 {
					sent = append(sent, at)
				}
			}
			require.GreaterOrEqual(t, len(sent), 40/2, "rate %d, seed %d: hardly any message went", n, seed)
			for i, from := range sent {
				for j, to := range sent[i:] {
					good := n + int(to.Sub(from)*time.Duration(n)/time.Second)
					if j+1 > good {
						t.Fatalf("rate %d, seed %d: %d messages from %v to %v, at most %d", n, seed, j+1, from, to, good)
					}
				}
			}
		}
	}
}

// TestRateSteady sends as fast as may be. A second's worth goes at once; after it no
// second holds more than that, and none is wasted.
func TestRateSteady(t *testing.T) {
	for _, n := range rates() {
		r, at := platform.NewRate(n), now
		var sent []time.Time
		for len(sent) < 5*n {
			wait := r.Wait(mira, at)
			if wait == 0 {
				sent = append(sent, at)
			}
			at = at.Add(wait)
		}
		for _, first := range sent[:n] {
			require.Equal(t, now, first, "rate %d: a second's worth goes at once", n)
		}
		steady := sent[n:]
		for i := range len(steady) - n {
			require.GreaterOrEqual(t, steady[i+n].Sub(steady[i]), time.Second, "rate %d: more in a second", n)
			require.Less(t, steady[i+n].Sub(steady[i]), time.Second+time.Microsecond, "rate %d: less than could go", n)
		}
	}
}

// TestRateWaits: after the wait the message goes, a nanosecond earlier it does not, and to
// ask costs nothing.
func TestRateWaits(t *testing.T) {
	for _, n := range rates() {
		for seed := range uint64(20) {
			r := platform.NewRate(n)
			for _, at := range instants(seed) {
				wait := r.Wait(mira, at)
				if wait == 0 {
					continue
				}
				require.Positive(t, wait)
				require.Equal(t, wait, r.Wait(mira, at), "asked again")
				require.Equal(t, time.Nanosecond, r.Wait(mira, at.Add(wait-1)))
				require.Zero(t, r.Wait(mira, at.Add(wait)))
				break // the instants behind are earlier than that
			}
		}
	}
}

func TestRateOfNone(t *testing.T) {
	for _, n := range []int{0, -5, 1} {
		r := platform.NewRate(n)
		require.Zero(t, r.Wait(mira, now))
		require.Equal(t, time.Second, r.Wait(mira, now), "less than one counts as one")
	}
	failure := errors.New("refused")
	require.Equal(t, failure, platform.NewRate(1).Learn(mira, failure, now))
	require.NoError(t, platform.NewRate(1).Learn(mira, nil, now))
}

// Goroutines share a rate: together they send what it allows.
func TestRateShared(t *testing.T) {
	const n = 50
	r := platform.NewRate(n)
	var went atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range n {
				if r.Wait(mira, now) == 0 {
					went.Add(1)
				}
			}
		})
	}
	all.Wait()
	require.EqualValues(t, n, went.Load())
}
