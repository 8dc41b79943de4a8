package schedule_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// oracle answers by looking at the clock of every step of some days. It shares
// no code with the package and knows no offsets, only what a clock shows.
type oracle struct {
	cfg   schedule.Config
	step  int64
	first int64   // Unix seconds of the first step
	walls []int64 // what the clock shows at each step, as Unix seconds in UTC
	open  []bool  // of each step
}

// newOracle looks at days days from the instant on; only the answers a few
// days from the ends are right, as those depend on nights and gaps outside.
func newOracle(cfg schedule.Config, from time.Time, days int) *oracle {
	o := &oracle{cfg: cfg, step: 60, first: from.Truncate(time.Minute).Unix()}
	if from.Year() < 1973 {
		o.step = 30 // Monrovia was 44:30 behind
	}
	for at := o.first; at < o.first+int64(days)*86400; at += o.step {
		o.walls = append(o.walls, wall(time.Unix(at, 0).In(cfg.Zone)))
	}
	o.open = make([]bool, len(o.walls))
	o.lay()
	return o
}

// wall is what the clock of t shows.
func wall(t time.Time) int64 {
	y, m, d := t.Date()
	h, min, s := t.Clock()
	return time.Date(y, m, d, h, min, s, 0, time.UTC).Unix()
}

// lay goes through the dates that the clock shows.
func (o *oracle) lay() {
	type span struct{ from, to int64 }
	var breaks []span
	seen := map[int64]bool{}
	for _, w := range o.walls {
		midnight := w - w%86400
		if seen[midnight] {
			continue
		}
		seen[midnight] = true
		date := schedule.DateOf(time.Unix(midnight, 0).UTC())
		cut := o.cut(date.AddDays(1))
		for _, r := range o.hours(date) {
			from, to := o.span(midnight, r, cut)
			o.mark(from, to, true)
		}
		for _, r := range named(o.cfg.Breaks, date) {
			from, to := o.span(midnight, r, false)
			breaks = append(breaks, span{from, to})
		}
	}
	for _, b := range breaks {
		o.mark(b.from, b.to, false)
	}
}

func (o *oracle) mark(from, to int64, open bool) {
	for at := from; at < to; at += o.step {
		if i := (at - o.first) / o.step; i >= 0 && i < int64(len(o.open)) {
			o.open[i] = open
		}
	}
}

// hours are the ranges of a date, by the documented precedence.
func (o *oracle) hours(d schedule.Date) []schedule.Range {
	hours := o.cfg.Weekly[d.Weekday()]
	if o.cfg.AlwaysOpen {
		hours = []schedule.Range{{}}
	}
	for _, yearly := range []bool{true, false} {
		for _, e := range o.cfg.Overrides {
			if (e.First.Year == 0) == yearly && covers(e.First, e.Last, d) {
				hours = e.Hours
			}
		}
	}
	for _, h := range o.cfg.Holidays {
		if covers(h.First, h.Last, d) {
			hours = nil
		}
	}
	return slices.Concat(hours, named(o.cfg.Additions, d))
}

func named(list []schedule.Exception, d schedule.Date) (hours []schedule.Range) {
	for _, e := range list {
		if covers(e.First, e.Last, d) {
			hours = append(hours, e.Hours...)
		}
	}
	return hours
}

// cut tells whether the last holiday of d closes the night before.
func (o *oracle) cut(d schedule.Date) bool {
	cut := false
	for _, h := range o.cfg.Holidays {
		if covers(h.First, h.Last, d) {
			cut = h.Spill == schedule.SpillCut || h.Spill == "" && o.cfg.Policy.Spill == schedule.SpillCut
		}
	}
	return cut
}

// covers compares dates as text: 03-01 < 12-24.
func covers(first, last, d schedule.Date) bool {
	if last.IsZero() {
		last = first
	}
	if first.Year == 0 {
		d.Year = 0
	}
	a, b, x := first.String(), last.String(), d.String()
	if a > b {
		return x >= a || x <= b
	}
	return a <= x && x <= b
}

// span is when a range of the date that begins at midnight is open.
func (o *oracle) span(midnight int64, r schedule.Range, cut bool) (from, to int64) {
	end := int64(r.To / time.Second)
	if r.To <= r.From {
		end += 86400
	}
	if cut {
		end = min(end, 86400)
	}
	return o.find(midnight+int64(r.From/time.Second), false), o.find(midnight+end, true)
}

