package simulate_test

import (
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
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataStories tells cases of windows as stories: messages come, answers go, and time
// passes.
func TestDataStories(t *testing.T) {
	t.Run("windows", func(t *testing.T) {
		datatest.Cases(t, "reply-window", datatest.Ops{"can_reply": mayWrite, "window_start": mayWrite, "late_reply": lateReply})
	})
	t.Run("lifecycle", func(t *testing.T) {
		datatest.Cases(t, "lifecycle", datatest.Ops{"transition": transition, "initial_status": initialStatus})
	})
	t.Run("delayed", func(t *testing.T) {
		datatest.Cases(t, "delayed-automations", datatest.Ops{"run_due_row": runDueRow})
	})
}

// chat is a conversation of the cases.
type chat struct {
	Channel  string
	Seconds  *float64    `json:"window_seconds"` // null: the channel has no window
	Inbound  []time.Time `json:"inbound_sent_at"`
	Outbound []time.Time `json:"outbound_sent_at"`
	Messages []struct {
		From, Kind, Via string
		Sent            time.Time `json:"sent_at"`
		Received        time.Time `json:"received_at"`
	}
	Created time.Time `json:"ticket_created_at"` // not when the user wrote: it opens nothing
}

// moment is a message of a chat, by the instant at which it comes.
type moment struct {
	at, sent time.Time
	kind     string
	customer bool
}

// moments returns the messages of a chat, in the order of their coming.
func (c *chat) moments() (all []moment) {
	for _, at := range c.Inbound {
		all = append(all, moment{at: at, sent: at, customer: true})
	}
	for _, at := range c.Outbound {
		all = append(all, moment{at: at, sent: at})
	}
	for _, m := range c.Messages {
		at := m.Received
		if at.Before(m.Sent) {
			at = m.Sent
		}
		customer := slices.Contains([]string{"end_user", "user", "customer", "contact"}, m.From)
		all = append(all, moment{at: at, sent: m.Sent, kind: m.Kind, customer: customer})
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all
}

// kind is that of the channel, in one word.
func (c *chat) kind() channel.Kind {
	word, _, _ := strings.Cut(c.Channel, " ")
	return channel.Kind(word)
}

// policy is the rule of the channel, with the length that the case gives.
func (c *chat) policy(a channel.Account) channel.Policy {
	if c.Seconds == nil {
		return channel.Unlimited(a.Kind)
	}
	length := time.Duration(*c.Seconds * float64(time.Second))
	if p, known := channel.PolicyOf(a.Kind); known && a.Kind == channel.WhatsApp && length == 24*time.Hour {
		return p
	}
	return channel.Timed(a.Kind, length)
}

// world plays a chat until an instant. Where the customer did not write, the business begins.
func (c *chat) world(t *testing.T, until time.Time, network simulate.Network) *simulate.World {
	t.Helper()
	begin := until
	all := c.moments()
	if len(all) > 0 && all[0].at.Before(begin) {
		begin = all[0].at
	}
	w, err := simulate.New(simulate.Config{
		Start: begin, Account: channel.Account{Kind: c.kind(), ID: "1"}, Network: network, Desk: socialticket.Config{Policy: c.policy},
	})
	require.NoError(t, err)
	for i, m := range all {
		require.NoError(t, w.Until(m.at))
		if !m.customer {
			if _, err := w.Ticket("ana"); err == nil {
				require.NoError(t, w.Play(`ada replies ana "an answer"`))
			}
			continue
		}
		e := w.Message("ana", channel.Message{Type: channel.Text, Text: fmt.Sprint("message ", i)})
		e.Sent, e.Opens = m.sent, map[string]channel.Opener{"reaction": channel.OpenReaction, "call": channel.OpenCall}[m.kind]
		if e.Opens == "" {
			e.Opens = channel.OpenMessage
		}
		_, err := w.Receive(e)
		require.NoError(t, err)
	}
	require.NoError(t, w.Until(until))
	if _, err := w.Ticket("ana"); err != nil {
		require.NoError(t, w.Play(`ada opens ana "Hello"`))
	}
	return w
}

// mayWrite asks whether an agent may write, and until when.
func mayWrite(c *datatest.Case) {
	var given chat
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	w := given.world(c.T, when.Now, nil)
	d, err := w.MayReply("ana")
	require.NoError(c.T, err)
	c.Want("can_reply_freely", d.Allowed)
	c.Want("opens_at", d.Proof.Sent)
	c.Want("closes_at", d.Until)
	word := map[bool]string{true: "allowed", false: "refused"}[d.Allowed]
	require.NoError(c.T, w.Play("expect ana reply "+word))
}

// lateReply lets an agent answer, and looks at what the network got.
func lateReply(c *datatest.Case) {
	var given chat
	var when struct {
		Kind  string
		Reply time.Time `json:"reply_at"`
	}
	c.Given(&given)
	c.When(&when)
	sent := 0
	w := given.world(c.T, when.Reply, simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate {
		sent++
		return simulate.Fate{}
	}))
	before := sent
	step := map[string]string{"free_form": `ada replies ana "too late?"`, "template": "ada sends ana template reminder"}[when.Kind]
	require.NotEmpty(c.T, step, "kind %q", when.Kind)
	newest := func() ticket.Comment {
		t, err := w.Ticket("ana")
		require.NoError(c.T, err)
		list, err := w.Store().Comments(context.Background(), t.ID, socialticket.Page{Limit: 1})
		require.NoError(c.T, err)
		return list[0]
	}
	last := newest().ID
	require.NoError(c.T, w.Play(step))
	c.Want("comment_added", newest().ID != last)
	c.Want("sent_to_channel", sent > before)
	c.Excuse("event", "the root compares the log")
}

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

// dueRow is an action that waits until a ticket was pending for an hour.
type dueRow struct {
	ActionError     bool      `json:"action_error"`
	ClaimedAt       time.Time `json:"claimed_at"`
	ConditionsHold  *bool     `json:"conditions_hold"`
	CustomerReplied bool      `json:"customer_replied"`
	Died            string
	DueAt           time.Time `json:"due_at"`
	FeatureOn       *bool     `json:"feature_on"`
	GuardsHold      *bool     `json:"guards_hold"`
	Pickups         int
	RuleActive      *bool `json:"rule_active"`
	StatusStill     *bool `json:"status_still"`
}

// hourly returns the automation of a case.
func hourly(t *testing.T, active bool) *rules.Automations {
	t.Helper()
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{{
		ID: "delayed", Inactive: !active, Do: []rules.Action{{Field: "current_tags", Value: []string{"acted"}}},
		When: rules.Conditions{All: []rules.Condition{
			{Field: "status", Op: rules.Is, Value: []string{"pending"}}, {Field: "PENDING", Op: rules.GreaterThan, Value: []string{"1"}},
			{Field: "current_tags", Op: rules.NotIncludes, Value: []string{"acted"}}, {Field: "current_tags", Op: rules.NotIncludes, Value: []string{"stop"}},
		}},
	}})
	require.NoError(t, err)
	return set
}

