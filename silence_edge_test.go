package socialticket_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestReleaseAndTriggers lets a trigger change the status that the release gives: that is
// part of the step, and the reminders go on.
func TestReleaseAndTriggers(t *testing.T) {
	t.Parallel()
	o := withSessions(t, reminding(), pull("parts", act("status", "hold"), cond("status", rules.ChangedTo, "pending"), cond("current_tags", rules.NotIncludes, "x")))
	id := o.served(t)
	got := o.pass(t, id, time.Hour)
	require.Len(t, got, 4)
	require.Equal(t, "5m0s hold inactive parts", got[0])
}

// TestReleaseAfterNotes begins no clock with a note, nor with a reply that does not go out.
func TestReleaseAfterNotes(t *testing.T) {
	t.Parallel()
	o := withSessions(t, reminding())
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	o.set(t, id, ticket.FieldAssignee, "ada", agent())
	_, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Text: "Call them.", Note: true})
	require.NoError(t, err)
	o.clock.Add(25 * time.Hour)
	require.Empty(t, messages(o.reply(t, id, "Too late?")))
	require.True(t, o.session(t, id).AnsweredAt.IsZero())
	require.Zero(t, o.talkTimer(t, id))
}

// TestReroute takes a silent ticket out of its queue and puts it in again: it takes no
// capacity either way.
func TestReroute(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{FreeInactive: true})
	id := o.served(t)
	o.set(t, id, ticket.FieldStatus, "pending", agent())
	require.False(t, o.set(t, id, ticket.FieldRouting, "", agent()).Ticket.Released)
	require.True(t, o.set(t, id, ticket.FieldRouting, "messaging", agent()).Ticket.Released)
}

// TestMacroRoutes lets a macro route a ticket as email: its session ends once, and is told.
func TestMacroRoutes(t *testing.T) {
	t.Parallel()
	o := withSessions(t, session.Policy{})
	o.settings.Macros = macros(t, byHand("m", act("routing_channel", "email")))
	r, err := o.use(t, agent())
	require.NoError(t, err)
	require.Equal(t, ticket.RouteEmail, r.Ticket.Routing)
	require.Equal(t, o.clock.now, r.Ticket.SessionEndedAt)
	require.Equal(t, session.Ended, r.Commit.Conversation.Session.State)
	require.True(t, slices.ContainsFunc(r.Commit.Events, func(e ticket.Event) bool { return e.Type == ticket.EventSession && e.To == "ended" }))
}

// TestWarnEnded warns of no window through which people write no more.
func TestWarnEnded(t *testing.T) {
	t.Parallel()
	for _, on := range []bool{false, true} {
		o := withSessions(t, session.Policy{WriteEnded: on})
		o.settings.Warn = time.Hour
		id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
		_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
		require.NoError(t, err)
		require.Equal(t, on, o.talkTimer(t, id).Equal(start().Add(23*time.Hour)))
	}
}
