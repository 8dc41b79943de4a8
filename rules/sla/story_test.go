package sla_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// told is how a promise stands, in a line: its phase, the time used and left, and when it
// is due and was broken, as minutes of the Monday.
func line(s sla.State) string {
	out := fmt.Sprintf("%s used %v left %v", s.Phase, s.Used, s.Left)
	if !s.DueAt.IsZero() {
		out += s.DueAt.Format(" due 02 15:04")
	}
	if !s.BreachedAt.IsZero() {
		out += s.BreachedAt.Format(" broken 02 15:04")
	}
	if s.Moot {
		out += " moot"
	}
	return out
}

func within(m ticket.Metric, d time.Duration) sla.Target { return sla.Target{Metric: m, Within: d} }

// TestStories plays what happens to a ticket and tells how a promise stands then.
func TestStories(t *testing.T) {
	bot := ticket.Actor{Kind: ticket.Bot, ID: "bot"}
	rule := ticket.Actor{Kind: ticket.Trigger, ID: "r1"}
	for _, tt := range []struct {
		name   string
		metric ticket.Metric
		play   func(w *world)
		want   string
	}{
		{"nothing happens", ticket.FirstReply, func(w *world) { w.wake(monday("09:30")) }, "active used 30m0s left 30m0s due 02 10:00"},
		{"a reply at its target is in time", ticket.FirstReply, func(w *world) { w.reply(monday("10:00"), ann(), true) }, "fulfilled used 1h0m0s left 0s"},
		{"and one after it is not", ticket.FirstReply, func(w *world) { w.reply(monday("10:01"), ann(), true) },
			"fulfilled used 1h1m0s left -1m0s broken 02 10:00"},
		{"at its target without a reply", ticket.FirstReply, func(w *world) { w.wake(monday("10:00")) }, "breached used 1h0m0s left 0s due 02 10:00 broken 02 10:00"},
		{"not waking is noticed all the same", ticket.FirstReply, func(w *world) { w.now = monday("11:00") }, "breached used 2h0m0s left -1h0m0s due 02 10:00 broken 02 10:00"},
		{"notes, bots and rules are no replies", ticket.FirstReply, func(w *world) {
			w.reply(monday("09:10"), ann(), false)
			w.reply(monday("09:11"), bot, true)
			w.reply(monday("09:12"), rule, true)
			w.refused(monday("09:13"))
		}, "active used 13m0s left 47m0s due 02 10:00"},
		{"pending does not pause the first reply", ticket.FirstReply, func(w *world) {
			w.status(monday("09:10"), ticket.Pending)
			w.wake(monday("09:30"))
		}, "active used 30m0s left 30m0s due 02 10:00"},
		{"solved without a reply", ticket.FirstReply, func(w *world) { w.status(monday("09:20"), ticket.Solved) }, "fulfilled used 20m0s left 40m0s due 02 10:00 moot"},
		{"the next reply counts from the oldest message", ticket.NextReply, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.message(monday("09:20"), 0)
			w.message(monday("09:40"), 0)
		}, "active used 20m0s left 1h40m0s due 02 11:20"},
		{"and from when it was sent", ticket.NextReply, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.message(monday("09:40"), 5*time.Minute)
			w.message(monday("09:50"), 20*time.Minute)
		}, "active used 20m0s left 1h40m0s due 02 11:30"},
		{"a message that comes after it was due", ticket.NextReply, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.message(monday("13:00"), 3*time.Hour)
		}, "breached used 3h0m0s left -1h0m0s due 02 12:00 broken 02 12:00"},
		{"the worst exchange counts", ticket.NextReply, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.message(monday("09:20"), 0)
			w.reply(monday("10:50"), ann(), true)
			w.message(monday("11:00"), 0)
			w.reply(monday("11:05"), ann(), true)
		}, "fulfilled used 5m0s left 30m0s"},
		{"a reopening begins anew", ticket.NextReply, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.message(monday("09:20"), 0)
			w.reply(monday("10:50"), ann(), true)
			w.status(monday("10:55"), ticket.Solved)
			w.message(monday("11:00"), 0)
			w.reply(monday("11:05"), ann(), true)
		}, "fulfilled used 5m0s left 1h55m0s"},
		{"updates begin with the first reply", ticket.PeriodicUpdate, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.status(monday("09:20"), ticket.Pending)
			w.wake(monday("09:40"))
		}, "active used 30m0s left 2h30m0s due 02 12:10"},
		{"and with each one after it", ticket.PeriodicUpdate, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.reply(monday("09:30"), ann(), true)
			w.wake(monday("09:40"))
		}, "active used 10m0s left 2h50m0s due 02 12:30"},
		{"some stand while the requester has to act", ticket.PausableUpdate, func(w *world) {
			w.reply(monday("09:10"), ann(), true)
			w.status(monday("09:20"), ticket.Pending)
			w.wake(monday("09:40"))
		}, "paused used 10m0s left 3h50m0s"},
		{"the requester waits on hold", ticket.RequesterWait, func(w *world) {
			w.status(monday("09:20"), ticket.Hold)
			w.wake(monday("09:40"))
		}, "active used 40m0s left 4h20m0s due 02 14:00"},
		{"the agents do not work then", ticket.AgentWork, func(w *world) {
			w.status(monday("09:20"), ticket.Hold)
			w.wake(monday("09:40"))
		}, "paused used 20m0s left 5h40m0s"},
		{"solved is the end", ticket.TotalResolution, func(w *world) {
			w.status(monday("09:20"), ticket.Pending)
			w.status(monday("11:00"), ticket.Solved)
			w.status(monday("15:00"), ticket.Closed)
		}, "fulfilled used 2h0m0s left 5h0m0s"},
		{"reopened it begins anew", ticket.TotalResolution, func(w *world) {
			w.status(monday("11:00"), ticket.Solved)
			w.status(monday("12:00"), ticket.Open)
			w.wake(monday("12:30"))
		}, "active used 30m0s left 6h30m0s due 02 19:00"},
		{"a longer target from now on", ticket.FirstReply, func(w *world) {
			w.set(monday("10:30"), ticket.Change{Field: ticket.FieldPriority, Value: "low"})
		}, "active used 1h30m0s left 8h30m0s due 02 19:00"},
		{"a shorter one breaks now, not before", ticket.FirstReply, func(w *world) {
			w.set(monday("09:30"), ticket.Change{Field: ticket.FieldPriority, Value: "urgent"})
		}, "breached used 30m0s left -20m0s due 02 09:30 broken 02 09:30"},
		{"what was kept stays kept", ticket.FirstReply, func(w *world) {
			w.reply(monday("09:20"), ann(), true)
			w.set(monday("09:30"), ticket.Change{Field: ticket.FieldPriority, Value: "urgent"})
		}, "fulfilled used 20m0s left 40m0s"},
		{"the first reply counts from the beginning", ticket.FirstReply, func(w *world) {
			w.set(monday("09:00"), ticket.Change{Field: ticket.FieldRemoveTags, Value: "matches"})
			w.ticket.Clocks, w.ticket.Policy = nil, ""
			w.set(monday("09:30"), ticket.Change{Field: ticket.FieldTags, Value: "matches"})
		}, "active used 30m0s left 30m0s due 02 10:00"},
		{"other metrics from the promise on", ticket.TotalResolution, func(w *world) {
			w.set(monday("09:00"), ticket.Change{Field: ticket.FieldRemoveTags, Value: "matches"})
			w.ticket.Clocks, w.ticket.Policy = nil, ""
			w.set(monday("09:30"), ticket.Change{Field: ticket.FieldTags, Value: "matches"})
		}, "active used 0s left 7h0m0s due 02 16:30"},
		{"a promise that was taken away and comes back", ticket.TotalResolution, func(w *world) {
			w.set(monday("10:00"), ticket.Change{Field: ticket.FieldRemoveTags, Value: "matches"})
			w.set(monday("12:00"), ticket.Change{Field: ticket.FieldTags, Value: "matches"})
			w.wake(monday("12:10"))
		}, "active used 1h10m0s left 5h50m0s due 02 18:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var targets []sla.Target
			for i, m := range ticket.Metrics() {
				targets = append(targets, within(m, time.Duration(i+1)*time.Hour))
			}
			targets = append(targets, sla.Target{Metric: ticket.FirstReply, Priority: ticket.Low, Within: 10 * time.Hour},
				sla.Target{Metric: ticket.FirstReply, Priority: ticket.Urgent, Within: 10 * time.Minute})
			w := newWorld(t, promises(targets...), nil)
			w.create(monday("09:00"), customer())
			tt.play(w)
			if got := line(w.state(tt.metric)); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestMadeByAgent states that what an agent makes a ticket with is not a reply: the second
// public comment is, or after a note the one that answers the customer.
func TestMadeByAgent(t *testing.T) {
	made := func(public bool) *world {
		w := newWorld(t, promises(within(ticket.FirstReply, time.Hour)), nil)
		w.now = monday("09:00")
		w.begin(ann(), public)
		w.step(true)
		return w
	}
	w := made(true)
	w.message(monday("09:10"), 0)
	require.Equal(t, "active used 10m0s left 50m0s due 02 10:00", line(w.state(ticket.FirstReply)))
	w.reply(monday("09:20"), ann(), true)
	require.Equal(t, "fulfilled used 20m0s left 40m0s", line(w.state(ticket.FirstReply)))
	require.Equal(t, 20*time.Minute, sla.Measure(w.events, sla.Measuring{}).FirstReply.Calendar)

	w = made(false)
	require.Empty(t, w.ticket.Clocks)
	w.reply(monday("09:10"), ann(), true)
	require.Empty(t, w.ticket.Clocks)
}

// TestHours counts business hours over a holiday, and by another schedule from when it is
// the ticket's.
func TestHours(t *testing.T) {
	target := sla.Target{Metric: ticket.RequesterWait, Within: 10 * time.Hour, Business: true}
	w := newWorld(t, promises(target), sla.Schedules{"": office(t, "UTC"), "us": office(t, "America/New_York")})
	w.create(monday("16:00").AddDate(0, 0, 1), customer()) // Tuesday; Wednesday is a holiday
	require.Equal(t, "active used 0s left 10h0m0s due 06 10:00", line(w.state(ticket.RequesterWait)))
	w.set(monday("17:00").AddDate(0, 0, 1), ticket.Change{Field: ticket.FieldSchedule, Value: "us"})
	require.Equal(t, "active used 1h0m0s left 9h0m0s due 05 18:00", w.states()) // five hours of the Tuesday in New York, and four of the Thursday
}

func (w *world) states() (text string) {
	for _, s := range sla.At(&w.ticket, w.hours, w.now) {
		text += line(s)
	}
	return text
}

// TestMeasureSchedules is the worked example of a public metric model: two schedules on one
// ticket, each counted while it was in force, or the last one over all, as Zendesk does.
// Source: https://github.com/fivetran/dbt_zendesk/blob/main/DECISIONLOG.md (read 2026-11-27).
func TestMeasureSchedules(t *testing.T) {
	at := func(minutes float64) time.Time { // since the Sunday, in UTC
		return time.Date(2020, 9, 27, 0, 0, 0, 0, time.UTC).Add(time.Duration(minutes * float64(time.Minute)))
	}
	hours := sla.Schedules{"": everyDay(t, "12:00-02:00"), "sf": weekdays(t, "15:00-00:30")}
	events := []ticket.Event{
		{At: at(3902), By: customer(), Type: ticket.EventCreate},
		{At: at(3902), By: customer(), Type: ticket.EventChange, Field: ticket.FieldStatus, To: "new"},
		{At: at(3902), By: customer(), Type: ticket.EventComment, Comment: "1"},
		{At: at(5461.25), By: ann(), Type: ticket.EventChange, Field: ticket.FieldSchedule, To: "sf"},
		{At: at(5461.25), By: ann(), Type: ticket.EventComment, Comment: "2", To: ticket.MarkNote},
		{At: at(5461.46), By: ann(), Type: ticket.EventComment, Comment: "3"},
	}
	got := map[string]float64{
		"each": sla.Measure(events, sla.Measuring{Schedules: hours}).FirstReply.Business.Minutes(),
		"last": sla.Measure(events, sla.Measuring{Schedules: hours, Count: "last"}).FirstReply.Business.Minutes(),
	}
	for name, minutes := range map[string]float64{"each": 959.46, "last": 689.46} {
		require.InDelta(t, minutes, got[name], 1e-6, name)
	}
}

// TestCompileRefuses tells why a policy cannot hold, and leaves it out.
func TestCompileRefuses(t *testing.T) {
	good := sla.Policy{Rule: rules.Rule{ID: "good"}, Targets: []sla.Target{within(ticket.FirstReply, time.Hour)}}
	for _, tt := range []struct {
		change func(p *sla.Policy)
		want   string
	}{
		{func(p *sla.Policy) { p.ID = "" }, "id: it is missing, or another policy has it"},
		{func(p *sla.Policy) { p.ID = "good" }, "id: it is missing, or another policy has it"},
		{func(p *sla.Policy) { p.Targets[0].Metric = "patience" }, `targets[0]: the metric "patience" is not known`},
		{func(p *sla.Policy) { p.Targets[0].Priority = "dire" }, `targets[0]: the priority "dire" is not known`},
		{func(p *sla.Policy) { p.Targets[0].Within = 0 }, "targets[0]: 0s is not more than nothing"},
		{func(p *sla.Policy) { p.Targets = append(p.Targets, p.Targets[0]) }, "targets[1]: another target is for this metric and priority"},
		{func(p *sla.Policy) { p.When.All = []rules.Condition{{Field: "mood", Op: rules.Is}} }, "conditions.all[0]"},
		{func(p *sla.Policy) { p.When.All = []rules.Condition{rules.On("priority").Changed()} }, "conditions.all[0]"},
	} {
		bad := good
		bad.ID, bad.Targets = "bad", []sla.Target{within(ticket.FirstReply, time.Hour)}
		tt.change(&bad)
		p, err := sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{good, bad}})
		require.ErrorContains(t, err, tt.want)
		var names []string
		for _, one := range p.List() {
			names = append(names, one.ID)
		}
		if diff := cmp.Diff([]string{"good"}, names); diff != "" {
			t.Errorf("%s: policies (-want +got):\n%s", tt.want, diff)
		}
	}
}

