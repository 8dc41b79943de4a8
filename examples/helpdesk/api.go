package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// maxRequest bounds the body of a request to the API or of a form.
const maxRequest = 1 << 20

func (s *server) apiRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/tickets", s.api(s.apiList))
	mux.HandleFunc("GET /api/tickets/{id}", s.api(s.apiShow))
	mux.HandleFunc("PATCH /api/tickets/{id}", s.api(s.apiUpdate))
	mux.HandleFunc("GET /api/tickets/{id}/comments", s.api(s.apiComments))
	mux.HandleFunc("POST /api/tickets/{id}/comments", s.api(s.apiReply))
	mux.HandleFunc("POST /api/tickets/{id}/comments/{comment}/resend", s.api(s.apiResend))
	mux.HandleFunc("GET /api/tickets/{id}/events", s.api(s.apiEvents))
	mux.HandleFunc("/api/", s.api(func(r *http.Request) (int, any, error) {
		return 0, nil, httpError{http.StatusNotFound, fmt.Sprintf("there is no %s %s", r.Method, r.URL.Path)}
	}))
}

// api answers with what h returns, as JSON.
func (s *server) api(h func(*http.Request) (int, any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		r.Header.Del("Accept") // errors too are JSON
		status, v, err := h(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		writeJSON(w, status, v)
	}
}

func (s *server) apiList(r *http.Request) (int, any, error) {
	q, err := readList(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	page, err := s.list(r.Context(), q)
	return http.StatusOK, page, err
}

func (s *server) apiShow(r *http.Request) (int, any, error) {
	id := ticket.ID(r.PathValue("id"))
	one, err := s.row(r.Context(), id)
	if err != nil {
		return 0, nil, err
	}
	comments, err := s.comments(r.Context(), id, socialticket.Page{})
	if err != nil {
		return 0, nil, err
	}
	events, err := s.events(r.Context(), id, socialticket.Page{}, s.englishNames(one))
	return http.StatusOK, struct {
		row
		commentPage
		eventPage
	}{one, comments, events}, err
}

func (s *server) apiComments(r *http.Request) (int, any, error) {
	page, err := readPage(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	comments, err := s.comments(r.Context(), ticket.ID(r.PathValue("id")), page)
	return http.StatusOK, comments, err
}

func (s *server) apiEvents(r *http.Request) (int, any, error) {
	page, err := readPage(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	one, err := s.row(r.Context(), ticket.ID(r.PathValue("id")))
	if err != nil {
		return 0, nil, err
	}
	events, err := s.events(r.Context(), one.Ticket.ID, page, s.englishNames(one))
	return http.StatusOK, events, err
}

// apiReply adds a reply or a note. One that cannot be delivered is added all the
// same: its delivery says so.
func (s *server) apiReply(r *http.Request) (int, any, error) {
	var a answer
	if err := readBody(r, &a); err != nil {
		return 0, nil, err
	}
	a.Key = key(r, a.Key)
	if err := s.speakFor(r, &a.Agent); err != nil {
		return 0, nil, err
	}
	receipt, err := s.reply(r.Context(), ticket.ID(r.PathValue("id")), a)
	return s.sent(receipt, err)
}

// apiResend sends a failed comment again. One that cannot be delivered stays failed: its
// delivery says why.
func (s *server) apiResend(r *http.Request) (int, any, error) {
	var a again
	if err := readBody(r, &a); err != nil {
		return 0, nil, err
	}
	a.Key = key(r, a.Key)
	if err := s.speakFor(r, &a.Agent); err != nil {
		return 0, nil, err
	}
	receipt, err := s.resend(r.Context(), ticket.ID(r.PathValue("id")), r.PathValue("comment"), a)
	return s.sent(receipt, err)
}

// sent answers with what became of a comment that was to be sent.
func (s *server) sent(r socialticket.Receipt, err error) (int, any, error) {
	status := http.StatusCreated
	if r.Outcome == socialticket.Duplicate {
		status = http.StatusOK
	}
	return status, struct {
		Outcome socialticket.Outcome `json:"outcome"`
		Ticket  ticket.Ticket        `json:"ticket"`
		Comment commentView          `json:"comment,omitzero"`
		Instead channel.Advice       `json:"instead,omitzero"` // what would work now
	}{r.Outcome, r.Ticket, s.comment(r.Comment), r.Decision.Instead}, err
}

// speakFor sets the agent who does something where a request names none: the one who sends it.
// Only administrators do things in the name of others.
func (s *server) speakFor(r *http.Request, agent *string) error {
	who := s.agentOf(r).ID
	if *agent != "" && *agent != who && !s.admin(who) {
		return httpError{http.StatusForbidden, "agent_id: only an administrator does things in the name of others"}
	}
	*agent = cmp.Or(*agent, who)
	return nil
}

// key returns the idempotency key of a request: that of the header, else that of the body.
func key(r *http.Request, body string) string {
	return cmp.Or(r.Header.Get("Idempotency-Key"), body)
}

// apiUpdate sets a status, priority or assignee; what is empty stays.
func (s *server) apiUpdate(r *http.Request) (int, any, error) {
	var u update
	if err := readBody(r, &u); err != nil {
		return 0, nil, err
	}
	u.Key = key(r, u.Key)
	if err := s.speakFor(r, &u.Agent); err != nil {
		return 0, nil, err
	}
	receipt, err := s.update(r.Context(), ticket.ID(r.PathValue("id")), u)
	return http.StatusOK, map[string]ticket.Ticket{"ticket": receipt.Ticket}, err
}

// readBody reads a JSON object that has no other members than v.
func readBody(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil && d.Decode(&struct{}{}) != io.EOF {
		err = errors.New("there is more after the object")
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return httpError{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes", large.Limit)}
	case err != nil:
		return httpError{http.StatusBadRequest, "the body is not the JSON object wanted: " + err.Error()}
	}
	return nil
}
