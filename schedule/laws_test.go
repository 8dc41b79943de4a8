package schedule_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// FuzzLaws checks what must hold for every schedule, instant and amount. The
// bytes only seed the choice, so that every input is a sensible one.
func FuzzLaws(f *testing.F) {
	names := zones(f)
	for seed := range uint64(20) {
		f.Add(seed, uint16(seed*31))
	}
	f.Fuzz(func(t *testing.T, seed uint64, z uint16) {
		r := rand.New(rand.NewPCG(seed, 2))
		loc := zone(t, names[int(z)%len(names)])
		around := randomInstant(r, loc)
		cfg := randomConfig(r, loc, around)
		cfg.Policy.Boundary = []schedule.Boundary{schedule.Stay, schedule.Roll}[r.IntN(2)]
		s, err := schedule.New(cfg)
		require.NoError(t, err)
		near := func() time.Time {
			return around.Add(time.Duration(r.Int64N(int64([]time.Duration{1e10, 1e14, 1e16, 1e17}[r.IntN(4)]))))
		}
		amount := time.Duration(1 + r.Int64N(int64([]time.Duration{2, 1e11, 1e14, 1e16}[r.IntN(4)])))
		checkAddBetween(t, s, near(), amount, cfg.Policy.Boundary == schedule.Roll)
		checkOrder(t, s, near(), near(), near(), amount)
		checkSegments(t, s, near())
		checkIndependent(t, cfg, s, near(), near(), amount)
		checkDays(t, s, schedule.DateOf(near()), r.IntN(200)-100)
		checkDay(t, s, schedule.DateOf(near()))
	})
}

// Between(t, Add(t, d)) = d; Add stops at the first such instant, or with Roll
// the last, and leads back.
func checkAddBetween(t *testing.T, s *schedule.Schedule, at time.Time, d time.Duration, roll bool) {
	t.Helper()
	if due := s.Add(at, d); !due.IsZero() {
		require.Equal(t, d, s.Between(at, due))
		require.Equal(t, roll && !s.Open(due.Add(-1)), s.Between(at, due.Add(-1)) == d, "first instant")
		if s.Open(at) && !roll {
			require.Equal(t, at, s.Add(due, -d))
		}
	}
	if start := s.Add(at, -d); !start.IsZero() {
		require.Equal(t, d, s.Between(start, at))
		require.Equal(t, roll && !s.Open(start), s.Between(start.Add(1), at) == d, "last instant")
	}
}

// Between is additive and Add monotone, in the instant and in the amount.
func checkOrder(t *testing.T, s *schedule.Schedule, a, b, c time.Time, d time.Duration) {
	t.Helper()
	require.Equal(t, s.Between(a, c), s.Between(a, b)+s.Between(b, c))
	require.Equal(t, -s.Between(a, b), s.Between(b, a))
	if a.After(b) {
		a, b = b, a
	}
	later, longer := s.Add(b, d), s.Add(a, d+time.Duration(a.UnixNano()&1))
	if due := s.Add(a, d); !due.IsZero() {
		require.True(t, later.IsZero() || !later.Before(due), "later start, earlier end")
		require.True(t, longer.IsZero() || !longer.Before(due), "more, earlier")
	}
}

// The segments forward and back are the same, and add up to Between.
func checkSegments(t *testing.T, s *schedule.Schedule, from time.Time) {
	t.Helper()
	var forward []schedule.Segment
	var sum time.Duration
	for seg := range s.Segments(from) {
		if len(forward) == 5 || seg.End.IsZero() {
			break
		}
		forward = append(forward, seg)
		sum += seg.End.Sub(seg.Start)
	}
	if len(forward) == 0 {
		return
	}
	end := forward[len(forward)-1].End
	require.Equal(t, sum, s.Between(from, end))
	for seg := range s.SegmentsBack(end) {
		last := forward[len(forward)-1]
		require.Equal(t, last.End, seg.End)
		if forward = forward[:len(forward)-1]; len(forward) == 0 {
			break
		}
		require.Equal(t, last.Start, seg.Start)
	}
}

// An answer does not depend on what was asked before.
func checkIndependent(t *testing.T, cfg schedule.Config, s *schedule.Schedule, a, b time.Time, d time.Duration) {
	t.Helper()
	fresh, err := schedule.New(cfg)
	require.NoError(t, err)
	require.Equal(t, s.Add(a, d), fresh.Add(a, d))
	fresh, err = schedule.New(cfg)
	require.NoError(t, err)
	fresh.Prepare(a.AddDate(-30, 0, 0), a.AddDate(30, 0, 0))
	require.Equal(t, s.Between(a, b), fresh.Between(a, b))
	require.Equal(t, s.Add(a, -d), fresh.Add(a, -d))
	require.Equal(t, s.NextOpening(a), fresh.NextOpening(a))
	require.Equal(t, s.NextClosing(a), fresh.NextClosing(a))
}

// AddDays and CountDays are inverse, and agree with BusinessDay.
func checkDays(t *testing.T, s *schedule.Schedule, d schedule.Date, n int) {
	t.Helper()
	to := s.AddDays(d, n)
	if to.IsZero() {
		return
	}
	require.True(t, s.BusinessDay(to))
	switch {
	case n > 0:
		require.Equal(t, n, s.CountDays(d.AddDays(1), to.AddDays(1)))
	case n < 0:
		require.Equal(t, -n, s.CountDays(to, d))
	}
	count := 0
	for x := d; x != d.AddDays(10); x = x.AddDays(1) {
		if s.BusinessDay(x) {
			count++
		}
	}
	require.Equal(t, count, s.CountDays(d, d.AddDays(10)))
}

// The timeline of a date leaves no gap and says of each instant what Open says.
func checkDay(t *testing.T, s *schedule.Schedule, d schedule.Date) {
	t.Helper()
	at := d.In(s.Zone(), 0, schedule.FoldEarlier)
	for _, stretch := range s.Day(d) {
		require.Equal(t, at, stretch.Start)
		require.Equal(t, stretch.Open, s.Open(stretch.Start))
		require.Equal(t, stretch.Open, s.Open(stretch.End.Add(-1)))
		require.Equal(t, map[bool]time.Duration{true: stretch.End.Sub(stretch.Start)}[stretch.Open], s.Between(stretch.Start, stretch.End))
		require.NotEmpty(t, stretch.Entry.Kind)
		at = stretch.End
	}
	require.Equal(t, d.AddDays(1).In(s.Zone(), 0, schedule.FoldEarlier), at)
}
