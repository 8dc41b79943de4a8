package simulate

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Chance hits as often as it is asked to, and half of the times that people take are less
// than the median.
func TestDraw(t *testing.T) {
	t.Parallel()
	const draws = 20_000
	chance, hits, less, weights := newDraw(1, 1), 0, 0, [3]int{}
	for range draws {
		if chance.hits(250) {
			hits++
		}
		wait := chance.tail(10 * time.Minute)
		require.GreaterOrEqual(t, wait, time.Second)
		require.LessOrEqual(t, wait, 2*time.Hour)
		require.Zero(t, wait%time.Second)
		if wait < 10*time.Minute {
			less++
		}
		weights[chance.pick([]int{1, 0, 3})]++
		if d := chance.between(-time.Minute, time.Minute); d < -time.Minute || d >= time.Minute {
			t.Fatalf("%v is not within a minute", d)
		}
	}
	near := func(got, want int) { require.InDelta(t, want, got, draws/50) }
	near(hits, draws/4)
	near(less, draws/2)
	near(weights[0], draws/4)
	require.Zero(t, weights[1])
	require.Zero(t, chance.n(0))
	require.Zero(t, chance.pick(nil))
	require.NotEqual(t, newDraw(1, 1).n(1<<40), newDraw(1, 2).n(1<<40), "two sequences of one seed")
}

// Work begins in the hours of whoever does it, never before it is there, and one thing after
// another.
func TestShiftwork(t *testing.T) {
	t.Parallel()
	members := append(team(5), Member{Name: "night", From: 0, To: 0, Off: []time.Weekday{time.Monday}})
	for i := range members {
		members[i].Answer = 20 * time.Minute
	}
	s := shiftwork{members: members, free: make([]time.Time, len(members))}
	chance, now := newDraw(1, 1), Random{}.withDefaults().Start
	for range 5000 {
		now = now.Add(chance.between(0, 10*time.Minute))
		before := int(chance.n(int64(len(members)+1))) - 1
		free := slices.Clone(s.free)
		for i := range members {
			at := s.begins(i, now)
			m := members[i]
			to := m.To
			if to == 0 {
				to = 24
			}
			require.False(t, at.Before(now) || at.Before(s.free[i]), "%s begins too early", m.Name)
			require.True(t, at.Hour() >= m.From && at.Hour() < to && !slices.Contains(m.Off, at.Weekday()), "%s begins at %v", m.Name, at)
		}
		who, done := s.take(now, before, chance)
		require.True(t, done.After(free[who]) && done.After(now))
		free[who] = done
		require.Equal(t, free, s.free)
	}
}

// A pile gives out in order what went in in any.
func TestPile(t *testing.T) {
	t.Parallel()
	chance := newDraw(3, 1)
	var p pile[item]
	var want, got []int
	for i := range 2000 {
		at := time.Unix(chance.n(300), 0)
		p.push(item{at: at, place: i})
		want = append(want, int(at.Unix())*10_000+i)
	}
	slices.Sort(want)
	for len(p.list) > 0 {
		one := p.pop()
		got = append(got, int(one.at.Unix())*10_000+one.place)
	}
	require.Equal(t, want, got)
}
