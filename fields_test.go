package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// move is one thing that happens to a ticket in a story. A story that ends with a wake asks
// automations, every other one triggers.
type move struct {
	do   func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt
	wake bool
}

// arrives is a message of the customer.
func arrives(text string, change ...func(*channel.Event)) move {
	return move{do: func(t *testing.T, o *office, _ ticket.ID) socialticket.Receipt {
		e := says("15550100", "m "+text, text, o.clock.now)
		for _, f := range change {
			f(&e)
		}
		return o.receive(t, e)
	}}
}

// hello is the first message of most stories.
func hello() move { return arrives("Where is my order?") }

// onLINE is the first message of a story on another account.
func onLINE() move {
	return arrives("Sushi?", func(e *channel.Event) { e.Account = channel.Account{Kind: channel.LINE, ID: "2000"} })
}

// sets is an agent's change of one field.
func sets(field ticket.FieldName, value string) move {
	return move{do: func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		return o.set(t, id, field, value, agent())
	}}
}

// writes is an agent's reply, or a note.
func writes(note bool) move {
	return move{do: func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		r, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Text: "Soon.", Note: note})
		require.NoError(t, err)
		return r
	}}
}

// opens is a ticket that an agent makes with a note.
func opens() move {
	return move{do: func(t *testing.T, o *office, _ ticket.ID) socialticket.Receipt {
		to := channel.Address{Account: business(), Handle: "15550100"}
		r, err := o.Open(context.Background(), socialticket.Open{To: to, Reply: socialticket.Reply{By: agent(), Text: "Call them.", Note: true}})
		require.NoError(t, err)
		return r
	}}
}

// ends is an agent's end of the session.
func ends() move {
	return move{do: func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		r, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
		require.NoError(t, err)
		return r
	}}
}

// rates is what the requester says of how it went.
func rates(score ticket.Satisfaction) move {
	return move{do: func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		r, err := o.Rate(context.Background(), socialticket.Rate{Token: o.SurveyToken(id), Score: score})
		require.NoError(t, err)
		return r
	}}
}

// noted puts what agents know of the requester into the store.
func noted(p identity.Person) move {
	return move{do: func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
		require.NoError(t, err)
		p.ID, p.Version = head.Conversation.User.ID, 1
		require.NoError(t, o.store.Commit(context.Background(), socialticket.Commit{Key: socialticket.Key(p.ID), Cause: "noted", Person: p}))
		return socialticket.Receipt{Ticket: head.Ticket}
	}}
}

// passes lets time pass.
func passes(d time.Duration) move {
	return move{do: func(_ *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		o.clock.Add(d)
		return socialticket.Receipt{Ticket: ticket.Ticket{ID: id}}
	}}
}

// wakes wakes the ticket after some hours.
func wakes(hours time.Duration) move {
	return move{wake: true, do: func(t *testing.T, o *office, id ticket.ID) socialticket.Receipt {
		o.clock.Add(hours * time.Hour)
		r, err := o.Wake(context.Background(), id)
		require.NoError(t, err)
		return r
	}}
}

// staffed returns an office with agents, groups, hours and statuses, and one rule.
func staffed(t *testing.T, probe rules.Condition, wake bool) *office {
	t.Helper()
	hours, err := schedule.New(schedule.Config{
		Weekly:   schedule.Week{time.Monday: {{From: 9 * time.Hour, To: 17 * time.Hour}}, time.Tuesday: {{From: 9 * time.Hour, To: 17 * time.Hour}}},
		Holidays: []schedule.Holiday{{Name: "Party", First: schedule.Date{Year: 2026, Month: time.March, Day: 3}}},
	})
	require.NoError(t, err)
	waiting, err := ticket.NewStatuses(ticket.CustomStatus{ID: "parts", Category: ticket.Hold, AgentLabel: "Waiting for parts"})
	require.NoError(t, err)
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Agents = []socialticket.Agent{{ID: "ada", Groups: []string{"g1"}}, {ID: "bob"}}
		s.Groups = []socialticket.Group{{ID: "g1"}, {ID: "g2"}}
		s.Schedules = map[string]*schedule.Schedule{"": hours, "office": hours, "always": schedule.Always()}
		s.Defaults = []socialticket.Defaults{{Account: business(), Brand: "b1", Form: "f1"}}
		s.Lifecycle = ticket.Lifecycle{Statuses: waiting, AgentsClose: true, SolveUnassigned: true}
		s.Automations = nil
		s.SLA, err = sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{
			Rule: rules.Rule{ID: "p1"}, Targets: []sla.Target{{Priority: ticket.Urgent, Metric: ticket.FirstReply, Within: 3 * time.Hour}},
		}}})
		require.NoError(t, err)
		if !wake {
			s.Triggers, err = rules.CompileTriggers(rules.Standard(), []rules.Rule{pull("probe", act("notification_target", "t", "x"), probe)})
			require.NoError(t, err)
			return
		}
		once := cond("current_tags", rules.NotIncludes, "probed")
		clock := cond("updated_at", rules.GreaterThan, "0")
		s.Automations, err = rules.CompileAutomations(rules.Standard(), []rules.Rule{pull("probe", act("current_tags", "probed"), clock, once, probe)})
		require.NoError(t, err)
	})
}

// holdsAfter plays a story and reports whether a rule with a condition fires in its last move.
func holdsAfter(t *testing.T, probe rules.Condition, story []move) bool {
	t.Helper()
	o := staffed(t, probe, story[len(story)-1].wake)
	var r socialticket.Receipt
	for _, m := range story {
		r = m.do(t, o, r.Ticket.ID)
	}
	return len(pulled(r)) > 0
}

// unasked are the fields that a desk has no answer to, with the reason.
func unasked() map[string]string {
	return map[string]string{
		"number_of_incidents":               "tickets have no link between a problem and its incidents",
		"requester_twitter_followers_count": "the profile that comes with a message does not keep it",
		"requester_twitter_statuses_count":  "the profile that comes with a message does not keep it",
		"requester_twitter_verified":        "the profile that comes with a message does not keep it",
		"support_type":                      "the desk has no tickets of AI agents: every ticket is handled by people",
	}
}

// TestFields asks for each field of the table, in the story of a desk: a rule with a
// condition on it fires after one story and does not after another. A row without a story
// is on the list above, with its reason.
func TestFields(t *testing.T) {
	asked := map[string]bool{}
	for _, tt := range fieldStories() {
		asked[tt.probe.Field] = true
		t.Run(tt.probe.Field, func(t *testing.T) {
			t.Parallel()
			if !holdsAfter(t, tt.probe, tt.yes) {
				t.Errorf("%+v does not hold", tt.probe)
			}
			if holdsAfter(t, tt.probe, tt.no) {
				t.Errorf("%+v holds in the other story", tt.probe)
			}
		})
	}
	for _, name := range rules.Standard().Names() {
		if reason, left := unasked()[name]; left == asked[name] || left && reason == "" {
			t.Errorf("field %q: it needs stories in fieldStories, or a reason in unasked", name)
		}
	}
}
