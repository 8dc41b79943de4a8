package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// httpError is an error with the status to answer with and a text for people.
type httpError struct {
	status int
	text   string
}

func (e httpError) Error() string { return e.text }

// fieldError is an error about one field of a form.
type fieldError struct {
	field string
	httpError
}

// Unwrap returns the error without the field.
func (e fieldError) Unwrap() error { return e.httpError }

// statusOf returns err as it is answered. What is inside stays inside: it is for
// the log.
func statusOf(err error) httpError {
	var known httpError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, socialticket.ErrNotFound):
		return httpError{http.StatusNotFound, "there is no such ticket or comment"}
	case errors.Is(err, socialticket.ErrInvalid), errors.Is(err, socialticket.ErrRefused):
		return httpError{http.StatusUnprocessableEntity, refusalText(err)}
	case errors.Is(err, socialticket.ErrStale):
		return httpError{http.StatusConflict, "the ticket has changed meanwhile: " + refusalText(err)}
	case errors.Is(err, socialticket.ErrClosed):
		return httpError{http.StatusConflict, "the ticket is closed and cannot be changed; the customer's next message begins a new one"}
	}
	return httpError{http.StatusInternalServerError, "something went wrong here, please try again"}
}

// refusalText returns the words of a refusal.
func refusalText(err error) string {
	if t, ok := errors.AsType[*ticket.TransitionError](err); ok {
		return fmt.Sprintf("a person cannot move a ticket from %s to %s", t.From, t.To)
	}
	e, ok := errors.AsType[*socialticket.Error](err)
	switch {
	case !ok || e.Text == "":
		return strings.TrimPrefix(err.Error(), "socialticket: ")
	case strings.HasPrefix(e.Text, e.Field):
		return e.Text
	}
	return e.Field + ": " + e.Text
}

// errorView is what the page of an error shows.
type errorView struct {
	frame
	Status int
	Text   string
	Detail string // what exactly, in the language of the API; "" for readers of another
}

// errorView returns an error in the reader's language.
func (s *server) errorView(r *http.Request, e httpError) errorView {
	v := errorView{frame: s.frame(r, ""), Status: e.status}
	key := fmt.Sprintf("error.%d", e.status)
	if v.Text = v.T(key); v.Text == key {
		v.Text = v.T(fmt.Sprintf("error.%d", max(400, e.status/100*100)))
	}
	if v.Lang() == "en" && e.status < http.StatusInternalServerError {
		v.Detail = e.text
	}
	return v
}
