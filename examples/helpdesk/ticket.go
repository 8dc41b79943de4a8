package main

import (
	"net/http"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// ticketRoutes are the page of the tickets, the forms on a ticket, and its files.
func (s *server) ticketRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.page("tickets", s.showTickets))
	mux.HandleFunc("GET /tickets/{id}", s.page("tickets", s.showTickets))
	mux.HandleFunc("GET /media/{id}/{comment}/{n}", s.file)
	mux.HandleFunc("POST /tickets/{id}/draft", s.typed)
	mux.HandleFunc("POST /tickets/{id}/seen", s.form(s.formSeen))
	for path, do := range map[string]func(*http.Request, draft) (string, error){
		"reply": s.formReply, "comments/{comment}/resend": s.formResend, "status": s.formFields, "end": s.formEnd, "keep": s.formKeep,
		"preview": s.formPreview, "macro": s.formMacro,
		"snooze": s.formSet(ticket.FieldSnoozed, s.napOf), "wake": s.formSet(ticket.FieldSnoozed, always("")),
		"mute": s.formSet(ticket.FieldMuted, always("true")), "unmute": s.formSet(ticket.FieldMuted, always("")),
	} {
		mux.HandleFunc("POST /tickets/{id}/"+path, s.ticketForm(do))
	}
}

func idOf(r *http.Request) ticket.ID { return ticket.ID(r.PathValue("id")) }

// always returns a value whatever the form says.
func always(value string) func(*http.Request, time.Time) (string, error) {
	return func(*http.Request, time.Time) (string, error) { return value, nil }
}

func (s *server) formResend(r *http.Request, _ draft) (string, error) {
	to := back(r)
	a := again{Key: r.PostForm.Get("idempotency_key"), Agent: s.agentOf(r).ID}
	_, err := s.resend(r.Context(), idOf(r), r.PathValue("comment"), a)
	return to.String(), err
}

func (s *server) formEnd(r *http.Request, _ draft) (string, error) {
	to := back(r)
	return to.String(), s.end(r.Context(), idOf(r), s.agentOf(r).ID, r.PostForm.Get("idempotency_key"))
}

// formKeep keeps what was typed, and files that were chosen, and does nothing else.
func (s *server) formKeep(r *http.Request, _ draft) (string, error) {
	to := back(r)
	return to.String(), nil
}

// formSeen takes that an agent looks at a ticket up to a comment.
func (s *server) formSeen(r *http.Request) (string, error) {
	n, err := readNumber(r.PostForm, "comment", 0, 1<<30)
	to := back(r)
	if err != nil {
		return "", err
	}
	one, err := s.store.Ticket(r.Context(), idOf(r))
	if err != nil {
		return "", err
	}
	return to.String(), s.markSeen(r.Context(), s.agentOf(r).ID, idOf(r), min(n, one.Comments))
}

// formReply sends what was typed: a reply, a template or a note, and with it the fields that
// were changed.
func (s *server) formReply(r *http.Request, d draft) (string, error) {
	to := back(r)
	one, err := s.store.Ticket(r.Context(), idOf(r))
	if err != nil {
		return "", err
	}
	a, err := s.readAnswer(r, d, one)
	if err != nil {
		return "", err
	}
	if err := s.checkAnswer(a); err != nil {
		return "", err
	}
	if err := s.inTime(r, a); err != nil {
		return "", err
	}
	if _, err := s.reply(r.Context(), idOf(r), a); err != nil {
		return "", err
	}
	return to.String(), s.forget(r, a)
}

// readAnswer reads what a form says. Fields that are not as the form showed them must be as
// it showed them still.
func (s *server) readAnswer(r *http.Request, d draft, one ticket.Ticket) (answer, error) {
	form := r.PostForm
	mode := form.Get("mode")
	a := answer{
		Text: form.Get("text"), Note: mode == "note" || form.Get("note") != "", Agent: s.agentOf(r).ID, Key: form.Get("idempotency_key"),
	}
	changes, seen := readFields(form)
	for _, c := range seen {
		if one.Get(c.Field) != c.Value {
			u := socialticket.Update{Ticket: one.ID, By: agent(a.Agent), If: seen, Changes: changes}
			if _, err := s.apply(r.Context(), u); err != nil { // which tells who was faster
				return a, err
			}
			changes = nil
			break
		}
	}
	a.Changes = changes
	if mode == "template" || mode == "" && form.Get("template") != "" {
		call, err := s.readTemplate(form, one.Address.Account)
		a.Text, a.Template.Name, a.Template.Language, a.Template.values = "", call.Name, call.Language, call.Values
		return a, err
	}
	if !a.Note {
		for _, k := range d.Files {
			a.Files = append(a.Files, k.attachment(one.Via))
		}
	}
	return a, nil
}

// inTime refuses a reply that would not go out now, so that its words come back with what
// has changed. What is in already is none of its business.
func (s *server) inTime(r *http.Request, a answer) error {
	asked := a.command(idOf(r))
	if a.Note || !r.PostForm.Has("mode") { // a form without a mode says itself what it wants
		return nil
	}
	would, err := s.desk.Trace(r.Context(), asked)
	switch got := would.Receipt; {
	case err != nil:
		return err
	case got.Outcome == socialticket.Duplicate, got.Decision.Allowed, got.Composer == socialticket.ComposeMail:
		return nil
	default:
		return windowRefusal{got}
	}
}
