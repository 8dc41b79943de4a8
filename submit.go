package socialticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Submit is a form that a visitor filled in, because no chat could start. The forms of an
// account are those of [Settings.Widgets].
type Submit struct {
	Account channel.Account `json:"account"` // of the widget; answers go out by it
	// From is the visitor's handle on the account. Empty: the e-mail address that was
	// answered, in small letters, so that the requests of one address are of one contact.
	From string `json:"from,omitzero"`
	// Form is [session.ModeOfflineForm] or [session.ModeContactForm]. It is the ticket's
	// tag too.
	Form       session.Mode `json:"form"`
	Department string       `json:"department,omitzero"` // that was chosen; the ticket's group
	// Answers are the texts that were filled in, by the ids of the form's fields, see
	// [session.Form.Read].
	Answers map[string]string `json:"answers"`
	Locale  string            `json:"locale,omitzero"` // the visitor's language
	// IdempotencyKey names the submission among those of its visitor, so that the same one
	// handed in twice is one ticket. Forms should carry one.
	IdempotencyKey string `json:"idempotency_key,omitzero"`

	Masked bool `json:"masked,omitzero"` // as in [Reply]
}

// Submit makes a ticket of the answers to a form, always one of its own, also if the
// visitor has another that is open: a request is not a part of a talk. The visitor's next
// message goes to it. Source: https://support.zendesk.com/hc/en-us/articles/5137169660826,
// facts as of autumn 2026.
//
// The ticket has the message as its first comment, the subject, the custom fields, and the
// tag "offline_form" or "contact_form". It takes no capacity for live talks and begins no
// session. Name, address and number are put on the contact where none is known; the
// comment's card keeps what was typed. Nothing that was typed makes two contacts one.
//
// The form is taken whether or not the widget would show it now, for it was open when the
// visitor began to write. The errors match [ErrInvalid], with a *[session.FormError] if an
// answer is wrong, or [ErrRefused].
func (d *Desk) Submit(ctx context.Context, s Submit) (Receipt, error) { return d.Do(ctx, s) }

// Kind implements [Command].
func (Submit) Kind() string { return "submit" }

func (s Submit) check() error {
	if s.Account.Kind == "" || s.Account.ID == "" {
		return invalidField("submit", "account", "is missing")
	}
	return nil
}

func (s Submit) cause(key string) string {
	return causeOf(cmp.Or(s.IdempotencyKey, key), "submit", string(s.Account.Kind), s.Account.ID, s.handle())
}

func (s Submit) ref(d *Desk, cause string) Ref {
	s = d.maskedSubmit(s)
	ref := Ref{Account: s.Account, Cause: cause}
	if cause != "" {
		ref.Comment = d.replyComment(cause) // leads to the ticket if it is in already
	}
	if s.handle() != "" {
		ref.Addresses = d.config.Phones.Candidates(s.event())
	}
	return ref
}

// handle returns where the visitor is known, "" if that is not told.
func (s Submit) handle() string {
	return cmp.Or(s.From, strings.ToLower(strings.TrimSpace(s.Answers[session.AskEmail])))
}

// event returns what tells of the visitor, as a platform would. A number that was typed is
// not among it: it proves nothing.
func (s Submit) event() channel.Event {
	name := strings.TrimSpace(s.Answers[session.AskName])
	return channel.Event{Type: channel.EventMessage, Account: s.Account, From: s.handle(), Profile: channel.Profile{Name: name, Locale: s.Locale}}
}

// maskedSubmit masks what the visitor typed.
func (d *Desk) maskedSubmit(s Submit) Submit {
	answers := make(map[string]string, len(s.Answers))
	for id, text := range s.Answers {
		s.Masked = d.mask(&text) || s.Masked
		answers[id] = text
	}
	s.Answers = answers
	s.Masked = d.mask(&s.Locale) || s.Masked
	return s
}

func (s Submit) decide(dr *draft) error {
	if dr.head.Comment.ID != "" { // the cause was pruned meanwhile
		dr.again = true
		return nil
	}
	form, err := s.form(dr)
	if err != nil {
		return err
	}
	answers, err := form.Read(s.Answers)
	if err != nil {
		return refused("submit", "answers", ErrInvalid, err)
	}
	if s.handle() == "" {
		return invalidField("submit", "from", "a handle or an e-mail address is needed")
	}
	f := filled{Submit: s, form: form, answers: answers}
	f.meet(dr)
	by := ticket.Actor{Kind: ticket.EndUser, ID: dr.conv.User.ID}
	dr.ticket = ticket.Ticket{} // it does not follow up the one before
	dr.create(s.Account, dr.cause, by, false)
	if err := dr.changeAll(by, f.changes()); err != nil {
		return err
	}
	dr.comment(f.comment(dr, by))
	dr.tellConflicts()
	next, err := dr.settings.Lifecycle.Receive(dr.ticket, dr.now, dr.now)
	if err != nil {
		return err
	}
	next.Routing = ticket.RouteEmail // it is not a talk
	dr.step(by, next)
	return nil
}

// form returns the form that the visitor filled in.
func (s Submit) form(dr *draft) (session.Form, error) {
	w, known := dr.settings.widget(s.Account)
	form, on := w.Form(s.Form)
	hasDepartment := s.Department == "" || slices.ContainsFunc(w.Departments, func(d session.Department) bool { return d.ID == s.Department })
	switch {
	case !dr.desk.knows(s.Account):
		return form, invalidField("submit", "account", "the desk does not answer for this account")
	case !known:
		return form, invalidField("submit", "account", "it has no widget")
	case !on:
		return form, &Error{Kind: ErrRefused, What: "submit", Field: "form", Text: fmt.Sprintf("%q is not on", s.Form)}
	case !hasDepartment:
		return form, invalidField("submit", "department", fmt.Sprintf("%q is unknown", s.Department))
	}
	return form, nil
}
