package socialticket

import (
	"errors"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// The errors that a [Store] returns and a desk acts on, with errors.Is.
var (
	// ErrConflict tells that the state has moved since it was loaded: decide again.
	ErrConflict = errors.New("socialticket: version conflict")
	// ErrDuplicate tells that the cause of a commit is in already.
	ErrDuplicate = errors.New("socialticket: duplicate")
)

// The kinds of refusal, for errors.Is. Every refusal of a desk is an *[Error] of one of
// these kinds; an HTTP host answers 404, 422, 409, 409 and 422.
var (
	// ErrNotFound: the ticket, comment, macro or person is unknown.
	ErrNotFound = errors.New("socialticket: not found")
	// ErrInvalid: the command itself cannot be; Field says where.
	ErrInvalid = errors.New("socialticket: invalid")
	// ErrStale: a field has another value than the caller had seen.
	ErrStale = errors.New("socialticket: stale")
	// ErrClosed: the ticket is closed and never changes again.
	ErrClosed = errors.New("socialticket: closed")
	// ErrRefused: the ticket's life or the settings refuse the change.
	ErrRefused = errors.New("socialticket: refused")
)

// Error is a refusal. It matches its Kind, and what Err matches.
type Error struct {
	Kind  error  // one of the kinds above
	What  string // it is about: "ticket 5F…", "reply"
	Field string // of the command or the ticket; empty: all of it
	Text  string // the reason, for people; it may be empty
	Err   error  // the cause below, if there is one
}

func (e *Error) Error() string {
	parts := []string{"socialticket", e.What, e.Field, e.Text}
	if e.Text == "" {
		parts[3] = bare(e.Kind)
	}
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ": ")
}

// Is makes e match its Kind.
func (e *Error) Is(target error) bool { return target == e.Kind }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// bare returns the text of an error without the names of packages.
func bare(err error) string {
	return strings.NewReplacer("socialticket: ", "", "ticket: ", "", "identity: ", "", "channel: ", "", "session: ", "").Replace(err.Error())
}

func notFound(what string, id string) error {
	return &Error{Kind: ErrNotFound, What: fmt.Sprintf("%s %q", what, id)}
}

func invalid(what, text string) error { return &Error{Kind: ErrInvalid, What: what, Text: text} }

func invalidField(what, field, text string) error {
	return &Error{Kind: ErrInvalid, What: what, Field: field, Text: text}
}

func closed(id ticket.ID) error {
	return &Error{Kind: ErrClosed, What: fmt.Sprintf("ticket %q", id), Err: ticket.ErrClosed}
}

// over returns the refusal of what is asked of a closed ticket. It names the one that took
// it over.
func over(t ticket.Ticket) error {
	e := &Error{Kind: ErrClosed, What: fmt.Sprintf("ticket %q", t.ID), Err: ticket.ErrClosed}
	if t.MergedInto != "" {
		e.Text = fmt.Sprintf("it is closed: it was merged into ticket %q", t.MergedInto)
	}
	return e
}

// refused returns a cause of another package as a refusal.
func refused(what, field string, kind, err error) error {
	return &Error{Kind: kind, What: what, Field: field, Text: bare(err), Err: err}
}
