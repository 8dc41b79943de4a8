package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/ticket"
)

// mergeRoutes are the pages by which two persons, or two tickets, become one and two again.
func (s *server) mergeRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /people/{id}/merge", s.page("people", s.showMerge))
	mux.HandleFunc("POST /people/{id}/merge", s.formOn("people", s.showMerge, s.formMerge))
	mux.HandleFunc("GET /people/{id}/unmerge", s.page("people", s.showUnmerge))
	mux.HandleFunc("POST /people/{id}/unmerge", s.formOn("people", s.showUnmerge, s.formUnmerge))
	mux.HandleFunc("GET /tickets/{id}/merge", s.page("tickets", s.showJoin))
	mux.HandleFunc("POST /tickets/{id}/merge", s.formOn("tickets", s.showJoin, s.formJoin))
	mux.HandleFunc("POST /tickets/{id}/unmerge", s.formOn("tickets", s.showJoin, s.formPart))
}

// mergeView is the page by which a person is merged into another: first the other one is
// looked for, then the plan is shown.
type mergeView struct {
	frame
	Requester personView // who is merged
	Query     string
	Found     []candidate
	More      bool // the search has found others
	Plan      *planView
	From      ticket.ID // the ticket that led here; "": none
}

// candidate is a person that may be chosen.
type candidate struct{ ID, Name, Detail string }

// planView is what a merge would do.
type planView struct {
	identity.Plan
	Name  string   // of the other person
	Along []string // what comes along
	Why   string   // it may not be; "": it may
}

func (s *server) showMerge(w http.ResponseWriter, r *http.Request, status int, f frame) {
	showView(s, w, r, status, "merge", f, s.mergeView)
}

func (s *server) mergeView(r *http.Request, f frame) (v mergeView, err error) {
	v = mergeView{frame: f, Query: r.FormValue("q"), From: ticket.ID(r.FormValue("ticket"))}
	if v.Requester, err = s.person(r.Context(), r.PathValue("id"), f.Now); err != nil {
		return v, err
	}
	if into := r.FormValue("into"); into != "" {
		v.Plan, err = s.plan(r.Context(), f, socialticket.Merge{Person: v.Requester.ID, Into: into, By: agent(f.Agent.ID)})
		return v, err
	}
	if v.Query != "" {
		v.Found, v.More, err = s.findPeople(r.Context(), v.Query, v.Requester.ID)
		return v, err
	}
	v.Requester.Perhaps, err = s.perhaps(r.Context(), v.Requester.Contacts)
	return v, err
}

// shownPeople is how many persons a search shows.
const shownPeople = 20

// findPeople returns the persons that a search finds, but for one.
func (s *server) findPeople(ctx context.Context, text, but string) (list []candidate, more bool, err error) {
	q, _ := inbox.ParseQuery(text)
	if digits := strings.Trim(text, "+-() 0123456789."); digits == "" && len(text) >= 4 {
		q = inbox.Query{Phone: text}
	}
	for found, err := range s.inbox.Users(ctx, q, inbox.PersonPage{Limit: shownPeople + 2}) {
		switch {
		case err != nil:
			return nil, false, err
		case found.Person.ID == but:
		case len(list) == shownPeople:
			return list, true, nil
		default:
			v, err := s.person(ctx, found.Person.ID, s.clock.Now())
			if err != nil {
				return nil, false, err
			}
			list = append(list, v.found())
		}
	}
	return list, false, nil
}

// found returns a person as the results of a search show it.
func (v personView) found() candidate {
	var handles []string
	for _, one := range v.Reaches() {
		if one.Value != v.Name && !slices.Contains(handles, one.Value) {
			handles = append(handles, one.Value)
		}
	}
	return candidate{ID: v.ID, Name: v.Name, Detail: strings.Join(handles, ", ")}
}

// plan returns what a merge would do, in words.
func (s *server) plan(ctx context.Context, f frame, m socialticket.Merge) (*planView, error) {
	other, err := s.person(ctx, m.Into, f.Now)
	if err != nil {
		return nil, err
	}
	m.Into = other.ID // it may have been merged itself
	plan, err := s.desk.PlanMerge(ctx, m)
	if err != nil {
		return nil, err
	}
	v := &planView{Plan: plan, Name: other.Name}
	if plan.Refused != nil {
		v.Why = refusedMerge(f.Words, plan.Refused)
	}
	moves := plan.Moves
	v.Along = append(v.Along, f.N("merge.contacts", moves.Contacts))
	if moves.Tickets >= 0 {
		v.Along = append(v.Along, f.N("merge.tickets", moves.Tickets))
	}
	var handles []string
	for _, a := range moves.Addresses {
		handles = append(handles, f.Or("value", "via", string(a.Account.Kind))+" "+a.Handle)
	}
	for _, h := range moves.Handles {
		if !slices.ContainsFunc(moves.Addresses, func(a channel.Address) bool { return sameNumber(a.Handle, h.Value) }) {
			handles = append(handles, h.Value)
		}
	}
	if len(handles) > 0 {
		v.Along = append(v.Along, f.T("merge.handles", strings.Join(handles, ", ")))
	}
	if len(moves.Tags) > 0 {
		v.Along = append(v.Along, f.T("merge.tags", strings.Join(moves.Tags, ", ")))
	}
	if moves.Notes > 0 {
		v.Along = append(v.Along, f.N("merge.notes", moves.Notes))
	}
	return v, nil
}

// refusedMerge says why two persons may not be merged.
func refusedMerge(w *words.Words, err error) string {
	for key, reason := range map[string]error{
		"merge.why.circle": identity.ErrCircle, "merge.why.merged": identity.ErrMerged, "merge.why.agent": identity.ErrAgent,
		"merge.why.tickets": identity.ErrTickets, "merge.why.unverified": identity.ErrUnverified, "merge.why.external": identity.ErrExternal,
		"merge.why.parted": identity.ErrNotMerged,
	} {
		if errors.Is(err, reason) {
			return w.T(key)
		}
	}
	return w.T("merge.why.other")
}

// FieldName names a field of the plan.
func (v mergeView) FieldName(f identity.Fate) string {
	if id, custom := strings.CutPrefix(f.Field, string(identity.CustomField)); custom {
		return strings.ReplaceAll(id, "_", " ")
	}
	return v.Or("people", "field", f.Field)
}

func (s *server) formMerge(r *http.Request) (string, error) {
	m := socialticket.Merge{
		Person: r.PathValue("id"), Into: r.PostFormValue("into"), By: agent(s.agentOf(r).ID),
		Reason: strings.TrimSpace(r.PostFormValue("reason")), IdempotencyKey: r.PostFormValue("idempotency_key"),
	}
	if err := checkKey(m.IdempotencyKey); err != nil {
		return "", err
	}
	if len(m.Reason) > maxNote {
		return "", fieldError{"reason", httpError{http.StatusUnprocessableEntity, s.wordsOf(r).T("people.long", maxNote)}}
	}
	if _, err := s.person(r.Context(), m.Into, s.clock.Now()); err != nil {
		return "", err
	}
	if _, err := s.do(r.Context(), m); err != nil {
		return "", s.mergeError(r, err)
	}
	if from := r.PostFormValue("ticket"); from != "" {
		return "/tickets/" + url.PathEscape(from), nil
	}
	return "/people/" + url.PathEscape(m.Into), nil
}

// mergeError tells a refusal in words.
func (s *server) mergeError(r *http.Request, err error) error {
	if !errors.Is(err, socialticket.ErrRefused) {
		return err
	}
	return httpError{http.StatusUnprocessableEntity, refusedMerge(s.wordsOf(r), err)}
}
