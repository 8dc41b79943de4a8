package simulate_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// asking returns a world that asks how it went, once a ticket, and what its network got.
func asking(t *testing.T, enabled bool, survey session.Survey) (*simulate.World, *[]channel.Outbound) {
	t.Helper()
	var got []channel.Outbound
	s := &socialticket.Settings{}
	if enabled {
		survey.Text, survey.Good, survey.Bad, survey.OnSolved, survey.PerTicket = "How did we do?", "Good", "Bad", true, true
		s.Survey = survey
	}
	w, err := simulate.New(simulate.Config{Settings: s, Network: simulate.NetworkFunc(func(o channel.Outbound, _ time.Time) simulate.Fate {
		got = append(got, o)
		return simulate.Fate{}
	})})
	require.NoError(t, err)
	return w, &got
}

// onSolved asks what a customer gets when their ticket is solved.
func onSolved(c *datatest.Case) {
	var given struct {
		Enabled     bool
		WindowOpen  *bool `json:"window_open"`
		AlreadySent bool  `json:"already_sent"`
		SendError   bool  `json:"send_error"`
		Channel     string
		Kind        string
		Status      ticket.Status
		Template    string
	}
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	if kind := cmp.Or(given.Kind, given.Channel, "whatsapp"); given.SendError || kind != "whatsapp" {
		c.NotHere(".")
		return
	}
	var survey session.Survey
	if (template.Template{Status: template.Status(strings.ToUpper(given.Template))}).Usable(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) {
		survey.Template, survey.TemplateFirst = channel.TemplateCall{Name: "survey", Language: "en"}, true
	}
	w, got := asking(c.T, given.Enabled, survey)
	story := "ana says \"Hello\"\n"
	if given.AlreadySent {
		story += "ada sets ana status solved\nada sets ana status open\n"
	}
	if given.WindowOpen != nil && !*given.WindowOpen {
		story += "pass 25h\n"
	}
	require.NoError(c.T, w.Play(story))
	before := len(*got)
	require.NoError(c.T, w.Play(fmt.Sprintf("ada sets ana status %s\npass 1m", cmp.Or(given.Status, ticket.Solved))))
	sent := "not_sent"
	for _, o := range (*got)[before:] {
		if sent = "sent"; o.Template.Name != "" {
			sent = "template"
		}
	}
	c.Want("survey", sent)
	c.Want("note_added", noted(c.T, w, "ana"))
	c.Excuse("provider_id", "the root compares the platform's ids")
}

// noted reports whether something other than an agent left a note on a customer's ticket.
func noted(t *testing.T, w *simulate.World, customer string) bool {
	t.Helper()
	tk, err := w.Ticket(customer)
	require.NoError(t, err)
	list, err := w.Store().Comments(context.Background(), tk.ID, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	return slices.ContainsFunc(list, func(c ticket.Comment) bool { return !c.Public && c.Author.Kind != ticket.Agent })
}

// answered asks what the answer to a survey does to its ticket.
func answered(c *datatest.Case) {
	var given struct {
		Status ticket.Status
		Survey string
	}
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	w, got := asking(c.T, true, session.Survey{})
	story := "ana says \"Hello\"\n"
	if given.Survey == "sent" || given.Status == ticket.Solved {
		story += "ada sets ana status solved\n"
	}
	if given.Status != ticket.Solved {
		story += fmt.Sprintf("ada sets ana status %s\n", given.Status)
	}
	switch {
	case strings.Contains(when.Event, "answer"):
		story += `ana taps "Good"`
	case strings.Contains(when.Event, "solve"):
		story += "ada sets ana status open\nada sets ana status solved"
	default:
		story += `ana says "thanks"`
	}
	require.NoError(c.T, w.Play(story))
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Want("status", tk.Status)
	c.Want("surveys_sent", len(*got))
}

// silence are the choices of a sweep over silent tickets.
type silence struct {
	Days     int  `json:"after_days"`
	Minutes  *int `json:"after_minutes"`
	Batch    int
	Channel  string
	Eligible string
	Message  string
	Skip     bool `json:"skip_waiting"`
	Tag      string
	Tickets  []struct {
		LastActivity time.Time `json:"last_activity"`
		LastInbound  time.Time `json:"last_inbound"`
		Status       string
		WaitingSince time.Time `json:"waiting_since"`
	}
}

// automations returns the sweep as a rule.
func (g *silence) automations(t *testing.T) *rules.Automations {
	t.Helper()
	minutes := g.Days * 24 * 60
	if g.Minutes != nil {
		minutes = *g.Minutes
	}
	if minutes == 0 {
		return nil
	}
	is := func(field string, op rules.Op, values ...string) rules.Condition {
		return rules.Condition{Field: field, Op: op, Value: values}
	}
	from, then := "open", "solved"
	if g.Eligible != "" { // this peer has only closed
		from, then = datatest.Category(g.Eligible), "closed"
	}
	rule := rules.Rule{ID: "quiet", When: rules.Conditions{All: []rules.Condition{
		is("status", rules.Is, from), is("updated_at", rules.GreaterThan, fmt.Sprint(minutes, "m")),
	}}}
	if g.Skip {
		rule.When.All = append(rule.When.All, is("waiting_since", rules.NotPresent))
	}
	if g.Tag != "" {
		rule.Do = append(rule.Do, rules.Action{Field: "current_tags", Value: []string{g.Tag}})
	}
	rule.Do = append(rule.Do, rules.Action{Field: "status", Value: []string{then}})
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{rule})
	require.NoError(t, err)
	return set
}

