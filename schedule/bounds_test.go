package schedule_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// A schedule that never opens, or never again, answers with zero values.
func TestNever(t *testing.T) {
	from := at(t, "2026-03-09T09:00:00Z")
	for name, cfg := range map[string]schedule.Config{
		"zero":    {},
		"in Rome": {Zone: zone(t, "Europe/Rome")},
		"all holidays": {Weekly: workdays(t, "09:00-17:00"), Holidays: []schedule.Holiday{
			{First: day(0, 1, 1), Last: day(0, 12, 31)},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := build(t, cfg)
			require.True(t, s.NeverOpen())
			require.False(t, s.Open(from))
			require.Zero(t, s.Between(from, from.AddDate(100, 0, 0)))
			for _, got := range []time.Time{
				s.NextOpening(from), s.NextClosing(from), s.PrevOpening(from), s.PrevClosing(from), s.Add(from, 1), s.Add(from, 0),
				s.Add(from, -1), s.RollForward(from), s.RollBack(from), s.ShiftDays(from, 1), s.NextWarning(from, time.Hour),
			} {
				require.Zero(t, got)
			}
			require.Zero(t, s.AddDays(schedule.DateOf(from), 1))
			for range s.Segments(from) {
				t.Error("a segment")
			}
			_, err := s.Due(from, time.Hour)
			require.ErrorIs(t, err, schedule.ErrNeverOpen)
			require.ErrorIs(t, cfg.Check(), schedule.ErrNeverOpen)
		})
	}
	once := build(t, schedule.Config{Additions: []schedule.Exception{{First: day(2026, 3, 10), Hours: ranges(t, "09:00-10:00")}}})
	require.False(t, once.NeverOpen())
	require.Equal(t, at(t, "2026-03-10T10:00:00Z"), once.Add(from, time.Hour))
	require.Zero(t, once.Add(from, time.Hour+1))
	require.Equal(t, at(t, "2026-03-10T09:00:00Z"), once.Add(from.AddDate(200, 0, 0), -time.Hour))
}

func TestAlways(t *testing.T) {
	s, from := schedule.Always(), at(t, "2026-03-09T09:00:00.5Z")
	seg, open := s.SegmentAt(from)
	require.True(t, open)
	require.Zero(t, seg)
	require.Equal(t, from.Add(time.Hour), s.Add(from, time.Hour))
	require.Equal(t, from.Add(-time.Hour), s.Add(from, -time.Hour))
	for seg := range s.Segments(from) {
		require.Equal(t, schedule.Segment{Start: from}, seg)
	}
	for seg := range s.SegmentsBack(from) {
		require.Equal(t, schedule.Segment{End: from}, seg)
	}
	require.Zero(t, s.NextWarning(from, time.Hour))
}

// Any instant has an answer, and 400 years later the same one.
func TestFarAway(t *testing.T) {
	cfg := schedule.Config{
		Zone: zone(t, "Europe/Paris"), Weekly: workdays(t, "09:00-12:00", "13:00-18:00", "22:00-04:00"),
		Holidays: []schedule.Holiday{{First: day(0, 12, 25)}, {First: day(2026, 5, 14)}},
	}
	s := build(t, cfg)
	r := rand.New(rand.NewPCG(3, 3))
	for range 500 {
		a := time.Date(2101+r.IntN(300), 1, 1, 0, 0, r.IntN(365*86400), r.IntN(1e9), time.UTC)
		d := time.Duration(r.Int64N(1e16))
		for _, b := range []time.Time{a.AddDate(400, 0, 0), a.AddDate(8000, 0, 0)} {
			years := b.Year() - a.Year()
			require.Equal(t, s.Open(a), s.Open(b))
			require.Equal(t, s.Between(a, a.Add(d)), s.Between(b, b.Add(d)))
			require.Equal(t, s.Add(a, d).AddDate(years, 0, 0), s.Add(b, d))
			require.Equal(t, s.Add(a, -d/1e3).AddDate(years, 0, 0), s.Add(b, -d/1e3))
			require.Equal(t, s.NextClosing(a).AddDate(years, 0, 0), s.NextClosing(b))
			require.Equal(t, s.PrevOpening(a).AddDate(years, 0, 0), s.PrevOpening(b))
		}
	}
	const long = 200 * 365 * 24 * time.Hour
	for _, from := range []time.Time{{}, time.Unix(0, 0), time.Unix(1<<55, 0), time.Unix(-1<<55, 0)} {
		require.Equal(t, long, s.Between(from, s.Add(from, long)))
		require.Equal(t, long, s.Between(s.Add(from, -long), from))
		require.False(t, s.NextOpening(from).IsZero())
	}
	require.Greater(t, s.Between(time.Time{}, at(t, "9999-01-01T00:00:00Z")), 292*365*24*time.Hour)
}

