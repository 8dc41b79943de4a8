package socialticket_test

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
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataAutoResolve lets automations of a desk solve silent tickets.
func TestDataAutoResolve(t *testing.T) {
	datatest.Cases(t, "auto-resolve", datatest.Ops{"sweep": sweep, "validate": validateSilence})
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

// stageOf returns the status that a word of the cases names.
func stageOf(word string) string {
	switch word = strings.ToLower(word); word {
	case "replied":
		return "pending"
	case "snoozed":
		return "hold"
	case "resolved":
		return "solved"
	}
	return word
}

// automations returns the sweep as automations. A closed window turns the message into a
// note.
func (g *silence) automations() (*rules.Automations, error) {
	minutes := g.Days * 24 * 60
	if g.Minutes != nil {
		minutes = *g.Minutes
	}
	if minutes == 0 {
		return nil, nil
	}
	then := act("status", "solved")
	if g.Eligible != "" { // this peer has only closed
		then = act("status", "closed")
	}
	all := []rules.Condition{cond("status", rules.Is, stageOf(cmp.Or(g.Eligible, "open"))), cond("updated_at", rules.GreaterThan, fmt.Sprint(minutes, "m"))}
	if g.Skip {
		all = append(all, cond("waiting_since", rules.NotPresent))
	}
	rule := func(id string, more []rules.Condition, do ...rules.Action) rules.Rule {
		if g.Tag != "" {
			do = append(do, act("current_tags", g.Tag))
		}
		return rules.Rule{ID: id, When: rules.Conditions{All: slices.Concat(all, more)}, Do: append(do, then)}
	}
	list := []rules.Rule{rule("quiet", nil)}
	if g.Message != "" {
		list = []rules.Rule{
			rule("told", []rules.Condition{cond("reply_window_open", rules.Is, "true")}, act("reply_public", g.Message)),
			rule("noted", []rules.Condition{cond("reply_window_open", rules.Is, "false")}, act("reply_internal", g.Message)),
		}
	}
	return rules.CompileAutomations(rules.Standard(), list)
}

func sweep(c *datatest.Case) {
	var given silence
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	set, err := given.automations()
	require.NoError(c.T, err)
	o := newOffice(c.T, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Automations, s.Lifecycle = set, ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true}
	})
	ctx := context.Background()
	var ids []ticket.ID
	before := map[ticket.ID]ticket.Ticket{}
	for i, tk := range given.Tickets {
		inbound := tk.LastInbound
		if inbound.IsZero() {
			inbound = tk.LastActivity
		}
		o.clock.Set(inbound)
		id := o.receive(c.T, onKind(says(fmt.Sprint("1555010", i), fmt.Sprint("m", i), "hello", inbound), kindOf(given.Channel))).Ticket.ID
		if tk.WaitingSince.IsZero() {
			_, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "Hello"})
			require.NoError(c.T, err)
		}
		if tk.LastActivity.After(inbound) {
			o.clock.Set(tk.LastActivity)
		}
		before[id] = o.set(c.T, id, ticket.FieldStatus, stageOf(cmp.Or(tk.Status, "open")), agent()).Ticket
		o.set(c.T, id, ticket.FieldSubject, "the last activity", agent())
		ids = append(ids, id)
	}
	o.clock.Set(when.Now)
	due, _, err := o.store.Due(ctx, when.Now, 1<<20)
	require.NoError(c.T, err)
	solved, sent, note := 0, false, false
	for _, timer := range due {
		if timer.Ticket == "" || given.Batch > 0 && solved == given.Batch {
			continue
		}
		r, err := o.Desk.Wake(ctx, timer)
		require.NoError(c.T, err)
		if r.Ticket.Status != before[timer.Ticket].Status {
			solved++
		}
		sent = sent || len(messages(r)) > 0
		note = note || slices.ContainsFunc(r.Commit.Comments, func(c ticket.Comment) bool { return !c.Public })
	}
	statuses, tags := []string{}, []string{}
	for i, id := range ids {
		head, err := o.store.Load(ctx, socialticket.Ref{Ticket: id})
		require.NoError(c.T, err)
		word := given.Tickets[i].Status
		if head.Ticket.Status != before[id].Status {
			word = string(head.Ticket.Status)
		}
		statuses, tags = append(statuses, word), append(tags, head.Ticket.WithoutTags(before[id].Tags...).Tags...) // what a channel gives every ticket aside
	}
	c.Want("statuses", statuses)
	c.Want("tags", tags)
	c.Want("solved_count", solved)
	c.Want("message_sent", sent)
	c.Want("note_added", note)
}

func validateSilence(c *datatest.Case) {
	var when struct {
		Minutes int `json:"after_minutes"`
	}
	c.Given(&struct{}{})
	c.When(&when)
	_, err := (&silence{Minutes: &when.Minutes}).automations()
	c.Want("valid", err == nil)
}
