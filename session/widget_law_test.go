package session_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

// lawZones change their clocks at two, at midnight, at one to midnight, a minute after it, by half
// an hour, or not at all.
var lawZones = []string{"Europe/Paris", "America/New_York", "America/Asuncion", "America/Havana", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"}

// world is a widget with who is there, around an instant near a change of the clock.
type world struct {
	widget   session.Widget
	presence session.Presence
	visitor  session.Visitor
	at       time.Time
}

func randomWorld(t testing.TB, r *rand.Rand) world {
	t.Helper()
	place := func() *time.Location { return zone(t, lawZones[r.IntN(len(lawZones))]) }
	some := place()
	w := world{at: time.Unix(1104537600+r.Int64N(20*365*86400), 0)} // 2005 to 2024
	if _, end := w.at.In(some).ZoneBounds(); r.IntN(2) == 0 && !end.IsZero() {
		w.at = end.Add(time.Duration(r.IntN(4*1440)-2*1440) * time.Minute)
	}
	w.at = w.at.Truncate(time.Minute).UTC()
	hours := func() *schedule.Schedule {
		if r.IntN(6) == 0 {
			return nil
		}
		return randomHours(t, r, some, w.at)
	}
	w.widget = session.Widget{
		Messaging: r.IntN(4) == 0, OfflineForm: r.IntN(2) == 0, ContactForm: r.IntN(3) == 0,
		Lead: time.Duration(r.IntN(3)*r.IntN(90)) * time.Minute,
	}
	if r.IntN(2) == 0 {
		w.widget.Hours = hours()
	}
	w.presence = session.Presence{"": r.IntN(2)}
	for _, id := range []string{"a", "b", "c"}[:r.IntN(4)] {
		w.widget.Departments = append(w.widget.Departments, session.Department{ID: id, Hours: hours()})
		w.presence[id] = r.IntN(3)
	}
	if r.IntN(5) == 0 {
		w.presence = nil
	}
	w.visitor = session.Visitor{
		Department: []string{"", "", "a", "b", "x"}[r.IntN(5)], Zone: place(), Language: []string{"en", "fr"}[r.IntN(2)], Bypass: r.IntN(8) == 0,
		Chat: []session.Chat{"", "", "", session.ChatWaiting, session.ChatTalking}[r.IntN(5)], LoadedAt: w.at.Add(-time.Duration(r.IntN(600)) * time.Minute),
	}
	require.NoError(t, w.widget.Check())
	return w
}

// randomHours has lunch breaks, nights, holidays, breaks and extra hours around an instant.
func randomHours(t testing.TB, r *rand.Rand, z *time.Location, around time.Time) *schedule.Schedule {
	t.Helper()
	span := func() schedule.Range {
		from := time.Duration(r.IntN(96)) * 15 * time.Minute
		return schedule.Range{From: from, To: (from + time.Duration(1+r.IntN(40))*15*time.Minute) % (24 * time.Hour)}
	}
	cfg := schedule.Config{Zone: z, Policy: schedule.Policy{Closing: []schedule.Closing{"", schedule.ClosingInclusive, schedule.ClosingMinute}[r.IntN(3)]}}
	for day := range cfg.Weekly {
		for range r.IntN(3) {
			cfg.Weekly[day] = append(cfg.Weekly[day], span())
		}
	}
	date := func() schedule.Date { return schedule.DateOf(around.In(z)).AddDays(r.IntN(7) - 2) }
	for range r.IntN(3) {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: date()})
		cfg.Breaks = append(cfg.Breaks, schedule.Exception{First: date(), Hours: []schedule.Range{span()}})
		cfg.Additions = append(cfg.Additions, schedule.Exception{First: date(), Hours: []schedule.Range{span()}})
	}
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}