// TestPick takes the first policy by position that holds. Without conditions it holds for
// every ticket, or for none; the default holds last.
func TestPick(t *testing.T) {
	low := rules.Conditions{All: []rules.Condition{rules.Priority().Is(ticket.Low)}}
	list := []sla.Policy{
		{Rule: rules.Rule{ID: "default", Position: 1}, Default: true},
		{Rule: rules.Rule{ID: "all", Position: 3}},
		{Rule: rules.Rule{ID: "off", Position: 1, Inactive: true}},
		{Rule: rules.Rule{ID: "low", Position: 2, When: low}},
	}
	for _, tt := range []struct {
		none     bool
		priority ticket.Priority
		want     string
	}{{false, "low", "low"}, {false, "high", "all"}, {true, "low", "low"}, {true, "high", "default"}} {
		p, err := sla.Compile(rules.Standard(), sla.Config{Policies: list, EmptyIsNone: tt.none})
		require.NoError(t, err)
		if got := p.Pick(&rules.Subject{Ticket: &ticket.Ticket{ID: "1", Priority: tt.priority}}); got != tt.want {
			t.Errorf("%+v: got %q", tt, got)
		}
	}
	require.Empty(t, (*sla.Policies)(nil).Pick(&rules.Subject{Ticket: &ticket.Ticket{ID: "1"}}))
}