// runDueRow lets a ticket wait for its automation. What happens to a worker is the root's.
func runDueRow(c *datatest.Case) {
	var given dueRow
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	if given.Died != "" || given.ActionError {
		c.NotHere(".")
		return
	}
	no := func(b *bool) bool { return b != nil && !*b }
	w, err := simulate.New(simulate.Config{
		Start: given.DueAt.Add(-time.Hour - 1), Settings: &socialticket.Settings{Automations: hourly(c.T, true)},
	})
	require.NoError(c.T, err)
	story := "ana says \"Hello\"\nada sets ana status pending\npass 59m\n"
	switch {
	case no(given.ConditionsHold), no(given.GuardsHold):
		story += "ada tags ana stop"
	case no(given.StatusStill):
		story += "ada sets ana status open"
	case given.CustomerReplied:
		story += `ana says "Hello?"`
	}
	require.NoError(c.T, w.Play(story))
	change := func(set *rules.Automations) {
		require.NoError(c.T, w.Change(func(s *socialticket.Settings) { s.Automations = set }))
	}
	if no(given.FeatureOn) {
		change(nil)
	} else if no(given.RuleActive) {
		change(hourly(c.T, false))
	}
	for range max(1, given.Pickups) {
		require.NoError(c.T, w.Until(when.Now))
	}
	runs := ran(c.T, w)
	c.Want("action_runs", runs)
	state := map[bool]string{true: "executed", false: "skipped"}[runs > 0]
	if no(given.FeatureOn) { // it waits for the feature
		change(hourly(c.T, true))
		_, err := w.Desk().Rewake(context.Background(), w.Store())
		require.NoError(c.T, err)
		require.NoError(c.T, w.Pass(time.Minute))
		if runs == 0 && ran(c.T, w) > 0 {
			state = "pending"
		}
	}
	c.Want("state", state)
	c.Want("reported", false)
	c.Excuse("reason", "the root compares it")
}

// ran counts how often the automation acted.
func ran(t *testing.T, w *simulate.World) (n int) {
	t.Helper()
	tk, err := w.Ticket("ana")
	require.NoError(t, err)
	list, err := w.Store().Events(context.Background(), tk.ID, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	for _, e := range list {
		if e.Type == ticket.EventRule && e.By.ID == "delayed" && e.Reason.Code == "" {
			n++
		}
	}
	return n
}
