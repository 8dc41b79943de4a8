package inbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestSessions lists tickets by the state of their own session as it is at an instant, though
// the conversation has not been woken: by the policy of the settings.
func TestSessions(t *testing.T) {
	t.Parallel()
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock{}})
	require.NoError(t, err)
	writes := func(i int) ticket.ID {
		r, err := desk.Receive(t.Context(), channel.Event{
			ID: fmt.Sprint(i), Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: now, Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"},
			From: "16505551234", Message: channel.Message{ID: fmt.Sprint(i), Type: channel.Text, Text: "hello"},
		})
		require.NoError(t, err)
		return r.Ticket.ID
	}
	ada := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	old := writes(1)
	_, err = desk.EndSession(t.Context(), socialticket.EndSession{Ticket: old, By: ada})
	require.NoError(t, err)
	fresh := writes(2)
	_, err = desk.Update(t.Context(), socialticket.Update{Ticket: fresh, By: ada, Changes: []ticket.Change{{Field: ticket.FieldAssignee, Value: "ada"}}})
	require.NoError(t, err)

	var views []rules.View
	for _, state := range []string{"active", "inactive", "ended"} {
		views = append(views, rules.View{Rule: rules.Rule{ID: state, When: rules.Conditions{All: []rules.Condition{rules.On("session_state").Is(state)}}}})
	}
	compiled := compile(t, views...)
	settings := func() *socialticket.Settings {
		next := *compiled()
		next.Sessions = session.Policy{Idle: 20 * time.Minute}
		return &next
	}
	for _, tt := range []struct {
		view  string
		after time.Duration
		want  []ticket.ID
	}{
		{"active", 20*time.Minute - 1, []ticket.ID{fresh}},
		{"active", 20 * time.Minute, nil},
		{"inactive", 20*time.Minute - 1, nil},
		{"inactive", 20 * time.Minute, []ticket.ID{fresh}},
		{"ended", 0, []ticket.ID{old}},
	} {
		list, err := open(t, store, settings).View(tt.view, inbox.Looker{}, now.Add(tt.after))
		require.NoError(t, err)
		var got []ticket.ID
		for row, err := range list.Rows(t.Context(), inbox.Page{}) {
			require.NoError(t, err)
			got = append(got, row.Ticket.ID)
		}
		require.Equal(t, tt.want, got, "%s after %v", tt.view, tt.after)
	}
}
