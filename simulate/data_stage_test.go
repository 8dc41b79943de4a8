package simulate_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// stage is a ticket of the cases about the lifecycle.
type stage struct {
	Status        string
	DefaultStatus string `json:"default_status"`
	Bot           bool
	Blocked       bool      `json:"contact_blocked"`
	Campaign      bool      // the business began
	SnoozedUntil  time.Time `json:"snoozed_until"`
}

// ourStatus returns the status that a peer's word means.
func ourStatus(word string) string {
	switch word = strings.ToLower(word); word {
	case "snoozed", "on_hold", "on-hold":
		return "hold"
	case "resolved":
		return "solved"
	}
	return word
}

// own reports whether a peer has statuses with names, which a story would have to define.
func (s *stage) own() bool {
	return s.DefaultStatus != strings.ToLower(s.DefaultStatus) || s.Status != strings.ToLower(s.Status)
}

// world returns the desk of a case. Peers know no status new and ask for no assignee; a bot
// that answers first is a desk whose tickets begin and reopen as pending.
func (s *stage) world(t *testing.T) *simulate.World {
	t.Helper()
	l := ticket.Lifecycle{Initial: ticket.Open, SolveUnassigned: true, AgentsClose: true}
	if s.Bot {
		l.Initial, l.Reopened = ticket.Pending, ticket.Pending
	}
	begin := s.SnoozedUntil
	if !begin.IsZero() {
		begin = begin.AddDate(0, 0, -2)
	}
	w, err := simulate.New(simulate.Config{Start: begin, Settings: &socialticket.Settings{Lifecycle: l}})
	require.NoError(t, err)
	return w
}

func initialStatus(c *datatest.Case) {
	var given stage
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	if given.Campaign || given.Blocked || given.own() || when.Event != "created" {
		c.NotHere("ticket")
		return
	}
	w := given.world(c.T)
	require.NoError(c.T, w.Play(`ana says "Hello"`))
	t, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Mean("status", ourStatus)
	c.Want("status", string(t.Status))
}

// deeds are what happens to a ticket in the words of the cases, as steps of a story.
func deeds() map[string]string {
	says, replies, notes := `ana says "Again"`, `ada replies ana "An answer"`, `ada notes ana "A note"`
	return map[string]string{
		"customer_message": says, "contact_message": says, "incoming_message": says,
		"agent_reply": replies, "agent_message": replies, "private_note": notes, "note": notes,
		"mute": "ada sets ana muted true", "block": "ada sets ana muted true", "unmute": "ada sets ana muted none", "unblock": "ada sets ana muted none",
		"solve": "ada sets ana status solved", "solved": "ada sets ana status solved", "resolve": "ada sets ana status solved",
		"close": "ada sets ana status closed", "closed": "ada sets ana status closed",
		"open": "ada sets ana status open", "reopen": "ada sets ana status open", "handoff": "ada sets ana status open",
		"assign": "ada sets ana assignee ada",
	}
}

func transition(c *datatest.Case) {
	var given stage
	var when struct{ Event string }
	c.Given(&given)
	c.When(&when)
	step, told := deeds()[when.Event]
	if !told || given.own() {
		c.NotHere("ticket")
		return
	}
	w := given.world(c.T)
	require.NoError(c.T, w.Play(`ana says "Hello"`))
	if given.Blocked {
		require.NoError(c.T, w.Play("ada sets ana muted true"))
	}
	if !given.SnoozedUntil.IsZero() {
		require.NoError(c.T, w.Play("ada sets ana snoozed "+given.SnoozedUntil.Format(time.RFC3339)))
	}
	first, err := w.Ticket("ana")
	require.NoError(c.T, err)
	if status := ourStatus(given.Status); status != "" && status != string(first.Status) {
		require.NoError(c.T, w.Play("ada sets ana status "+status))
	}
	require.NoError(c.T, w.Play(step))
	after, err := w.Store().Ticket(context.Background(), first.ID)
	require.NoError(c.T, err)
	newest, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Mean("status", ourStatus)
	c.Want("status", string(after.Status))
	c.Want("new_ticket", newest.ID != first.ID)
	c.Want("contact_blocked", after.Muted)
	c.Want("snoozed_until", after.SnoozedUntil)
}
