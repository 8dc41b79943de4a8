package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataAutomatic lets a desk send the automatic messages of the cases by itself.
func TestDataAutomatic(t *testing.T) {
	datatest.Cases(t, "auto-replies", datatest.Ops{"automatic_message": automaticByDesk})
}

// automatics returns the messages that a case switches on.
func automatics(k datatest.Automatic) (a session.Automatic) {
	a.OutOfOffice, a.Greeting, a.RequestEmail = k.Texts()
	return a
}

// by returns the comments of a commit that a bot of the desk wrote.
func by(r socialticket.Receipt, bot string) (list []ticket.Comment) {
	for _, c := range r.Commit.Comments {
		if c.Author == (ticket.Actor{Kind: ticket.Bot, ID: bot}) {
			list = append(list, c)
		}
	}
	return list
}

func saidBy(r socialticket.Receipt, bot, text string) bool {
	for _, c := range by(r, bot) {
		if text != "" && c.Content.Text == text && c.Public && c.Delivery.State == channel.StateQueued {
			return true
		}
	}
	return false
}

// closedOrOpen are the hours of a business that is open, or closed, all the time.
func closedOrOpen(t testing.TB, word string) map[string]*schedule.Schedule {
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

func automaticByDesk(c *datatest.Case) {
	var given datatest.Automatic
	var when struct {
		Event string
		At    time.Time
	}
	c.Given(&given)
	c.When(&when)
	now := when.At
	if now.IsZero() {
		now = start()
	}
	ctx, t := context.Background(), c.T
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Schedules = closedOrOpen(t, given.BusinessHours)
	})
	event := func(id string, at time.Time) channel.Event {
		e := onKind(says("15550100", id, "hello", at), kindOf(given.Kind))
		if given.Kind == "tweet" {
			e.Opens = channel.OpenComment
		}
		return e
	}
	with := func(a session.Automatic) {
		next := *o.settings
		next.Automatic = []socialticket.Automatic{{Automatic: a}}
		o.settings = &next
	}
	talked := given.Talked(when.Event)
	o.clock.Set(given.Begin(now))
	follow := event("f", o.clock.now)
	follow.Type, follow.Opens, follow.Message = channel.EventOpen, channel.OpenFollow, channel.Message{}
	user := o.receive(t, follow).Commit.Conversation.User
	if given.Email != "" {
		p := identity.Person{ID: user.ID, Version: 1, Email: given.Email}
		require.NoError(t, o.store.Commit(ctx, socialticket.Commit{Key: socialticket.Key(p.ID), Cause: "noted", Person: p}))
	}
	if given.Campaign {
		_, err := o.Open(ctx, socialticket.Open{To: follow.Address(), Reply: socialticket.Reply{By: ticket.Actor{Kind: ticket.Bot, ID: "campaign"}, Template: channel.TemplateCall{Name: "news"}}})
		require.NoError(t, err)
	}
	var id ticket.ID
	if talked {
		if given.AwayToday {
			with(session.Automatic{OutOfOffice: datatest.Away})
		}
		id = o.receive(t, event("m0", o.clock.now)).Ticket.ID
	}
	with(automatics(given))
	say := func(at time.Time, note bool) socialticket.Receipt {
		o.clock.Set(at)
		r, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "answer", Note: note})
		require.NoError(t, err)
		return r
	}
	if !given.LastNote.IsZero() {
		say(given.LastNote, true)
	}
	if !given.LastReply.IsZero() {
		say(given.LastReply, false)
	}
	o.clock.Set(now)
	var r socialticket.Receipt
	if when.Event == "customer_message" {
		r = o.receive(t, event("m1", now))
	} else {
		r = say(now, false)
	}
	c.Want("out_of_office", saidBy(r, socialticket.BotAutomatic, automatics(given).OutOfOffice))
	c.Want("greeting", saidBy(r, socialticket.BotAutomatic, automatics(given).Greeting))
	c.Want("email_request", saidBy(r, socialticket.BotAutomatic, automatics(given).RequestEmail))
}