// find is the first or last step at which the clock shows w; if none does, w
// is in a gap and moves forward by it.
func (o *oracle) find(w int64, last bool) int64 {
	found := int64(-1)
	for i, shown := range o.walls {
		if shown == w && (found < 0 || last) {
			found = int64(i)
		}
	}
	if found >= 0 {
		return o.first + found*o.step
	}
	for i := 1; i < len(o.walls); i++ {
		if o.walls[i-1] < w && w < o.walls[i] {
			return o.first + int64(i)*o.step + w - (o.walls[i-1] + o.step)
		}
	}
	return o.first - 1 // outside
}

func (o *oracle) at(i int) time.Time { return time.Unix(o.first+int64(i)*o.step, 0).UTC() }

// compare checks the schedule against the oracle from the margin on.
func (o *oracle) compare(t *testing.T, s *schedule.Schedule) {
	t.Helper()
	margin := int(3 * 86400 / o.step)
	lo, hi := margin, len(o.open)-margin
	sum := time.Duration(0)
	for i := lo; i < hi; i++ {
		at := o.at(i)
		if got := s.Open(at); got != o.open[i] {
			require.Equal(t, o.open[i], got, "open at %v, %s", at, at.In(o.cfg.Zone))
		}
		if got := s.Between(o.at(lo), at); got != sum {
			require.Equal(t, sum, got, "between %v and %v", o.at(lo), at)
		}
		if o.open[i] {
			sum += time.Duration(o.step) * time.Second
		}
		if i > lo && o.open[i] != o.open[i-1] {
			o.compareEdge(t, s, i, sum)
		}
	}
}

// compareEdge checks the answers around an opening or closing; sum is the open
// time from the margin to the step after it.
func (o *oracle) compareEdge(t *testing.T, s *schedule.Schedule, i int, sum time.Duration) {
	t.Helper()
	at, before := o.at(i), o.at(i-1)
	if o.open[i] {
		require.Equal(t, at, s.NextOpening(before))
		require.Equal(t, at, s.PrevOpening(at.Add(1)))
		return
	}
	require.Equal(t, at, s.NextClosing(before))
	require.Equal(t, at, s.PrevClosing(at.Add(1)))
	require.Equal(t, at, s.Add(o.at(int(3*86400/o.step)), sum))
}

// zones are the names of all IANA zones.
func zones(t testing.TB) []string {
	data, err := os.ReadFile("testdata/zones.txt")
	require.NoError(t, err)
	return strings.Fields(string(data))
}

func zone(t testing.TB, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

// TestOracle compares random schedules with the oracle in every zone, around
// a random instant and around a change of the clock.
func TestOracle(t *testing.T) {
	names := zones(t)
	if testing.Short() {
		names = names[:50]
	}
	for i, name := range names {
		r := rand.New(rand.NewPCG(7, uint64(i)))
		checkOracle(t, r, zone(t, name))
	}
}

// TestOracleDateLine looks at the dates that islands left out.
func TestOracleDateLine(t *testing.T) {
	for name, at := range map[string]string{
		"Pacific/Apia": "2011-12-30T10:00:00Z", "Pacific/Fakaofo": "2011-12-30T11:00:00Z", "Pacific/Kwajalein": "1993-08-21T12:00:00Z",
		"Pacific/Kiritimati": "1994-12-31T10:00:00Z", "Asia/Pyongyang": "2018-05-04T15:00:00Z", "Africa/Monrovia": "1972-01-07T00:44:30Z",
	} {
		for seed := range uint64(20) {
			checkOracleAt(t, rand.New(rand.NewPCG(seed, 8)), zone(t, name), instantOf(t, at))
		}
	}
}

func checkOracle(t *testing.T, r *rand.Rand, loc *time.Location) {
	t.Helper()
	checkOracleAt(t, r, loc, randomInstant(r, loc))
}

func checkOracleAt(t *testing.T, r *rand.Rand, loc *time.Location, around time.Time) {
	t.Helper()
	cfg := randomConfig(r, loc, around)
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	defer func() {
		if t.Failed() {
			t.Logf("%s around %s: %+v", loc, around, cfg)
		}
	}()
	newOracle(cfg, around.AddDate(0, 0, -5), 10).compare(t, s)
}

func FuzzOracle(f *testing.F) {
	names := zones(f)
	f.Add(uint64(1), uint16(0))
	f.Fuzz(func(t *testing.T, seed uint64, z uint16) {
		checkOracle(t, rand.New(rand.NewPCG(seed, 1)), zone(t, names[int(z)%len(names)]))
	})
}
