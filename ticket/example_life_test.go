package ticket_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// A ticket from the first message to the follow-up of the closed one.
func Example() {
	var life ticket.Lifecycle // Zendesk's
	ann := ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)

	t := life.Create(ticket.Ticket{ID: "1", Requester: "user"}, now)
	t, _ = life.Receive(t, now, now)
	fmt.Println(t.Status, "waiting since", t.WaitingSince.Format(time.TimeOnly))

	now = now.Add(5 * time.Minute)
	t, _ = life.Set(t, ticket.Change{Field: ticket.FieldAssignee, Value: "ann"}, ann, now)
	t, _ = life.Answer(t, ann, true, now)
	fmt.Println(t.Status, "answered at", t.FirstReplyAt.Format(time.TimeOnly))

	t, _ = life.Set(t, ticket.Change{Field: ticket.FieldStatus, Value: "solved"}, ann, now)
	due := life.DueAt(t)
	fmt.Println(t.Status, "to be closed on", due.Format(time.DateOnly))

	t = life.Wake(t, due)
	_, err := life.Receive(t, due, due)
	fmt.Println(t.Status, errors.Is(err, ticket.ErrClosed))

	next := life.FollowUp(t, "2", due)
	fmt.Println(next.Status, "goes on from", next.FollowUpOf)
	// Output:
	// new waiting since 10:00:00
	// open answered at 10:05:00
	// solved to be closed on 2026-04-06
	// closed true
	// new goes on from 1
}

// Custom statuses refine the six categories; a move into a category takes its
// default.
func ExampleStatuses() {
	statuses, err := ticket.NewStatuses(
		ticket.CustomStatus{ID: "1", Category: ticket.Open, AgentLabel: "Open", Default: true},
		ticket.CustomStatus{ID: "2", Category: ticket.Open, AgentLabel: "With the boss"},
		ticket.CustomStatus{ID: "3", Category: ticket.Pending, AgentLabel: "Waiting for the customer"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	life := ticket.Lifecycle{Statuses: statuses}
	ann := ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)

	t := life.Create(ticket.Ticket{ID: "1", Requester: "user"}, now)
	for _, c := range []ticket.Change{
		{Field: ticket.FieldCustomStatus, Value: "2"},
		{Field: ticket.FieldStatus, Value: "pending"},
	} {
		t, _ = life.Set(t, c, ann, now)
		custom, _ := statuses.Find(t.CustomStatus)
		fmt.Println(t.Status, "-", custom.AgentLabel)
	}
	t, _ = life.Receive(t, now, now)
	custom, _ := statuses.Find(t.CustomStatus)
	fmt.Println(t.Status, "-", custom.AgentLabel)
	// Output:
	// open - With the boss
	// pending - Waiting for the customer
	// open - Open
}

// A snoozed ticket opens by itself, or when the customer writes.
func ExampleLifecycle_Snooze() {
	var life ticket.Lifecycle
	ann := ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	friday := time.Date(2026, 3, 13, 16, 30, 0, 0, time.UTC)
	t := life.Create(ticket.Ticket{ID: "1", Requester: "user"}, friday)

	until, _ := ticket.NapNextWeek.Until(friday)
	t, _ = life.Snooze(t, until, ann, friday)
	fmt.Println(t.Status, "until", t.SnoozedUntil.Format(time.DateTime))

	fmt.Println("on time:", life.Wake(t, life.DueAt(t)).Status)
	t, _ = life.Receive(t, friday.Add(time.Hour), friday.Add(time.Hour))
	fmt.Println("written to:", t.Status)
	// Output:
	// hold until 2026-03-16 09:00:00
	// on time: open
	// written to: open
}

// The audit log comes from comparing versions.
func ExampleDiff() {
	var life ticket.Lifecycle
	ann := ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	before := life.Create(ticket.Ticket{ID: "1", Requester: "user"}, now)

	after, _ := life.Set(before, ticket.Change{Field: ticket.FieldAssignee, Value: "ann"}, ann, now)
	after, events := after.Stamp(ticket.Diff(before, after), ann, now)
	for _, e := range events {
		fmt.Printf("%d %s: %q -> %q by %s\n", e.Number, e.Field, e.From, e.To, e.By.ID)
	}
	fmt.Println(after.Events, "events")
	// Output:
	// 1 status: "new" -> "open" by ann
	// 2 assignee_id: "" -> "ann" by ann
	// 2 events
}

// A queue for agents: who waits longest comes first, who does not wait last.
func ExampleOrder() {
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	a := ticket.Ticket{ID: "answered"}
	b := ticket.Ticket{ID: "since ten", Times: ticket.Times{WaitingSince: now}}
	c := ticket.Ticket{ID: "since nine", Times: ticket.Times{WaitingSince: now.Add(-time.Hour)}}

	o := ticket.Order{By: ticket.ByWaitingSince}
	fmt.Println(o.Compare(c, b), o.Compare(b, a))
	// Output: -1 -1
}
