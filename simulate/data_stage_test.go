package simulate_test

import (
	"cmp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// life is a ticket of ana, which the cases about the lifecycle lead through its stages.
type life struct {
	*simulate.World
	t         testing.TB
	lifecycle ticket.Lifecycle
	first     ticket.ID
}

// newLife returns the desk of a case. Its agents may close, as rules may.
func newLife(t testing.TB, s datatest.Stage, begin time.Time) *life {
	t.Helper()
	l := stored.Lifecycle(t, s)
	l.AgentsClose = true
	w, err := simulate.New(simulate.Config{Start: begin, Settings: &socialticket.Settings{Lifecycle: l}})
	require.NoError(t, err)
	return &life{World: w, t: t, lifecycle: l}
}

// begins lets ana write, or a campaign begin.
func (l *life) begins(campaign bool) {
	l.t.Helper()
	if campaign {
		_, err := l.Do(socialticket.Open{To: l.Customer("ana"), Reply: campaignMessage()})
		require.NoError(l.t, err)
	} else {
		play(l.t, l.World, "ana says %q", "Hello")
	}
	tk, err := l.Ticket("ana")
	require.NoError(l.t, err)
	l.first = tk.ID
}

// ticket returns the first ticket as it is.
func (l *life) ticket() ticket.Ticket {
	l.t.Helper()
	tk, err := l.Store().Ticket(l.t.Context(), l.first)
	require.NoError(l.t, err)
	return tk
}

// compare compares what became of the ticket, and whether another one goes on.
func (l *life) compare(c *datatest.Case) {
	newest, err := l.Ticket("ana")
	require.NoError(l.t, err)
	stored.CompareStage(c, l.lifecycle, l.ticket(), newest.ID != l.first)
}

// moves gives the ticket the status that a word means, if it has not got it.
func (l *life) moves(word string) {
	l.t.Helper()
	category, custom := stored.Status(l.lifecycle, word)
	switch tk := l.ticket(); {
	case custom != "" && custom != tk.CustomStatus:
		play(l.t, l.World, "ada sets ana %s %s", ticket.FieldCustomStatus, custom)
	case custom == "" && category != tk.Status:
		play(l.t, l.World, "ada sets ana status %s", category)
	}
}

// initialStatus lets a ticket begin.
func initialStatus(c *datatest.Case) {
	var given datatest.Stage
	var when datatest.Happening
	c.Given(&given)
	c.When(&when)
	require.Equal(c.T, "created", when.Event)
	if given.Campaign || given.Blocked {
		c.NotHere("ticket: a side that begins a conversation names the status; a ticket that is not there is not blocked")
		return
	}
	l := newLife(c.T, given, time.Time{})
	l.begins(false)
	l.compare(c)
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
		"open": "ada sets ana status open", "reopen": "ada sets ana status open", "handoff": "ada sets ana status open", "bot_handoff": "ada sets ana status open",
		"assign": "ada sets ana assignee ada", "snooze": "ada sets ana status hold", "activity": `ada sets ana subject "An activity"`,
		"wake": "pass 0s", "time": "pass 0s", "sweep": "pass 0s",
	}
}

// writers are those who write beside agents and customers in the words of the cases.
func writers() map[string]ticket.Actor {
	bot, rule, system := ticket.Actor{Kind: ticket.Bot, ID: "bot"}, ticket.Actor{Kind: ticket.Automation, ID: "rule"}, ticket.Actor{Kind: ticket.System}
	return map[string]ticket.Actor{
		"bot_reply": bot, "bot_message": bot, "bot": bot, "campaign_message": bot, "campaign": bot,
		"automation_message": rule, "automation": rule, "rule_message": rule, "auto_reply": rule,
		"template_message": system, "template": system, "greeting": system, "system_message": system,
	}
}

func campaignMessage() socialticket.Reply {
	return socialticket.Reply{By: ticket.Actor{Kind: ticket.Bot, ID: "campaign"}, Text: "Hello"}
}

// happens lets something happen, and reports whether a story can tell it.
func (l *life) happens(h datatest.Happening) bool {
	l.t.Helper()
	if h.At.After(l.Now()) {
		require.NoError(l.t, l.Until(h.At))
	}
	if step, told := deeds()[h.Event]; told {
		play(l.t, l.World, "%s", step)
		return true
	}
	if by, told := writers()[h.Event]; told {
		_, err := l.Do(socialticket.Reply{Ticket: l.first, By: by, Text: "A message"})
		require.NoError(l.t, err)
		return true
	}
	switch {
	case h.Event == "created":
		l.begins(false)
	case h.Status+h.Category != "":
		l.moves(cmp.Or(h.Status, h.Category))
	default:
		return false
	}
	return true
}

// untold says of which happenings no story tells: a button that means one of two things is
// an app's, and agents of a story say which.
const untold = "ticket: a story has no toggle, its agents say which status they mean"

func transition(c *datatest.Case) {
	var given datatest.Stage
	var when datatest.Happening
	c.Given(&given)
	c.When(&when)
	var begin time.Time
	if !given.SnoozedUntil.IsZero() {
		begin = given.SnoozedUntil.AddDate(0, 0, -2)
	}
	l := newLife(c.T, given, begin)
	l.begins(false)
	if given.Blocked {
		play(c.T, l.World, "ada sets ana muted true")
	}
	if !given.SnoozedUntil.IsZero() {
		play(c.T, l.World, "ada sets ana snoozed %s", given.SnoozedUntil.Format(time.RFC3339))
	}
	if given.Status != "" {
		l.moves(given.Status)
	}
	if !l.happens(when) {
		c.NotHere(untold)
		return
	}
	l.compare(c)
}

// waitingClock leads a ticket to the wait of a case, and lets more happen to it.
func waitingClock(c *datatest.Case) {
	var given datatest.Stage
	var when datatest.Happening
	c.Given(&given)
	c.When(&when)
	l := newLife(c.T, given, given.Created)
	l.begins(given.WaitingSince.IsZero() && given.FirstReplyAt.IsZero())
	if !given.FirstReplyAt.IsZero() {
		l.happens(datatest.Happening{At: given.FirstReplyAt, Event: "agent_reply"})
	}
	if given.WaitingSince.After(l.Now()) {
		l.happens(datatest.Happening{At: given.WaitingSince, Event: "customer_message"})
	}
	l.moves(cmp.Or(given.Status, "open"))
	if tk := l.ticket(); !tk.FirstReplyAt.Equal(given.FirstReplyAt) || !tk.WaitingSince.Equal(given.WaitingSince) {
		c.NotHere("ticket: no story leads to such a wait")
		return
	}
	for _, h := range append(given.Earlier, when) {
		if !l.happens(h) {
			c.NotHere(untold)
			return
		}
	}
	l.compare(c)
}
