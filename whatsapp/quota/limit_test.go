package quota_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/whatsapp/quota"
)

func received() time.Time { return time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC) }

func at(second int64) time.Time { return time.Unix(second, 0).UTC() }

func TestTierOf(t *testing.T) {
	for name, want := range map[string]quota.Tier{
		"TIER_50": 50, "TIER_250": 250, "TIER_1K": 1000, "TIER_2K": 2000, "TIER_10K": 10000, "TIER_100K": 100000, "TIER_UNLIMITED": 0,
	} {
		got, ok := quota.TierOf(name)
		if !ok || got != want {
			t.Errorf("TierOf(%q) = %d, %v, want %d", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "250", "TIER_", "TIER_0", "TIER_-5", "TIER_K", "TIER_2KK", "UNLIMITED", "TIER_99999999999999999999"} {
		if got, ok := quota.TierOf(name); ok {
			t.Errorf("TierOf(%q) = %d", name, got)
		}
	}
}

func TestReach(t *testing.T) {
	now := received()
	r := quota.NewReach(2)
	next := func(user string, after time.Duration) time.Duration {
		return r.Next(user, now.Add(after)).Sub(now)
	}
	require.Equal(t, time.Duration(0), next("a", 0))
	r.Write("a", now)
	r.Write("b", now.Add(time.Hour))
	require.Equal(t, 2*time.Hour, next("a", 2*time.Hour), "who was written to may be written to again")
	require.Equal(t, 24*time.Hour, next("c", 2*time.Hour), "a third one waits for the first")
	r.Write("a", now.Add(3*time.Hour))
	require.Equal(t, 25*time.Hour, next("c", 4*time.Hour), "now the second is the oldest")
	require.Equal(t, 1, r.Count(now.Add(25*time.Hour)))
	require.Equal(t, 25*time.Hour, next("c", 25*time.Hour))
	r.Write("c", now.Add(25*time.Hour))
	r.Raise(1)
	require.Equal(t, 49*time.Hour, next("d", 26*time.Hour), "a lower tier waits for all above it")
	r.Raise(0)
	require.Equal(t, 26*time.Hour, next("d", 26*time.Hour), "no limit")
}

// Reach counts what a plain search through all messages counts, and never lets
// through more users in 24 hours than the tier.
func FuzzReach(f *testing.F) {
	f.Add(uint64(1), uint8(3))
	f.Add(uint64(77), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, size uint8) {
		tier := quota.Tier(size%6 + 1)
		random := rand.New(rand.NewPCG(seed, 0))
		r, last, now := quota.NewReach(tier), map[string]time.Time{}, received()
		for range 300 {
			now = now.Add(time.Duration(random.Int64N(int64(4 * time.Hour))))
			user := fmt.Sprint("u", random.IntN(12))
			recent := func(at time.Time) bool { return !at.IsZero() && now.Sub(at) < 24*time.Hour }
			count := 0
			for at := range maps.Values(last) {
				if recent(at) {
					count++
				}
			}
			if got := r.Count(now); got != count {
				t.Fatalf("count %d, want %d", got, count)
			}
			next := r.Next(user, now)
			if free := recent(last[user]) || count < int(tier); free != next.Equal(now) {
				t.Fatalf("%d of %d users, next %v at %v", count, tier, next, now)
			}
			if next.Equal(now) {
				r.Write(user, now)
				last[user] = now
			}
		}
		again := quota.NewReach(tier)
		for user, at := range r.All() {
			again.Write(user, at)
		}
		if diff := cmp.Diff(collect(r), collect(again)); diff != "" {
			t.Errorf("after a restart (-want +got):\n%s", diff)
		}
	})
}

func collect(r *quota.Reach) []string {
	var list []string
	for user, at := range r.All() {
		list = append(list, user+at.String())
	}
	return list
}

func TestPace(t *testing.T) {
	now := received()
	var p quota.Pace
	for i := range 45 {
		require.Equal(t, now, p.Next(now), "message %d of the burst", i)
		p = p.Send(now)
	}
	require.Equal(t, now.Add(6*time.Second), p.Next(now), "then one in six seconds")
	require.Equal(t, now.Add(6*time.Second), p.Send(now.Add(-time.Hour)).Next(now).Add(-6*time.Second), "it owes what it sent")
	quiet := now.Add(45 * 6 * time.Second)
	require.Equal(t, p.Paid, quiet, "paid back after 45 times six seconds")
	refused := p.Refuse(quiet, 2)
	require.Equal(t, quiet.Add(16*time.Second), refused.Next(quiet))
	require.Equal(t, refused, refused.Refuse(quiet, 1), "a shorter pause does not shorten a longer one")
}

// Whoever asks before sending never exceeds the burst and the rate, and may
// always send within six seconds.
func FuzzPace(f *testing.F) {
	f.Add(uint64(5))
	f.Fuzz(func(t *testing.T, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 0))
		var p quota.Pace
		var sent []time.Time
		now := received()
		for range 400 {
			now = now.Add(time.Duration(random.Int64N(int64(8 * time.Second))))
			next := p.Next(now)
			if next.Before(now) || next.Sub(now) > 6*time.Second {
				t.Fatalf("next %v at %v", next, now)
			}
			now = next
			p = p.Send(now)
			sent = append(sent, now)
			span := time.Duration(60+random.IntN(600)) * time.Second
			since, _ := slices.BinarySearchFunc(sent, now.Add(-span), time.Time.Compare)
			if n, most := len(sent)-since, 45+int(span/(6*time.Second))+1; n > most {
				t.Fatalf("%d messages in %v", n, span)
			}
		}
	})
}

func BenchmarkReach(b *testing.B) {
	r, now := quota.NewReach(100000), received()
	users := make([]string, 100000)
	for i := range users {
		users[i] = fmt.Sprint("49155501", i)
		r.Write(users[i], now.Add(time.Duration(i)*time.Millisecond))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		at := now.Add(time.Duration(100000+i) * time.Millisecond)
		r.Next("somebody new", at)
		r.Write(users[i%len(users)], at)
		i++
	}
}
