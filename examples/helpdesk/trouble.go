package main

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/ticket"
)

// refusal is why a form is refused, as a sentence of package words, so that the page says it
// in the viewer's language. The API says it in English.
type refusal struct {
	fieldError
	key  string
	args []any
}

// Unwrap returns the error without the sentence.
func (e refusal) Unwrap() error { return e.fieldError }

// refuse returns a refusal about a field; "": about all of the form.
func (s *server) refuse(status int, field, key string, args ...any) error {
	return refusal{fieldError{field, httpError{status, s.words.T(key, args...)}}, key, args}
}

// staleError tells that a field has another value than a form showed, and who changed it.
type staleError struct {
	err            error
	field          ticket.FieldName
	is, seen, text string       // of an API: what it says
	event          ticket.Event // zero: the log does not tell
}

// Error returns what is answered in English.
func (e *staleError) Error() string { return e.text }

// Unwrap returns what is answered, and the refusal of the desk.
func (e *staleError) Unwrap() []error {
	return []error{httpError{http.StatusConflict, e.text}, e.err}
}

// trouble says in the viewer's language why a form was refused, and which field is why.
func (s *server) trouble(ctx context.Context, f frame, id ticket.ID, err error) (text, field string) {
	if e, ok := errors.AsType[refusal](err); ok {
		return f.T(e.key, e.args...), e.field
	}
	if text, ok := s.windowTrouble(f, err); ok {
		return text, "mode"
	}
	if e, ok := errors.AsType[*staleError](err); ok {
		if one, failed := s.row(ctx, id); failed == nil {
			return staleText(e, s.namesOf(f.Words, one, f.Clock)), string(e.field)
		}
	}
	e, ok := errors.AsType[*socialticket.Error](err)
	if ok {
		field = e.Field
	}
	transition, moved := errors.AsType[*ticket.TransitionError](err)
	switch {
	case errors.Is(err, socialticket.ErrClosed):
		return f.T("trouble.closed"), ""
	case moved:
		return f.T("trouble.transition", f.Or("status", string(transition.From)), f.Or("status", string(transition.To))), string(ticket.FieldStatus)
	case errors.Is(err, ticket.ErrNeedsAssignee):
		return f.T("trouble.assignee"), string(ticket.FieldAssignee)
	case errors.Is(err, ticket.ErrValue):
		return f.T("trouble.value"), field
	case ok && errors.Is(err, socialticket.ErrRefused) && field == "by":
		return f.T("trouble.macro"), "macro"
	}
	return statusOf(err).text, field
}

// staleText tells what a field is, what the form showed, and who changed it when.
func staleText(e *staleError, n names) string {
	w := n.Words
	is := cmp.Or(w.Value(e.field, e.is, n), w.T("trouble.empty_value"))
	seen := cmp.Or(w.Value(e.field, e.seen, n), w.T("trouble.empty_value"))
	text := w.T("trouble.stale", fieldWords(w, e.field, n), seen, is)
	if e.event.Type != "" {
		text += " " + w.Event(n.row.Ticket.Via, e.event, n) + " (" + n.Clock(e.event.At) + ")"
	}
	return text
}

func fieldWords(w *words.Words, f ticket.FieldName, n names) string {
	if id, custom := f.Custom(); custom {
		return w.T("field.custom", n.Name("field", id))
	}
	return w.Or("field", string(f))
}

// ticketForm does what a form on the page of a ticket asks, and sends the browser on. Whatever
// the form is for and whatever becomes of it, what was typed is kept first.
func (s *server) ticketForm(do func(r *http.Request, d draft) (to string, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		files, unread := s.readTicketForm(w, r)
		d, err := s.keepDraft(r, files)
		if err = cmp.Or(unread, err); err == nil {
			var to string
			if to, err = do(r, d); err == nil {
				http.Redirect(w, r, to, http.StatusSeeOther)
				return
			}
		}
		e := statusOf(err)
		if e.status >= http.StatusInternalServerError || e.status == http.StatusNotFound {
			s.fail(w, r, err)
			return
		}
		f := s.frame(r, "tickets")
		f.Typed = r.PostForm
		if f.Typed.Get("back") == "" {
			f.Here = "/tickets/" + string(idOf(r))
		}
		f.Trouble, f.TroubleField = s.trouble(r.Context(), f, idOf(r), err)
		s.showTickets(w, r, e.status, f)
	}
}
