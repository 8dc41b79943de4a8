package ticket_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// apply lets one event of a case happen.
func (w *world) apply(t *testing.T, e object) {
	t.Helper()
	now := e.at(t, "at", "now")
	if now.IsZero() {
		now = noon()
	}
	agent, l := ticket.Actor{Kind: ticket.Agent, ID: "agent"}, w.lifecycle
	var next ticket.Ticket
	var err error
	event := e.text("event")
	if _, ok := e["status"]; ok && event == "" {
		event = "status"
	}
	switch event {
	case "customer_message", "contact_message", "incoming_message":
		next, err = l.Receive(w.ticket, now, now)
	case "agent_reply", "agent_message":
		next, err = l.Answer(w.ticket, agent, true, now)
	case "private_note", "note":
		next, err = l.Answer(w.ticket, agent, false, now)
	case "bot_reply", "bot_message", "bot", "campaign_message", "campaign":
		next, err = l.Answer(w.ticket, ticket.Actor{Kind: ticket.Bot}, true, now)
	case "automation_message", "automation", "rule_message", "auto_reply":
		next, err = l.Answer(w.ticket, ticket.Actor{Kind: ticket.Automation}, true, now)
	case "template_message", "template", "greeting", "system_message", "activity":
		next, err = l.Answer(w.ticket, ticket.Actor{Kind: ticket.System}, true, now)
	case "status", "status_changed":
		category, custom := w.status(e.text("status", "to"))
		next, err = w.set(category, custom, now)
	case "solve", "solved", "resolve":
		next, err = w.set(ticket.Solved, "", now)
	case "close", "closed":
		next, err = w.set(ticket.Closed, "", now)
	case "open", "reopen":
		next, err = w.set(ticket.Open, "", now)
	case "assign":
		next, err = l.Set(w.ticket, ticket.Change{Field: ticket.FieldAssignee, Value: e.text("assignee", "to")}, agent, now)
	case "toggle", "toggle_status":
		next, err = l.Toggle(w.ticket, agent, now)
	case "snooze":
		next, err = l.Snooze(w.ticket, e.at(t, "until", "snoozed_until"), agent, now)
	case "mute", "block", "block_contact":
		next, err = l.Mute(w.ticket, agent, now)
	case "unmute", "unblock", "unblock_contact":
		next, err = l.Unmute(w.ticket, agent, now)
	case "wake", "time", "sweep":
		next = l.Wake(w.ticket, now)
	default:
		t.Fatalf("event %q", event)
	}
	if errors.Is(err, ticket.ErrClosed) { // what comes for a closed ticket makes another
		w.followUp = l.FollowUp(w.ticket, "2", now)
		require.Equal(t, w.ticket.ID, w.followUp.FollowUpOf)
		return
	}
	require.NoError(t, err)
	w.ticket = next
}

// set writes a status as a rule does, which may close as well.
func (w *world) set(category ticket.Status, custom string, now time.Time) (ticket.Ticket, error) {
	c := ticket.Change{Field: ticket.FieldStatus, Value: string(category)}
	if custom != "" {
		c = ticket.Change{Field: ticket.FieldCustomStatus, Value: custom}
	}
	return w.lifecycle.Set(w.ticket, c, ticket.Actor{Kind: ticket.Trigger}, now)
}

// run lets what a case tells happen: what came earlier, then the event itself or a
// list of them.
func (w *world) run(t *testing.T, c dataCase) object {
	t.Helper()
	for _, e := range c.Given.list(t, "earlier", "events", "timeline", "history") {
		w.apply(t, e)
	}
	if list := c.When.list(t, "events", "timeline", "steps"); len(list) > 0 {
		for _, e := range list {
			w.apply(t, e)
		}
	} else {
		w.apply(t, c.When)
	}
	return w.answer(c)
}

func transition(t *testing.T, c dataCase) object {
	if c.When.text("event") == "created" {
		return initialStatus(t, c)
	}
	w := newWorld(t, c)
	require.True(t, w.ticket.Status.Known(), "status %q", w.ticket.Status)
	return w.run(t, c)
}

// initialStatus creates a ticket. One that a person's campaign begins is open
// whatever the bot does: who writes first chooses.
func initialStatus(t *testing.T, c dataCase) object {
	require.Equal(t, "created", c.When.text("event"))
	w := newWorld(t, c)
	if c.Given.yes("campaign") && byPerson(c.Given) {
		w.ticket.Status = ticket.Open
	}
	w.ticket = w.lifecycle.Create(w.ticket, noon())
	return w.answer(c)
}

// byPerson reports whether a campaign has a sender; one of which nothing is said
// has.
func byPerson(given object) bool {
	if campaign, ok := given["campaign"].(map[string]any); ok {
		given = campaign
	}
	keys := []string{"sender", "campaign_sender", "campaign_has_sender", "has_sender", "sender_id"}
	if _, told := given.one(keys...); !told {
		return true
	}
	return given.yes(keys...)
}

func waitingClock(t *testing.T, c dataCase) object {
	w := newWorld(t, c)
	if w.ticket.Status == "" {
		w.ticket.Status = ticket.Open
	}
	return w.run(t, c)
}

func unsnoozeSweep(t *testing.T, c dataCase) object {
	w := newWorld(t, c)
	now := c.When.at(t, "now", "at")
	require.False(t, now.IsZero())
	w.ticket = w.lifecycle.Wake(w.ticket, now)
	return w.answer(c)
}

