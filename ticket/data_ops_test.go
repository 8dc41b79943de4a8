package ticket_test

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// apply lets something happen to the ticket.
func (w *world) apply(t *testing.T, h happening) {
	t.Helper()
	now := h.At
	if now.IsZero() {
		now = noon()
	}
	if h.Event == "" && h.Status+h.Category != "" {
		h.Event = "status"
	}
	next, err := w.next(t, h, now)
	if errors.Is(err, ticket.ErrClosed) { // what comes for a closed ticket makes another
		w.followUp = w.lifecycle.FollowUp(w.ticket, "2", now)
		require.Equal(t, w.ticket.ID, w.followUp.FollowUpOf)
		return
	}
	require.NoError(t, err)
	w.ticket = next
}

func (w *world) next(t *testing.T, h happening, now time.Time) (ticket.Ticket, error) {
	t.Helper()
	l, agent := w.lifecycle, ticket.Actor{Kind: ticket.Agent, ID: "agent"}
	switch h.Event {
	case "created":
		return l.Create(w.ticket, now), nil
	case "customer_message", "contact_message", "incoming_message":
		return l.Receive(w.ticket, now, now)
	case "agent_reply", "agent_message":
		return l.Answer(w.ticket, agent, true, now)
	case "private_note", "note":
		return l.Answer(w.ticket, agent, false, now)
	case "bot_reply", "bot_message", "bot", "campaign_message", "campaign":
		return l.Answer(w.ticket, ticket.Actor{Kind: ticket.Bot}, true, now)
	case "automation_message", "automation", "rule_message", "auto_reply":
		return l.Answer(w.ticket, ticket.Actor{Kind: ticket.Automation}, true, now)
	case "template_message", "template", "greeting", "system_message", "activity":
		return l.Answer(w.ticket, ticket.Actor{Kind: ticket.System}, true, now)
	case "toggle":
		return l.Toggle(w.ticket, agent, now)
	case "snooze":
		return l.Snooze(w.ticket, time.Time{}, agent, now)
	case "mute", "block":
		return l.Mute(w.ticket, agent, now)
	case "unmute", "unblock":
		return l.Unmute(w.ticket, agent, now)
	case "assign":
		return l.Set(w.ticket, ticket.Change{Field: ticket.FieldAssignee, Value: "agent"}, agent, now)
	case "wake", "time", "sweep":
		return l.Wake(w.ticket, now), nil
	}
	return w.changed(t, h, now)
}

// changed writes a status as a rule does, which may close as well.
func (w *world) changed(t *testing.T, h happening, now time.Time) (ticket.Ticket, error) {
	t.Helper()
	word := cmp.Or(h.Status, h.Category)
	switch h.Event {
	case "status", "status_changed":
	case "solve", "solved", "resolve":
		word = string(ticket.Solved)
	case "close", "closed":
		word = string(ticket.Closed)
	case "open", "reopen", "handoff", "bot_handoff":
		word = string(ticket.Open)
	default:
		t.Fatalf("unknown event %q", h.Event)
	}
	category, custom := w.status(word)
	change := ticket.Change{Field: ticket.FieldStatus, Value: string(category)}
	if custom != "" {
		change = ticket.Change{Field: ticket.FieldCustomStatus, Value: custom}
	}
	return w.lifecycle.Set(w.ticket, change, ticket.Actor{Kind: ticket.Trigger}, now)
}

func transition(c *datatest.Case) {
	var given before
	var when happening
	c.Given(&given)
	c.When(&when)
	w := newWorld(c.T, given)
	require.True(c.T, w.ticket.Status.Known(), "status %q", w.ticket.Status)
	w.apply(c.T, when)
	w.compare(c)
}

// initialStatus creates a ticket.
func initialStatus(c *datatest.Case) {
	var given before
	var when happening
	c.Given(&given)
	c.When(&when)
	require.Equal(c.T, "created", when.Event)
	if given.Campaign {
		c.NotHere("the desk: a side that begins a conversation names the status of its ticket")
		return
	}
	w := newWorld(c.T, given)
	w.apply(c.T, when)
	w.compare(c)
}

