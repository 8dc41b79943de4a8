package socialticket_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// shopWith returns a desk in memory with settings, on a Monday at nine o'clock.
func shopWith(s *socialticket.Settings) (*socialticket.Desk, *memory.Store, *fixed) {
	store, clock := &memory.Store{}, &fixed{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock, Settings: func() *socialticket.Settings { return s }})
	if err != nil {
		panic(err)
	}
	return desk, store, clock
}

// A customer who writes before the shop opens is greeted and told when it does, once.
func ExampleAutomatic() {
	ctx := context.Background()
	hours, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: {{From: 10 * time.Hour, To: 18 * time.Hour}}}})
	if err != nil {
		panic(err)
	}
	desk, _, clock := shopWith(&socialticket.Settings{
		Schedules: map[string]*schedule.Schedule{"": hours},
		Automatic: []socialticket.Automatic{{
			Automatic:     session.Automatic{Greeting: "Hello!", OutOfOffice: "We are back on {{opening}}."},
			OpeningLayout: "Monday, 15:04",
		}},
	})
	for _, id := range []string{"wamid.1", "wamid.2"} {
		received, err := desk.Receive(ctx, ana(id, "Is my bike ready?", clock.now))
		if err != nil {
			panic(err)
		}
		for _, c := range received.Commit.Comments {
			fmt.Println(c.Author.Kind, c.Content.Text)
		}
		fmt.Println("waits:", !received.Ticket.WaitingSince.IsZero())
	}
	// Output:
	// end_user Is my bike ready?
	// bot Hello!
	// bot We are back on Monday, 10:00.
	// waits: true
	// end_user Is my bike ready?
	// waits: true
}

// A solved ticket asks how it went. A tap on a button is the answer, and reopens nothing.
func ExampleDesk_Rate() {
	ctx := context.Background()
	desk, _, clock := shopWith(&socialticket.Settings{
		Survey: session.Survey{Text: "How did we do?", Good: "Well", Bad: "Badly", OnSolved: true},
	})
	received, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	solved, err := desk.Update(ctx, socialticket.Update{
		Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"},
		Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}},
	})
	if err != nil {
		panic(err)
	}
	question := solved.Commit.Effects[0].Message
	fmt.Println(question.Text, solved.Ticket.Survey.Score)

	tap := ana("wamid.2", "Badly", clock.now)
	tap.Message.Type, tap.Message.Payload = channel.Interactive, question.Question.Choices[1].ID
	tapped, err := desk.Receive(ctx, tap)
	fmt.Println(tapped.Ticket.Status, tapped.Ticket.Survey.Score, err)

	// On a page of the host, which the customer opens by a token.
	rated, err := desk.Rate(ctx, socialticket.Rate{Token: desk.SurveyToken(received.Ticket.ID), Score: ticket.Good, Comment: "My mistake!"})
	fmt.Println(rated.Ticket.Status, rated.Ticket.Survey.Score, err)
	// Output:
	// How did we do? offered
	// solved bad <nil>
	// solved good_with_comment <nil>
}
