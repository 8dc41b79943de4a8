package socialticket_test

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
)

// circle returns the contacts of a person as the store has them.
func (w *merging) circle(person string) []socialticket.Contact {
	list, err := w.store.Circle(context.Background(), person)
	require.NoError(w.t, err)
	return list
}

// ends returns the id of the person at the end of the links.
func (w *merging) ends(person string) string { return w.circle(person)[0].Person.ID }

// looks returns what agents see of a person.
func (w *merging) looks(person string) identity.Joined {
	var members []identity.Member
	list := w.circle(person)
	for _, c := range list {
		members = append(members, c.Candidate().Member)
	}
	return w.settings.Merging.Together(identity.Phones{}, list[0].Person, members)
}

// dumps returns what the store holds of persons.
func (w *merging) dumps(persons ...string) string {
	var all []any
	for _, id := range persons {
		all = append(all, w.circle(id))
	}
	text, err := json.Marshal(all)
	require.NoError(w.t, err)
	return string(text)
}

// compare compares what agents see of a person, and what is counted for it.
func (w *merging) compare(c *datatest.Case, base string) {
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
	tickets, words := w.belongs(base)
	c.Want("tickets", tickets)
	c.Want("conversations", tickets)
	c.Want("messages", words)
	c.Want("authored", words)
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
func (w *merging) belongs(person string) (tickets, words int) {
	for _, c := range w.circle(person) {
		for tk, err := range w.store.Tickets(context.Background()) {
			require.NoError(w.t, err)
			if tk.Requester != c.User.ID {
				continue
			}
			tickets++
			comments, err := w.store.Comments(context.Background(), tk.ID, socialticket.Page{Limit: 1 << 16})
			require.NoError(w.t, err)
			for _, comment := range comments {
				if comment.Author.ID == c.User.ID {
					words++
				}
			}
		}
	}
	return tickets, words
}
