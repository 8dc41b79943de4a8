package socialticket

import (
	"cmp"
	"context"

	"github.com/socialticket/socialticket/ticket"
)

// Macro is a prepared answer and what it changes, for agents to use by hand.
type Macro struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Text    string          `json:"text,omitzero"` // empty: it says nothing
	Note    bool            `json:"note,omitzero"` // Text is for agents only
	Changes []ticket.Change `json:"changes,omitzero"`
}

// UseMacro applies a macro of the settings to a ticket.
type UseMacro struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	Macro          string       `json:"macro_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`
}

// UseMacro applies a macro: its changes and its text, all or nothing. To see what it
// would do, hand it to [Desk.Decide]. The errors are those of [Desk.Reply].
func (d *Desk) UseMacro(ctx context.Context, m UseMacro) (Receipt, error) { return d.Do(ctx, m) }

// Kind implements [Command].
func (UseMacro) Kind() string { return "macro" }

func (m UseMacro) check() error {
	if m.Ticket == "" || m.Macro == "" {
		return invalidField("macro", "macro", "ticket and macro are needed")
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
	macro, found := dr.settings.macro(m.Macro)
	if !found {
		return notFound("macro", m.Macro)
	}
	if err := dr.needTicket(m.Ticket); err != nil {
		return err
	}
	if macro.Text != "" {
		text, masked := dr.desk.redactor.Text(macro.Text)
		if err := dr.say(Reply{Ticket: m.Ticket, By: m.By, Note: macro.Note, Text: text, masked: masked}); err != nil {
			return err
		}
	}
	return dr.changeAll(m.By, dr.desk.maskedChanges(macro.Changes))
}
