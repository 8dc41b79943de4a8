package stored

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// Persons are those of a store, as agents see them.
type Persons struct {
	T       testing.TB
	Store   Store
	Merging identity.Merging
}

// Noted returns what agents note of a person of the cases.
func Noted(t testing.TB, s datatest.Side) (list []identity.Change) {
	t.Helper()
	facts, err := s.Facts()
	for _, f := range must(t, facts, err) {
		list = append(list, identity.Change{Field: identity.FieldName(f.Field), Value: f.Value, Label: f.Label})
	}
	return list
}

// circle returns the contacts of a person as the store has them.
func (w Persons) circle(person string) []socialticket.Contact {
	w.T.Helper()
	people, is := w.Store.(socialticket.People)
	if !is {
		w.T.Fatal("the store has no people")
	}
	list, err := people.Circle(context.Background(), person)
	return must(w.T, list, err)
}

// Ends returns the id of the person at the end of the links.
func (w Persons) Ends(person string) string { return w.circle(person)[0].Person.ID }

// looks returns what agents see of a person.
func (w Persons) looks(person string) identity.Joined {
	var members []identity.Member
	list := w.circle(person)
	for _, c := range list {
		members = append(members, c.Candidate().Member)
	}
	return w.Merging.Together(identity.Phones{}, list[0].Person, members)
}

// Dumps returns what the store holds of persons.
func (w Persons) Dumps(persons ...string) string {
	w.T.Helper()
	var all []any
	for _, id := range persons {
		all = append(all, w.circle(id))
	}
	text, err := json.Marshal(all)
	return string(must(w.T, text, err))
}

// Refusal tells how an error differs from the word of a case for why a merge is refused.
func Refusal(want any, err error) string {
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

// Compare compares what agents see of a person, and what is counted for it.
func (w Persons) Compare(c *datatest.Case, base string) {
	w.T.Helper()
	j := w.looks(base)
	c.Want("identifier", j.Person.ExternalID)
	c.Want("email", j.Person.Email)
	c.Want("phone", j.Person.Phone)
	c.Want("first_name", j.Person.Name)
	c.Want("company", j.Person.Organization)
	c.Want("emails", j.Emails())
	c.Check("phones", func(want any) string { return comparePhones(want, j) })
	c.Check("attributes", func(want any) string {
		got := map[string]any{}
		for id := range want.(map[string]any) {
			got[id] = j.Person.Get(identity.CustomField + identity.FieldName(id))
		}
		return cmp.Diff(want, any(got))
	})
	c.Check("notes", func(want any) string {
		if text, is := want.(string); is {
			return cmp.Diff(strings.Fields(text), strings.Fields(strings.Join(j.Person.Notes, "\n")))
		}
		return datatest.Diff(want, len(j.Person.Notes))
	})
	compareHandles(c, j)
	tickets, words := w.belongs(base)
	c.Want("tickets", tickets)
	c.Want("conversations", tickets)
	c.Want("messages", words)
	c.Want("authored", words)
}

// compareHandles compares by what a person is known.
func compareHandles(c *datatest.Case, j identity.Joined) {
	var values, sites []string
	for _, h := range j.Person.Handles {
		if values = append(values, h.Value); h.Kind == identity.HandleSite {
			sites = append(sites, h.Value)
		}
	}
	c.Want("identities", values)
	c.Want("sites", sites)
	var handles []string
	for _, a := range j.Addresses {
		handles = append(handles, a.Handle)
	}
	c.Check("channel_identities", func(want any) string {
		if _, list := want.([]any); list {
			return datatest.Diff(want, handles)
		}
		return datatest.Diff(want, len(handles))
	})
}

// comparePhones compares phones, which a case writes with their labels or without.
func comparePhones(want any, j identity.Joined) string {
	list, _ := want.([]any)
	var got []any
	for _, h := range j.Person.Handles {
		if h.Kind != identity.HandlePhone {
			continue
		}
		if len(list) > 0 {
			if _, pair := list[0].([]any); pair {
				got = append(got, []any{h.Label, h.Value})
				continue
			}
		}
		got = append(got, h.Value)
	}
	return cmp.Diff(list, got)
}

// belongs counts the tickets of a person, and the words that the person wrote.
func (w Persons) belongs(person string) (tickets, words int) {
	w.T.Helper()
	for _, c := range w.circle(person) {
		for tk, err := range w.Store.Tickets(context.Background()) {
			if must(w.T, tk, err); tk.Requester != c.User.ID {
				continue
			}
			tickets++
			for _, comment := range Thread(w.T, w.Store, tk.ID) {
				if comment.Author.ID == c.User.ID {
					words++
				}
			}
		}
	}
	return tickets, words
}

// Logged returns the entries of a kind in a ticket's log, the newest first.
func Logged(t testing.TB, s Store, id ticket.ID, kind ticket.EventType) (list []ticket.Event) {
	t.Helper()
	all, err := s.Events(context.Background(), id, socialticket.Page{Limit: 1 << 16})
	for _, e := range must(t, all, err) {
		if e.Type == kind {
			list = append(list, e)
		}
	}
	return list
}
