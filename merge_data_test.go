package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataMerge merges persons as other helpdesks do. What is chosen here:
//   - a merge is a link: all e-mails and phones are seen, and no record is deleted. A person
//     that a case calls gone is one whose links end elsewhere.
//   - a merge with itself is refused, which changes nothing.
//   - nothing is merged by itself, so where no similar person is named nothing happens.
//   - the company is the organization, the identifier the external id, the first name the name.
//   - Zendesk's limit of 10,000 tickets is set, its loss of tags and notes is not.
func TestDataMerge(t *testing.T) {
	datatest.Cases(t, "merge", datatest.Ops{"merge_contacts": mergeContacts, "after_merge": afterMerge})
}

// merging is a case that is put to the desk.
type merging struct {
	*office
	t     testing.TB
	count int
}

func mergeContacts(c *datatest.Case) {
	var given datatest.Merge
	var when struct{ Merge string }
	c.Given(&given)
	c.When(&when)
	w := &merging{office: newOffice(c.T), t: c.T}
	w.settings.Merging.MaxTickets = identity.ZendeskMerging().MaxTickets
	look := stored.Persons{T: c.T, Store: w.store, Merging: w.settings.Merging}
	base := w.person(given.Base, "base")
	other := base
	if !given.Same() {
		other = w.person(given.Other, "other")
	}
	before := look.Dumps(base, other)
	var err error
	if given.Merges() {
		m := socialticket.Merge{Person: other, Into: base, By: agent()}
		if given.Other.Tickets >= datatest.ManyTickets {
			m.Tickets = given.Other.Tickets
		}
		_, err = w.Merge(context.Background(), m)
		w.carry(w.t)
	}
	c.Want("accepted", err == nil)
	c.Want("merged", given.Merges() && err == nil)
	c.Want("changed", before != look.Dumps(base, other))
	c.Check("error", func(want any) string { return stored.Refusal(want, err) })
	for id, person := range map[json.Number]string{given.Base.ID: base, given.Other.ID: other} {
		if id != "" {
			c.Want("exists."+id.String(), look.Ends(person) == person)
		}
	}
	look.Compare(c, base)
}

// person makes a person by what a desk hears and is told, and returns the id.
func (w *merging) person(s datatest.Side, name string) string {
	on := channel.Account{Kind: channel.LINE, ID: "1"}
	if s.Channel != "" {
		on.Kind = channel.Kind(s.Channel)
	}
	if s.Account != "" {
		on.ID = s.Account
	}
	handles := s.Handles(name)
	say := func() socialticket.Receipt {
		w.count++
		e := contacts(on, handles[0], fmt.Sprint("m", w.count), "hello", start())
		e.Profile = channel.Profile{Handles: handles}
		return w.receive(w.t, e)
	}
	r := say()
	for range s.Made() - 1 {
		w.set(w.t, r.Ticket.ID, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
		r = say()
	}
	for range s.More() {
		say()
	}
	id := r.Commit.Conversation.User.ID
	if s.Staff() {
		w.settings.Agents = append(w.settings.Agents, socialticket.Agent{ID: id})
	}
	if changes := stored.Noted(w.t, s); len(changes) > 0 {
		w.change(w.t, id, changes...)
	}
	return id
}

// afterMerge merges a person of as many contacts as tickets are given, each with one that is
// open, and looks at what the merge did to them.
func afterMerge(c *datatest.Case) {
	var given struct{ Tickets int }
	var when struct {
		Event string
		Undo  bool
	}
	c.Given(&given)
	c.When(&when)
	t := c.T
	o := withTriggers(t, pull("always", act("current_tags", "pulled"), cond("status", "less_than", "closed")))
	into := o.receive(t, says("base", "m0", "hello", start()))
	var tickets []socialticket.Receipt
	for i := range max(1, given.Tickets) {
		r := o.receive(t, says(fmt.Sprint("other", i), fmt.Sprint("m", i+1), "hello", start()))
		if i > 0 {
			o.merge(t, r.Ticket.Requester, tickets[0].Ticket.Requester)
		}
		tickets = append(tickets, r)
	}
	ran := func() (n int) {
		for _, r := range append(tickets, into) {
			n += len(o.logged(t, r.Ticket.ID, ticket.EventRule))
		}
		return n
	}
	before := ran()
	o.merge(t, tickets[0].Ticket.Requester, into.Ticket.Requester)
	var err error
	if when.Undo {
		_, err = o.Unmerge(context.Background(), socialticket.Unmerge{Person: tickets[0].Ticket.Requester, By: agent()})
		o.carry(t)
	}
	told := true
	for _, r := range append(tickets, into) {
		told = told && slices.ContainsFunc(o.logged(t, r.Ticket.ID, ticket.EventMerge), func(e ticket.Event) bool {
			return e.From == tickets[0].Ticket.Requester && e.To == into.Ticket.Requester
		})
	}
	c.Want("accepted", err == nil)
	c.Want("triggers_run", ran()-before)
	c.Want("audit_entry", told)
}
