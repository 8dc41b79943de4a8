package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// promising is an office that promises the same to every ticket.
func promising(t testing.TB, targets ...sla.Target) *office {
	t.Helper()
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		var err error
		s.SLA, err = sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{Rule: rules.Rule{ID: "p1"}, Targets: targets}}})
		require.NoError(t, err)
		s.Automations, s.Lifecycle.SolveUnassigned = nil, true
	})
}

func hour(m ticket.Metric) sla.Target { return sla.Target{Metric: m, Within: time.Hour} }

// log returns all audit events of a ticket.
func (o *office) log(t testing.TB, id ticket.ID) []ticket.Event {
	t.Helper()
	events, err := o.store.Events(context.Background(), id, socialticket.Page{Limit: 1 << 20})
	require.NoError(t, err)
	return events
}

// stands returns how the only promise of a ticket stands now.
func (o *office) stands(t testing.TB, id ticket.ID) sla.State {
	t.Helper()
	look, err := o.Explain(context.Background(), socialticket.Question{Ticket: id})
	require.NoError(t, err)
	require.Len(t, look.Promises, 1)
	return look.Promises[0]
}

// breaches returns the instants of the breaches that a log tells.
func breaches(events []ticket.Event) (list []time.Time) {
	for _, e := range events {
		if e.Type == ticket.EventSLA && e.To == sla.WordBreach {
			list = append(list, e.At)
		}
	}
	return list
}

// TestPromiseBreaks sets a timer for the instant at which a promise breaks. Waking then, or
// later, tells that instant; waking early or again tells nothing.
func TestPromiseBreaks(t *testing.T) {
	for _, late := range []time.Duration{0, 1, 5 * time.Hour} {
		o, ctx := promising(t, hour(ticket.FirstReply)), context.Background()
		id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
		due := start().Add(time.Hour)
		require.Equal(t, due, o.timer(t, id))
		o.clock.Add(59 * time.Minute)
		early, err := o.Wake(ctx, id)
		require.NoError(t, err)
		require.Empty(t, breaches(early.Commit.Events))
		o.clock.Set(due.Add(late))
		for range 2 {
			_, err = o.Wake(ctx, id)
			require.NoError(t, err)
		}
		require.Equal(t, []time.Time{due}, breaches(o.log(t, id)), "%v late", late)
		require.Equal(t, sla.Breached, o.stands(t, id).Phase)
		require.Zero(t, o.timer(t, id))
	}
}

// TestPromiseKept takes a reply for the end of a wait only if it was let out, by a person
// and public.
func TestPromiseKept(t *testing.T) {
	o, ctx := promising(t, sla.Target{Metric: ticket.FirstReply, Within: 72 * time.Hour}), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	writes(true).do(t, o, id)
	_, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: ticket.Actor{Kind: ticket.Bot, ID: "bot"}, Text: "Hi, I am a bot."})
	require.NoError(t, err)
	require.Equal(t, sla.Active, o.stands(t, id).Phase)
	o.clock.Add(30 * time.Hour) // the reply window has closed
	refused := writes(false).do(t, o, id)
	require.False(t, refused.Decision.Allowed)
	require.Equal(t, sla.Active, o.stands(t, id).Phase)
	require.Zero(t, sla.Measure(o.log(t, id), sla.Measuring{}).FirstReply)

	o.receive(t, says("15550100", "m2", "still there?", o.clock.now))
	o.clock.Add(time.Hour)
	_, err = o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: refused.Comment.ID, By: agent()})
	require.NoError(t, err)
	state := o.stands(t, id)
	require.Equal(t, sla.Fulfilled, state.Phase)
	require.Equal(t, 31*time.Hour, state.Used)
	require.Equal(t, 31*time.Hour, sla.Measure(o.log(t, id), sla.Measuring{}).FirstReply.Calendar)
}

// TestPromiseAutomations fire at their exact instant: some time before a promise breaks, and
// after. The breach is told first.
func TestPromiseAutomations(t *testing.T) {
	o, ctx := promising(t, sla.Target{Metric: ticket.FirstReply, Within: 3 * time.Hour}), context.Background()
	var err error
	o.settings.Automations, err = rules.CompileAutomations(rules.Standard(), []rules.Rule{
		pull("soon", act("priority", "urgent"), cond("until_sla_next_breach_at", rules.LessThan, "1"), cond("priority", rules.IsNot, "urgent")),
		pull("late", act("current_tags", "late"), cond("sla_next_breach_at", rules.GreaterThan, "2"), cond("current_tags", rules.NotIncludes, "late")),
	})
	require.NoError(t, err)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	var at []string
	for range 10 {
		next := o.timer(t, id)
		if next.IsZero() {
			break
		}
		o.clock.Set(next)
		r, err := o.Wake(ctx, id)
		require.NoError(t, err)
		for _, e := range r.Commit.Events {
			if e.Type == ticket.EventRule || e.Type == ticket.EventSLA {
				at = append(at, fmt.Sprint(e.At.Sub(start()), " ", e.By.ID, e.To))
			}
		}
	}
	if diff := cmp.Diff([]string{"2h0m0s soon", "3h0m0s breach", "5h0m0.000000001s late"}, at); diff != "" {
		t.Errorf("what happened (-want +got):\n%s", diff)
	}
}

