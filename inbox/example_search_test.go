package inbox_test

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
)

// Somebody types a number and a word into the search box.
func ExampleInbox_Tickets() {
	ctx := context.Background()
	settings := func() *socialticket.Settings { return &socialticket.Settings{} }
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock{}, Settings: settings})
	if err != nil {
		panic(err)
	}
	for id, text := range map[string]string{"33612345678": "My parcel is broken", "33687654321": "Where is my parcel?"} {
		_, err := desk.Receive(ctx, channel.Event{
			ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: now, Account: channel.Account{Kind: channel.WhatsApp, ID: "106540352242922"},
			From: id, Profile: channel.Profile{Name: "Zoé " + id[8:]}, Message: channel.Message{ID: id, Type: channel.Text, Text: text},
		})
		if err != nil {
			panic(err)
		}
	}
	in, err := inbox.New(inbox.Config{Reader: store, Settings: settings})
	if err != nil {
		panic(err)
	}
	q, misread := inbox.ParseQuery("+33 6 12 34 56 78 parc statuses:open")
	fmt.Println(misread)
	q.Text = "parc"
	for t, err := range in.Tickets(ctx, q, inbox.Page{Limit: 20}) {
		fmt.Println(t.Address.Handle, t.Status, err)
	}
	for found, err := range in.Users(ctx, inbox.Query{Name: "zoe", Phone: "4321"}, inbox.PersonPage{Limit: 20}) {
		fmt.Println(found.Contacts[0].User.Name, err)
	}
	// Output:
	// [{23 statuses:open unknown_name}]
	// 33612345678 new <nil>
	// Zoé 321 <nil>
}

// An agent looks at the notifier, and the page is told what happens then.
func ExampleInbox_Notifier() {
	ctx := context.Background()
	settings := func() *socialticket.Settings { return &socialticket.Settings{} }
	store := &memory.Store{}
	desk, err := socialticket.New(socialticket.Config{Store: store, Clock: clock{}, Settings: settings})
	if err != nil {
		panic(err)
	}
	in, err := inbox.New(inbox.Config{Reader: store, Settings: settings})
	if err != nil {
		panic(err)
	}
	_, err = desk.Receive(ctx, channel.Event{
		ID: "1", Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: now, Account: channel.Account{Kind: channel.LINE, ID: "shop"},
		From: "U1", Profile: channel.Profile{Name: "Ken"}, Message: channel.Message{ID: "1", Type: channel.Text, Text: "Hello"},
	})
	if err != nil {
		panic(err)
	}
	ada := inbox.Looker{User: "ada"}
	n, err := in.Notifier(ctx, ada, inbox.TabUnassigned, now)
	if err != nil {
		panic(err)
	}
	for _, row := range n.Rows {
		fmt.Println(row.Status, row.Requester, row.Said, row.Channel)
	}
	for change, err := range in.Live(ctx, store, ada, 0) {
		fmt.Println(change.Place, change.Entered, change.Dot, err)
	}
	// Output:
	// new Ken started_chat line
	// 1 [unassigned] on <nil>
}
