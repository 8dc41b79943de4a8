package ticket_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// object is a part of a case, as it was written.
type object map[string]any

// dataCase is one behaviour of a peer in the neutral form.
type dataCase struct {
	ID     string `json:"id"`
	Op     string `json:"op"`
	Title  string `json:"title"`
	Policy string `json:"policy"`
	Given  object `json:"given"`
	When   object `json:"when"`
	Then   object `json:"then"`
}

// TestDataLifecycle asks of this package what was found in the tests, code and
// manuals of other help desks. Their words are put into ours, never the answers.
func TestDataLifecycle(t *testing.T) {
	ops := map[string]func(*testing.T, dataCase) object{
		"transition":     transition,
		"initial_status": initialStatus,
		"waiting_clock":  waitingClock,
		"unsnooze_sweep": unsnoozeSweep,
		"snooze_until":   snoozeUntil,
		"solved_at":      solvedAt,
		"status_config":  statusConfig,
		"order":          order,
	}
	for _, c := range dataCases(t, "lifecycle.json") {
		t.Run(c.ID, func(t *testing.T) {
			answer, known := ops[c.Op]
			require.True(t, known, "op %q", c.Op)
			got := answer(t, c)
			for key, want := range c.Then {
				value, answered := got[key]
				require.True(t, answered, "%s: no answer for %q", c.Title, key)
				if diff := gocmp.Diff(ours(key, want), ours(key, value)); diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", c.Title, key, diff)
				}
			}
		})
	}
}

func dataCases(t *testing.T, name string) []dataCase {
	t.Helper()
	var file struct {
		Cases []dataCase `json:"cases"`
	}
	datatest.JSON(t, "cases/"+name, &file)
	require.NotEmpty(t, file.Cases)
	return file.Cases
}

// ours puts an answer into our words: an instant is UTC text, none is nil, snoozed
// is hold, and a category that they close and a message reopens is solved.
func ours(key string, v any) any {
	if at, ok := v.(time.Time); ok {
		if at.IsZero() {
			return nil
		}
		return at.UTC().Format(time.RFC3339Nano)
	}
	text, ok := v.(string)
	if !ok {
		return v
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return ours(key, at)
	}
	switch {
	case key == "category":
		return string(category(text))
	case key == "status" && (text == "snoozed" || text == "on-hold" || text == "on_hold"):
		return string(ticket.Hold)
	case key == "status" && text == "resolved":
		return string(ticket.Solved)
	}
	return text
}

// category returns the category that a peer's word means, empty if none is known.
func category(word string) ticket.Status {
	switch strings.ToLower(word) {
	case "open", "active":
		return ticket.Open
	case "paused", "pending", "waiting":
		return ticket.Pending
	case "hold", "on-hold", "on_hold", "snoozed":
		return ticket.Hold
	case "resolved", "solved", "closed", "spam":
		return ticket.Solved
	case "new":
		return ticket.New
	}
	return ""
}

// one returns the first of the keys that o has.
func (o object) one(keys ...string) (any, bool) {
	for _, k := range keys {
		if v, ok := o[k]; ok {
			return v, true
		}
	}
	return nil, false
}

func (o object) text(keys ...string) string {
	v, _ := o.one(keys...)
	text, _ := v.(string)
	return text
}

// yes reports whether the value is there and neither null, false, empty nor 0.
func (o object) yes(keys ...string) bool {
	v, _ := o.one(keys...)
	return v != nil && v != false && v != "" && v != float64(0)
}

func (o object) at(t *testing.T, keys ...string) time.Time {
	t.Helper()
	text := o.text(keys...)
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at
}

func (o object) list(t *testing.T, keys ...string) []object {
	t.Helper()
	v, _ := o.one(keys...)
	items, _ := v.([]any)
	list := make([]object, len(items))
	for i, item := range items {
		m, ok := item.(map[string]any)
		require.True(t, ok, "%v", item)
		list[i] = m
	}
	return list
}

// noon is when things happen in cases that do not say when.
func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// world is a case put into our words: a desk's settings, a ticket, and the ticket
// that a message to a closed one made.
type world struct {
	lifecycle ticket.Lifecycle
	ticket    ticket.Ticket
	followUp  ticket.Ticket
}