// TestPromiseSettings lets new settings reach a ticket that sleeps: its policy has another
// target, or is there no more.
func TestPromiseSettings(t *testing.T) {
	o, ctx := promising(t, hour(ticket.FirstReply)), context.Background()
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	other := promising(t, sla.Target{Metric: ticket.FirstReply, Within: 2 * time.Hour}).settings
	o.settings = other
	_, err := o.Rewake(ctx, o.store)
	require.NoError(t, err)
	require.Equal(t, start().Add(2*time.Hour), o.timer(t, id))
	o.settings = &socialticket.Settings{Version: 3}
	_, err = o.Rewake(ctx, o.store)
	require.NoError(t, err)
	require.Zero(t, o.timer(t, id))
	head, err := o.store.Load(ctx, socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	require.Empty(t, head.Ticket.Policy)
}

// TestPromiseView sorts a view by the next breach as Zendesk's column of that name does: what
// is overdue comes first, and what is promised to nobody last.
func TestPromiseView(t *testing.T) {
	o := promising(t,
		sla.Target{Priority: ticket.High, Metric: ticket.FirstReply, Within: time.Hour},
		sla.Target{Priority: ticket.High, Metric: ticket.TotalResolution, Within: 24 * time.Hour},
		sla.Target{Priority: ticket.Low, Metric: ticket.FirstReply, Within: 9 * time.Hour},
	)
	views, err := rules.CompileViews(rules.Standard(), []rules.View{{Rule: rules.Rule{ID: "all"}, Sort: rules.Sort{By: "sla_next_breach_at"}}})
	require.NoError(t, err)
	var list []*rules.Subject
	for i, p := range []ticket.Priority{ticket.Normal, ticket.Low, ticket.High} {
		id := o.receive(t, says(fmt.Sprint("1555010", i), fmt.Sprint("m", i), "hello", o.clock.now)).Ticket.ID
		changed := o.set(t, id, ticket.FieldPriority, string(p), agent()).Ticket
		if p == ticket.High {
			o.clock.Add(2 * time.Hour)
			r, err := o.Wake(context.Background(), id)
			require.NoError(t, err)
			changed = r.Ticket
		}
		list = append(list, &rules.Subject{Ticket: &changed, Known: o.settings.Known(&changed), Now: o.clock.now})
	}
	var got []ticket.Priority
	for _, s := range views.Sorted("all", list) {
		got = append(got, s.Ticket.Priority)
	}
	require.Equal(t, []ticket.Priority{ticket.High, ticket.Low, ticket.Normal}, got)
}

// TestLawPromiseEvents states for a desk what rules/sla states for a ticket: the clocks that
// were stepped are those that the stored events give, and no timer is later than the next
// breach.
func TestLawPromiseEvents(t *testing.T) {
	office, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: {{From: 9 * time.Hour, To: 17 * time.Hour}}, time.Tuesday: {{From: 9 * time.Hour, To: 17 * time.Hour}}}})
	require.NoError(t, err)
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		var targets []sla.Target
		for _, m := range ticket.Metrics() {
			targets = append(targets, sla.Target{Metric: m, Within: time.Duration(1+r.IntN(900)) * time.Minute, Business: r.IntN(2) == 0},
				sla.Target{Metric: m, Priority: ticket.High, Within: time.Duration(1+r.IntN(90)) * time.Minute})
		}
		o, ctx := promising(t, targets...), context.Background()
		o.settings.Schedules = map[string]*schedule.Schedule{"": office, "always": schedule.Always()}
		var ids []ticket.ID
		note := func(receipt socialticket.Receipt, err error) {
			if id := receipt.Ticket.ID; err == nil && id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if r.IntN(3) == 0 {
			to := channel.Address{Account: business(), Handle: "15550100"}
			note(o.Open(ctx, socialticket.Open{To: to, Reply: socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "hi"}}}))
		}
		var failed string
		for i := range 60 {
			o.clock.Add(time.Duration(r.IntN(400)) * time.Minute * time.Duration(r.IntN(3)))
			if len(ids) == 0 || r.IntN(4) == 0 {
				note(o.Receive(ctx, says("15550100", fmt.Sprint("m", i), "hello", o.clock.now.Add(-time.Duration(r.IntN(2))*time.Hour))))
				continue
			}
			id := ids[max(0, len(ids)-1-r.IntN(3))]
			by := func(f ticket.FieldName, values ...string) {
				note(o.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{{Field: f, Value: values[r.IntN(len(values))]}}}))
			}
			switch r.IntN(13) {
			case 0, 1:
				receipt, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "Soon.", Note: r.IntN(3) == 0, Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "pending"}}})
				note(receipt, err)
				if err == nil && receipt.Comment.Delivery.State == channel.StateFailed {
					failed = receipt.Comment.ID
				}
			case 2:
				note(o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: failed, By: agent()}))
			case 3:
				by(ticket.FieldStatus, "open", "pending", "hold", "solved")
			case 4:
				by(ticket.FieldPriority, "high", "low")
			case 5:
				by(ticket.FieldSchedule, "", "always")
			case 6:
				e := says("15550100", fmt.Sprint("e", i), "from the phone", o.clock.now)
				e.Type, e.Echo, e.Opens = channel.EventEcho, true, ""
				note(o.Receive(ctx, e))
			case 7:
				note(o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent()}))
			case 8, 9:
				note(o.MergeTickets(ctx, socialticket.MergeTickets{Ticket: ids[r.IntN(len(ids))], Into: id, By: agent(), Text: "Both here.", Public: r.IntN(2) == 0}))
			case 10, 11:
				note(o.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: ids[r.IntN(len(ids))], By: agent()}))
			default:
				note(o.Wake(ctx, id))
			}
		}
		for _, id := range ids {
			head, err := o.store.Load(ctx, socialticket.Ref{Ticket: id})
			require.NoError(t, err)
			events := o.log(t, id)
			if diff := cmp.Diff(head.Ticket.Clocks, sla.Clocks(events, o.settings.Schedules)); diff != "" {
				t.Fatalf("seed %d: clocks (-stepped +from events):\n%s", seed, diff)
			}
			if next, timer := sla.NextBreach(&head.Ticket, o.settings.Schedules), o.timer(t, id); !next.IsZero() && (timer.IsZero() || timer.After(next)) {
				t.Fatalf("seed %d: a promise breaks at %v, the timer is for %v", seed, next, timer)
			}
			m := sla.Measure(events, sla.Measuring{Schedules: o.settings.Schedules})
			require.Equal(t, []int{head.Ticket.Replies, head.Ticket.Reopens}, []int{m.Replies, m.Reopens}, "seed %d", seed)
		}
	}
}

