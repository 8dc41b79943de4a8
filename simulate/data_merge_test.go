package simulate_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// person lets a person of a case write, and agents note of them what they know. It returns
// the id.
func person(t testing.TB, w *simulate.World, s datatest.Side, name string) string {
	t.Helper()
	handles := s.Handles(name)
	w.Introduce(name, channel.Address{
		Account: channel.Account{Kind: channel.Kind(cmp.Or(s.Channel, string(channel.LINE))), ID: cmp.Or(s.Account, "1")}, Handle: handles[0],
	})
	e := w.Message(name, channel.Message{Type: channel.Text, Text: "Hello"})
	e.Profile = channel.Profile{Handles: handles}
	r, err := w.Receive(e)
	require.NoError(t, err)
	id := r.Commit.Conversation.User.ID
	play(t, w, "%s", strings.Repeat(fmt.Sprintf("ada sets %s status closed\n%s says %q\n", name, name, "Again"), s.Made()-1))
	play(t, w, "%s", strings.Repeat(fmt.Sprintf("%s says %q\n", name, "More"), s.More()))
	if s.Staff() {
		require.NoError(t, w.Change(func(s *socialticket.Settings) { s.Agents = append(slices.Clone(s.Agents), agents(id)...) }))
	}
	if changes := stored.Noted(t, s); len(changes) > 0 {
		_, err := w.Do(socialticket.UpdatePerson{Person: id, By: simulate.Agent("ada"), Changes: changes})
		require.NoError(t, err)
	}
	return id
}

// mergeContacts lets an agent merge two customers. Similar persons are merged by agents alone.
func mergeContacts(c *datatest.Case) {
	var given datatest.Merge
	var when struct{ Merge string }
	c.Given(&given)
	c.When(&when)
	w, err := simulate.New(simulate.Config{Settings: &socialticket.Settings{
		Lifecycle: ticket.Lifecycle{AgentsClose: true}, Merging: identity.Merging{MaxTickets: identity.ZendeskMerging().MaxTickets},
	}})
	require.NoError(c.T, err)
	look := stored.Persons{T: c.T, Store: w.Store(), Merging: w.Settings().Merging}
	base, name := person(c.T, w, given.Base, "base"), "base"
	other := base
	if !given.Same() {
		other, name = person(c.T, w, given.Other, "other"), "other"
	}
	before := look.Dumps(base, other)
	switch {
	case given.Other.Tickets >= datatest.ManyTickets: // which are told, and not made
		_, err = w.Desk().Merge(c.T.Context(), socialticket.Merge{Person: other, Into: base, By: simulate.Agent("ada"), Tickets: given.Other.Tickets})
	case given.Merges():
		err = w.Play("ada merges " + name + " into base")
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
	always, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{{
		ID: "always", Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"pulled"}}},
		When: rules.Conditions{All: []rules.Condition{{Field: "status", Op: rules.LessThan, Value: rules.Value{"closed"}}}},
	}})
	require.NoError(c.T, err)
	w, err := simulate.New(simulate.Config{Settings: &socialticket.Settings{Triggers: always}})
	require.NoError(c.T, err)
	play(c.T, w, "base says %q\nother0 says %q", "Hello", "Hello")
	names := []string{"base", "other0"}
	for i := range max(0, given.Tickets-1) {
		name := fmt.Sprint("other", i+1)
		play(c.T, w, "%s says %q\nada merges %s into other0", name, "Hello", name)
		names = append(names, name)
	}
	ran := func() (n int) {
		for _, name := range names {
			n += len(entries(c.T, w, name, ticket.EventRule))
		}
		return n
	}
	before := ran()
	play(c.T, w, "ada merges other0 into base\nexpect other0 person base")
	if when.Undo {
		err = w.Play("ada parts other0\nexpect other0 person other0")
	}
	loser, winner := who(c.T, w, "other0"), who(c.T, w, "base")
	told := true
	for _, name := range names {
		told = told && slices.ContainsFunc(entries(c.T, w, name, ticket.EventMerge), func(e ticket.Event) bool { return e.From == loser && e.To == winner })
	}
	c.Want("accepted", err == nil)
	c.Want("triggers_run", ran()-before)
	c.Want("audit_entry", told)
}

