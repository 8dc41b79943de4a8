package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// listQuery says which tickets to show: newest update first, from after a place on.
type listQuery struct {
	statuses []ticket.Status // none: all
	after    place           // zero: from the newest
	limit    int
}

// place is where in the list a ticket stands.
type place struct {
	updated time.Time
	id      ticket.ID
}

func (p place) String() string { return p.updated.Format(time.RFC3339Nano) + "_" + string(p.id) }

// page returns the part of a list behind p.
func (p place) page(limit int) inbox.Page {
	return inbox.Page{After: p.id, At: p.updated, Limit: limit}
}

func placeOf(t *ticket.Ticket) place { return place{t.UpdatedAt, t.ID} }

func readPlace(s string) (place, error) {
	at, id, _ := strings.Cut(s, "_")
	updated, err := time.Parse(time.RFC3339Nano, at)
	if err != nil || id == "" {
		return place{}, httpError{http.StatusBadRequest, fmt.Sprintf("after: %q is not the next of an earlier answer", s)}
	}
	return place{updated, ticket.ID(id)}, nil
}

// readList reads a query: status (may be repeated), after and limit.
func readList(q url.Values) (listQuery, error) {
	l := listQuery{}
	for _, s := range q["status"] {
		if s := ticket.Status(s); s.Known() {
			l.statuses = append(l.statuses, s)
		} else {
			return l, httpError{http.StatusBadRequest, fmt.Sprintf("status: there is no %q", s)}
		}
	}
	var err error
	if after := q.Get("after"); after != "" {
		if l.after, err = readPlace(after); err != nil {
			return l, err
		}
	}
	l.limit, err = readNumber(q, "limit", 25, 100)
	return l, err
}

// readNumber reads a number from 1 to most; standard where none is given.
func readNumber(q url.Values, name string, standard, most int) (int, error) {
	text := q.Get(name)
	if text == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, httpError{http.StatusBadRequest, fmt.Sprintf("%s: want a number from 1 to %d, not %q", name, most, text)}
	}
	return n, nil
}

// row is a ticket in the list.
type row struct {
	Ticket   ticket.Ticket `json:"ticket"`
	Customer string        `json:"customer"`
	Window   window        `json:"reply_window"`
	live     bool          // it has a session that can be ended
}

// Live reports whether the ticket has a session that can be ended.
func (r row) Live() bool { return r.live && r.Ticket.Status != ticket.Closed }

// window says whether an ordinary reply may go out now.
type window struct {
	Allowed bool           `json:"allowed"`
	Reason  channel.Reason `json:"reason"`
	Text    string         `json:"text"`
	Until   time.Time      `json:"until,omitzero"` // not allowed: since when
	Left    float64        `json:"left_seconds"`
	Instead channel.Advice `json:"instead,omitzero"`
}

func (s *server) window(d channel.Decision) window {
	return window{d.Allowed, d.Reason, s.words.Decision(d), d.Until, d.Left.Seconds(), d.Instead}
}

// listPage is a part of the list.
type listPage struct {
	Tickets []row  `json:"tickets"`
	Next    string `json:"next,omitzero"` // for after; empty: that was all
}

// list returns a part of the list. The store finds the tickets by an index.
func (s *server) list(ctx context.Context, q listQuery) (listPage, error) {
	page := listPage{Tickets: []row{}}
	for t, err := range s.inbox.Tickets(ctx, inbox.Query{Statuses: q.statuses}, q.after.page(q.limit+1)) {
		if err != nil {
			return listPage{}, err
		}
		if len(page.Tickets) == q.limit {
			last := page.Tickets[q.limit-1].Ticket
			page.Next = placeOf(&last).String()
			break
		}
		row, err := s.row(ctx, t.ID)
		if err != nil {
			return listPage{}, err
		}
		row.Ticket = t // as it was when the list was read
		page.Tickets = append(page.Tickets, row)
	}
	return page, nil
}

func (s *server) row(ctx context.Context, id ticket.ID) (row, error) {
	head, err := s.store.Load(ctx, socialticket.Ref{Ticket: id})
	if err != nil {
		return row{}, err
	}
	if head.Ticket.IsZero() {
		return row{}, socialticket.ErrNotFound
	}
	d, err := s.desk.MayReply(ctx, id, channel.Request{Human: true})
	if err != nil {
		return row{}, err
	}
	talk := head.Conversation.Session
	return row{
		Ticket: head.Ticket, Customer: cmp.Or(head.Conversation.User.Name, head.Ticket.Address.Handle), Window: s.window(d),
		live: talk.Ticket == id && talk.State != session.Ended,
	}, nil
}
