package webhooktest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// outcome is what a webhook may make of a desk that knows nothing.
type outcome string

// The outcomes, in their order: a webhook of several items has the last one of theirs.
const (
	nobodyWrote outcome = ""      // no ticket
	staffWrote  outcome = "staff" // at most a ticket that is solved
	userWrote   outcome = "new"   // a ticket
)

func (o outcome) or(p outcome) outcome {
	if o == userWrote || p == userWrote {
		return userWrote
	}
	return max(o, p)
}

// TestDataTickets compares which real webhooks make a ticket with who wrote, as the
// payload says. The change of a message that the desk does not know is its author's words.
func TestDataTickets(t *testing.T) {
	eachFile(t, func(t *testing.T, w webhook) { w.checkTicket(t, wrote(w)) })
}

// TestTickets does the same with webhooks of our own, whose outcome is written beside them:
// so that the oracle is held as well.
func TestTickets(t *testing.T) {
	eachSample(t, func(t *testing.T, w webhook, s sample) {
		require.Equal(t, s.Ticket, wrote(w), "what the oracle says")
		w.checkTicket(t, s.Ticket)
	})
}

func (w webhook) checkTicket(t *testing.T, want outcome) {
	t.Helper()
	d, err := socialticket.New(socialticket.Config{Store: &memory.Store{}})
	require.NoError(t, err)
	var last ticket.Ticket
	shown := false
	for _, e := range w.events {
		shown = shown || e.Control == channel.ControlElsewhere
		if e.Type == channel.EventMessage && strings.ContainsAny(e.From, "0123456789") { // else a placeholder
			require.NotEqual(t, e.Account.ID, e.From, "the business is its own customer")
		}
		r, err := d.Receive(t.Context(), e)
		require.NoError(t, err)
		if r.Ticket.ID != "" {
			last = r.Ticket
		}
	}
	switch want {
	case nobodyWrote:
		require.Empty(t, last.ID, "nobody wrote")
	case staffWrote:
		if last.ID != "" {
			require.Equal(t, ticket.Solved, last.Status, "a user waits for an answer to what staff wrote")
		}
	case userWrote:
		require.NotEmpty(t, last.ID, "a user wrote")
		if !shown {
			require.Contains(t, []ticket.Status{ticket.New, ticket.Open}, last.Status)
		}
	}
}
