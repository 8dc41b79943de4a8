package session_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
	datatest.Cases(t, "auto-replies", datatest.Ops{"automatic_message": automaticMessage})
}

// talk is what a case tells of a conversation and of what is switched on.
type talk struct {
	BusinessHours string `json:"business_hours"`
	Kind          string
	Campaign      bool      // the business began the conversation with a message to many
	OutOfOfficeOn bool      `json:"out_of_office_on"`
	AwayToday     bool      `json:"out_of_office_sent_today"`
	GreetingOn    bool      `json:"greeting_on"`
	GreetingText  *string   `json:"greeting_text"`
	EmailOn       bool      `json:"email_request_on"`
	Email         string    `json:"contact_email"`
	LastReply     time.Time `json:"last_agent_reply"`
	LastNote      time.Time `json:"last_private_note"` // no customer sees one: it is no answer
}

func automaticMessage(c *datatest.Case) {
	var given talk
	var when struct {
		Event string
		At    time.Time
	}
	c.Given(&given)
	c.When(&when)
	if given.Campaign {
		c.NotBuilt("a Moment cannot tell that a campaign began the conversation")
		return
	}
	now := when.At
	if now.IsZero() {
		now = start()
	}
	got := given.settings().At(given.moment(now, when.Event == "customer_message"))
	c.Want("out_of_office", got.OutOfOffice)
	c.Want("greeting", got.Greeting)
	c.Want("email_request", got.RequestEmail)
}

// settings returns what is switched on; a text that the case does not give is one.
func (k talk) settings() session.Automatic {
	set := session.Automatic{RequestEmail: k.EmailOn}
	if k.OutOfOfficeOn {
		set.OutOfOffice = "We are closed."
	}
	if k.GreetingOn {
		set.Greeting = "Hello!"
		if k.GreetingText != nil {
			set.Greeting = *k.GreetingText
		}
	}
	return set
}

func (k talk) moment(now time.Time, fromCustomer bool) session.Moment {
	m := session.Moment{
		Now: now, FromCustomer: fromCustomer, PublicPost: k.Kind == "tweet", Closed: k.BusinessHours == "closed",
		AnsweredAt: k.LastReply, AwayToday: k.AwayToday, EmailKnown: k.Email != "",
	}
	if k.AwayToday {
		m.AutomaticAt = now
	}
	return m
}
