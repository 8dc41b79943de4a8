package socialticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
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

// side is a person as the cases write one.
type side struct {
	ID                                         json.Number
	Identifier, Email, Phone, Company, Role    string
	Account, Channel                           string
	FirstName                                  string `json:"first_name"`
	ChannelID                                  string `json:"channel_id"`
	Attributes                                 map[string]string
	Emails, Identities, Sites                  []string
	Phones                                     []json.RawMessage
	Notes                                      json.RawMessage
	ChannelIdentities                          int `json:"channel_identities"`
	Authored, Conversations, Messages, Tickets int
}

// manyTickets is from how many tickets on they are not made, but told by the command.
const manyTickets = 200

// merging is a case that is put to the desk.
type merging struct {
	*office
	t     testing.TB
	count int
}

func mergeContacts(c *datatest.Case) {
	var given struct {
		Base, Other side
		Similar     []json.RawMessage `json:"similar_verified"`
	}
	var when struct{ Merge string }
	c.Given(&given)
	c.When(&when)
	w := &merging{office: newOffice(c.T), t: c.T}
	w.settings.Merging.MaxTickets = identity.ZendeskMerging().MaxTickets
	base := w.person(given.Base, "base")
	other := base
	if same := given.Base.ID != "" && given.Base.ID == given.Other.ID; !same {
		other = w.person(given.Other, "other")
	}
	before := w.dumps(base, other)
	var err error
	merges := given.Similar == nil || len(given.Similar) > 0
	if merges {
		m := socialticket.Merge{Person: other, Into: base, By: agent()}
		if given.Other.Tickets >= manyTickets {
			m.Tickets = given.Other.Tickets
		}
		_, err = w.Merge(context.Background(), m)
		w.carry(w.t)
	}
	c.Want("accepted", err == nil)
	c.Want("merged", merges && err == nil)
	c.Want("changed", before != w.dumps(base, other))
	c.Check("error", func(want any) string { return refusal(want, err) })
	for id, person := range map[json.Number]string{given.Base.ID: base, given.Other.ID: other} {
		if id != "" {
			c.Want("exists."+id.String(), w.ends(person) == person)
		}
	}
	w.compare(c, base)
}

// refusal tells how the error differs from the word of a case.
func refusal(want any, err error) string {
	word := fmt.Sprint(want)
	kind := identity.ErrCircle
	switch {
	case strings.Contains(word, "agent"), strings.Contains(word, "admin"), strings.Contains(word, "end_user"):
		kind = identity.ErrAgent
	case strings.Contains(word, "ticket"), strings.Contains(word, "many"), strings.Contains(word, "limit"):
		kind = identity.ErrTickets
	}
	if errors.Is(err, kind) {
		return ""
	}
	return fmt.Sprintf("want %q (%v), got %v", word, kind, err)
}

// person makes a person by what a desk hears and is told, and returns the id.
func (w *merging) person(s side, name string) string {
	on := channel.Account{Kind: channel.LINE, ID: "1"}
	if s.Channel != "" {
		on.Kind = channel.Kind(s.Channel)
	}
	if s.Account != "" {
		on.ID = s.Account
	}
	handles := []string{name}
	if s.ChannelID != "" {
		handles[0] = s.ChannelID
	}
	for i := 1; i < s.ChannelIdentities; i++ {
		handles = append(handles, fmt.Sprint(name, i))
	}
	say := func() socialticket.Receipt {
		w.count++
		e := contacts(on, handles[0], fmt.Sprint("m", w.count), "hello", start())
		e.Profile = channel.Profile{Handles: handles}
		return w.receive(w.t, e)
	}
	made := max(s.Tickets, s.Conversations)
	if made >= manyTickets {
		made = 1
	}
	r := say()
	for range made - 1 {
		w.set(w.t, r.Ticket.ID, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
		r = say()
	}
	for range max(s.Messages, s.Authored) - max(made, 1) {
		say()
	}
	id := r.Commit.Conversation.User.ID
	if s.Role != "" && s.Role != "end_user" && s.Role != "end-user" {
		w.settings.Agents = append(w.settings.Agents, socialticket.Agent{ID: id})
	}
	if changes := s.changes(w.t); len(changes) > 0 {
		w.change(w.t, id, changes...)
	}
	return id
}

// changes returns what agents note of a person.
func (s side) changes(t testing.TB) (list []identity.Change) {
	add := func(f identity.FieldName, value, label string) {
		if value != "" {
			list = append(list, identity.Change{Field: f, Value: value, Label: label})
		}
	}
	add("name", s.FirstName, "")
	add("email", s.Email, "")
	add("phone", s.Phone, "")
	add("organization_id", s.Company, "")
	add("external_id", s.Identifier, "")
	for _, e := range s.Emails {
		add("add_email", e, "")
	}
	for _, id := range s.Identities {
		if strings.Contains(id, "@") {
			add("add_email", id, "")
		} else {
			add("add_phone", id, "")
		}
	}
	for _, raw := range s.Phones {
		var pair []string
		if json.Unmarshal(raw, &pair) != nil {
			pair = []string{"", ""}
			require.NoError(t, json.Unmarshal(raw, &pair[1]))
		}
		add("add_phone", pair[1], pair[0])
	}
	for _, site := range s.Sites {
		add("add_site", site, "")
	}
	for _, id := range slices.Sorted(mapKeys(s.Attributes)) {
		add(identity.CustomField+identity.FieldName(id), s.Attributes[id], "")
	}
	var text string
	var count int
	if s.Notes != nil && json.Unmarshal(s.Notes, &text) != nil {
		require.NoError(t, json.Unmarshal(s.Notes, &count))
	}
	add("notes", text, "")
	for i := range count {
		add("notes", fmt.Sprint("note ", i, " of ", s.ID, s.Email, s.FirstName), "")
	}
	return list
}

// mapKeys yields the keys of a map.
func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
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
