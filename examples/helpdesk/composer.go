package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// composerView is the one place to write: what can be written follows the reply window.
type composerView struct {
	Modes   []string // reply, mail, template, note; none: the ticket takes nothing
	Mode    string   // that is chosen
	State   string   // opened, shut or closed; what was chosen under another one is chosen anew
	Window  string   // sentence
	Until   channel.Decision
	Seconds int // left to reply; 0: not known, or over

	Text      string
	Files     []kept
	Templates []templateView
	Macros    []rules.Macro
	Macro     macroView
}

// composerView returns what can be written now.
func (s *server) composerView(ctx context.Context, f frame, n names, d draft, macro string) (v composerView, err error) {
	t := n.row.Ticket
	v = composerView{Text: d.Text(), Files: d.Files, State: "closed", Window: f.T("composer.closed")}
	if t.MergedInto != "" {
		v.Window = f.T("composer.merged")
	}
	if t.Status == ticket.Closed {
		return v, nil
	}
	if v.Until, err = s.desk.MayReply(ctx, t.ID, channel.Request{Human: true}); err != nil {
		return v, err
	}
	byTemplate, err := s.desk.MayReply(ctx, t.ID, channel.Request{Means: channel.Approved, Human: true})
	if err != nil {
		return v, err
	}
	v.Window, v.Seconds, v.State = f.Window(v.Until, f.Clock), int(v.Until.Left.Seconds()), "shut"
	switch {
	case v.Until.Allowed:
		v.State, v.Modes = "opened", []string{"reply"}
	case v.Until.Instead == channel.AdviseMail:
		v.Modes = []string{"mail"}
	}
	if byTemplate.Allowed && t.Via == channel.WhatsApp {
		v.Modes = append(v.Modes, "template")
	}
	v.Modes = append(v.Modes, "note")
	v.Mode = v.Modes[0]
	if chosen := d.Values.Get("mode"); slices.Contains(v.Modes, chosen) {
		v.Mode = chosen
	}
	v.Templates = s.templateViews(t.Address.Account, f, d)
	v.Macros = n.settings.Macros.List(f.Agent.ID, f.Agent.Groups)
	v.Macro, err = s.preview(ctx, f, n, macro)
	return v, err
}

// Beside returns what to say beside a field of the form: why it was refused, "" if it was not.
func (f frame) Beside(field string) string {
	if field != "" && field == f.TroubleField {
		return f.Trouble
	}
	return ""
}

// InField reports whether the page of a ticket has a place beside a field.
func (v ticketsView) InField(field string) bool {
	if v.Chosen.Ticket.Status == ticket.Closed {
		return false
	}
	return shownField(field) || slices.Contains([]string{"text", "mode", "files", "macro", "template"}, field) || strings.HasPrefix(field, "value.")
}

// LogOpen reports whether the log is to stand open.
func (f frame) LogOpen() bool { return strings.Contains(f.Here, "log=") }

// around is a template of a message in its frame.
type around struct {
	Frame frame
	One   templateView
}

// Around returns a template of a message with its frame, for a part of the page.
func (f frame) Around(one templateView) around { return around{f, one} }

// templateView is a template that can be chosen.
type templateView struct {
	Key, Name, Language string
	Chosen              bool
	Header, Footer      string
	Pieces              []piece // of the body
	Buttons             []template.Button
	Values              []valueView
}

// piece is a part of a template's text: words, or the place of a value.
type piece struct{ Text, Field, Value string }

// valueView is a value of a template, in a form.
type valueView struct {
	slot
	Label, Value string
}

func (s *server) templateViews(on channel.Account, f frame, d draft) (list []templateView) {
	for _, t := range s.approved(on) {
		v := templateView{Key: t.Name + "/" + t.Language, Name: strings.ReplaceAll(t.Name, "_", " "), Language: t.Language, Header: t.Header.Text, Footer: t.Footer, Buttons: t.Buttons}
		v.Chosen = d.Values.Get("template") == v.Key
		for _, one := range slots(t) {
			v.Values = append(v.Values, valueView{one, one.label(f), d.Values.Get(one.Field)})
		}
		v.Pieces = pieces(t.Body, v.Values)
		list = append(list, v)
	}
	return list
}

// label names a value for people.
func (v slot) label(f frame) string {
	name := strings.ReplaceAll(v.Variable, "_", " ")
	switch {
	case v.Variable == "file":
		return f.T("composer.header_file")
	case v.Component == "header":
		return f.T("composer.header_value", name)
	case v.Component == "button":
		return f.T("composer.button_value", name)
	}
	return f.T("composer.value", name)
}

// pieces cuts the body of a template at its values.
func pieces(body string, values []valueView) (list []piece) {
	at := 0
	for _, m := range variable().FindAllStringSubmatchIndex(body, -1) {
		list = append(list, piece{Text: body[at:m[0]]})
		for _, v := range values {
			if v.Component == "body" && v.Variable == body[m[2]:m[3]] {
				list = append(list, piece{Text: body[m[0]:m[1]], Field: v.Field, Value: v.Value})
			}
		}
		at = m[1]
	}
	return append(list, piece{Text: body[at:]})
}

// windowRefusal tells that a reply would not go out now.
type windowRefusal struct{ receipt socialticket.Receipt }

// Error says it in English.
func (e windowRefusal) Error() string {
	return "the reply cannot go out: " + string(e.receipt.Decision.Reason)
}

// Unwrap returns what is answered.
func (e windowRefusal) Unwrap() error { return httpError{http.StatusConflict, e.Error()} }

// windowTrouble says in the viewer's language why a reply would not go out now, and what
// would work.
func (s *server) windowTrouble(f frame, err error) (string, bool) {
	e, ok := errors.AsType[windowRefusal](err)
	if !ok {
		return "", false
	}
	d := e.receipt.Decision
	if d.Reason == channel.ReasonContent {
		return f.T("trouble.window", f.Reason(e.receipt.Ticket.Via, e.receipt.Comment.Delivery.Error)), true
	}
	return f.T("trouble.window", f.Window(d, f.Clock)), true
}
