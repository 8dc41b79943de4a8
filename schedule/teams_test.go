package schedule_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// A union and an intersection are open when any or all of their parts are, and
// together have the open time of both.
func TestCombineLaws(t *testing.T) {
	names := zones(t)
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		around := randomInstant(r, time.UTC)
		part := func() *schedule.Schedule {
			return build(t, randomConfig(r, zone(t, names[r.IntN(len(names))]), around))
		}
		a, b := part(), part()
		u, i := schedule.Union(a, b), schedule.Intersect(a, b)
		for range 20 {
			x := around.Add(time.Duration(r.Int64N(8*86400)-4*86400) * time.Second)
			y := x.Add(time.Duration(r.Int64N(1e15)))
			require.Equal(t, a.Open(x) || b.Open(x), u.Open(x))
			require.Equal(t, a.Open(x) && b.Open(x), i.Open(x))
			require.Equal(t, a.Between(x, y)+b.Between(x, y), u.Between(x, y)+i.Between(x, y))
			checkDay(t, u, schedule.DateOf(x))
			checkDay(t, i, schedule.DateOf(x))
			checkDays(t, u, schedule.DateOf(x), r.IntN(20)-10)
		}
	}
}

func TestCombine(t *testing.T) {
	team := build(t, schedule.Config{Weekly: workdays(t, "06:00-14:00")})
	company := build(t, schedule.Config{Weekly: workdays(t, "09:00-17:00"), Holidays: []schedule.Holiday{{Name: "Founders", First: day(2026, 3, 10)}}})
	both := schedule.Intersect(team, company)
	require.Equal(t, at(t, "2026-03-11T10:00:00Z"), both.Add(at(t, "2026-03-09T13:00:00Z"), 2*time.Hour))
	require.False(t, both.BusinessDay(day(2026, 3, 10)))
	require.Equal(t, "Founders", both.Day(day(2026, 3, 10))[1].Entry.Name)
	either := schedule.Union(team, company)
	noon := at(t, "2026-03-10T12:00:00Z")
	h, ok := both.Holiday(noon)
	require.True(t, ok)
	require.Equal(t, "Founders", h.Name)
	_, ok = either.Holiday(noon)
	require.False(t, ok, "the team works")
	h, ok = schedule.Union(company, company).Holiday(noon)
	require.True(t, ok)
	require.Equal(t, "Founders", h.Name)
	_, ok = both.Holiday(noon.AddDate(0, 0, 1))
	require.False(t, ok)
	require.Equal(t, 11*time.Hour, either.Between(at(t, "2026-03-09T00:00:00Z"), at(t, "2026-03-10T00:00:00Z")))
	require.True(t, schedule.Union().NeverOpen())
	require.True(t, schedule.Intersect().Open(time.Time{}))
}

func TestDay(t *testing.T) {
	s := build(t, schedule.Config{
		Weekly:    workdays(t, "09:00-12:00", "13:00-17:00", "22:00-02:00"),
		Holidays:  []schedule.Holiday{{Name: "Fair", First: day(2026, 3, 11)}},
		Additions: []schedule.Exception{{Name: "Stall", First: day(2026, 3, 11), Hours: ranges(t, "10:00-16:00")}},
		Breaks:    []schedule.Exception{{Name: "Fire drill", First: day(2026, 3, 11), Hours: ranges(t, "11:00-11:30")}},
	})
	tenth, fair := day(2026, 3, 10), day(2026, 3, 11)
	stretch := func(from, to string, open bool, kind schedule.Kind, name string, d schedule.Date, hours string) schedule.Stretch {
		out := schedule.Stretch{Segment: schedule.Segment{Start: at(t, "2026-03-11T"+from+":00Z"), End: at(t, "2026-03-11T"+to+":00Z")}, Open: open}
		out.Entry = schedule.Entry{Kind: kind, Name: name, Date: d}
		if hours != "" {
			out.Entry.Hours = ranges(t, hours)[0]
		}
		return out
	}
	want := []schedule.Stretch{
		stretch("00:00", "02:00", true, schedule.KindWeekly, "", tenth, "22:00-02:00"),
		stretch("02:00", "10:00", false, schedule.KindHoliday, "Fair", fair, ""),
		stretch("10:00", "11:00", true, schedule.KindAddition, "Stall", fair, "10:00-16:00"),
		stretch("11:00", "11:30", false, schedule.KindBreak, "Fire drill", fair, "11:00-11:30"),
		stretch("11:30", "16:00", true, schedule.KindAddition, "Stall", fair, "10:00-16:00"),
		stretch("16:00", "23:59", false, schedule.KindHoliday, "Fair", fair, ""),
	}
	want[5].End = at(t, "2026-03-12T00:00:00Z")
	if diff := cmp.Diff(want, s.Day(fair)); diff != "" {
		t.Errorf("Day mismatch (-want +got):\n%s", diff)
	}
}

