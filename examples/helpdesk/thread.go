package main

import (
	"context"
	"math"
	"net/url"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// commentPage is a part of a thread, newest first.
type commentPage struct {
	Comments []commentView `json:"comments"`
	Next     int           `json:"comments_before,omitzero"` // for before; 0: that was all
}

// commentView is a comment, with what its delivery means.
type commentView struct {
	ticket.Comment
	DeliveryText string `json:"delivery_text,omitzero"`
	Failed       bool   `json:"can_resend,omitzero"` // it may be sent again by hand
}

func (s *server) comment(c ticket.Comment) commentView {
	return commentView{c, s.words.delivery(c.Delivery), failed(c)}
}

// comments returns a part of a thread. The error matches [socialticket.ErrNotFound].
func (s *server) comments(ctx context.Context, id ticket.ID, p socialticket.Page) (commentPage, error) {
	list, err := s.store.Comments(ctx, id, p)
	page := commentPage{Comments: []commentView{}}
	for _, c := range list {
		page.Comments = append(page.Comments, s.comment(c))
	}
	if len(list) > 0 && list[len(list)-1].Number > 1 {
		page.Next = list[len(list)-1].Number
	}
	return page, err
}

// eventPage is a part of a ticket's log, newest first.
type eventPage struct {
	Events []eventView `json:"events"`
	Next   int         `json:"events_before,omitzero"` // for before; 0: that was all
}

// eventView is an audit event, with what it means.
type eventView struct {
	ticket.Event
	Text string `json:"text"`
}

// events returns a part of a log. The error matches [socialticket.ErrNotFound].
func (s *server) events(ctx context.Context, id ticket.ID, p socialticket.Page) (eventPage, error) {
	list, err := s.store.Events(ctx, id, p)
	page := eventPage{Events: []eventView{}}
	for _, e := range list {
		page.Events = append(page.Events, eventView{e, s.words.event(e)})
	}
	if len(list) > 0 && list[len(list)-1].Number > 1 {
		page.Next = list[len(list)-1].Number
	}
	return page, err
}

// readPage reads a query: before and limit.
func readPage(q url.Values) (p socialticket.Page, err error) {
	if q.Get("before") != "" {
		if p.Before, err = readNumber(q, "before", 0, math.MaxInt32); err != nil {
			return p, err
		}
	}
	p.Limit, err = readNumber(q, "limit", 50, 200)
	return p, err
}
