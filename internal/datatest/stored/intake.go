package stored

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// Intake is what came of the events of a case.
type Intake struct {
	T       testing.TB
	Store   Store
	Account channel.Account // of events that do not say otherwise
	Events  []datatest.Incoming
	Handed  []string          // ids of the events that were handed in
	Sent    map[string]string // the platform's ids of the desk's own messages, by those of the case
}

// Tally counts what a desk has.
type Tally struct{ Users, People, Tickets, Comments int }

// Less returns what is left without b.
func (a Tally) Less(b Tally) Tally {
	return Tally{a.Users - b.Users, a.People - b.People, a.Tickets - b.Tickets, a.Comments - b.Comments}
}

// Of returns the account of an event.
func (w *Intake) Of(in datatest.Incoming) channel.Account {
	return channel.Account{Kind: w.Account.Kind, ID: cmp.Or(in.Inbox, w.Account.ID)}
}

// Load returns what the desk has of the user of an event.
func (w *Intake) Load(in datatest.Incoming) socialticket.Head {
	w.T.Helper()
	from := channel.Event{Type: channel.EventMessage, Account: w.Of(in), From: in.User()}
	head, err := w.Store.Load(context.Background(), socialticket.Ref{Account: w.Of(in), Addresses: identity.Phones{}.Candidates(from)})
	return must(w.T, head, err)
}

// Count counts what the desk has by now.
func (w *Intake) Count() (n Tally) {
	w.T.Helper()
	for tk, err := range w.Store.Tickets(context.Background()) {
		must(w.T, tk, err)
		n.Tickets++
		n.Comments += len(Thread(w.T, w.Store, tk.ID))
	}
	users, people := map[string]bool{}, map[string]bool{}
	for _, in := range w.Events {
		if head := w.Load(in); head.Conversation.Key != "" {
			users[head.Conversation.User.ID], people[head.Person.ID] = true, true
		}
	}
	n.Users, n.People = len(users), len(people)
	return n
}

// Compare compares everything that a case may expect: of all that is there, and of what the
// events added after the ticket that was the last before them. The newest comment counts, if
// the events made one.
func (w *Intake) Compare(c *datatest.Case, all, added Tally, last ticket.ID) {
	head := w.Load(w.Events[len(w.Events)-1])
	var newest ticket.Comment
	if added.Comments > 0 && !head.Ticket.IsZero() {
		newest = Thread(w.T, w.Store, head.Ticket.ID)[0]
	}
	c.Want("contacts", all.Users)
	c.Want("people", all.People)
	c.Want("conversations", all.Tickets)
	c.Want("messages", added.Comments)
	c.Want("contact_name", head.Conversation.User.Name)
	c.Mean("last_status", datatest.PeerStatus)
	c.Want("last_status", string(head.Ticket.Status))
	c.Want("appended_to", map[bool]string{true: "last", false: "new"}[head.Ticket.ID == last])
	c.Want("window_opened", slices.ContainsFunc(head.Conversation.Window.Openings, func(o channel.Opening) bool {
		return slices.Contains(w.Handed, o.Event)
	}))
	compareMessage(c, newest)
	w.compareStatus(c, head.Ticket)
}

// compareMessage compares what became of a message's content. A place and a card are
// attachments elsewhere.
func compareMessage(c *datatest.Case, m ticket.Comment) {
	place, attachments := m.Content.Place, len(m.Content.Attachments)+len(m.Content.People)
	if place != (channel.Place{}) {
		attachments++
	}
	title := slices.DeleteFunc([]string{place.Name, place.Address}, func(s string) bool { return s == "" })
	c.Want("message_sent_at", m.SentAt)
	c.Want("text", m.Content.Text)
	c.Want("placeholder", m.Content.Type == channel.Unsupported)
	c.Want("attachments", attachments)
	c.Want("attachment_title", strings.Join(title, ", "))
}

// compareStatus compares a status: that of the message which the events are about, else
// that of the ticket.
func (w *Intake) compareStatus(c *datatest.Case, tk ticket.Ticket) {
	about := ""
	for _, in := range w.Events {
		switch in.Type {
		case "status":
			about = in.Of
		case "message_sent":
			about = in.ID
		}
	}
	if about == "" {
		c.Mean("status", datatest.PeerStatus)
		c.Want("status", string(tk.Status))
		return
	}
	about = cmp.Or(w.Sent[about], about)
	head, err := w.Store.Load(context.Background(), socialticket.Ref{Account: w.Of(w.Events[0]), Message: about})
	must(w.T, head, err)
	c.Mean("status", datatest.DeliveryWord)
	c.Want("status", string(head.Comment.Delivery.State))
}
