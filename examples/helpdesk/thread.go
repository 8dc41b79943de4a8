package main

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
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

	// For the page: who wrote it, what it says, its files, what it answers, and the marks on it.
	By     string         `json:"-"`
	Told   words.Told     `json:"-"`
	Files  []fileView     `json:"-"`
	Quoted string         `json:"-"`
	Marks  []reactionView `json:"-"`
}

// reactionView is a mark on a comment.
type reactionView struct{ Emoji, By string }

func (s *server) comment(c ticket.Comment) commentView {
	return commentView{Comment: c, DeliveryText: s.words.Delivery(channel.WhatsApp, c.Delivery), Failed: failed(c)}
}

// failed reports that a comment may be sent again by hand.
func failed(c ticket.Comment) bool {
	d := c.Delivery
	return c.RevokedAt.IsZero() && (d.State == channel.StateFailed || d.State == channel.StateDoubt && d.Error.Code == channel.CodeDoubt)
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

// events returns a part of a log, told in words. The error matches [socialticket.ErrNotFound].
func (s *server) events(ctx context.Context, id ticket.ID, p socialticket.Page, n names) (eventPage, error) {
	list, err := s.store.Events(ctx, id, p)
	page := eventPage{Events: []eventView{}}
	for _, e := range list {
		page.Events = append(page.Events, eventView{e, n.Event(n.row.Ticket.Via, e, n)})
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

// ticketView is the ticket that is chosen; zero: none is.
type ticketView struct {
	row
	Comments []commentView // oldest first
	Older    string        // address with what is before
	Failures []commentView // what was not delivered, newest first
	Events   []eventView   // newest first
	OlderLog string
	Fields   fieldsView
	Composer composerView
}

// The page shows the newest part of a thread. The query names the first comment of it, so
// that what is shown stays where it is while more comes.
const (
	threadPart = 50
	threadMost = 1000
)

func (s *server) ticketView(r *http.Request, f frame) (v ticketView, err error) {
	ctx, id := r.Context(), ticket.ID(f.Ticket)
	if v.row, err = s.row(ctx, id); err != nil {
		return v, err
	}
	here, err := url.Parse(f.Here)
	if err != nil {
		return v, err
	}
	n := s.namesOf(f.Words, v.row, f.Clock)
	if err := s.readThread(ctx, here, n, &v); err != nil {
		return v, err
	}
	if err := s.readLog(ctx, here, n, &v); err != nil {
		return v, err
	}
	draft, err := s.draft(ctx, f.Agent.ID, id)
	if err != nil {
		return v, err
	}
	v.Fields = s.fieldsView(f, n, draft)
	if v.Composer, err = s.composerView(ctx, f, n, draft, here.Query().Get("macro")); err != nil {
		return v, err
	}
	if r.Method == http.MethodGet && r.URL.Query().Get("part") == "" {
		err = s.markSeen(ctx, f.Agent.ID, id, v.Ticket.Comments)
	}
	return v, err
}

// readThread reads the comments that the page shows.
func (s *server) readThread(ctx context.Context, here *url.URL, n names, v *ticketView) error {
	newest := v.Ticket.Comments
	from, err := readNumber(here.Query(), "from", max(newest-threadPart+1, 1), math.MaxInt32)
	if err != nil {
		return err
	}
	from = max(from, newest-threadMost+1)
	list, err := s.store.Comments(ctx, v.Ticket.ID, pageOf(max(newest-from+1, 1)+1)) // one more may have come
	if err != nil {
		return err
	}
	slices.Reverse(list)
	for _, c := range list {
		if c.AuthorName != "" {
			n.members[c.Author.ID] = c.AuthorName
		}
	}
	for _, c := range list {
		if c.Number < from {
			continue
		}
		one := s.commentOn(ctx, c, n, list)
		v.Comments = append(v.Comments, one)
		if one.Failed && v.Ticket.Status != ticket.Closed {
			v.Failures = append(v.Failures, one)
		}
	}
	slices.Reverse(v.Failures)
	if from > 1 && newest-from+1 < threadMost {
		v.Older = with(here.Path, here.Query(), "from", strconv.Itoa(max(from-threadPart, 1)))
	}
	return nil
}

// readLog reads the events that the page shows.
func (s *server) readLog(ctx context.Context, here *url.URL, n names, v *ticketView) error {
	shown, err := readNumber(here.Query(), "log", 30, threadMost)
	if err != nil {
		return err
	}
	events, err := s.events(ctx, v.Ticket.ID, pageOf(shown), n)
	v.Events = events.Events
	if events.Next > 0 && shown < threadMost {
		v.OlderLog = with(here.Path, here.Query(), "log", strconv.Itoa(min(shown*3, threadMost)))
	}
	return err
}

// commentOn returns a comment as the page shows it, beside the others of its thread.
func (s *server) commentOn(ctx context.Context, c ticket.Comment, n names, thread []ticket.Comment) commentView {
	v := commentView{
		Comment: c, Failed: failed(c), By: n.author(c), DeliveryText: n.Delivery(n.row.Ticket.Via, c.Delivery),
		Told: n.Tell(c.Content), Files: s.filesOf(ctx, n.row.Ticket.Address.Account, c, n.Words),
	}
	if t, found := s.template(n.row.Ticket.Address.Account, c.Content.Template.Name, c.Content.Template.Language); found && c.Content.Type == channel.Template {
		v.Told.Words, v.Told.Lines = filled(t, c.Content.Template.Values), nil
	}
	for _, mark := range c.Reactions {
		if mark.Emoji != "" {
			v.Marks = append(v.Marks, reactionView{mark.Emoji, upper(n.Actor(mark.By, n))})
		}
	}
	if to := c.Content.ReplyTo; to != "" {
		for _, other := range thread {
			if other.RevokedAt.IsZero() && (slices.Contains(other.MessageIDs(), to) || other.Content.Quote == to) {
				v.Quoted = short(n.Content(other.Content), 120)
			}
		}
	}
	return v
}

// short cuts a text to a number of characters.
func short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
