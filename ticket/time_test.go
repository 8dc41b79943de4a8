package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

func TestSystemCloses(t *testing.T) {
	solved := in(t, ticket.Lifecycle{}, ticket.Solved)
	due := noon().AddDate(0, 0, 28)
	tests := []struct {
		name  string
		after time.Duration
		want  time.Time
	}{
		{"after 28 days", 0, due},
		{"after an hour", time.Hour, noon().Add(time.Hour)},
		{"never", -1, time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, ticket.Lifecycle{CloseAfter: tt.after}.DueAt(solved))
		})
	}
	t.Run("updates do not delay it", func(t *testing.T) {
		l, ann := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
		tk, err := l.Set(solved, ticket.Change{Field: ticket.FieldTags, Value: "late"}, ann, due.Add(-time.Hour))
		require.NoError(t, err)
		tk, err = l.Answer(tk, ann, true, due.Add(-time.Minute))
		require.NoError(t, err)
		require.Equal(t, ticket.Solved, l.Wake(tk, due.Add(-1)).Status)
		tk = l.Wake(tk, due)
		require.Equal(t, ticket.Closed, tk.Status)
		require.Equal(t, due, tk.ClosedAt)
	})
	t.Run("a second solving does", func(t *testing.T) {
		l := ticket.Lifecycle{}
		tk, err := l.Receive(solved, due.Add(-time.Hour), due.Add(-time.Hour))
		require.NoError(t, err)
		require.Zero(t, l.DueAt(tk))
		tk, err = l.Toggle(tk, ticket.Actor{Kind: ticket.Agent, ID: "ann"}, due)
		require.NoError(t, err)
		require.Equal(t, due.AddDate(0, 0, 28), l.DueAt(tk))
	})
	t.Run("a muted one too", func(t *testing.T) {
		muted := solved
		muted.Muted = true
		require.Equal(t, ticket.Closed, ticket.Lifecycle{}.Wake(muted, due.AddDate(1, 0, 0)).Status)
	})
}

func TestSnooze(t *testing.T) {
	l, ann := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	until := noon().Add(24 * time.Hour)
	tk, err := l.Snooze(in(t, l, ticket.Open), until, ann, noon())
	require.NoError(t, err)
	require.Equal(t, ticket.Hold, tk.Status)
	require.Equal(t, until, l.DueAt(tk))

	require.Equal(t, ticket.Hold, l.Wake(tk, until.Add(-1)).Status)
	require.Equal(t, ticket.Open, l.Wake(tk, until).Status)
	require.Zero(t, l.Wake(tk, until).SnoozedUntil)

	again, err := l.Snooze(tk, time.Time{}, ann, noon()) // until the next reply instead
	require.NoError(t, err)
	require.Zero(t, l.DueAt(again))
	require.Equal(t, ticket.Hold, l.Wake(again, until.AddDate(9, 0, 0)).Status)

	answered, err := l.Receive(tk, noon(), noon())
	require.NoError(t, err)
	require.Equal(t, ticket.Open, answered.Status)
	require.Zero(t, answered.SnoozedUntil)

	_, err = l.Snooze(in(t, l, ticket.Solved), until, ann, noon())
	require.ErrorIs(t, err, ticket.ErrTransition)
	_, err = l.Snooze(in(t, l, ticket.Closed), until, ann, noon())
	require.ErrorIs(t, err, ticket.ErrClosed)
}

func TestMute(t *testing.T) {
	l, ann := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	muted, err := l.Mute(in(t, l, ticket.Pending), ann, noon())
	require.NoError(t, err)
	require.True(t, muted.Muted)
	require.Equal(t, ticket.Solved, muted.Status)

	written, err := l.Receive(muted, noon(), noon())
	require.NoError(t, err)
	require.Equal(t, ticket.Solved, written.Status)
	require.Zero(t, written.WaitingSince)

	heard, err := l.Unmute(muted, ann, noon())
	require.NoError(t, err)
	require.Equal(t, ticket.Solved, heard.Status)
	written, err = l.Receive(heard, noon(), noon())
	require.NoError(t, err)
	require.Equal(t, ticket.Open, written.Status)

	_, err = l.Mute(in(t, l, ticket.New), ticket.Actor{Kind: ticket.Trigger, ID: "1"}, noon())
	require.ErrorIs(t, err, ticket.ErrNeedsAssignee)
}

func TestNapUntil(t *testing.T) {
	tests := []struct{ name, zone, now, want string }{
		{"an hour from now", "UTC", "2026-03-31T23:30:00Z", "2026-04-01T00:30:00Z"},
		{"until tomorrow", "UTC", "2026-12-31T08:00:00Z", "2027-01-01T09:00:00Z"},
		{"until tomorrow", "Europe/Berlin", "2026-03-28T20:00:00Z", "2026-03-29T07:00:00Z"}, // clocks go forward that night
		{"until tomorrow", "Asia/Tokyo", "2026-03-28T20:00:00Z", "2026-03-30T00:00:00Z"},    // it is the 29th there already
		{"until next week", "UTC", "2026-03-09T00:00:00Z", "2026-03-16T09:00:00Z"},          // a Monday
		{"until next week", "UTC", "2026-03-14T23:59:59Z", "2026-03-16T09:00:00Z"},          // a Saturday
		{"until next week", "UTC", "2026-03-15T10:00:00Z", "2026-03-16T09:00:00Z"},          // a Sunday: tomorrow
		{"until next week", "America/New_York", "2026-10-31T12:00:00Z", "2026-11-02T14:00:00Z"},
		{"until next month", "UTC", "2026-01-31T10:00:00Z", "2026-02-02T09:00:00Z"},
		{"until next month", "UTC", "2026-05-31T10:00:00Z", "2026-06-01T09:00:00Z"}, // the first is a Monday
		{"until next month", "UTC", "2026-12-09T10:00:00Z", "2027-01-04T09:00:00Z"},
		{"until next reply", "UTC", "2026-12-09T10:00:00Z", "0001-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.now, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			require.NoError(t, err)
			got, err := ticket.Nap(tt.name).Until(instant(t, tt.now).In(zone))
			require.NoError(t, err)
			require.Equal(t, tt.want, got.UTC().Format(time.RFC3339))
		})
	}
	_, err := ticket.Nap("").Until(noon())
	require.EqualError(t, err, `ticket: nap "": unknown`)
}

// A nap ends later than it begins, at nine on a Monday where it says so.
func FuzzNap(f *testing.F) {
	f.Add(int64(1774740600), 1)
	f.Fuzz(func(t *testing.T, unix int64, hours int) {
		now := time.Unix(unix%4e9, 0).In(time.FixedZone("", hours%15*3600))
		for _, n := range []ticket.Nap{ticket.NapHour, ticket.NapTomorrow, ticket.NapNextWeek, ticket.NapNextMonth} {
			got, err := n.Until(now)
			require.NoError(t, err)
			if !got.After(now) || got.Sub(now) > 38*24*time.Hour {
				t.Errorf("nap %q from %v to %v", n, now, got)
			}
			if n != ticket.NapHour && got.Format("15:04:05") != "09:00:00" {
				t.Errorf("nap %q ends at %v", n, got)
			}
			if monday := n == ticket.NapNextWeek || n == ticket.NapNextMonth; monday && got.Weekday() != time.Monday {
				t.Errorf("nap %q ends on %v", n, got.Weekday())
			}
			if n == ticket.NapNextMonth && (got.Day() > 7 || got.Month() == now.Month()) {
				t.Errorf("nap %q from %v to %v", n, now, got)
			}
		}
	})
}
