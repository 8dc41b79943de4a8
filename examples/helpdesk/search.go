package main

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/ticket"
)

// searchView is the page of the search.
type searchView struct {
	frame
	Asked       string   // what was typed
	Misread     []string // what was not understood of it
	Tickets     []listRow
	People      []foundView
	NextTickets string // address of the tickets' next page; "": that was all
	NextPeople  string // address of the people's next page; "": that was all
	Later       bool   // it is not the first page
}

// foundView is a person that was found.
type foundView struct {
	Name     string
	Contacts []socialticket.Contact
	Page     string // address of the person's page
}

// learnEvery is how often the store takes what was written into its index of words.
const learnEvery = time.Minute

// learn keeps the store's index of words up to date until ctx ends: the store takes in what
// is new when it is searched, and a search should not wait for what came in days.
func (s *server) learn(ctx context.Context) error {
	for pause(ctx.Done(), s.clock, learnEvery) {
		for _, err := range s.inbox.Tickets(ctx, inbox.Query{Text: "a"}, inbox.Page{Limit: 1}) {
			if err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
	return ctx.Err()
}

const mostAsked = 500 // characters of a search

// showSearch answers with what a search finds.
func (s *server) showSearch(w http.ResponseWriter, r *http.Request, status int, f frame) {
	v := searchView{frame: f, Asked: strings.TrimSpace(r.URL.Query().Get("q"))}
	err := s.searchView(r, &v)
	switch e := statusOf(err); {
	case err == nil:
	case e.status == http.StatusBadRequest || errors.Is(err, socialticket.ErrNotFound):
		status, v.Trouble = http.StatusBadRequest, f.T("search.bad")
	default:
		s.fail(w, r, err)
		return
	}
	if v.Dot, err = s.inbox.Dot(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, status, "search", v)
}

func (s *server) searchView(r *http.Request, v *searchView) error {
	q := r.URL.Query()
	if len([]rune(v.Asked)) > mostAsked {
		return httpError{http.StatusBadRequest, "q is too long"}
	}
	if v.Asked == "" {
		return nil
	}
	query, misread := inbox.ParseQuery(v.Asked)
	for _, m := range misread {
		v.Misread = append(v.Misread, v.T("misread."+string(m.Why), m.Text))
	}
	v.Later = q.Get("after") != "" || q.Get("person") != ""
	if q.Get("person") == "" {
		if err := s.searchTickets(r.Context(), q, query, v); err != nil {
			return err
		}
	}
	if q.Get("after") != "" {
		return nil
	}
	return s.searchPeople(r.Context(), q, query, v)
}

// searchTickets reads a page of the tickets that are found.
func (s *server) searchTickets(ctx context.Context, q url.Values, query inbox.Query, v *searchView) error {
	const size = 25
	var from place
	if after := q.Get("after"); after != "" {
		var err error
		if from, err = readPlace(after); err != nil {
			return err
		}
	}
	for t, err := range s.inbox.Tickets(ctx, query, from.page(size+1)) {
		if err != nil {
			return err
		}
		if len(v.Tickets) == size {
			v.NextTickets = with("/search", url.Values{"q": {v.Asked}}, "after", placeOf(&v.Tickets[size-1].Ticket).String())
			break
		}
		one, err := s.row(ctx, t.ID)
		if err != nil {
			return err
		}
		one.Ticket = t
		v.Tickets = append(v.Tickets, listRow{row: one, In: v.frame, DueAt: s.due(&t)})
	}
	return nil
}

// searchPeople reads a page of the persons that are found.
func (s *server) searchPeople(ctx context.Context, q url.Values, query inbox.Query, v *searchView) error {
	const size = 10
	last := ""
	for p, err := range s.inbox.Users(ctx, query, inbox.PersonPage{After: q.Get("person"), Limit: size + 1}) {
		if err != nil {
			return err
		}
		if len(v.People) == size {
			v.NextPeople = with("/search", url.Values{"q": {v.Asked}}, "person", last)
			break
		}
		last = p.Person.ID
		v.People = append(v.People, found(p))
	}
	return nil
}

// found returns a person as the page shows it.
func found(p inbox.Found) foundView {
	v := foundView{Name: p.Person.Name, Contacts: p.Contacts, Page: "/people/" + url.PathEscape(p.Person.ID)}
	for _, c := range p.Contacts {
		v.Name = cmp.Or(v.Name, c.User.Name)
	}
	if list := v.Handles(); v.Name == "" && len(list) > 0 {
		v.Name = list[0]
	}
	v.Name = cmp.Or(v.Name, p.Person.ID)
	return v
}

// To returns the address of a ticket that was found.
func (v searchView) To(id ticket.ID) string { return "/tickets/" + url.PathEscape(string(id)) }

// Handles returns the addresses of a person, each once.
func (v foundView) Handles() (list []string) {
	for _, c := range v.Contacts {
		for _, a := range c.User.Addresses {
			if text := cmp.Or(c.User.Phone, a.Handle); !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	return list
}