// TestPromiseMerged takes the promises of a ticket away when it is merged into another, whose
// own go on, and gives them back with the time that they had used.
func TestPromiseMerged(t *testing.T) {
	o, ctx := promising(t, sla.Target{Metric: ticket.FirstReply, Within: 3 * time.Hour}), context.Background()
	first := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	ends().do(t, o, first)
	o.clock.Add(time.Hour)
	second := o.receive(t, says("15550100", "m2", "hello again", o.clock.now)).Ticket.ID
	require.NotEqual(t, first, second)
	_, err := o.MergeTickets(ctx, socialticket.MergeTickets{Ticket: first, Into: second, By: agent(), Text: "One matter.", Public: true})
	require.NoError(t, err)
	require.Zero(t, o.timer(t, first))
	require.Equal(t, start().Add(4*time.Hour), o.timer(t, second))
	require.Equal(t, sla.Active, o.stands(t, second).Phase, "the remark is not a reply")
	require.Zero(t, sla.Measure(o.log(t, first), sla.Measuring{}).FullResolution)

	o.clock.Add(time.Hour)
	_, err = o.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: first, By: agent()})
	require.NoError(t, err)
	state := o.stands(t, first)
	require.Equal(t, time.Hour, state.Used)
	require.Equal(t, start().Add(4*time.Hour), state.DueAt)
}

// TestPromiseDescription chooses a policy by the first words of the ticket, at a later update
// too.
func TestPromiseDescription(t *testing.T) {
	o := promising(t, hour(ticket.FirstReply))
	about := rules.Conditions{All: []rules.Condition{rules.Any(cond("description_includes_word", rules.Includes, "urgent"))}}
	var err error
	o.settings.SLA, err = sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{Rule: rules.Rule{ID: "p1", When: about}, Targets: []sla.Target{hour(ticket.FirstReply)}}}})
	require.NoError(t, err)
	id := o.receive(t, says("15550100", "m1", "It is urgent", start())).Ticket.ID
	require.Equal(t, "p1", o.set(t, id, ticket.FieldPriority, "low", agent()).Ticket.Policy)
	other := o.receive(t, says("15550101", "m2", "It can wait", start())).Ticket
	require.Empty(t, other.Policy)
}
