package socialticket_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

// page returns a desk whose account has a live chat on Mondays from nine to noon.
func page(now time.Time) (*socialticket.Desk, channel.Account) {
	hours, err := schedule.New(schedule.Config{Weekly: schedule.Week{time.Monday: {{From: 9 * time.Hour, To: 12 * time.Hour}}}})
	if err != nil {
		panic(err)
	}
	account := channel.Account{Kind: channel.Web, ID: "shop.example"}
	settings := &socialticket.Settings{Widgets: map[channel.Account]session.Widget{account: {Hours: hours, OfflineForm: true}}}
	desk, err := socialticket.New(socialticket.Config{
		Store: &memory.Store{}, Clock: &fixed{now: now}, Settings: func() *socialticket.Settings { return settings },
	})
	if err != nil {
		panic(err)
	}
	return desk, account
}

// A page asks what its widget shows; who is online the host knows.
func ExampleDesk_Widget() {
	desk, account := page(time.Date(2026, 3, 2, 13, 0, 0, 0, time.UTC)) // a Monday
	show, err := desk.Widget(account, session.Presence{"": 1}, session.Visitor{Language: "en"})
	fmt.Println(show.Mode, show.Opening.Text, show.Until.Format("Mon 15:04"), err)
	// Output: offline_form on Monday, 9 March at 09:00 Tue 00:00 <nil>
}

// A visitor asks for a chat.
func ExampleDesk_Admit() {
	desk, account := page(time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC))
	answer, err := desk.Admit(account, session.Presence{"": 1}, session.Visitor{})
	fmt.Println(answer.Allowed, answer.Show.Mode, err)
	// Output: true waiting <nil>
}

// The answers to an offline form become a ticket, once they are as the form asks.
func ExampleDesk_Submit() {
	ctx := context.Background()
	desk, account := page(time.Date(2026, 3, 2, 13, 0, 0, 0, time.UTC))
	form := socialticket.Submit{Account: account, Form: session.ModeOfflineForm, IdempotencyKey: "1", Answers: map[string]string{"email": "ana"}}
	_, err := desk.Submit(ctx, form)
	if wrong, ok := errors.AsType[*session.FormError](err); ok {
		fmt.Println(wrong.Problems)
	}
	form.Answers = map[string]string{"email": "ana@example.com", "message": "Is my bike ready?"}
	made, err := desk.Submit(ctx, form)
	fmt.Println(made.Ticket.Status, made.Ticket.Tags, made.Ticket.Address.Handle, err)
	// Output:
	// [{email no_email} {message required}]
	// new [messaging_support offline_form web_support] ana@example.com <nil>
}