func TestWarning(t *testing.T) {
	s := build(t, schedule.Config{Weekly: schedule.Week{time.Monday: ranges(t, "09:00-12:00", "13:00-13:10")}})
	tests := []struct{ name, from, want string }{
		{"before opening", "2026-03-09T08:00:00Z", "2026-03-09T11:45:00Z"},
		{"just before it is due", "2026-03-09T11:44:59.9Z", "2026-03-09T11:45:00Z"},
		{"when it is due, the next", "2026-03-09T11:45:00Z", "2026-03-09T13:00:00Z"},
		{"during a warning", "2026-03-09T11:50:00Z", "2026-03-09T13:00:00Z"},
		{"after the last of the week", "2026-03-09T13:00:00Z", "2026-03-16T11:45:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, at(t, tt.want), s.NextWarning(at(t, tt.from), 15*time.Minute))
		})
	}
	require.Equal(t, at(t, "2026-03-09T12:00:00Z"), s.NextWarning(at(t, "2026-03-09T11:50:00Z"), -time.Hour), "no lead")
	for from, want := range map[string]bool{
		"2026-03-09T11:44:59Z": false, "2026-03-09T11:45:00Z": true, "2026-03-09T12:00:00Z": false, "2026-03-09T13:05:00Z": true,
	} {
		require.Equal(t, want, s.ClosingSoon(at(t, from), 15*time.Minute), from)
	}
}

func TestDepartments(t *testing.T) {
	sales := schedule.Department{Name: "sales", Schedule: build(t, schedule.Config{Weekly: workdays(t, "09:00-17:00")})}
	support := schedule.Department{Name: "support", Schedule: build(t, schedule.Config{Weekly: workdays(t, "08:00-20:00")})}
	closed := schedule.Department{Name: "closed", Schedule: build(t, schedule.Config{})}
	all := schedule.Departments{closed, sales, support}
	names := func(text string) (out []string) {
		for d := range all.Open(at(t, text)) {
			out = append(out, d.Name)
		}
		return out
	}
	require.Equal(t, []string{"sales", "support"}, names("2026-03-09T09:00:00Z"))
	require.Equal(t, []string{"support"}, names("2026-03-09T18:00:00Z"))
	require.Empty(t, names("2026-03-08T18:00:00Z"))
	next, opens := all.NextOpening(at(t, "2026-03-08T18:00:00Z"))
	require.Equal(t, "support", next.Name)
	require.Equal(t, at(t, "2026-03-09T08:00:00Z"), opens)
	_, opens = schedule.Departments{closed}.NextOpening(at(t, "2026-03-08T18:00:00Z"))
	require.Zero(t, opens)
}

