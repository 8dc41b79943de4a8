package main

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// unmergeView is the page by which a person is parted again from the one it was merged into.
type unmergeView struct {
	frame
	Requester personView // who stays
	Record    identity.Person
	Name      string
	Back      []string // the contacts that go back
	Tickets   int      // their tickets; -1: more than were counted
}

func (s *server) showUnmerge(w http.ResponseWriter, r *http.Request, status int, f frame) {
	showView(s, w, r, status, "unmerge", f, s.unmergeView)
}

// counted is how many tickets are counted that go back.
const counted = 1000

func (s *server) unmergeView(r *http.Request, f frame) (v unmergeView, err error) {
	v.frame = f
	if v.Requester, err = s.person(r.Context(), r.PathValue("id"), f.Now); err != nil {
		return v, err
	}
	parts := v.Requester.Parts()
	i := slices.IndexFunc(parts, func(p identity.Person) bool { return p.ID == r.FormValue("person") })
	if i < 0 {
		return v, httpError{http.StatusConflict, f.T("merge.why.parted")}
	}
	v.Record, v.Name = parts[i], v.Requester.NameOf(parts[i].ID)
	var users []string
	for _, c := range v.Requester.Contacts {
		if leads(v.Requester.Contacts, c.User.ID, v.Record.ID) {
			users = append(users, c.User.ID)
			v.Back = append(v.Back, contactName(c))
		}
	}
	list, err := s.requested(r.Context(), users, place{}, counted+1)
	if v.Tickets = len(list); v.Tickets > counted {
		v.Tickets = -1
	}
	return v, err
}

// leads reports whether the links that begin at a user pass a person.
func leads(contacts []socialticket.Contact, user, person string) bool {
	for range len(contacts) + 1 {
		if user == person {
			return true
		}
		i := slices.IndexFunc(contacts, func(c socialticket.Contact) bool { return c.User.ID == user })
		if i < 0 || contacts[i].Record.Into == "" {
			return false
		}
		user = contacts[i].Record.Into
	}
	return false
}

func (s *server) formUnmerge(r *http.Request) (string, error) {
	u := socialticket.Unmerge{Person: r.PostFormValue("person"), By: agent(s.agentOf(r).ID), IdempotencyKey: r.PostFormValue("idempotency_key")}
	if err := checkKey(u.IdempotencyKey); err != nil {
		return "", err
	}
	if _, err := s.do(r.Context(), u); err != nil {
		return "", s.mergeError(r, err)
	}
	return "/people/" + url.PathEscape(cmp.Or(u.Person, r.PathValue("id"))), nil
}
