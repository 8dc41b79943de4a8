package main

import (
	"context"
	"net/http"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// macroView is what a macro would do.
type macroView struct {
	ID, Title string
	Refused   string // why it cannot be applied; "": it can
	Says      string // the comment
	Public    bool
	Warning   string   // why what it says would not go out
	Sets      []string // what it would change, in sentences
}

// preview tells what a macro would do now. Nothing is written.
func (s *server) preview(ctx context.Context, f frame, n names, id string) (v macroView, err error) {
	macro, found := n.settings.Macros.Macro(id)
	if !found || !macro.For.Allows(f.Agent.ID, f.Agent.Groups) {
		return v, nil
	}
	v = macroView{ID: id, Title: n.Name("macro", id)}
	would, err := s.desk.Trace(ctx, socialticket.UseMacro{Ticket: n.row.Ticket.ID, Macro: id, By: agent(f.Agent.ID)})
	if err != nil {
		v.Refused, _ = s.trouble(ctx, f, n.row.Ticket.ID, err)
		return v, nil
	}
	got := would.Receipt
	v.Says, v.Public = n.Content(got.Comment.Content), got.Comment.Public
	if got.Comment.ID == "" {
		v.Says = ""
	} else if v.Public && !got.Decision.Allowed && got.Composer != socialticket.ComposeMail {
		v.Warning = f.Window(got.Decision, f.Clock)
	}
	for _, e := range ticket.Diff(n.row.Ticket, got.Ticket) { // what comes of it, whoever sets it
		e.By = agent(f.Agent.ID)
		v.Sets = append(v.Sets, n.Event(n.row.Ticket.Via, e, n))
	}
	for _, e := range got.Commit.Events {
		if e.Type == ticket.EventRule {
			v.Sets = append(v.Sets, n.Event(n.row.Ticket.Via, e, n))
		}
	}
	return v, nil
}

// formPreview shows what a macro would do. What was typed is kept.
func (s *server) formPreview(r *http.Request, _ draft) (string, error) {
	to := back(r)
	return with(to.Path, to.Query(), "macro", r.PostForm.Get("macro")) + "#composer", nil
}

// formMacro applies a macro, unless what it says would not go out now.
func (s *server) formMacro(r *http.Request, _ draft) (string, error) {
	to := back(r)
	use := socialticket.UseMacro{Ticket: idOf(r), Macro: r.PostForm.Get("macro"), IdempotencyKey: r.PostForm.Get("idempotency_key"), By: agent(s.agentOf(r).ID)}
	if use.Macro == "" {
		return "", s.refuse(http.StatusUnprocessableEntity, "macro", "trouble.macro")
	}
	if err := checkKey(use.IdempotencyKey); err != nil {
		return "", err
	}
	would, err := s.desk.Trace(r.Context(), use)
	got := would.Receipt
	switch {
	case err != nil:
		return "", err
	case got.Outcome != socialticket.Duplicate && got.Comment.Public && !got.Decision.Allowed && got.Composer != socialticket.ComposeMail:
		return "", windowRefusal{got}
	}
	_, err = s.do(r.Context(), use)
	return with(to.Path, to.Query(), "macro", ""), err
}