// who returns the id of a customer's contact.
func who(t testing.TB, w *simulate.World, customer string) string {
	t.Helper()
	head, err := w.Head(customer)
	require.NoError(t, err)
	return head.Conversation.User.ID
}

// entries returns the entries of a kind in the log of a customer's newest ticket.
func entries(t testing.TB, w *simulate.World, customer string, kind ticket.EventType) []ticket.Event {
	t.Helper()
	tk, err := w.Ticket(customer)
	require.NoError(t, err)
	return stored.Logged(t, w.Store(), tk.ID, kind)
}

// matter is the tickets of one customer by the numbers of a case.
type matter struct {
	*simulate.World
	t   testing.TB
	ids map[int]ticket.ID
}

// makes makes a ticket with so many messages of the customer, unless it is there.
func (m *matter) makes(n, comments int) {
	if n == 0 || m.ids[n] != "" {
		return
	}
	if len(m.ids) > 0 {
		play(m.t, m.World, "ada ends ana")
	}
	for i := range cmp.Or(comments, 1) {
		require.NoError(m.t, m.Pass(1))
		r, err := m.Receive(m.Message("ana", channel.Message{ID: fmt.Sprint("m", n, ".", i), Type: channel.Text, Text: "Hello"}))
		require.NoError(m.t, err)
		m.ids[n] = r.Ticket.ID
	}
}

// merge lets an agent merge one ticket into another.
func (m *matter) merge(source, into int) {
	require.NoError(m.t, m.Pass(1))
	_, err := m.Do(socialticket.MergeTickets{Ticket: m.ids[source], Into: m.ids[into], By: simulate.Agent("ada"), Text: "merged"})
	require.NoError(m.t, err)
}

// number returns the number of a ticket; of one that goes on from another, that one's.
func (m *matter) number(id ticket.ID) int {
	for id != "" {
		for n, known := range m.ids {
			if known == id {
				return n
			}
		}
		tk, err := m.Store().Ticket(m.t.Context(), id)
		require.NoError(m.t, err)
		id = tk.FollowUpOf
	}
	return 0
}

// mergeTickets lets an agent merge tickets of one customer, and the customer answer.
func mergeTickets(c *datatest.Case) {
	var given datatest.MergeTickets
	var when datatest.MergeDeed
	c.Given(&given)
	c.When(&when)
	for _, pair := range given.Merged {
		if given.Circle(pair[0]) {
			c.NotHere("inbox: a desk refuses to close a circle, so no story does")
			return
		}
	}
	source, target := cmp.Or(given.Source, 1), cmp.Or(given.Target, 2)
	w, err := simulate.New(simulate.Config{})
	require.NoError(c.T, err)
	m := &matter{World: w, t: c.T, ids: map[int]ticket.ID{}}
	comments := map[int]int{source: given.SourceComments, target: given.TargetComments}
	for _, n := range given.Numbers(when, source, target) {
		m.makes(n, comments[n])
	}
	for _, pair := range given.InOrder() {
		m.merge(pair[0], pair[1])
	}
	if when.Merge {
		m.merge(source, target)
	}
	m.compare(c, source, target, when.Resolve)
	if on := when.CustomerReplyOn; on != 0 { // by quoting a message of the ticket
		e := w.Message("ana", channel.Message{Type: channel.Text, Text: "Again", ReplyTo: fmt.Sprint("m", on, ".0")})
		r, err := w.Receive(e)
		require.NoError(c.T, err)
		c.Want("stored_on", m.number(r.Ticket.ID))
	}
}

// compare compares what became of the tickets.
func (m *matter) compare(c *datatest.Case, source, target, resolve int) {
	if id := m.ids[source]; id != "" {
		tk, err := m.Store().Ticket(m.t.Context(), id)
		require.NoError(m.t, err)
		c.Mean("source_status", strings.ToLower)
		c.Want("source_status", string(tk.Status))
		c.Want("source_merged_with", m.number(tk.MergedInto))
	}
	if id := m.ids[target]; id != "" {
		comments := 0
		for _, err := range inbox.Thread(m.t.Context(), m.Store(), id, "") {
			require.NoError(m.t, err)
			comments++
		}
		c.Want("target_comments", comments)
	}
	if resolve != 0 {
		end, err := m.Desk().Follow(m.t.Context(), m.ids[resolve])
		require.NoError(m.t, err)
		c.Want("target", m.number(end.ID))
	}
}
