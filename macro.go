package socialticket

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// UseMacro applies a macro of the settings to a ticket.
type UseMacro struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	Macro          string       `json:"macro_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`                       // its groups are those of [Settings.Agents]
}

// UseMacro applies a macro: its comment, then its changes, all or nothing, then what it asks
// for. The placeholders of its texts are filled from the ticket as the macro makes it. To
// see what it would do, hand it to [Desk.Decide]. The errors are those of [Desk.Reply]: one
// that matches [ErrRefused] also tells that the macro is for others.
func (d *Desk) UseMacro(ctx context.Context, m UseMacro) (Receipt, error) { return d.Do(ctx, m) }

// Kind implements [Command].
func (UseMacro) Kind() string { return "macro" }

func (m UseMacro) check() error {
	switch {
	case m.Ticket == "" || m.Macro == "":
		return invalidField("macro", "macro", "ticket and macro are needed")
	case m.By.Kind == ticket.EndUser:
		return invalidField("macro", "by", "a macro is the business's")
	}
	return checkActor("macro", m.By)
}

func (m UseMacro) cause(key string) string {
	return causeOf(cmp.Or(m.IdempotencyKey, key), "macro", string(m.Ticket), m.Macro)
}

func (m UseMacro) ref(d *Desk, cause string) Ref {
	ref := Ref{Ticket: m.Ticket, Cause: cause}
	if ref.Cause != "" {
		ref.Comment = d.replyComment(ref.Cause)
	}
	return ref
}

func (m UseMacro) decide(dr *draft) error {
	macro, found := dr.settings.Macros.Macro(m.Macro)
	if !found {
		return notFound("macro", m.Macro)
	}
	if err := dr.needTicket(m.Ticket); err != nil {
		return err
	}
	groups := dr.settings.groupsOf(m.By)
	if !macro.For.Allows(m.By.ID, groups) {
		return &Error{Kind: ErrRefused, What: "macro " + strconv.Quote(m.Macro), Field: "by", Text: "it is for others"}
	}
	s := dr.macroSubject(m.By, groups)
	deeds, _ := dr.settings.Macros.Apply(m.Macro, s)
	changes := dr.desk.maskedChanges(dr.changesOf(deeds))
	if err := dr.comeTrue(s, m.By, changes); err != nil {
		return err
	}
	before := len(dr.events)
	if err := dr.sayMacro(m, macro, deeds, s); err != nil {
		return err
	}
	if err := dr.changeAll(m.By, changes); err != nil {
		return err
	}
	effects := len(dr.effects)
	for i, d := range deeds {
		if d.Ask.Kind != "" && d.Ask.Kind != rules.AskComment {
			dr.ask(m.By, m.Macro, i, d.Ask, s)
		}
	}
	if len(dr.events) > before || len(dr.effects) > effects {
		dr.log(m.By, ticket.Event{Type: ticket.EventMacro, To: m.Macro})
	}
	return nil
}

// macroSubject returns what a macro looks at: the agent is who updates the ticket.
func (dr *draft) macroSubject(by ticket.Actor, groups []string) *rules.Subject {
	s := dr.subject(nil)
	s.User, s.Groups = by.ID, groups
	return s
}

// comeTrue lets a subject see its ticket as changes will make it, if they can be made.
func (dr *draft) comeTrue(s *rules.Subject, by ticket.Actor, changes []ticket.Change) error {
	saved, talk, events := dr.ticket, dr.conv.Session, len(dr.events)
	changed, moved := dr.changed, dr.moved
	err := dr.changeAll(by, changes)
	after := dr.ticket
	s.Ticket = &after
	dr.ticket, dr.conv.Session, dr.events = saved, talk, dr.events[:events]
	dr.changed, dr.moved = changed, moved
	return err
}

// sayMacro puts the comment of a macro on the ticket, if it has one.
func (dr *draft) sayMacro(m UseMacro, macro rules.Macro, deeds []rules.Deed, s *rules.Subject) error {
	r := Reply{Ticket: m.Ticket, By: m.By, Attachments: slices.Clone(macro.Attachments)}
	for _, d := range deeds {
		if d.Ask.Kind != rules.AskComment {
			continue
		}
		text := dr.words(m.By, d.Ask, s)
		r.Note = !d.Ask.Public
		r.Text = strings.TrimSpace(r.Text + "\n\n" + text)
	}
	if r.Text == "" && len(r.Attachments) == 0 {
		return nil
	}
	return dr.say(dr.desk.maskedReply(r))
}
