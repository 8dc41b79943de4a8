package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/ticket"
)

// joinView is the page by which a ticket goes on in another one of the same conversation,
// and by which that is undone.
type joinView struct {
	frame
	Chosen   row
	Into     ticket.Ticket // the other one; zero: it is still to be chosen
	Plan     []string      // what would happen
	Why      string        // it may not be, and what to do instead; "": it may
	May      []ticket.Ticket
	MayNot   []ticket.Ticket // closed ones, and those of other conversations of the same person
	Merged   []ticket.Ticket // that this one took over
	Until    time.Time       // until when its own merge can be undone; zero: for ever, or it is not merged
	Undoable bool
	Thread   []strandView // the ticket with what was merged into it, newest first
	Older    string       // address of the comments before those
}

func (s *server) showJoin(w http.ResponseWriter, r *http.Request, status int, f frame) {
	showView(s, w, r, status, "join", f, s.joinView)
}

func (s *server) joinView(r *http.Request, f frame) (v joinView, err error) {
	ctx, id := r.Context(), idOf(r)
	v.frame = f
	if v.Chosen, err = s.row(ctx, id); err != nil {
		return v, err
	}
	if into := v.Chosen.Ticket.MergedInto; into != "" {
		if err := s.readUndo(ctx, &v); err != nil {
			return v, err
		}
		return v, s.readWhole(r, &v, into)
	}
	for _, other := range v.Chosen.Ticket.Merged {
		t, err := s.store.Ticket(ctx, other)
		if err != nil {
			return v, err
		}
		if t.MergedInto == id {
			v.Merged = append(v.Merged, t)
		}
	}
	if into := ticket.ID(r.FormValue("into")); into != "" {
		return v, s.planJoin(ctx, &v, into)
	}
	if len(v.Merged) > 0 {
		if err := s.readWhole(r, &v, id); err != nil {
			return v, err
		}
	}
	person, err := s.person(ctx, v.Chosen.Ticket.Requester, f.Now)
	if err != nil {
		return v, err
	}
	list, err := s.requested(ctx, userIDs(person.Contacts), place{}, 50)
	for _, t := range list {
		switch {
		case t.ID == id || t.MergedInto != "":
		case t.Status == ticket.Closed || t.Requester != v.Chosen.Ticket.Requester || v.Chosen.Ticket.Status == ticket.Closed:
			v.MayNot = append(v.MayNot, t)
		default:
			v.May = append(v.May, t)
		}
	}
	return v, err
}

// WhyNot says why one of the other tickets cannot be chosen.
func (v joinView) WhyNot(t ticket.Ticket) string {
	switch {
	case v.Chosen.Ticket.Status == ticket.Closed:
		return v.T("join.why.this_closed")
	case t.Status == ticket.Closed:
		return v.T("join.why.closed")
	}
	return v.T("join.why.elsewhere")
}

// readUndo reads until when the merge of the ticket can be undone.
func (s *server) readUndo(ctx context.Context, v *joinView) error {
	head, err := s.store.Load(ctx, socialticket.Ref{Ticket: v.Chosen.Ticket.ID})
	if err != nil {
		return err
	}
	if v.Into, err = s.store.Ticket(ctx, v.Chosen.Ticket.MergedInto); err != nil {
		return err
	}
	for _, m := range head.Conversation.Merges {
		if m.Ticket == v.Chosen.Ticket.ID {
			v.Until = s.business.Settings().Lifecycle.UnmergeUntil(m.Merge)
			v.Undoable = v.Until.IsZero() || v.Now.Before(v.Until)
		}
	}
	return nil
}

// planJoin tells what the merge of two tickets would do, by the desk's own decision.
func (s *server) planJoin(ctx context.Context, v *joinView, into ticket.ID) (err error) {
	if v.Into, err = s.store.Ticket(ctx, into); err != nil {
		return err
	}
	before := v.Chosen.Ticket
	traced, err := s.desk.Trace(ctx, socialticket.MergeTickets{Ticket: before.ID, Into: into, By: agent(v.Agent.ID), IdempotencyKey: v.Key})
	if err != nil {
		v.Why = refusedJoin(v.Words, err)
		if v.Why == "" {
			return err
		}
		return nil
	}
	v.Plan = append(v.Plan, v.T("join.closes", before.ID), v.N("join.comments", before.Comments), v.T("join.note", into))
	for _, t := range traced.Receipt.Commit.Others {
		if t.ID != into {
			continue
		}
		if t.Status != v.Into.Status {
			v.Plan = append(v.Plan, v.T("join.status", into, v.Or("status", string(v.Into.Status)), v.Or("status", string(t.Status))))
		}
		more := slices.DeleteFunc(slices.Clone(t.Tags), func(tag string) bool { return slices.Contains(v.Into.Tags, tag) })
		if len(more) > 0 {
			v.Plan = append(v.Plan, v.T("join.tags", strings.Join(more, ", ")))
		}
	}
	if traced.Receipt.Commit.Conversation.Ticket == into {
		v.Plan = append(v.Plan, v.T("join.next", into))
	}
	v.Plan = append(v.Plan, v.T("join.stays"))
	return nil
}

// refusedJoin says why two tickets may not be merged, and what to do instead; "" if the
// error is another one.
func refusedJoin(w *words.Words, err error) string {
	switch {
	case errors.Is(err, ticket.ErrCircle):
		return w.T("join.why.same")
	case errors.Is(err, socialticket.ErrClosed):
		return w.T("join.why.closed")
	case errors.Is(err, socialticket.ErrNotFound):
		return w.T("join.why.elsewhere")
	case errors.Is(err, socialticket.ErrRefused):
		return w.T("join.why.elsewhere")
	}
	return ""
}

func (s *server) formJoin(r *http.Request) (string, error) {
	m := socialticket.MergeTickets{
		Ticket: idOf(r), Into: ticket.ID(r.PostFormValue("into")), By: agent(s.agentOf(r).ID),
		Text: strings.TrimSpace(r.PostFormValue("text")), IdempotencyKey: r.PostFormValue("idempotency_key"),
	}
	if err := checkKey(m.IdempotencyKey); err != nil {
		return "", err
	}
	if len(m.Text) > maxNote {
		return "", fieldError{"text", httpError{http.StatusUnprocessableEntity, s.wordsOf(r).T("people.long", maxNote)}}
	}
	if _, err := s.do(r.Context(), m); err != nil {
		if why := refusedJoin(s.wordsOf(r), err); why != "" {
			return "", httpError{http.StatusUnprocessableEntity, why}
		}
		return "", err
	}
	return "/tickets/" + url.PathEscape(string(m.Into)), nil
}

// formPart undoes the merge of a ticket.
func (s *server) formPart(r *http.Request) (string, error) {
	u := socialticket.UnmergeTickets{Ticket: idOf(r), By: agent(s.agentOf(r).ID), IdempotencyKey: r.PostFormValue("idempotency_key")}
	if err := checkKey(u.IdempotencyKey); err != nil {
		return "", err
	}
	if _, err := s.do(r.Context(), u); err != nil {
		if errors.Is(err, socialticket.ErrRefused) {
			return "", httpError{http.StatusUnprocessableEntity, s.wordsOf(r).T("join.late")}
		}
		return "", err
	}
	return "/tickets/" + url.PathEscape(string(u.Ticket)), nil
}
