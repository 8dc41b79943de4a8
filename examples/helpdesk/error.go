package main

import (
	"errors"
	"net/http"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// httpError is an error with the status to answer with and a text for people.
type httpError struct {
	status int
	text   string
}

func (e httpError) Error() string { return e.text }

// statusOf returns err as it is answered. What is inside stays inside: it is for
// the log.
func statusOf(err error) httpError {
	var known httpError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, socialticket.ErrNotFound):
		return httpError{http.StatusNotFound, "there is no such ticket"}
	case errors.Is(err, ticket.ErrClosed):
		return httpError{http.StatusConflict, "the ticket is closed and cannot be changed; the customer's next message begins a new one"}
	case errors.Is(err, ticket.ErrTransition), errors.Is(err, ticket.ErrNeedsAssignee), errors.Is(err, ticket.ErrValue):
		return httpError{http.StatusUnprocessableEntity, err.Error()}
	}
	return httpError{http.StatusInternalServerError, "something went wrong here, please try again"}
}
