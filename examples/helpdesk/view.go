package main

import (
	"context"
	"crypto/rand"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// pageView is what the page shows.
type pageView struct {
	Demo   bool
	Sends  bool // replies leave this machine
	Now    time.Time
	Ahead  time.Duration
	Host   string // as the browser calls this machine
	Back   string // this page
	Key    string // names what a form of this page does, so that it is done once
	Tab    string
	List   listPage
	Next   string // address of the list's next part
	Chosen ticketView
	Phone  phoneView
}

// ticketView is the ticket that is chosen; zero: none is.
type ticketView struct {
	row
	Comments []commentView // oldest first
	Older    string        // address of what is before
	Events   []eventView   // newest first
}

// tabs are the parts of the list, by name.
func tabs(name string) []ticket.Status {
	switch name {
	case "unsolved":
		return []ticket.Status{ticket.New, ticket.Open, ticket.Pending, ticket.Hold}
	case "solved":
		return []ticket.Status{ticket.Solved, ticket.Closed}
	}
	return nil
}

func (s *server) view(r *http.Request) (pageView, error) {
	ctx, q := r.Context(), r.URL.Query()
	v := pageView{
		Demo: s.demo != nil, Sends: s.transport != nil, Now: s.clock.Now(), Ahead: s.clock.Ahead().Round(time.Minute),
		Host: r.Host, Back: "/?" + q.Encode(), Key: rand.Text(), Tab: q.Get("tab"),
	}
	wanted, err := readList(url.Values{"after": q["after"]})
	if err != nil {
		return v, err
	}
	wanted.statuses = tabs(v.Tab)
	if v.List, err = s.list(ctx, wanted); err != nil {
		return v, err
	}
	if v.List.Next != "" {
		v.Next = with(q, "after", v.List.Next)
	}
	if id := q.Get("ticket"); id != "" {
		if v.Chosen, err = s.ticketView(ctx, ticket.ID(id), q); err != nil {
			return v, err
		}
	}
	if v.Demo {
		v.Phone, err = s.demo.phone(ctx, v.customer(q))
	}
	return v, err
}

// customer returns whose phone is shown: that of the ticket, or of the newest one.
// Zero: a new customer's.
func (v pageView) customer(q url.Values) channel.Address {
	switch {
	case q.Get("phone") == "new":
		return channel.Address{}
	case v.Chosen.Ticket.ID != "":
		return v.Chosen.Ticket.Address
	case len(v.List.Tickets) > 0:
		return v.List.Tickets[0].Ticket.Address
	}
	return channel.Address{}
}

func (s *server) ticketView(ctx context.Context, id ticket.ID, q url.Values) (ticketView, error) {
	row, err := s.row(ctx, id)
	if err != nil {
		return ticketView{}, err
	}
	v := ticketView{row: row}
	page, err := readPage(url.Values{"before": q["before"]})
	if err != nil {
		return v, err
	}
	comments, err := s.comments(ctx, id, page)
	if err != nil {
		return v, err
	}
	v.Comments = comments.Comments
	slices.Reverse(v.Comments)
	if comments.Next > 0 {
		v.Older = with(q, "before", strconv.Itoa(comments.Next))
	}
	events, err := s.events(ctx, id, socialticket.Page{})
	v.Events = events.Events
	return v, err
}

func pageOf(limit int) socialticket.Page { return socialticket.Page{Limit: limit} }

// with returns the address of the page with one value of its query changed.
func with(q url.Values, name, value string) string {
	next := maps.Clone(q)
	next.Set(name, value)
	return "/?" + next.Encode()
}

// pageFuncs are what the templates call.
func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"content": contentWords, "span": channel.Span,
		"seconds": func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) },
		"statuses": func() []ticket.Status {
			return []ticket.Status{ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved}
		},
		"clock": clockWords,
		"short": func(t time.Time) string { return t.UTC().Format("2 Jan 15:04") },
	}
}
