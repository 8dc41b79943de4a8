package simulate_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// unsnoozeSweep lets a snoozed ticket wait.
func unsnoozeSweep(c *datatest.Case) {
	var given datatest.Stage
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	begin := when.Now
	if !given.SnoozedUntil.IsZero() && given.SnoozedUntil.Before(begin) {
		begin = given.SnoozedUntil
	}
	l := newLife(c.T, given, begin.AddDate(0, 0, -1))
	l.begins(false)
	if !given.SnoozedUntil.IsZero() {
		play(c.T, l.World, "ada sets ana snoozed %s", given.SnoozedUntil.Format(time.RFC3339))
	}
	l.moves(given.Status)
	require.NoError(c.T, l.Until(when.Now))
	l.compare(c)
}

// solvedAt leads a ticket through a timeline.
func solvedAt(c *datatest.Case) {
	var given datatest.Stage
	c.Given(&given)
	c.When(&struct{}{})
	require.NotEmpty(c.T, given.Timeline)
	l := newLife(c.T, given, given.Timeline[0].At)
	for i, h := range given.Timeline {
		if i == 0 && h.Event != "created" {
			l.begins(false)
		}
		if !l.happens(h) {
			c.NotHere(untold)
			return
		}
	}
	l.compare(c)
}

// statusConfig gives a ticket a status of the case. To change what statuses there are is no
// part of a story.
func statusConfig(c *datatest.Case) {
	var given datatest.StatusConfig
	var when datatest.StatusChange
	c.Given(&given)
	c.When(&when)
	if when.TicketStatus == "" {
		c.NotHere("ticket: to change the list of statuses is not what happens to a ticket")
		return
	}
	var list []ticket.CustomStatus
	for _, s := range given.Statuses {
		if !s.Builtin || s.Name == when.TicketStatus {
			list = append(list, ticket.CustomStatus{ID: s.Name, AgentLabel: s.Name, Category: ticket.Status(s.Ours())})
		}
	}
	statuses, err := ticket.NewStatuses(list...)
	require.NoError(c.T, err)
	w, err := simulate.New(simulate.Config{Settings: &socialticket.Settings{Lifecycle: ticket.Lifecycle{SolveUnassigned: true, Statuses: statuses}}})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q\nada sets ana assignee ada\nada sets ana %s %q", "Hello", ticket.FieldCustomStatus, when.TicketStatus)
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Mean("category", func(word string) string { return datatest.NamedStatus{Category: word}.Ours() })
	c.Want("category", string(tk.Status))
}
