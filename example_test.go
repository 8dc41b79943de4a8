package socialticket_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// fixed is a clock that a test sets.
type fixed struct{ now time.Time }

// Now implements [socialticket.Clock].
func (c *fixed) Now() time.Time { return c.now }

// ana is a message of a customer.
func ana(id, text string, sent time.Time) channel.Event {
	return channel.Event{
		ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: sent,
		Account: channel.Account{Kind: channel.WhatsApp, ID: "106540352242922"}, From: "16505551234",
		Profile: channel.Profile{Name: "Ana"}, Message: channel.Message{ID: id, Type: channel.Text, Text: text},
	}
}

// shop returns a desk in memory, at nine o'clock.
func shop() (*socialticket.Desk, *memory.Store, *fixed) {
	store, clock := &memory.Store{}, &fixed{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock})
	if err != nil {
		panic(err)
	}
	return desk, store, clock
}

// A customer writes, an agent answers in time, and once more too late.
func Example() {
	ctx := context.Background()
	desk, _, clock := shop()
	received, err := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	if err != nil {
		panic(err)
	}
	fmt.Println(received.Ticket.Status, received.Ticket.Tags)

	for _, wait := range []time.Duration{time.Hour, 24 * time.Hour} {
		clock.now = clock.now.Add(wait)
		reply, err := desk.Reply(ctx, socialticket.Reply{
			Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "It is.",
		})
		if err != nil {
			panic(err)
		}
		d := reply.Decision
		fmt.Printf("%s: %s, left %v, instead %q\n", reply.Comment.Delivery.State, d.Reason, d.Left, d.Instead)
	}
	// Output:
	// new [messaging_support whatsapp_support]
	// queued: window_open, left 23h0m0s, instead ""
	// failed: window_closed, left 0s, instead "use_template"
}

// A bot answers on Duplicate too: the program may have ended between taking a message and
// answering it. The key of its answer makes the second try harmless.
func ExampleDesk_Receive() {
	ctx := context.Background()
	desk, store, clock := shop()
	bot := func(e channel.Event) error {
		received, err := desk.Receive(ctx, e)
		if err != nil {
			return err // the outcome is unknown: the platform repeats the webhook
		}
		if received.Outcome != socialticket.Applied && received.Outcome != socialticket.Duplicate {
			return nil
		}
		_, err = desk.Reply(ctx, socialticket.Reply{
			Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Bot, ID: "echo"},
			Text: "You said: " + received.Comment.Content.Text, IdempotencyKey: "echo " + received.Comment.ID,
		})
		return err
	}
	for range 2 { // the webhook comes twice
		if err := bot(ana("wamid.1", "hello", clock.now)); err != nil {
			panic(err)
		}
	}
	for t, err := range store.Tickets(ctx) {
		if err != nil {
			panic(err)
		}
		thread, _ := store.Comments(ctx, t.ID, socialticket.Page{})
		for _, c := range thread {
			fmt.Println(c.Author.Kind, c.Content.Text)
		}
	}
	// Output:
	// bot You said: hello
	// end_user hello
}

// A reply is given out as an effect, which a worker claims; the platform's answer goes
// back to the desk.
func ExampleDesk_Reply() {
	ctx := context.Background()
	desk, store, clock := shop()
	received, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	reply, err := desk.Reply(ctx, socialticket.Reply{
		Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "It is.",
		IdempotencyKey: "form 17", // the same form posted twice is sent once
	})
	if err != nil {
		panic(err)
	}
	claimed, _, _ := store.Claim(ctx, socialticket.Claim{Now: clock.now, Lease: time.Minute, Limit: 10})
	for _, e := range claimed {
		fmt.Println(e.Kind, e.Message.To.Handle, e.Message.Text)
		_, _ = desk.Receive(ctx, channel.Accepted{MessageID: "wamid.2", At: clock.now}.Event(e.Message))
	}
	now, _ := store.Load(ctx, socialticket.Ref{Ticket: reply.Ticket.ID, Comment: reply.Comment.ID})
	fmt.Println(now.Comment.Delivery.State)
	// Output:
	// message 16505551234 It is.
	// accepted
}