// TestPoliciesGone takes the promises away when the settings have them no more.
func TestPoliciesGone(t *testing.T) {
	w := newWorld(t, promises(within(ticket.FirstReply, time.Hour)), nil)
	w.create(monday("09:00"), customer())
	w.policies = nil
	w.wake(monday("09:30"))
	require.Empty(t, w.states())
	require.True(t, sla.NextBreach(&w.ticket, w.hours).IsZero())
	if diff := cmp.Diff(w.ticket.Clocks, sla.Clocks(w.events, w.hours)); diff != "" {
		t.Errorf("clocks (-stepped +from events):\n%s", diff)
	}
}

// TestFromCreation measures what nobody was promised yet, so that a promise that comes later
// counts from the beginning, with its pauses and its hours.
func TestFromCreation(t *testing.T) {
	cfg := promises(sla.Target{Metric: ticket.RequesterWait, Within: 4 * time.Hour, Business: true})
	cfg.FromCreation = true
	w := newWorld(t, cfg, sla.Schedules{"": office(t, "UTC")})
	w.now = monday("08:00")
	w.begin(customer(), true)
	w.ticket = w.ticket.WithoutTags("matches")
	w.step(true)
	require.Empty(t, w.states())
	w.status(monday("10:00"), ticket.Pending)
	w.status(monday("11:00"), ticket.Open)
	w.set(monday("12:00"), ticket.Change{Field: ticket.FieldTags, Value: "matches"})
	require.Equal(t, "active used 2h0m0s left 2h0m0s due 02 14:00", w.states())
	w.set(monday("13:00"), ticket.Change{Field: ticket.FieldRemoveTags, Value: "matches"})
	require.Empty(t, w.states())
	w.set(monday("13:30"), ticket.Change{Field: ticket.FieldTags, Value: "matches"})
	require.Equal(t, "active used 3h30m0s left 30m0s due 02 14:00", w.states())
}