// Beyond billions of years nothing opens or closes, and no question fails or
// goes on for ever.
func TestBeyond(t *testing.T) {
	s := paris(t)
	for _, from := range []time.Time{time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Unix(1<<62, 5), time.Unix(-1<<62, 5)} {
		for _, got := range []time.Time{
			s.NextOpening(from), s.NextClosing(from), s.PrevOpening(from), s.PrevClosing(from), s.Add(from, time.Hour), s.Add(from, -time.Hour),
			s.NextWarning(from, math.MaxInt64), s.NextWarning(from, math.MinInt64),
		} {
			require.Zero(t, got)
		}
		s.Open(from)
		s.Between(from, time.Time{})
		s.Holiday(from)
		s.ShiftDays(from, 5)
		s.Day(schedule.DateOf(from))
	}
	for _, d := range []schedule.Date{{}, {Year: math.MaxInt, Month: math.MaxInt, Day: math.MaxInt}, {Year: math.MinInt, Month: math.MinInt, Day: math.MinInt}} {
		s.Day(d)
		s.CountDays(d, day(2026, 3, 9))
		s.AddDays(d, math.MaxInt)
		s.AddDays(d, math.MinInt)
		d.AddDays(math.MaxInt)
	}
}

// Who asks about the zero Time or the end of time by mistake, in every one of
// many schedules, does not fill the memory.
func TestFarAwayIsForgotten(t *testing.T) {
	now := at(t, "2026-03-09T09:00:00Z")
	kept := make([]*schedule.Schedule, 8)
	before := heap()
	for i := range kept {
		kept[i] = paris(t)
		kept[i].Open(now)
		kept[i].Between(time.Time{}, now)
		kept[i].Between(now, at(t, "9999-12-31T00:00:00Z"))
	}
	require.Less(t, heap()-before, int64(len(kept)<<20))
	runtime.KeepAlive(kept)
}

// Who asked about a strange time first gets fast answers about the present none
// the less: they come from a table that is kept, without laying out another.
func TestFarAwayFirst(t *testing.T) {
	now := at(t, "2026-03-09T09:00:00Z")
	everyHour := schedule.Config{Zone: zone(t, "Europe/Paris")}
	for d := range everyHour.Weekly {
		for h := range 24 {
			from := time.Duration(h) * time.Hour
			everyHour.Weekly[d] = append(everyHour.Weekly[d], schedule.Range{From: from, To: from + 50*time.Minute})
		}
	}
	for name, far := range map[string]time.Time{"zero": {}, "1970": time.Unix(0, 0), "9999": at(t, "9999-12-31T00:00:00Z")} {
		t.Run(name, func(t *testing.T) {
			s := build(t, everyHour)
			s.Open(far)
			s.Open(now)
			runtime.GC()
			require.Zero(t, testing.AllocsPerRun(10, func() { s.Add(now, 40*time.Hour); runtime.GC() }))
		})
	}
}

// heap is the memory in use.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what the first found to be garbage is swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Goroutines share a schedule while its table grows.
func TestConcurrent(t *testing.T) {
	s, want := paris(t), paris(t)
	want.Prepare(at(t, "1960-01-01T00:00:00Z"), at(t, "2110-01-01T00:00:00Z"))
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			r := rand.New(rand.NewPCG(5, uint64(g)))
			for range 200 {
				a := time.Unix(r.Int64N(4102444800), 0)
				if r.IntN(100) == 0 {
					s.Between(time.Time{}, a)
				}
				b := a.Add(time.Duration(r.Int64N(1e17)))
				if got := s.Between(a, b); got != want.Between(a, b) {
					t.Errorf("between %v and %v: %v", a, b, got)
				}
			}
		})
	}
	group.Wait()
}