// scene is a part of a story at an instant.
type scene struct {
	at    time.Time
	steps string
}

// scenes returns what happens to the tickets before the sweep, in the order of time.
func (g *silence) scenes() (all []scene) {
	for i, tk := range g.Tickets {
		who := fmt.Sprint("customer", i)
		begin := tk.LastInbound
		if begin.IsZero() {
			begin = tk.LastActivity
		}
		steps := who + " says \"Hello\"\n"
		if tk.WaitingSince.IsZero() {
			steps += "ada replies " + who + " \"Hello\"\n"
		}
		all = append(all, scene{begin, steps}, scene{tk.LastActivity, fmt.Sprintf(
			"ada sets %s status %s\nada sets %s subject \"the last activity\"", who, datatest.Category(cmp.Or(tk.Status, "open")), who)})
	}
	slices.SortStableFunc(all, func(a, b scene) int { return a.at.Compare(b.at) })
	return all
}

// sweep lets tickets fall silent, and then switches the rule on.
func sweep(c *datatest.Case) {
	var given silence
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Batch > 0 || given.Message != "" || given.Channel != "" && given.Channel != "whatsapp" {
		c.NotHere(".")
		return
	}
	all, sent := given.scenes(), 0
	w, err := simulate.New(simulate.Config{
		Network: simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate {
			sent++
			return simulate.Fate{}
		}),
		Start: all[0].at, Settings: &socialticket.Settings{Lifecycle: ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true}},
	})
	require.NoError(c.T, err)
	for _, s := range all {
		require.NoError(c.T, w.Until(s.at))
		require.NoError(c.T, w.Play(s.steps))
	}
	require.NoError(c.T, w.Until(when.Now))
	before, answers := given.ends(c.T, w), sent
	set := given.automations(c.T)
	require.NoError(c.T, w.Change(func(s *socialticket.Settings) { s.Automations = set }))
	_, err = w.Desk().Rewake(context.Background(), w.Store())
	require.NoError(c.T, err)
	require.NoError(c.T, w.Pass(0))
	statuses, tags, solved := []string{}, []string{}, 0
	for i, tk := range given.ends(c.T, w) {
		word := given.Tickets[i].Status
		if tk.Status != before[i].Status {
			word = string(tk.Status)
			solved++
		}
		statuses, tags = append(statuses, word), append(tags, tk.WithoutTags(before[i].Tags...).Tags...)
	}
	c.Want("statuses", statuses)
	c.Want("tags", tags)
	c.Want("solved_count", solved)
	c.Want("message_sent", sent > answers)
	c.Want("note_added", noted(c.T, w, "customer0"))
}

// ends returns the tickets as they are.
func (g *silence) ends(t *testing.T, w *simulate.World) (all []ticket.Ticket) {
	t.Helper()
	for i := range g.Tickets {
		tk, err := w.Ticket(fmt.Sprint("customer", i))
		require.NoError(t, err)
		all = append(all, tk)
	}
	return all
}
