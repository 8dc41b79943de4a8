package rules_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataTriggers lets triggers run on the updates of the cases.
func TestDataTriggers(t *testing.T) {
	datatest.Cases(t, "triggers", datatest.Ops{"run": runTriggers, "echo": echoCase, "validate": validateAction, "render": renderCase})
}

// peerTrigger is a trigger of the cases. What it tests and sets are custom fields here.
type peerTrigger struct {
	Name    string
	If      map[string]any
	Set     map[string]any
	Actions []string
}

func (p peerTrigger) own(t testing.TB, name string) rules.Rule {
	t.Helper()
	r := rules.Rule{ID: name, Category: name}
	if p.If != nil {
		text, err := json.Marshal(ownWords(p.If))
		require.NoError(t, err)
		var one rules.Condition
		require.NoError(t, json.Unmarshal(text, &one))
		if !strings.Contains(one.Field, ".") {
			one.Field = "custom_fields_" + one.Field
		}
		r.When.All = []rules.Condition{one}
	}
	for field, v := range p.Set {
		r.Do = append(r.Do, rules.Action{Field: "custom_fields_" + field, Value: asValue(v)})
	}
	for _, action := range p.Actions {
		r.Do = append(r.Do, rules.Action{Field: "reply_internal", Value: rules.Value{action}})
	}
	if r.Do == nil {
		r.Do = []rules.Action{{Field: "current_tags", Value: rules.Value{"ran"}}}
	}
	return r
}

// peerRules are rules of the cases, or only how many there are.
type peerRules []peerTrigger

func (p *peerRules) UnmarshalJSON(text []byte) error {
	var n int
	if err := json.Unmarshal(text, &n); err == nil {
		*p = make(peerRules, n)
		return nil
	}
	return datatest.Decode(text, (*[]peerTrigger)(p))
}

// peerMessage is a message of the cases. The names of its parts are fields of a host.
type peerMessage struct {
	Bounce   bool
	From     string
	Text     string
	FullText string `json:"full_text"`
	AutoSend *bool  `json:"send_auto_response"`
}

type triggerGiven struct {
	Ticket          map[string]any
	Triggers        []peerTrigger
	Rules           peerRules
	Recursive       *bool
	AllMatch        *bool `json:"all_match"`
	Mode            string
	Message         *peerMessage
	Notify          any
	SystemAddresses []string `json:"system_addresses"`
}

func (g *triggerGiven) rules(t testing.TB) (list []rules.Rule) {
	t.Helper()
	for i, p := range slices.Concat(g.Triggers, g.Rules) {
		r := p.own(t, cmp.Or(p.Name, fmt.Sprint("rule", i+1)))
		if g.AllMatch != nil && !*g.AllMatch {
			r.When.All = append(r.When.All, rules.Condition{Field: "custom_fields_none", Op: rules.Present})
		}
		list = append(list, r)
	}
	if list == nil {
		list = []rules.Rule{{ID: "notice", Do: notices(g.Notify)}}
	}
	return list
}

// notices are actions that tell people; nobody named: the requester.
func notices(to any) (do []rules.Action) {
	list := asValue(to)
	if to == nil {
		list = rules.Value{"requester"}
	}
	for _, who := range list {
		switch who {
		case "customer", "requester", "sender":
			who = "requester_id"
		}
		do = append(do, rules.Action{Field: "notification_user", Value: rules.Value{who, "Subject", "Body"}})
	}
	return do
}

func (g *triggerGiven) table(t testing.TB) *rules.Table {
	t.Helper()
	part := func(name string, read func(*peerMessage) string) rules.Field {
		return rules.Field{Name: name, Kind: rules.Mixed, Mixed: func(*rules.Subject) any {
			if g.Message == nil {
				return nil
			}
			return read(g.Message)
		}}
	}
	table, err := rules.Standard().With(
		part("message.text", func(m *peerMessage) string { return m.Text }), part("message.full_text", func(m *peerMessage) string { return m.FullText }),
		part("message.from", func(m *peerMessage) string { return m.From }))
	require.NoError(t, err)
	return table
}

// actor is who did what the cases tell of.
func actor(by string) ticket.Actor {
	kinds := map[string]ticket.ActorKind{"": ticket.EndUser, "rule": ticket.Trigger, "system": ticket.System, "agent": ticket.Agent, "bot": ticket.Bot}
	return ticket.Actor{Kind: cmp.Or(kinds[by], ticket.EndUser), ID: by}
}

func runTriggers(c *datatest.Case) {
	var given triggerGiven
	var when struct{ Event, By, Kind string }
	c.Given(&given)
	c.When(&when)
	list := given.rules(c.T)
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
	set, err := rules.CompileTriggers(given.table(c.T), list)
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
		Rule      *peerTrigger
		Rules     []peerTrigger
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
func echoRun(t testing.TB, echoes *rules.Echoes, id ticket.ID, list []peerTrigger, by ticket.Actor) (ran, requeued int) {
	t.Helper()
	var own []rules.Rule
	for i, p := range list {
		own = append(own, p.own(t, fmt.Sprint("rule", i+1)))
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
	names := strings.NewReplacer("{tags}", "{{current_tags}}", "{ticket.tags}", "{{current_tags}}")
	text := regexp.MustCompile(`[#$]?(\{[a-z_.]+\})`).ReplaceAllStringFunc(when.Template, func(s string) string {
		return names.Replace(strings.TrimLeft(s, "#$"))
	})
	tk := ticket.Ticket{Tags: given.Tags}
	made, _ := rules.Placeholders{Table: rules.Standard()}.Render(text, &rules.Subject{Ticket: &tk}, false)
	c.Want("text", made)
}
