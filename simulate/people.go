package simulate

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Customer returns the address of a customer by name: the one that was given, or a new
// handle on the world's account. "ana on line" is ana on the account of that kind which has
// the same id.
func (w *World) Customer(name string) channel.Address {
	a, known := w.customers[name]
	if !known {
		a = channel.Address{Account: w.account, Handle: fmt.Sprintf("1555010%04d", len(w.customers)+1)}
		if _, kind, elsewhere := strings.Cut(name, onAccount); elsewhere {
			a.Account.Kind = channel.Kind(kind)
		}
		w.Introduce(name, a)
	}
	return a
}

// Introduce gives a customer an address of its own.
func (w *World) Introduce(name string, a channel.Address) {
	delete(w.names, w.customers[name])
	w.customers[name], w.names[a] = a, name
}

// onAccount stands between the name of a customer and the kind of their account.
const onAccount = " on "

// person returns a customer's own name, wherever they write.
func person(customer string) string {
	name, _, _ := strings.Cut(customer, onAccount)
	return name
}

// Says lets a customer write a text, now.
func (w *World) Says(name, text string) (socialticket.Receipt, error) {
	return w.Receive(w.Message(name, channel.Message{Type: channel.Text, Text: text}))
}

// Message returns a message of a customer as their platform reports it now, for
// [World.Receive] or [World.Later].
func (w *World) Message(name string, m channel.Message) channel.Event {
	a := w.Customer(name)
	w.steps++
	m.ID = cmp.Or(m.ID, fmt.Sprintf("in-%d", w.steps))
	return channel.Event{
		ID: m.ID, Type: channel.EventMessage, Opens: channel.OpenMessage, Account: a.Account, From: a.Handle,
		Profile: channel.Profile{Name: person(name)}, Sent: w.now, Received: w.now, Message: m,
	}
}

// Receive hands an event to the desk now.
func (w *World) Receive(e channel.Event) (socialticket.Receipt, error) {
	e.Received = w.now
	w.log.heard(e)
	return w.desk.Receive(w.ctx(), e)
}

// Later lets an event arrive some time from now, whatever its instants say: twice, out of
// order, or late.
func (w *World) Later(e channel.Event, after time.Duration) { w.coming.add(e, w.now.Add(after)) }

// Reply lets an agent answer a customer on the newest ticket of their conversation.
func (w *World) Reply(agent, customer, text string) (socialticket.Receipt, error) {
	t, err := w.Ticket(customer)
	if err != nil {
		return socialticket.Receipt{}, err
	}
	return w.Do(socialticket.Reply{Ticket: t.ID, By: Agent(agent), Text: text})
}

// Note lets an agent leave a note there.
func (w *World) Note(agent, customer, text string) (socialticket.Receipt, error) {
	t, err := w.Ticket(customer)
	if err != nil {
		return socialticket.Receipt{}, err
	}
	return w.Do(socialticket.Reply{Ticket: t.ID, By: Agent(agent), Text: text, Note: true})
}

// Set lets an agent change fields of that ticket.
func (w *World) Set(agent, customer string, changes ...ticket.Change) (socialticket.Receipt, error) {
	t, err := w.Ticket(customer)
	if err != nil {
		return socialticket.Receipt{}, err
	}
	return w.Do(socialticket.Update{Ticket: t.ID, By: Agent(agent), Changes: changes})
}

// Do hands a command to the desk now.
func (w *World) Do(c socialticket.Command) (socialticket.Receipt, error) {
	return w.desk.Do(w.ctx(), c)
}

// Head returns the head of a customer's conversation; one that has not begun is zero.
func (w *World) Head(customer string) (socialticket.Head, error) {
	a := w.Customer(customer)
	return w.store.Load(w.ctx(), socialticket.Ref{Account: a.Account, Addresses: []channel.Address{a}})
}

// Ticket returns the newest ticket of a customer. The error matches
// [socialticket.ErrNotFound] if they have none.
func (w *World) Ticket(customer string) (ticket.Ticket, error) {
	head, err := w.Head(customer)
	if err == nil && head.Ticket.IsZero() {
		err = unknown("a ticket of", customer)
	}
	return head.Ticket, err
}

// unknown returns the error for something that a customer does not have.
func unknown(what, customer string) error {
	return &socialticket.Error{Kind: socialticket.ErrNotFound, What: fmt.Sprintf("%s %q", what, customer)}
}

// MayReply tells whether an agent may write to a customer now, until when, and what else
// would work.
func (w *World) MayReply(customer string) (channel.Decision, error) {
	t, err := w.Ticket(customer)
	if err != nil {
		return channel.Decision{}, err
	}
	return w.desk.MayReply(w.ctx(), t.ID, channel.Request{Human: true})
}

// Agent returns an agent of a name as who does something.
func Agent(name string) ticket.Actor { return ticket.Actor{Kind: ticket.Agent, ID: name} }