func TestStopwatch(t *testing.T) {
	pause := func(from, to string) schedule.Segment { return schedule.Segment{Start: at(t, from), End: at(t, to)} }
	w := schedule.Stopwatch{Schedule: build(t, schedule.Config{Weekly: workdays(t, "09:00-17:00")})}
	from := at(t, "2026-03-09T09:00:00Z")
	require.Equal(t, at(t, "2026-03-09T11:00:00Z"), w.Due(from, 2*time.Hour))
	w.Pauses = []schedule.Segment{
		pause("2026-03-09T10:00:00Z", "2026-03-09T16:00:00Z"), pause("2026-03-09T11:00:00Z", "2026-03-09T12:00:00Z"),
		pause("2026-03-09T16:30:00Z", "2026-03-11T10:00:00Z"),
	}
	require.Equal(t, at(t, "2026-03-11T10:30:00Z"), w.Due(from, 2*time.Hour))
	require.Equal(t, at(t, "2026-03-09T10:00:00Z"), w.Due(from, time.Hour), "used up exactly at the pause")
	require.Equal(t, 2*time.Hour, w.Between(from, at(t, "2026-03-11T10:30:00Z")))
	require.Equal(t, -2*time.Hour, w.Between(at(t, "2026-03-11T10:30:00Z"), from))
	require.Equal(t, 90*time.Minute, w.Between(from, at(t, "2026-03-10T12:00:00Z")))
	w.Pauses = slices.Concat(w.Pauses, []schedule.Segment{pause("2026-03-11T11:00:00Z", "")})
	require.Zero(t, w.Due(from, 10*time.Hour), "paused still")
	require.Equal(t, 150*time.Minute, w.Between(from, from.AddDate(1, 0, 0)))
}

// Without a schedule, calendar hours count.
func TestNoSchedule(t *testing.T) {
	from := at(t, "2026-03-08T09:00:00Z")
	w := schedule.Stopwatch{Pauses: []schedule.Segment{{Start: from.Add(time.Hour), End: from.Add(3 * time.Hour)}}}
	require.Equal(t, 2*time.Hour, w.Between(from, from.Add(4*time.Hour)))
	require.Equal(t, -2*time.Hour, w.Between(from.Add(4*time.Hour), from))
	require.Equal(t, from.Add(4*time.Hour), w.Due(from, 2*time.Hour))
	for d := range (schedule.Departments{{Name: "bot"}}).Open(from) {
		require.Equal(t, "bot", d.Name)
	}
	_, at := schedule.Departments{{Name: "bot"}}.NextOpening(from)
	require.Zero(t, at)
}

// Two schedules in a ticket's life: each while it was in force, or the last for
// the whole of it.
func TestHistory(t *testing.T) {
	early, late := build(t, schedule.Config{Weekly: workdays(t, "06:00-14:00")}), build(t, schedule.Config{Weekly: workdays(t, "12:00-18:00")})
	h := schedule.History{First: early, Changes: []schedule.Change{
		{From: at(t, "2026-03-09T12:00:00Z"), Schedule: late}, {From: at(t, "2026-03-11T00:00:00Z")},
	}}
	from, to := at(t, "2026-03-09T08:00:00Z"), at(t, "2026-03-10T15:00:00Z")
	require.Equal(t, 4*time.Hour+6*time.Hour+3*time.Hour, h.Between(from, to))
	require.Same(t, early, h.At(from))
	require.Same(t, late, h.At(at(t, "2026-03-09T12:00:00Z")))
	require.Equal(t, 25*time.Hour, h.Between(at(t, "2026-03-10T17:00:00Z"), at(t, "2026-03-12T00:00:00Z")), "calendar hours at the end")
	h.Count = schedule.CountLast
	require.Equal(t, 6*time.Hour+3*time.Hour, h.Between(from, to))
	require.Equal(t, 12*time.Hour, h.Between(from, at(t, "2026-03-11T00:00:00Z")), "a change at the end comes too late")
	require.Zero(t, h.Between(to, from))
	require.Equal(t, time.Hour, schedule.History{}.Between(from, from.Add(time.Hour)))
}
