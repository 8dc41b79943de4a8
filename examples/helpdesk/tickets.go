package main

import (
	"html/template"
	"net/http"

	"github.com/socialticket/socialticket"
)

// ticketsView is the page of the tickets: the list, the ticket that is chosen, and in the
// demo the phones.
type ticketsView struct {
	frame
	Lists     listsView
	Chosen    ticketView
	Requester personView
	Promises  []promiseView // that somebody waits for
	Phones    phonesView
}

// showTickets answers with the page of the tickets.
func (s *server) showTickets(w http.ResponseWriter, r *http.Request, status int, f frame) {
	showView(s, w, r, status, "tickets", f, s.ticketsView)
}

// ticketsView reads what the page shows, or what one part of it needs: the list reads no
// ticket, and a part of the ticket no list.
func (s *server) ticketsView(r *http.Request, f frame) (v ticketsView, err error) {
	f.Ticket = r.PathValue("id")
	v.frame = f
	if v.Dot, err = s.inbox.Dot(r.Context()); err != nil {
		return v, err
	}
	part := r.URL.Query().Get("part")
	if part == "" || part == "list" || part == "phones" {
		if v.Lists, err = s.listsView(r, f); err != nil {
			return v, err
		}
		f.Here = v.Lists.Here(f.Here)
		v.Here = f.Here
	}
	if f.Ticket != "" && part != "list" {
		if v.Chosen, err = s.ticketView(r, f); err != nil {
			return v, err
		}
		if v.Requester, err = s.personView(r, f, v.Chosen.row); err != nil {
			return v, err
		}
		v.Promises = s.promises(f, v.Chosen.Ticket)
	}
	if s.demo != nil {
		v.Phones, err = s.demo.phonesView(r, v)
	}
	return v, err
}

func pageOf(limit int) socialticket.Page { return socialticket.Page{Limit: limit} }

// pageFuncs are what the templates call.
func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"sorts":  sorts,
		"styles": func() []string { return []string{"style", "list", "ticket", "people", "admin", "demo"} },
		"pair":   func(page, of any) map[string]any { return map[string]any{"Page": page, "Of": of} },
	}
}
