package rules_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataTriggers lets triggers run on the updates of the cases.
func TestDataTriggers(t *testing.T) {
	datatest.Cases(t, "triggers", datatest.Ops{"run": runTriggers, "echo": echoCase, "validate": validateAction, "render": renderCase})
}

func tableOf(t testing.TB, g *datatest.TriggerRun) *rules.Table {
	t.Helper()
	part := func(name string, read func(*datatest.PeerMessage) string) rules.Field {
		return rules.Field{Name: name, Kind: rules.Mixed, Mixed: func(*rules.Subject) any {
			if g.Message == nil {
				return nil
			}
			return read(g.Message)
		}}
	}
	table, err := rules.Standard().With(
		part("message.text", func(m *datatest.PeerMessage) string { return m.Text }), part("message.full_text", func(m *datatest.PeerMessage) string { return m.FullText }),
		part("message.from", func(m *datatest.PeerMessage) string { return m.From }))
	require.NoError(t, err)
	return table
}

// actor is who did what the cases tell of.
func actor(by string) ticket.Actor {
	kinds := map[string]ticket.ActorKind{"": ticket.EndUser, "rule": ticket.Trigger, "system": ticket.System, "agent": ticket.Agent, "bot": ticket.Bot}
	return ticket.Actor{Kind: cmp.Or(kinds[by], ticket.EndUser), ID: by}
}

func runTriggers(c *datatest.Case) {
	var given datatest.TriggerRun
	var when struct{ Event, By, Kind string }
	c.Given(&given)
	c.When(&when)
	list := stored.Triggers(c.T, given)
	tk := ticket.Ticket{ID: "t", Requester: "customer"}
	for field, v := range given.Ticket {
		tk = tk.WithField(field, fmt.Sprint(v))
	}
	before := tk
	update := &rules.Update{By: actor(when.By)}
	if strings.Contains(when.Event, "message") {
		for i := range list { // what runs on messages wants one
			list[i].When.All = append(list[i].When.All, rules.Condition{Field: "comment_is_public", Op: rules.Present})
		}
		if when.Kind != "activity" { // which is in the audit only
			update.Comment = &ticket.Comment{Public: when.Kind != "note" && when.Kind != "private"}
		}
	}
	if m := given.Message; m != nil {
		update.Silent = m.Bounce || m.AutoSend != nil && !*m.AutoSend || slices.Contains(given.SystemAddresses, m.From)
	}
	set, err := rules.CompileTriggers(tableOf(c.T, &given), list)
	require.NoError(c.T, err)
	current := func() *rules.Subject {
		s := &rules.Subject{Ticket: &tk, Before: &before, Update: update, Now: solvedAt()}
		if strings.Contains(when.Event, "created") && !strings.Contains(when.Event, "message") {
			s.Before = nil
		}
		return s
	}
	fired, actions, told := []string{}, []string{}, []string{}
	fire := func(f rules.Firing) {
		fired = append(fired, f.Rule)
		for _, d := range f.Deeds {
			switch {
			case d.Change.Field != "":
				tk, err = ticket.Lifecycle{}.Set(tk, d.Change, ticket.Actor{Kind: ticket.Trigger}, solvedAt())
				require.NoError(c.T, err)
			case d.Ask.Kind == rules.AskUser:
				told = append(told, d.Ask.To)
			default:
				actions = append(actions, d.Ask.Body)
			}
		}
	}
	switch {
	case strings.HasPrefix(given.Mode, "first"):
		if f, is := set.First(current()); is {
			fire(f)
		}
	case given.Recursive != nil && !*given.Recursive:
		set.RunOnce(current, fire)
	default:
		set.Run(current, fire)
	}
	c.Want("fired", fired)
	c.Want("fired_count", len(fired))
	c.Want("actions", actions)
	c.Want("notified", told)
	for field := range given.Ticket {
		c.Want("ticket."+field, tk.Field(field))
	}
}

// echoCase feeds the events of running rules back to a host's queue.
func echoCase(c *datatest.Case) {
	var given struct {
		Running   []ticket.ID
		RanBefore []ticket.ID `json:"ran_before"`
		Ended     int
		Rule      *datatest.PeerTrigger
		Rules     []datatest.PeerTrigger
	}
	var when struct {
		Event, By string
		On        ticket.ID
	}
	c.Given(&given)
	c.When(&when)
	var echoes rules.Echoes
	for _, id := range given.RanBefore {
		echoes.Begin(id)
		echoes.End(id)
	}
	for _, id := range given.Running {
		echoes.Begin(id)
	}
	for _, id := range given.Running[:given.Ended] {
		echoes.End(id)
	}
	c.Want("queued", !echoes.Own(when.On, actor(when.By)))
	if given.Rule != nil {
		given.Rules = append(given.Rules, *given.Rule)
	}
	ran, requeued := echoRun(c.T, &echoes, when.On, given.Rules, actor(when.By))
	c.Want("action_runs", ran)
	c.Want("requeued", requeued)
}

// echoRun runs rules on an event, and on each that comes of what they do.
func echoRun(t testing.TB, echoes *rules.Echoes, id ticket.ID, list []datatest.PeerTrigger, by ticket.Actor) (ran, requeued int) {
	t.Helper()
	var own []rules.Rule
	for i, p := range list {
		own = append(own, stored.Trigger(t, p, fmt.Sprint("rule", i+1)))
	}
	set, err := rules.CompileTriggers(rules.Standard(), own)
	require.NoError(t, err)
	tk := ticket.Ticket{ID: id}.WithField("status", "1")
	before := ticket.Ticket{ID: id}
	queue := []ticket.Actor{by}
	for n := 0; len(queue) > 0 && n < 10; n++ {
		update := &rules.Update{By: queue[0]}
		queue = queue[1:]
		echoes.Begin(id)
		set.Run(func() *rules.Subject {
			return &rules.Subject{Ticket: &tk, Before: &before, Update: update, Now: time.Time{}}
		}, func(f rules.Firing) {
			ran++
			for _, d := range f.Deeds {
				tk, err = ticket.Lifecycle{}.Set(tk, d.Change, ticket.Actor{Kind: ticket.Trigger}, solvedAt())
				require.NoError(t, err)
				if system := (ticket.Actor{Kind: ticket.System}); !echoes.Own(id, system) {
					queue = append(queue, system)
					requeued++
				}
			}
		})
		echoes.End(id)
	}
	return ran, requeued
}

func validateAction(c *datatest.Case) {
	var given struct{ Action struct{ Notify []string } }
	c.Given(&given)
	c.When(&struct{}{})
	do := []rules.Action{{Field: "notification_user", Value: rules.Value{}}}
	for i, who := range given.Action.Notify {
		do = append(do[:i], rules.Action{Field: "notification_user", Value: rules.Value{who}})
	}
	_, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{ID: "1", Do: do}})
	c.Want("valid", err == nil)
}

// renderCase fills placeholders. Those of the cases have single braces.
func renderCase(c *datatest.Case) {
	var given struct{ Tags []string }
	var when struct{ Template string }
	c.Given(&given)
	c.When(&when)
	text := stored.Placeholders(when.Template)
	tk := ticket.Ticket{Tags: given.Tags}
	made, _ := rules.Placeholders{Table: rules.Standard()}.Render(text, &rules.Subject{Ticket: &tk}, false)
	c.Want("text", made)
}