func snoozeUntil(t *testing.T, c dataCase) object {
	zone, err := time.LoadLocation(c.Given.text("timezone"))
	require.NoError(t, err)
	now := c.Given.at(t, "now", "at")
	if now.IsZero() {
		now = noon()
	}
	if day := c.Given.text("today"); day != "" {
		now, err = time.ParseInLocation(time.DateOnly, day, zone)
		require.NoError(t, err)
	}
	choice := strings.ReplaceAll(c.When.text("choice"), "_", " ")
	at, err := ticket.Nap(choice).Until(now.In(zone))
	require.NoError(t, err)
	got := object{"at": at, "until": at, "snoozed_until": at, "local": nil}
	if !at.IsZero() {
		got["local"] = at.Format("2006-01-02T15:04")
		got["seconds"] = at.Sub(now).Seconds()
		got["in_seconds"] = at.Sub(now).Seconds()
	}
	return got
}

func solvedAt(t *testing.T, c dataCase) object {
	w := newWorld(t, c)
	if w.ticket.Status == "" {
		w.ticket.Status = ticket.Open
	}
	return w.run(t, c)
}

func statusConfig(t *testing.T, c dataCase) object {
	var list []ticket.CustomStatus
	for _, s := range c.Given.list(t, "statuses") {
		list = append(list, configured(t, s, ticket.CustomStatus{}))
	}
	statuses, err := ticket.NewStatuses(list...)
	require.NoError(t, err)
	if name := c.When.text("ticket_status"); name != "" {
		s, found := statuses.Find(name)
		require.True(t, found, name)
		return object{"category": string(s.Category)}
	}
	change, _ := c.When.one("change", "delete", "remove", "disable", "add", "rename")
	var edit object
	switch change := change.(type) {
	case map[string]any:
		edit = change
	case string: // taken away: ours are switched off
		edit = object{"name": change, "active": false}
	default:
		t.Fatalf("no change in %v", c.When)
	}
	old, _ := statuses.Find(edit.text("name"))
	_, err = statuses.With(configured(t, edit, old))
	return object{"accepted": err == nil, "valid": err == nil, "error": err != nil}
}

// configured returns a status as a case writes it, over what it was. One that they
// call Closed may not be touched; ours of that name is no custom status at all.
func configured(t *testing.T, s object, old ticket.CustomStatus) ticket.CustomStatus {
	t.Helper()
	next := old
	next.ID = s.text("name")
	next.AgentLabel = next.ID
	if label := s.text("label", "new_name", "rename"); label != "" {
		next.AgentLabel = label
	}
	if word := s.text("category", "main", "main_status"); word != "" {
		next.Category = category(word)
		require.True(t, next.Category.Known(), "category %q", word)
	}
	for _, key := range []string{"active", "enabled"} {
		if v, ok := s[key]; ok {
			next.Inactive = v == false
		}
	}
	if s.yes("inactive", "disabled", "deleted", "delete") {
		next.Inactive = true
	}
	if v, ok := s["default"]; ok {
		next.Default = v == true
	}
	if next.ID == "Closed" && old.ID == "Closed" {
		next.Category = ticket.Closed
	}
	return next
}

// order sorts. A peer's medium is our normal, its last activity our last update.
func order(t *testing.T, c dataCase) object {
	sort := strings.Fields(strings.ReplaceAll(c.When.text("sort"), ",", " "))
	require.NotEmpty(t, sort)
	o := ticket.Order{}
	switch sort[0] {
	case "priority":
		o = ticket.Order{By: ticket.ByPriority, Descending: true}
	case "created_at", "created":
		o = ticket.Order{By: ticket.ByCreated}
	case "last_activity_at", "last_activity", "updated_at", "latest":
		o = ticket.Order{By: ticket.ByUpdated, Descending: true}
	case "waiting_since":
		o = ticket.Order{By: ticket.ByWaitingSince}
	default:
		t.Fatalf("sort %q", sort)
	}
	if len(sort) > 1 {
		o.Descending = sort[1] == "desc"
		require.Contains(t, []string{"asc", "desc"}, sort[1])
	}
	items, _ := c.Given.one("priorities", "tickets", "conversations", "items", "list")
	type entry struct {
		ticket ticket.Ticket
		shown  any
	}
	var entries []entry
	for _, item := range items.([]any) {
		if m, ok := item.(map[string]any); ok {
			entries = append(entries, entry{listed(t, m), m["id"]})
		} else {
			entries = append(entries, entry{listed(t, object{"priority": item}), item})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return o.Compare(a.ticket, b.ticket) })
	shown := []any{}
	for _, e := range entries {
		shown = append(shown, e.shown)
	}
	return object{"order": shown}
}

// listed returns a ticket of a list that a case sorts. They wait since they were
// made, if nothing else is said.
func listed(t *testing.T, m object) ticket.Ticket {
	t.Helper()
	priority := ticket.Priority(m.text("priority"))
	if priority == "medium" {
		priority = ticket.Normal
	}
	require.GreaterOrEqual(t, priority.Rank(), 0, priority)
	tk := ticket.Ticket{Priority: priority}
	tk.CreatedAt = m.at(t, "created_at", "created")
	tk.UpdatedAt = m.at(t, "last_activity_at", "last_activity", "updated_at")
	tk.WaitingSince = m.at(t, "waiting_since", "created_at", "created")
	return tk
}
