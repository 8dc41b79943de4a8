package simulate_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
)

// TestDataAutomatic lets a customer write, and looks at what they get by itself.
func TestDataAutomatic(t *testing.T) {
	datatest.Cases(t, "auto-replies", datatest.Ops{"automatic_message": automaticMessage})
}

// switches are what a case tells of a conversation, and of what is switched on.
type switches struct {
	BusinessHours string `json:"business_hours"`
	Kind          string
	Campaign      bool
	OutOfOfficeOn bool      `json:"out_of_office_on"`
	AwayToday     bool      `json:"out_of_office_sent_today"`
	GreetingOn    bool      `json:"greeting_on"`
	GreetingText  *string   `json:"greeting_text"`
	EmailOn       bool      `json:"email_request_on"`
	Email         string    `json:"contact_email"`
	LastReply     time.Time `json:"last_agent_reply"`
	LastNote      time.Time `json:"last_private_note"`
}

// texts are the automatic messages that a case switches on.
func (k *switches) texts() (a session.Automatic) {
	if k.OutOfOfficeOn {
		a.OutOfOffice = "We are closed."
	}
	if k.GreetingOn {
		if a.Greeting = "Hello!"; k.GreetingText != nil {
			a.Greeting = *k.GreetingText
		}
	}
	if k.EmailOn {
		a.RequestEmail = "Where can we write to you?"
	}
	return a
}

// hours returns those of a business that is open, or closed, all the time.
func (k *switches) hours(t *testing.T) map[string]*schedule.Schedule {
	t.Helper()
	switch k.BusinessHours {
	case "":
		return nil
	case "open":
		return map[string]*schedule.Schedule{"": schedule.Always()}
	}
	never, err := schedule.New(schedule.Config{})
	require.NoError(t, err)
	return map[string]*schedule.Schedule{"": never}
}

func automaticMessage(c *datatest.Case) {
	var given switches
	var when struct {
		Event string
		At    time.Time
	}
	c.Given(&given)
	c.When(&when)
	if given.Kind != "" && given.Kind != "whatsapp" || given.Campaign || given.Email != "" {
		c.NotHere(".")
		return
	}
	now := when.At
	if now.IsZero() {
		now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	}
	begin := now.Add(-10 * time.Minute)
	for _, at := range []time.Time{given.LastNote, given.LastReply} {
		if !at.IsZero() && at.Before(begin) {
			begin = at.Add(-time.Minute)
		}
	}
	var got []string
	w, err := simulate.New(simulate.Config{
		Start: begin, Settings: &socialticket.Settings{Schedules: given.hours(c.T)},
		Network: simulate.NetworkFunc(func(o channel.Outbound, _ time.Time) simulate.Fate {
			got = append(got, o.Text)
			return simulate.Fate{}
		}),
	})
	require.NoError(c.T, err)
	with := func(a session.Automatic) {
		require.NoError(c.T, w.Change(func(s *socialticket.Settings) { s.Automatic = []socialticket.Automatic{{Automatic: a}} }))
	}
	written := !given.LastReply.IsZero() || !given.LastNote.IsZero()
	if written || given.AwayToday || when.Event != "customer_message" {
		if given.AwayToday {
			with(session.Automatic{OutOfOffice: "We are closed."})
		}
		require.NoError(c.T, w.Play(`ana says "Hello"`))
	}
	with(given.texts())
	steps := []scene{{given.LastNote, `ada notes ana "A note"`}, {given.LastReply, `ada replies ana "An answer"`}}
	slices.SortStableFunc(steps, func(a, b scene) int { return a.at.Compare(b.at) })
	for _, s := range steps {
		if !s.at.IsZero() {
			require.NoError(c.T, w.Play(fmt.Sprintf("%s at %s", s.steps, s.at.UTC().Format(time.DateTime))))
		}
	}
	require.NoError(c.T, w.Until(now))
	before := len(got)
	step := `ada replies ana "An answer"`
	if when.Event == "customer_message" {
		step = `ana says "Again"`
	}
	require.NoError(c.T, w.Play(step))
	sent := func(text string) bool { return text != "" && slices.Contains(got[before:], text) }
	c.Want("out_of_office", sent(given.texts().OutOfOffice))
	c.Want("greeting", sent(given.texts().Greeting))
	c.Want("email_request", sent(given.texts().RequestEmail))
}
