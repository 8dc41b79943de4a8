package inbox_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
)

// Two customers write; the tickets that nobody has are shown page by page.
func Example() {
	ctx := context.Background()
	views, err := rules.CompileViews(rules.Standard(), []rules.View{{
		Rule:    rules.Rule{ID: "unassigned", When: rules.Conditions{All: []rules.Condition{rules.Assignee().Is("")}}},
		Columns: []string{"status", "requester_name", "created"}, Sort: rules.Sort{By: "requester_name", Descending: true},
	}})
	if err != nil {
		panic(err)
	}
	settings := &socialticket.Settings{Views: views}
	present := func() *socialticket.Settings { return settings }
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock{}, Settings: present})
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"Ana", "Ben"} {
		_, err := desk.Receive(ctx, channel.Event{
			ID: name, Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: now, Account: channel.Account{Kind: channel.WhatsApp, ID: "106540352242922"},
			From: name, Profile: channel.Profile{Name: name}, Message: channel.Message{ID: name, Type: channel.Text, Text: "Is my bike ready?"},
		})
		if err != nil {
			panic(err)
		}
	}

	in, err := inbox.New(inbox.Config{Reader: store, Settings: present})
	if err != nil {
		panic(err)
	}
	list, err := in.View("unassigned", inbox.Looker{User: "ada", Groups: []string{"support"}}, now.Add(time.Minute))
	if err != nil {
		panic(err)
	}
	n, err := list.Count(ctx)
	fmt.Println(n, err)
	page := inbox.Page{Limit: 1}
	for range 2 {
		for row, err := range list.Rows(ctx, page) {
			if err != nil {
				panic(err)
			}
			page.After = row.Ticket.ID
			fmt.Println(row.Cells)
		}
	}
	// Output:
	// 2 <nil>
	// [new Ben 2026-03-02T09:00:00Z]
	// [new Ana 2026-03-02T09:00:00Z]
}
