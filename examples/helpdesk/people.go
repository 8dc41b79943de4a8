package main

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// peopleRoutes are the pages of persons and the forms on them.
func (s *server) peopleRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /people/{id}", s.page("people", s.showPerson))
	mux.HandleFunc("POST /people/{id}", s.formOn("people", s.showPerson, s.formPerson))
	mux.HandleFunc("POST /people/{id}/handle", s.formOn("people", s.showPerson, s.formHandle))
	mux.HandleFunc("POST /people/{id}/dismiss", s.formOn("people", s.showPerson, s.formDismiss))
	s.mergeRoutes(mux)
}

// personView is a person as all that was merged shows it: beside a ticket, and on a page.
type personView struct {
	identity.Joined
	ID       string          // of the person whose record holds the values
	Name     string          // or a handle, if it has none
	Record   identity.Person // what agents know of that person alone
	Contacts []socialticket.Contact
	Tickets  []ticket.Ticket // newest update first
	Older    string          // address of the tickets behind those
	Perhaps  []perhapsView   // who may be the same person
	Local    time.Time       // what the clock shows where the person is; zero: that is not known
	Here     ticket.ID       // the ticket that is looked at
	Into     ticket.ID       // the one that it was merged into; "": it was not
}

// personView returns the requester of a ticket.
func (s *server) personView(r *http.Request, f frame, of row) (personView, error) {
	v, err := s.person(r.Context(), of.Ticket.Requester, f.Now)
	if err != nil {
		return v, err
	}
	v.Here, v.Into = of.Ticket.ID, of.Ticket.MergedInto
	v.Name = cmp.Or(v.Name, of.Customer)
	if v.Tickets, v.Older, err = s.ticketsOf(r, v, 6); err != nil {
		return v, err
	}
	v.Perhaps, err = s.perhaps(r.Context(), v.Contacts)
	v.Perhaps = slices.DeleteFunc(v.Perhaps, func(p perhapsView) bool { return p.Strength < strong })
	return v, err
}

// strong is from where on it is told beside a ticket that two may be one person.
const strong = 60

// person returns who the person of an id is by now. The error matches
// [socialticket.ErrNotFound].
func (s *server) person(ctx context.Context, id string, now time.Time) (v personView, err error) {
	head, err := s.store.Load(ctx, socialticket.Ref{Person: id})
	if err != nil {
		return v, err
	}
	if len(head.Circle) == 0 && head.Record.IsZero() {
		return v, httpError{http.StatusNotFound, "there is no such person"}
	}
	end := head.Person
	if len(head.Circle) > 0 {
		end = head.Circle[0].Person
	}
	members := make([]identity.Member, len(head.Circle))
	for i, c := range head.Circle {
		members[i] = identity.Member{User: c.User, Record: c.Record}
	}
	v = personView{ID: end.ID, Record: end, Contacts: head.Circle}
	v.Joined = s.business.Settings().Merging.Together(phones(), end, members)
	v.Name = cmp.Or(v.Person.Name, firstHandle(v.Joined))
	if zone, err := time.LoadLocation(v.Person.Zone); err == nil && v.Person.Zone != "" {
		v.Local = now.In(zone)
	}
	return v, nil
}

// phones says how numbers are read.
func phones() identity.Phones { return identity.Phones{} }

// sameNumber reports whether an address of a channel is a number that was noted.
func sameNumber(handle, noted string) bool {
	return "+"+handle == noted || phones().Same(handle, noted)
}

func firstHandle(j identity.Joined) string {
	if len(j.Addresses) > 0 {
		return j.Addresses[0].Handle
	}
	return cmp.Or(j.Person.Email, j.Person.Phone, j.Person.ID)
}

// Parts returns the contacts that were merged into the person, each with who did it.
func (v personView) Parts() []identity.Person {
	var list []identity.Person
	for _, c := range v.Contacts {
		if c.Record.Into != "" && !slices.ContainsFunc(list, func(p identity.Person) bool { return p.ID == c.Record.ID }) {
			list = append(list, c.Record)
		}
	}
	return list
}

// NameOf returns the name of one of the contacts.
func (v personView) NameOf(id string) string {
	for _, c := range v.Contacts {
		if c.User.ID == id {
			return contactName(c)
		}
	}
	return id
}

func contactName(c socialticket.Contact) string {
	name := cmp.Or(c.Record.Name, c.User.Name)
	switch {
	case len(c.User.Addresses) == 0:
		return cmp.Or(name, c.User.ID)
	case name == "":
		return c.User.Addresses[0].Handle
	}
	return name + " (" + c.User.Addresses[0].Handle + ")"
}

// reach is one way to reach or to find a person.
type reach struct {
	Kind     string // of channel, or of handle
	Value    string
	Label    string // what agents call it
	Account  string // our account that it writes to
	Verified bool
	Channel  bool // the person writes from it; others were noted
}

// MayVerify reports whether an agent may say that it is the person's.
func (h reach) MayVerify() bool { return !h.Verified && (h.Kind == "email" || h.Kind == "phone") }

// pressed is what a button beside a way does.
type pressed struct{ What, Value, Person string }

// Do returns what a button does with the way of a person.
func (h reach) Do(what, person string) pressed { return pressed{what, h.Value, person} }

// Reaches returns all ways: where the person writes from, then what was noted.
func (v personView) Reaches() []reach {
	var list []reach
	for _, a := range v.Addresses {
		list = append(list, reach{Kind: string(a.Account.Kind), Value: a.Handle, Account: a.Account.ID, Verified: true, Channel: true})
	}
	for _, h := range v.Person.Handles {
		same := func(o reach) bool { return o.Channel && sameNumber(o.Value, h.Value) }
		if h.Label == "" && slices.ContainsFunc(list, same) {
			continue // the number that it writes from
		}
		list = append(list, reach{Kind: string(h.Kind), Value: h.Value, Label: h.Label, Verified: h.Verified})
	}
	return list
}

// Info returns what the channels told of the person: a line for each account.
func (v personView) Info() string {
	users := make([]identity.User, len(v.Contacts))
	for i, c := range v.Contacts {
		users[i] = c.User
	}
	return identity.Info(users...)
}

// Since is when the person first wrote, or was noted.
func (v personView) Since() time.Time {
	at := v.Record.CreatedAt
	for _, c := range v.Contacts {
		if at.IsZero() || c.User.CreatedAt.Before(at) {
			at = c.User.CreatedAt
		}
	}
	return at
}

// History returns the merges that others were part of and that were undone, newest first.
func (v personView) History() []identity.Merged {
	var list []identity.Merged
	for _, m := range slices.Backward(v.Record.Merges) {
		if m.From != "" && !m.PartedAt.IsZero() {
			list = append(list, m)
		}
	}
	return list
}

// framed is one thing in a frame, for the templates that show it.
type framed struct {
	frame
	Item any
}

// With returns a thing in the frame.
func (f frame) With(thing any) framed { return framed{f, thing} }

// By names who merged: an agent, or something else as it is.
func (f frame) By(actor string) string {
	_, id, _ := strings.Cut(actor, ":")
	return f.Name(cmp.Or(id, actor))
}
