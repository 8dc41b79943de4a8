package socialticket_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataAutoResolve lets automations of a desk solve silent tickets.
func TestDataAutoResolve(t *testing.T) {
	datatest.Cases(t, "auto-resolve", datatest.Ops{"sweep": sweep, "validate": validateSilence})
}

func sweep(c *datatest.Case) {
	var given datatest.Silence
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	set, err := stored.Silence(given)
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
		before[id] = o.set(c.T, id, ticket.FieldStatus, datatest.Category(cmp.Or(tk.Status, "open")), agent()).Ticket
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
	_, err := stored.Silence(datatest.Silence{Minutes: &when.Minutes})
	c.Want("valid", err == nil)
}