// waitingClock asks for the instants of the first reply and of the wait. The cases give
// a status where it matters.
func waitingClock(c *datatest.Case) {
	var given before
	var when happening
	c.Given(&given)
	c.When(&when)
	given.Status = cmp.Or(given.Status, "open")
	w := newWorld(c.T, given)
	for _, h := range append(given.Earlier, when) {
		w.apply(c.T, h)
	}
	w.compare(c)
}

func unsnoozeSweep(c *datatest.Case) {
	var given before
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	w := newWorld(c.T, given)
	w.ticket = w.lifecycle.Wake(w.ticket, when.Now)
	w.compare(c)
}

func snoozeUntil(c *datatest.Case) {
	var given struct{ Today string }
	var when struct{ Choice string }
	c.Given(&given)
	c.When(&when)
	today, err := time.Parse(time.DateOnly, given.Today)
	require.NoError(c.T, err)
	at, err := ticket.Nap(strings.ReplaceAll(when.Choice, "_", " ")).Until(today)
	require.NoError(c.T, err)
	if at.IsZero() {
		c.Want("local", nil)
		return
	}
	c.Want("local", at.Format("2006-01-02T15:04"))
}

func solvedAt(c *datatest.Case) {
	var given before
	c.Given(&given)
	given.Status = cmp.Or(given.Status, "open")
	w := newWorld(c.T, given)
	for _, h := range given.Timeline {
		w.apply(c.T, h)
	}
	w.compare(c)
}

// statusConfig asks what a status counts as, or whether one may be changed.
func statusConfig(c *datatest.Case) {
	var given datatest.StatusConfig
	var when datatest.StatusChange
	c.Given(&given)
	c.When(&when)
	builtin := map[string]bool{}
	var list []ticket.CustomStatus
	for _, s := range given.Statuses {
		if builtin[s.Name] = s.Builtin; !s.Builtin || s.Name == when.TicketStatus {
			list = append(list, ticket.CustomStatus{ID: s.Name, AgentLabel: s.Name, Category: ticket.Status(s.Ours())})
		}
	}
	statuses, err := ticket.NewStatuses(list...)
	require.NoError(c.T, err)
	if when.TicketStatus != "" {
		s, found := statuses.Find(when.TicketStatus)
		require.True(c.T, found)
		c.Mean("category", func(word string) string { return datatest.NamedStatus{Category: word}.Ours() })
		c.Want("category", s.Category)
		return
	}
	if builtin[when.Change.Name] {
		c.NotBuilt("the six categories are built in and have no settings")
		return
	}
	next, _ := statuses.Find(when.Change.Name)
	next.ID = when.Change.Name
	next.AgentLabel = cmp.Or(when.Change.Label, next.AgentLabel, next.ID)
	if when.Change.Category != "" {
		next.Category = ticket.Status(when.Change.Ours())
	}
	_, err = statuses.With(next)
	c.Want("accepted", err == nil)
}

// order sorts tickets that differ in nothing but priority. A peer's medium is our
// normal.
func order(c *datatest.Case) {
	var given struct{ Priorities []string }
	var when struct{ Sort string }
	c.Given(&given)
	c.When(&when)
	field, direction, _ := strings.Cut(when.Sort, " ")
	require.Equal(c.T, "priority", field)
	require.Contains(c.T, []string{"asc", "desc", ""}, direction)
	o := ticket.Order{By: ticket.ByPriority, Descending: direction != "asc"}
	priority := func(word string) ticket.Ticket {
		if word == "medium" {
			word = string(ticket.Normal)
		}
		require.GreaterOrEqual(c.T, ticket.Priority(word).Rank(), 0, word)
		return ticket.Ticket{Priority: ticket.Priority(word)}
	}
	words := slices.Clone(given.Priorities)
	slices.SortStableFunc(words, func(a, b string) int { return o.Compare(priority(a), priority(b)) })
	c.Want("order", words)
}
