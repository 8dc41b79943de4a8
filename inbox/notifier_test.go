package inbox_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

func (s *street) inbox(t testing.TB) *inbox.Inbox {
	t.Helper()
	return open(t, s.store, func() *socialticket.Settings { return &socialticket.Settings{} })
}

// tab returns a tab as lines, "new whatsapp Ana: started_chat", and what stands below.
func (s *street) tab(t testing.TB, looker string, tab inbox.Tab) (lines []string) {
	t.Helper()
	n, err := s.inbox(t).Notifier(t.Context(), inbox.Looker{User: looker}, tab, s.now)
	require.NoError(t, err)
	require.Equal(t, tab, n.Tab)
	for _, r := range n.Rows {
		line := fmt.Sprintf("%s %s %s: %s", r.Status, r.Channel, r.Requester, r.Said)
		if len(r.Conflicts) > 0 {
			line += " conflict"
		}
		lines = append(lines, line)
	}
	if n.More {
		lines = append(lines, "more in "+n.View)
	}
	if n.Dot {
		lines = append(lines, "dot")
	}
	return lines
}

func set(field ticket.FieldName, value string) ticket.Change {
	return ticket.Change{Field: field, Value: value}
}

// TestNotifier follows two customers through the tabs.
func TestNotifier(t *testing.T) {
	s := newStreet(t)
	shows := func(yours, unassigned []string) {
		t.Helper()
		if diff := cmp.Diff(yours, s.tab(t, "ada", inbox.TabYours)); diff != "" {
			t.Errorf("yours (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(unassigned, s.tab(t, "ada", inbox.TabUnassigned)); diff != "" {
			t.Errorf("unassigned (-want +got):\n%s", diff)
		}
	}
	shows(nil, nil)
	ana := s.writes(t, channel.WhatsApp, "5541988887777", "Ana", "hello").Ticket
	ben := s.writes(t, channel.LINE, "U1", "Ben", "hi").Ticket
	shows([]string{"dot"}, []string{"new line Ben: started_chat", "new whatsapp Ana: started_chat", "dot"})

	s.update(t, ana.ID, set(ticket.FieldAssignee, "ada"))
	shows([]string{"open whatsapp Ana: replied", "dot"}, []string{"new line Ben: started_chat", "dot"})
	s.update(t, ben.ID, set(ticket.FieldStatus, "pending"))
	shows([]string{"open whatsapp Ana: replied"}, []string{"pending line Ben: replied"})
	s.update(t, ana.ID, set(ticket.FieldStatus, "pending"))
	shows(nil, []string{"pending line Ben: replied"})
	require.Empty(t, s.tab(t, "bob", inbox.TabYours))

	// A message opens it again, and to take the tag away takes it out.
	s.writes(t, channel.WhatsApp, "5541988887777", "Ana", "still there?")
	shows([]string{"open whatsapp Ana: replied"}, []string{"pending line Ben: replied"})
	s.update(t, ana.ID, set(ticket.FieldRemoveTags, socialticket.TagSocial))
	shows(nil, []string{"pending line Ben: replied"})

	// The name is that of the person that the requester is by now.
	s.record(t, identity.Person{ID: ana.Requester, Name: "Ana María"})
	s.merge(t, ben.Requester, ana.Requester)
	shows(nil, []string{"pending line Ana María: replied"})
	cy := s.writes(t, channel.LINE, "U2", "Cy", "hi").Ticket
	s.update(t, ben.ID, set(ticket.FieldRequester, cy.Requester))
	shows([]string{"dot"}, []string{"pending line Cy: replied", "new line Cy: started_chat", "dot"})
}

// TestNotifierPages shows 20 and no more.
func TestNotifierPages(t *testing.T) {
	s := newStreet(t)
	for i := range 21 {
		s.writes(t, channel.LINE, fmt.Sprint("U", i), fmt.Sprint("User ", i), "hi")
	}
	lines := s.tab(t, "", inbox.TabUnassigned)
	require.Len(t, lines, 22)
	require.Equal(t, "new line User 20: started_chat", lines[0])
	require.Equal(t, "new line User 1: started_chat", lines[19])
	require.Equal(t, []string{"more in social-unassigned", "dot"}, lines[20:])
	for _, v := range rules.SocialViews() {
		require.Contains(t, []string{inbox.TabYours.View(), inbox.TabUnassigned.View()}, v.ID)
	}
	n, err := open(t, struct{ socialticket.Reader }{s.store}, func() *socialticket.Settings { return &socialticket.Settings{} }).Notifier(t.Context(), inbox.Looker{}, inbox.TabUnassigned, now)
	require.NoError(t, err)
	require.Len(t, n.Rows, 20)
	require.True(t, n.More && n.Dot)
	require.Empty(t, n.Rows[0].Requester)
	_, err = s.inbox(t).Notifier(t.Context(), inbox.Looker{}, "other", now)
	require.ErrorIs(t, err, socialticket.ErrNotFound)
}

// TestNotifierConflict marks a row whose requester may be another one, until they are one.
func TestNotifierConflict(t *testing.T) {
	s := newStreet(t)
	one := s.writes(t, channel.WhatsApp, "5541988887777", "Ana", "hello").Ticket
	two := s.writes(t, channel.WhatsApp, "US.13491208655302741918", "Ana", "hello").Ticket
	s.now = s.now.Add(time.Minute)
	_, err := s.Receive(t.Context(), channel.Event{
		ID: "both", Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: s.now, Account: channel.Account{Kind: channel.WhatsApp, ID: "106"},
		From: "5541988887777", Profile: channel.Profile{Name: "Ana", Handles: []string{"US.13491208655302741918"}}, Message: channel.Message{ID: "both", Type: channel.Text, Text: "me"},
	})
	require.NoError(t, err)
	require.Equal(t, []string{"new whatsapp Ana: started_chat conflict", "new whatsapp Ana: started_chat", "dot"}, s.tab(t, "", inbox.TabUnassigned))
	s.merge(t, two.Requester, one.Requester)
	require.Equal(t, []string{"new whatsapp Ana: started_chat", "new whatsapp Ana: started_chat", "dot"}, s.tab(t, "", inbox.TabUnassigned))
}

// TestNotifierErrors has the store fail in each of its parts.
func TestNotifierErrors(t *testing.T) {
	s := newStreet(t)
	s.writes(t, channel.LINE, "U1", "Ben", "hi")
	broken := errors.New("the disk is on fire")
	lame := open(t, &lame{Store: s.store, err: broken}, func() *socialticket.Settings { return &socialticket.Settings{} })
	_, err := lame.Notifier(t.Context(), inbox.Looker{}, inbox.TabUnassigned, now)
	require.ErrorIs(t, err, broken)
	shelf := open(t, &shelf{err: broken}, func() *socialticket.Settings { return &socialticket.Settings{} })
	_, err = shelf.Notifier(t.Context(), inbox.Looker{}, inbox.TabYours, now)
	require.ErrorIs(t, err, broken)
	_, err = shelf.Dot(t.Context())
	require.ErrorIs(t, err, broken)
}

// TestNotifierPromise has a row tell when the first promise is due, until it is kept.
func TestNotifierPromise(t *testing.T) {
	promises, err := sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{
		Rule: rules.Rule{ID: "all"}, Targets: []sla.Target{{Metric: ticket.FirstReply, Within: time.Hour}, {Metric: ticket.TotalResolution, Within: 5 * time.Hour}},
	}}})
	require.NoError(t, err)
	settings := &socialticket.Settings{SLA: promises}
	present := func() *socialticket.Settings { return settings }
	s := &street{store: &memory.Store{}, now: now}
	s.Desk, err = socialticket.New(socialticket.Config{Store: s.store, Clock: s, Settings: present})
	require.NoError(t, err)
	written := s.writes(t, channel.LINE, "U1", "Ben", "hi")
	due := func(tab inbox.Tab, after time.Duration) time.Time {
		t.Helper()
		n, err := open(t, s.store, present).Notifier(t.Context(), inbox.Looker{User: "ada"}, tab, s.now.Add(after))
		require.NoError(t, err)
		require.Len(t, n.Rows, 1)
		return n.Rows[0].DueAt
	}
	require.Equal(t, s.now.Add(time.Hour), due(inbox.TabUnassigned, 0))
	require.Equal(t, s.now.Add(time.Hour), due(inbox.TabUnassigned, 2*time.Hour), "it is overdue")
	_, err = s.Reply(t.Context(), socialticket.Reply{Ticket: written.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "hello"})
	require.NoError(t, err)
	s.update(t, written.Ticket.ID, set(ticket.FieldAssignee, "ada"))
	require.Equal(t, written.Ticket.CreatedAt.Add(5*time.Hour), due(inbox.TabYours, 0))
}
