package session_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/session"
)

func TestAutomaticAt(t *testing.T) {
	all := session.Automatic{OutOfOffice: "We are closed.", Greeting: "Hello!", RequestEmail: true}
	wrote := session.Moment{Now: start(), FromCustomer: true}
	tests := []struct {
		name string
		set  session.Automatic
		at   func(*session.Moment)
		want session.Messages
	}{
		{"nothing is set", session.Automatic{}, func(m *session.Moment) { m.Closed = true }, session.Messages{}},
		{"first message, open", all, func(*session.Moment) {}, session.Messages{Greeting: true, RequestEmail: true}},
		{"first message, closed", all, func(m *session.Moment) { m.Closed = true }, session.Messages{OutOfOffice: true, Greeting: true, RequestEmail: true}},
		{"the business wrote", all, func(m *session.Moment) { m.FromCustomer = false; m.Closed = true }, session.Messages{}},
		{"a public post", all, func(m *session.Moment) { m.PublicPost, m.Closed = true, true }, session.Messages{RequestEmail: true}},
		{"told today", all, func(m *session.Moment) { m.Closed, m.AwayToday, m.AutomaticAt = true, true, start() }, session.Messages{RequestEmail: true}},
		{"in a talk", all, func(m *session.Moment) { m.Closed, m.AnsweredAt = true, start().Add(-5*time.Minute+1) }, session.Messages{RequestEmail: true}},
		{"after a talk", all, func(m *session.Moment) { m.Closed, m.AnsweredAt = true, start().Add(-5*time.Minute) }, session.Messages{OutOfOffice: true, RequestEmail: true}},
		{"the address is known", all, func(m *session.Moment) { m.EmailKnown = true }, session.Messages{Greeting: true}},
		{"asked before", all, func(m *session.Moment) { m.EmailAskedFor = true }, session.Messages{Greeting: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := wrote
			tt.at(&m)
			if diff := cmp.Diff(tt.want, tt.set.At(m)); diff != "" {
				t.Errorf("At mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDataAutoReplies runs the cases about messages that go out by themselves.
func TestDataAutoReplies(t *testing.T) {
	type given struct {
		OutOfOfficeOn   bool      `json:"out_of_office_on"`
		OutOfOfficeText *string   `json:"out_of_office_text"`
		BusinessHours   string    `json:"business_hours"`
		Kind            string    `json:"kind"`
		GreetingOn      bool      `json:"greeting_on"`
		GreetingText    *string   `json:"greeting_text"`
		EmailOn         bool      `json:"email_request_on"`
		Email           *string   `json:"contact_email"`
		LastNote        time.Time `json:"last_private_note"` // a note is no answer
		LastAgent       time.Time `json:"last_agent_message"`
		LastReply       time.Time `json:"last_agent_reply"`
		LastPublic      time.Time `json:"last_public_reply"`
		LastOutgoing    time.Time `json:"last_outgoing"`
		AwaySentToday   bool      `json:"out_of_office_sent_today"`
		EmailAsked      bool      `json:"email_request_sent"`
		GreetingSent    bool      `json:"greeting_sent"`
	}
	var file struct {
		Cases []struct {
			ID, Op string
			Given  given
			When   struct {
				Event string
				At    time.Time
			}
			Then map[string]bool
		}
	}
	datatest.JSON(t, "cases/auto-replies.json", &file)
	// text returns a text that was switched on, which may be empty.
	text := func(on bool, text *string) string {
		switch {
		case !on:
			return ""
		case text != nil:
			return *text
		}
		return "a text"
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			require.Equal(t, "automatic_message", c.Op)
			g := c.Given
			now := c.When.At
			if now.IsZero() {
				now = start()
			}
			moment := session.Moment{
				Now: now, FromCustomer: c.When.Event == "customer_message", PublicPost: g.Kind == "tweet",
				Closed: g.BusinessHours == "closed", AwayToday: g.AwaySentToday,
				EmailKnown: g.Email != nil && *g.Email != "", EmailAskedFor: g.EmailAsked,
			}
			for _, at := range []time.Time{g.LastAgent, g.LastReply, g.LastPublic, g.LastOutgoing} {
				if at.After(moment.AnsweredAt) {
					moment.AnsweredAt = at
				}
			}
			if g.GreetingSent || g.AwaySentToday || g.EmailAsked {
				moment.AutomaticAt = now
			}
			got := session.Automatic{
				OutOfOffice: text(g.OutOfOfficeOn, g.OutOfOfficeText), Greeting: text(g.GreetingOn, g.GreetingText), RequestEmail: g.EmailOn,
			}.At(moment)
			known := map[string]bool{"out_of_office": got.OutOfOffice, "greeting": got.Greeting, "email_request": got.RequestEmail}
			for key, want := range c.Then {
				have, ok := known[key]
				if !ok {
					t.Errorf("unknown key %q", key)
				} else if have != want {
					t.Errorf("%s: %v, want %v", key, have, want)
				}
			}
		})
	}
}