// A failed answer is sent again, as another attempt of the same comment.
func ExampleDesk_Resend() {
	ctx := context.Background()
	desk, _, clock := shop()
	ada := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	received, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	reply, _ := desk.Reply(ctx, socialticket.Reply{Ticket: received.Ticket.ID, By: ada, Text: "It is."})
	refusal := channel.Error{Code: "131016", Title: "Service unavailable", Class: channel.ClassRetry}
	failed, _ := desk.Receive(ctx, channel.Refused(reply.Commit.Effects[0].Message, refusal, clock.now))
	fmt.Println(failed.Comment.Delivery.State, failed.Comment.Delivery.Error)

	again, err := desk.Resend(ctx, socialticket.Resend{Ticket: reply.Ticket.ID, Comment: reply.Comment.ID, By: ada})
	fmt.Println(again.Comment.Delivery.State, again.Comment.ID == reply.Comment.ID, err)
	// Output:
	// failed 131016: Service unavailable
	// queued true <nil>
}

// Two agents look at one ticket; the second change would undo the first, and is refused.
func ExampleDesk_Update() {
	ctx := context.Background()
	desk, _, clock := shop()
	received, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	for _, agent := range []string{"ada", "bob"} {
		_, err := desk.Update(ctx, socialticket.Update{
			Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: agent},
			If:      []ticket.Change{{Field: ticket.FieldAssignee, Value: ""}}, // as both have seen it
			Changes: []ticket.Change{{Field: ticket.FieldAssignee, Value: agent}},
		})
		if refusal, ok := errors.AsType[*socialticket.Error](err); ok {
			fmt.Println(refusal.Field, refusal.Text, errors.Is(err, socialticket.ErrStale))
		}
	}
	// Output:
	// assignee_id it is "ada" now, not "" true
}

// A preview is a decision that is not committed.
func ExampleDesk_Decide() {
	ctx := context.Background()
	desk, store, clock := shop()
	macros, _ := rules.CompileMacros(rules.Standard(), []rules.Macro{{Rule: rules.Rule{ID: "thanks", Title: "Thank and solve", Do: []rules.Action{
		{Field: "comment_value", Value: rules.Value{"Thank you!"}},
		{Field: "status", Value: rules.Value{"solved"}},
	}}}})
	settings := &socialticket.Settings{Macros: macros}
	received, _ := desk.Receive(ctx, ana("wamid.1", "All fine.", clock.now))
	use := socialticket.UseMacro{Ticket: received.Ticket.ID, Macro: "thanks", By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}}

	head, _ := store.Load(ctx, desk.Ref(use))
	commit, receipt, err := desk.Decide(head, use, settings, clock.now)
	if err != nil {
		panic(err)
	}
	fmt.Println(receipt.Ticket.Status, commit.Comments[0].Content.Text, len(commit.Effects))
	now, _ := store.Ticket(ctx, received.Ticket.ID)
	fmt.Println(now.Status)
	// Output:
	// solved Thank you! 1
	// new
}

// A macro writes its comment and makes its changes, all or nothing.
func ExampleDesk_UseMacro() {
	ctx := context.Background()
	macros, err := rules.CompileMacros(rules.Standard(), []rules.Macro{
		{Rule: rules.Rule{ID: "wait", Do: []rules.Action{{Field: "status", Value: rules.Value{"pending"}}}}},
	})
	if err != nil {
		panic(err) // it names each macro that cannot run
	}
	settings := &socialticket.Settings{Version: 7, Macros: macros}
	desk, err := socialticket.New(socialticket.Config{Store: &memory.Store{}, Settings: func() *socialticket.Settings { return settings }})
	if err != nil {
		panic(err)
	}
	received, _ := desk.Receive(ctx, ana("wamid.1", "hello", time.Now()))
	r, err := desk.UseMacro(ctx, socialticket.UseMacro{Ticket: received.Ticket.ID, Macro: "wait", By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	fmt.Println(r.Ticket.Status, r.Commit.Settings, err)
	// Output: pending 7 <nil>
}

// The business writes first, with an approved template.
func ExampleDesk_Open() {
	ctx := context.Background()
	desk, _, _ := shop()
	r, err := desk.Open(ctx, socialticket.Open{
		To:   channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "106540352242922"}, Handle: "16505551234"},
		Name: "Ana",
		Reply: socialticket.Reply{
			By:       ticket.Actor{Kind: ticket.Agent, ID: "ada"},
			Template: channel.TemplateCall{Name: "bike_ready", Language: "en", Values: []channel.Parameter{{Text: "Ana"}}},
		},
	})
	fmt.Println(r.Created, r.Ticket.Status, r.Comment.Delivery.State, err)
	// Output: true open queued <nil>
}

// Part of a comment is masked for ever.
func ExampleDesk_Redact() {
	ctx := context.Background()
	desk, _, clock := shop()
	received, _ := desk.Receive(ctx, ana("wamid.1", "My pin is 1234.", clock.now))
	r, err := desk.Redact(ctx, socialticket.Redaction{
		Ticket: received.Ticket.ID, Comment: received.Comment.ID, Part: "1234", By: ticket.Actor{Kind: ticket.Agent, ID: "ada"},
	})
	fmt.Println(r.Comment.Content.Text, err)
	// Output: My pin is ▇▇▇▇. <nil>
}