// TestWidgetLawSpan steps a clock minute by minute: what shows stays the same, from Since to
// just before Until, and is something else before and after.
func TestWidgetLawSpan(t *testing.T) {
	t.Parallel()
	const horizon = 3 * 1440
	bounded, far := 0, 0
	for seed := range uint64(400) {
		w := randomWorld(t, rand.New(rand.NewPCG(seed, 10)))
		look := func(at time.Time) session.Show { return w.widget.At(at, w.presence, w.visitor) }
		show := look(w.at)
		if cut := func(t time.Time) bool { return t.Sub(w.at).Abs() > 60*24*time.Hour }; cut(show.Until) && !show.Until.IsZero() {
			far++ // many openings and closings change nothing: the answer is to be asked for again then
			require.Empty(t, cmp.Diff(what(show), what(look(show.Until.Add(-time.Nanosecond)))), "seed %d", seed)
			continue
		}
		for n := 1; n <= horizon; n++ {
			at := w.at.Add(time.Duration(n) * time.Minute)
			if !show.Until.IsZero() && !at.Before(show.Until) {
				bounded++
				require.Equal(t, at, show.Until, "seed %d: Until is a whole minute here", seed)
				require.NotEmpty(t, cmp.Diff(what(show), what(look(at))), "seed %d: until %v", seed, at)
				require.Empty(t, cmp.Diff(show, look(at.Add(-time.Nanosecond))), "seed %d: just before %v", seed, at)
				break
			}
			if n%7 == 0 || n < 100 { // most answers cost more than the step
				require.Empty(t, cmp.Diff(show, look(at)), "seed %d: at %v of %v", seed, at, w.at)
			}
		}
		if !show.Since.IsZero() {
			require.False(t, show.Since.After(w.at), "seed %d", seed)
			require.Empty(t, cmp.Diff(show, look(show.Since)), "seed %d: since %v", seed, show.Since)
			require.NotEmpty(t, cmp.Diff(what(show), what(look(show.Since.Add(-time.Nanosecond)))), "seed %d: since %v", seed, show.Since)
		}
	}
	t.Logf("%d end within days, %d were given up", bounded, far)
	require.Greater(t, bounded, 100, "most shows end within days")
	require.Less(t, far, 20)
}

// what is a show without the time for which it holds.
func what(s session.Show) session.Show {
	s.Since, s.Until = time.Time{}, time.Time{}
	return s
}

// TestWidgetLawPresent holds what must be true of each show: a department that is closed or
// without agents is never offered, a widget is hidden only if nothing is on, messaging is
// never closed, and who is let in is offered what was asked for.
func TestWidgetLawPresent(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4000) {
		w := randomWorld(t, rand.New(rand.NewPCG(seed, 11)))
		show := w.widget.At(w.at, w.presence, w.visitor)
		here := map[string]bool{}
		for _, d := range w.widget.Departments {
			h := d.Hours
			if w.widget.Hours != nil {
				h = w.widget.Hours
			}
			open := h == nil || w.visitor.Bypass || h.Between(w.at, w.at.Add(time.Nanosecond)) > 0
			here[d.ID] = open && w.presence[d.ID] > 0
		}
		for _, o := range show.Departments {
			require.True(t, here[o.Department], "seed %d: %s is offered", seed, o.Department)
		}
		if w.widget.Messaging {
			require.Equal(t, session.ModeMessaging, show.Mode, "seed %d", seed)
		}
		if show.Mode == session.ModeHidden {
			require.False(t, w.widget.OfflineForm || w.widget.ContactForm || len(show.Departments) > 0, "seed %d", seed)
			require.NotEmpty(t, show.Absence, "seed %d", seed)
		}
		_, form := w.widget.Form(show.Mode)
		require.Equal(t, form, show.Mode == session.ModeOfflineForm || show.Mode == session.ModeContactForm, "seed %d", seed)
		asked := w.visitor
		asked.Chat = ""
		admitted := w.widget.Admit(w.at, w.presence, asked)
		if d := asked.Department; d != "" && !w.widget.Messaging && len(w.widget.Departments) > 0 {
			require.Equal(t, here[d], admitted.Allowed, "seed %d: %s", seed, d)
		}
		require.Equal(t, !admitted.Allowed, admitted.Absence != "", "seed %d", seed)
	}
}