// newWorld builds the desk and the ticket of a case. Peers know no status new and
// ask for no assignee; a bot that answers first is a desk whose tickets begin and
// reopen as pending; what a peer calls snoozed is on hold.
func newWorld(t *testing.T, c dataCase) *world {
	t.Helper()
	w := &world{lifecycle: ticket.Lifecycle{Initial: ticket.Open, SolveUnassigned: true}}
	if c.Given.yes("bot", "bot_active") {
		w.lifecycle.Initial, w.lifecycle.Reopened = ticket.Pending, ticket.Pending
	}
	w.lifecycle.Statuses = peerStatuses(t, c)
	category, custom := w.status(c.Given.text("status"))
	reply := c.Given.text(replyStatus()...)
	switch on, told := c.Given["auto_update_status"]; {
	case reply != "":
		w.lifecycle.Answered, _ = w.status(reply)
	case len(w.lifecycle.Statuses.All()) > 0 && (!told || on == true): // whose statuses have names answers into Replied
		w.lifecycle.Answered = ticket.Pending
	}
	require.NoError(t, w.lifecycle.Check())
	w.ticket = ticket.Ticket{
		ID: "1", Requester: "user", Status: category, CustomStatus: custom,
		Muted: c.Given.yes("contact_blocked", "blocked", "muted"), Assignee: c.Given.text("assignee"),
	}
	w.ticket.CreatedAt = c.Given.at(t, "created", "created_at")
	w.ticket.SnoozedUntil = c.Given.at(t, "snoozed_until")
	w.ticket.FirstReplyAt = c.Given.at(t, "first_reply_at")
	w.ticket.WaitingSince = c.Given.at(t, "waiting_since")
	w.ticket.FirstSolvedAt = c.Given.at(t, "first_solved_at", "solved_at")
	w.ticket.SolvedAt = c.Given.at(t, "last_solved_at", "solved_at", "first_solved_at")
	return w
}

// replyStatus lists the keys of the status that an agent's reply gives.
func replyStatus() []string {
	return []string{"reply_status", "agent_reply_status", "update_status_to"}
}

// peerStatuses returns the named statuses of a peer that a case speaks of. The one
// that messages lead back to is the default of its category.
func peerStatuses(t *testing.T, c dataCase) ticket.Statuses {
	t.Helper()
	back := c.Given.text("reopen_status", "ticket_reopen_status", "default_status")
	names := []string{back, c.Given.text("status"), c.Given.text("default_status"), c.When.text("status"), c.Then.text("status"),
		c.Given.text(replyStatus()...)}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" || n == strings.ToLower(n) })
	slices.Sort(names)
	var list []ticket.CustomStatus
	for _, n := range slices.Compact(names) {
		list = append(list, ticket.CustomStatus{ID: n, AgentLabel: n, Category: namedCategory(n), Default: n == back})
	}
	s, err := ticket.NewStatuses(list...)
	require.NoError(t, err)
	return s
}

// namedCategory returns the category of a status that a peer wrote as a name.
func namedCategory(name string) ticket.Status {
	switch name {
	case "Replied", "Paused", "Waiting":
		return ticket.Pending
	case "Resolved", "Closed", "Solved":
		return ticket.Solved
	}
	return ticket.Open // their first one, whatever they call it
}

// status returns the category, and the status of the peer's own, that a word means.
func (w *world) status(word string) (ticket.Status, string) {
	if s, ok := w.lifecycle.Statuses.Find(word); ok {
		return s.Category, s.ID
	}
	text, _ := ours("status", word).(string)
	return ticket.Status(text), ""
}

// answer returns everything that a case may ask of the ticket.
func (w *world) answer(c dataCase) object {
	tk := w.ticket
	status := cmp.Or(tk.CustomStatus, string(tk.Status))
	solved := tk.SolvedAt
	if strings.Contains(c.Policy, "first") { // both are kept; the case says which it means
		solved = tk.FirstSolvedAt
	}
	return object{
		"status": status, "snoozed_until": tk.SnoozedUntil, "new_ticket": !w.followUp.IsZero(), "same_ticket": w.followUp.IsZero(),
		"contact_blocked": tk.Muted, "blocked": tk.Muted, "muted": tk.Muted,
		"first_reply_at": tk.FirstReplyAt, "waiting_since": tk.WaitingSince, "assignee": tk.Assignee,
		"solved_at": solved, "first_solved_at": tk.FirstSolvedAt, "last_solved_at": tk.SolvedAt, "closed_at": tk.ClosedAt,
	}
}