// An agent ends the session: the next message begins another ticket.
func ExampleDesk_EndSession() {
	ctx := context.Background()
	desk, _, clock := shop()
	received, _ := desk.Receive(ctx, ana("wamid.1", "Thanks, bye!", clock.now))
	ended, _ := desk.EndSession(ctx, socialticket.EndSession{Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	next, err := desk.Receive(ctx, ana("wamid.2", "One more thing", clock.now))
	fmt.Println(ended.Ticket.Status, ended.Composer, next.Created, err)
	// Output: new note true <nil>
}

// May the customer be answered, and until when?
func ExampleDesk_MayReply() {
	ctx := context.Background()
	desk, _, clock := shop()
	received, _ := desk.Receive(ctx, ana("wamid.1", "Is my bike ready?", clock.now))
	d, err := desk.MayReply(ctx, received.Ticket.ID, channel.Request{Human: true})
	fmt.Println(d.Allowed, d.Until.Format(time.DateTime), err)
	// Output: true 2026-03-03 09:00:00 <nil>
}

// Two contacts turn out to be one person. The merge is a link, and can be undone.
func ExampleDesk_Merge() {
	ctx := context.Background()
	desk, store, _ := shop()
	ada := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	merged, err := desk.Merge(ctx, socialticket.Merge{Person: "ana on LINE", Into: "ana", By: ada, Reason: "the same number"})
	fmt.Println(merged.Person.Into, err)
	head, _ := store.Load(ctx, socialticket.Ref{Person: "ana on LINE"})
	fmt.Println(head.Person.ID)
	parted, err := desk.Unmerge(ctx, socialticket.Unmerge{Person: "ana on LINE", By: ada})
	fmt.Printf("%q %v\n", parted.Person.Into, err)
	// Output:
	// ana <nil>
	// ana
	// "" <nil>
}

// Time passes in a loop: a desk that simulates a week needs no waiting.
func ExampleDesk_Wake() {
	ctx := context.Background()
	automations, err := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	if err != nil {
		panic(err)
	}
	store, clock := &memory.Store{}, &fixed{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	settings := &socialticket.Settings{Automations: automations}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock, Settings: func() *socialticket.Settings { return settings }})
	if err != nil {
		panic(err)
	}
	received, _ := desk.Receive(ctx, ana("wamid.1", "Thanks!", clock.now))
	_, _ = desk.Update(ctx, socialticket.Update{
		Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"},
		Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}},
	})
	for range 10 { // what is due, until nothing is
		due, next, _ := store.Due(ctx, clock.now, 10)
		for _, timer := range due {
			woken, _ := desk.Wake(ctx, timer)
			fmt.Println(clock.now.Format(time.DateTime), woken.Ticket.Status, woken.Commit.Conversation.Session.State)
		}
		if len(due) == 0 && next.IsZero() {
			break
		}
		if len(due) == 0 {
			clock.now = next
		}
	}
	// Output:
	// 2026-03-06 09:00:00 closed inactive
}

// New settings reach the timers that were set under the old ones.
func ExampleDesk_Rewake() {
	ctx := context.Background()
	store, clock := &memory.Store{}, &fixed{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	settings := &socialticket.Settings{Version: 1}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock, Settings: func() *socialticket.Settings { return settings }})
	if err != nil {
		panic(err)
	}
	received, _ := desk.Receive(ctx, ana("wamid.1", "hello", clock.now))
	_, _ = desk.Update(ctx, socialticket.Update{
		Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"},
		Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}},
	})
	settings = &socialticket.Settings{Version: 2, Lifecycle: ticket.Lifecycle{CloseAfter: time.Hour}} // a new value, never a changed one
	changed, err := desk.Rewake(ctx, store)
	fmt.Println(changed, err)
	// Output: 1 <nil>
}

// A live page follows what is committed.
func ExampleFeed() {
	ctx := context.Background()
	desk, store, clock := shop()
	received, _ := desk.Receive(ctx, ana("wamid.1", "hello", clock.now))
	_, _ = desk.EndSession(ctx, socialticket.EndSession{Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	for entry, err := range store.Feed(ctx, 0) { // next time after the place that came last
		if err != nil {
			panic(err)
		}
		fmt.Println(entry.Place, entry.Commit.Ticket.Status, entry.Commit.Conversation.Session.State)
	}
	// Output:
	// 1 new active
	// 2 new ended
}
