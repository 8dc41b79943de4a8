package inbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

const million = 1_000_000

// city returns a store with a million users, each with a number and a ticket. Of hundred
// tickets one is new and without an assignee, one is open, and the others are closed, of 200
// agents.
func city(b *testing.B) *memory.Store {
	b.Helper()
	s := &memory.Store{History: -1}
	account := channel.Account{Kind: channel.WhatsApp, ID: "106"}
	for i := range million {
		name, at := fmt.Sprint(i), now.Add(time.Duration(i-million)*time.Second)
		handle := channel.Address{Account: account, Handle: fmt.Sprint(4915100000000 + i)}
		t := ticket.Ticket{
			ID: ticket.ID("t" + name), Via: channel.WhatsApp, Address: handle, Requester: "u" + name, Status: ticket.Closed, Assignee: fmt.Sprint("a", i%200),
			Tags: []string{socialticket.TagSocial, "whatsapp_support"}, Times: ticket.Times{CreatedAt: at, UpdatedAt: at, StatusAt: at},
		}
		switch i % 101 {
		case 0:
			t.Status, t.Assignee = ticket.New, ""
		case 1:
			t.Status = ticket.Open
		}
		c := socialticket.Commit{
			Account: account, Key: socialticket.Key("k" + name), Cause: name, At: at, Addresses: []channel.Address{handle}, Ticket: t,
			Conversation: socialticket.Conversation{Account: account, Key: socialticket.Key("k" + name), Version: 1, Ticket: t.ID, Address: handle,
				User: identity.User{ID: t.Requester, Name: "Customer " + name, Phone: "+" + handle.Handle, Addresses: []channel.Address{handle}, CreatedAt: at, UpdatedAt: at}},
		}
		require.NoError(b, s.Commit(context.Background(), c))
	}
	return s
}

// BenchmarkMillion looks at a million tickets of a million users in memory: both tabs of the
// notifier with the red dot; the user of a number, that user's social tickets; a view's second
// page. The first search takes in who the users are, and is not measured.
func BenchmarkMillion(b *testing.B) {
	in := open(b, city(b), func() *socialticket.Settings { return &socialticket.Settings{} })
	for _, tab := range []inbox.Tab{inbox.TabYours, inbox.TabUnassigned} {
		b.Run(string(tab), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n, err := in.Notifier(b.Context(), inbox.Looker{User: "a7"}, tab, now)
				if err != nil || len(n.Rows) != 20 || !n.More || !n.Dot || n.Rows[0].Requester == "" {
					b.Fatal(n, err)
				}
			}
		})
	}
	users := func(b *testing.B, q inbox.Query, want int) {
		found := 0
		for _, err := range in.Users(b.Context(), q, inbox.PersonPage{}) {
			require.NoError(b, err)
			found++
		}
		if found != want {
			b.Fatal(found)
		}
	}
	users(b, inbox.Query{Phone: "+4915100123456"}, 1)
	b.Run("phone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			users(b, inbox.Query{Phone: "+49 151 00123456"}, 1)
		}
	})
	b.Run("last digits", func(b *testing.B) {
		for b.Loop() {
			users(b, inbox.Query{Phone: "123456"}, 1)
		}
	})
	b.Run("social tickets of a phone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for t, err := range in.Tickets(b.Context(), inbox.Query{Phone: "+4915100123456", Social: true}, inbox.Page{Limit: 20}) {
				if err != nil || t.ID != "t123456" {
					b.Fatal(t, err)
				}
			}
		}
	})
}
