package simulate_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataAutomatic lets a customer write, and looks at what they get by itself.
func TestDataAutomatic(t *testing.T) {
	datatest.Cases(t, "auto-replies", datatest.Ops{"automatic_message": automaticMessage})
}

// automatics returns the messages that a case switches on.
func automatics(k datatest.Automatic) (a session.Automatic) {
	a.OutOfOffice, a.Greeting, a.RequestEmail = k.Texts()
	return a
}

// openHours returns those of a business that is open, or closed, all the time.
func openHours(t testing.TB, word string) map[string]*schedule.Schedule {
	t.Helper()
	switch word {
	case "":
		return nil
	case "open":
		return map[string]*schedule.Schedule{"": schedule.Always()}
	}
	never, err := schedule.New(schedule.Config{})
	require.NoError(t, err)
	return map[string]*schedule.Schedule{"": never}
}

// says lets ana write on a channel by a word of the cases: a tweet is a comment.
func says(t testing.TB, w *simulate.World, kind, text string) {
	t.Helper()
	e := w.Message("ana", channel.Message{Type: channel.Text, Text: text})
	if kind == "tweet" {
		e.Opens = channel.OpenComment
	}
	_, err := w.Receive(e)
	require.NoError(t, err)
	require.NoError(t, w.Pass(0))
}

func automaticMessage(c *datatest.Case) {
	var given datatest.Automatic
	var when struct {
		Event string
		At    time.Time
	}
	c.Given(&given)
	c.When(&when)
	now := when.At
	if now.IsZero() {
		now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	}
	var got []string
	w, err := simulate.New(simulate.Config{
		Start: given.Begin(now), Account: channel.Account{Kind: channel.Kind(datatest.ChannelName(given.Kind)), ID: "1066"},
		Settings: &socialticket.Settings{Schedules: openHours(c.T, given.BusinessHours)},
		Network: simulate.NetworkFunc(func(o channel.Outbound, _ time.Time) simulate.Fate {
			got = append(got, o.Text)
			return simulate.Fate{}
		}),
	})
	require.NoError(c.T, err)
	with := func(a session.Automatic) {
		require.NoError(c.T, w.Change(func(s *socialticket.Settings) { s.Automatic = []socialticket.Automatic{{Automatic: a}} }))
	}
	follows(c.T, w, &given)
	if given.Talked(when.Event) {
		if given.AwayToday {
			with(session.Automatic{OutOfOffice: datatest.Away})
		}
		says(c.T, w, given.Kind, "Hello")
	}
	with(automatics(given))
	steps := []scene{{given.LastNote, `ada notes ana "A note"`}, {given.LastReply, `ada replies ana "An answer"`}}
	slices.SortStableFunc(steps, func(a, b scene) int { return a.at.Compare(b.at) })
	for _, s := range steps {
		if !s.at.IsZero() {
			play(c.T, w, "%s at %s", s.steps, s.at.UTC().Format(time.DateTime))
		}
	}
	require.NoError(c.T, w.Until(now))
	before := len(got)
	if when.Event == "customer_message" {
		says(c.T, w, given.Kind, "Again")
	} else {
		play(c.T, w, "ada replies ana %q", "An answer")
	}
	sent := func(text string) bool { return text != "" && slices.Contains(got[before:], text) }
	away, greeting, email := given.Texts()
	c.Want("out_of_office", sent(away))
	c.Want("greeting", sent(greeting))
	c.Want("email_request", sent(email))
}

// follows lets ana follow the business, which notes an address of hers and may begin with a
// campaign.
func follows(t testing.TB, w *simulate.World, given *datatest.Automatic) {
	t.Helper()
	if given.Email == "" && !given.Campaign {
		return
	}
	e := w.Message("ana", channel.Message{})
	e.Type, e.Opens, e.Message = channel.EventOpen, channel.OpenFollow, channel.Message{}
	r, err := w.Receive(e)
	require.NoError(t, err)
	if given.Email != "" {
		_, err := w.Do(socialticket.UpdatePerson{
			Person: r.Commit.Conversation.User.ID, By: simulate.Agent("ada"), Changes: []identity.Change{{Field: "email", Value: given.Email}},
		})
		require.NoError(t, err)
	}
	if given.Campaign {
		by := ticket.Actor{Kind: ticket.Bot, ID: "campaign"}
		_, err := w.Do(socialticket.Open{To: w.Customer("ana"), Reply: socialticket.Reply{By: by, Template: channel.TemplateCall{Name: "news", Language: "en"}}})
		require.NoError(t, err)
	}
	require.NoError(t, w.Pass(0))
}

// scene is a part of a story at an instant.
type scene struct {
	at    time.Time
	steps string
}

// on returns the account of a kind of channel.
func on(kind string) channel.Account {
	return channel.Account{Kind: channel.Kind(kind), ID: "1066"}
}

// nth returns the name of a customer.
func nth(i int) string { return fmt.Sprint("customer", i) }
