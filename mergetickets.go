package socialticket

import (
	"cmp"
	"context"
	"fmt"

	"github.com/socialticket/socialticket/ticket"
)

// MergeTickets lets one ticket go on in another of the same conversation: the same
// requester on the same account. Of two conversations merge the persons, see [Merge].
type MergeTickets struct {
	Ticket         ticket.ID    `json:"ticket_id"`                // the source, which is closed
	Into           ticket.ID    `json:"into_id"`                  // the target, which takes it over
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`

	// Text is the comment that the target gets. Empty: a note that names the source and its
	// subject. Public lets the requester read it, and then a text of one's own is needed.
	Text   string `json:"text,omitzero"`
	Public bool   `json:"public,omitzero"`
	// Closing is a last comment that the source gets, and ClosingPublic lets the requester
	// read it. Empty: it gets none, and its log tells where it went.
	Closing       string `json:"closing,omitzero"`
	ClosingPublic bool   `json:"closing_public,omitzero"`

	// Masked and ClosingMasked are as in [Reply], of Text and of Closing.
	Masked        bool `json:"masked,omitzero"`
	ClosingMasked bool `json:"closing_masked,omitzero"`
}

// MergeTickets merges one ticket into another, in one commit. The source is closed and
// names the target. The target gets a comment, the source's tags, and its requester's wait,
// for which it reopens, see [ticket.Lifecycle.Merge]. Fields, assignee and counts stay with
// their tickets, and so do the comments: they are linked, and package inbox shows them as
// one thread.
//
// What the requester writes goes on to the target if the source took it before, and the
// session about the source goes on about the target. A report, a correction or a reaction
// to a message of the source still goes to that message. A public comment is sent as a
// [Desk.Reply] is, and is no answer: the requester waits as before. As with [Desk.Merge],
// no trigger runs: the matter is as it was. Automations and timers of the source are
// forgotten.
//
// [Desk.UnmergeTickets] undoes it. To see what it would do, hand it to [Desk.Trace].
// [Receipt.Ticket] is the source; [Commit.Others] has the target. The errors match
// [ErrNotFound], [ErrInvalid], [ErrClosed] if one of the tickets is closed, or [ErrRefused]
// if they are of two conversations, or if one of them is private and the requester is to
// read of it.
// Source of the two comments and of the rule for private tickets:
// https://github.com/api-evangelist/zendesk/blob/main/openapi/_original/tickets-openapi-original.yml, facts as of autumn 2026.
func (d *Desk) MergeTickets(ctx context.Context, m MergeTickets) (Receipt, error) {
	return d.Do(ctx, m)
}

// Kind implements [Command].
func (MergeTickets) Kind() string { return "merge_tickets" }

func (m MergeTickets) check() error {
	const what = "merge tickets"
	switch {
	case m.Ticket == "" || m.Into == "":
		return invalidField(what, "into", "both tickets are needed")
	case m.Ticket == m.Into:
		return refused(what, "into", ErrInvalid, ticket.ErrCircle)
	case m.Public && m.Text == "":
		return invalidField(what, "text", "it is needed, for the requester reads it")
	case m.ClosingPublic && m.Closing == "":
		return invalidField(what, "closing", "it is needed, for the requester reads it")
	case m.By.Kind == ticket.EndUser:
		return invalidField(what, "by", "a merge is the business's")
	}
	return checkActor(what, m.By)
}

func (m MergeTickets) cause(key string) string {
	return causeOf(cmp.Or(m.IdempotencyKey, key), "merge_tickets", string(m.Ticket), string(m.Into))
}

func (m MergeTickets) ref(_ *Desk, cause string) Ref { return Ref{Ticket: m.Ticket, Cause: cause} }

func (m MergeTickets) decide(dr *draft) error {
	if err := dr.needTicket(m.Ticket); err != nil {
		return err
	}
	return dr.withTicket(m, m.Into, m.join)
}

// join merges the draft's ticket into another.
func (m MergeTickets) join(dr *draft, target Head) error {
	if target.Ticket.Status == ticket.Closed {
		return over(target.Ticket)
	}
	if (m.Public || m.ClosingPublic) && (dr.ticket.Private() || target.Ticket.Private()) {
		return &Error{Kind: ErrRefused, What: fmt.Sprintf("ticket %q", m.Ticket), Field: "public", Text: "a ticket is private: its requester is told nothing of it"}
	}
	dr.unseen = true
	subject, comments := dr.ticket.Subject, dr.ticket.Comments
	dr.remark(m.By, "source", Reply{Text: m.Closing, Note: !m.ClosingPublic, Masked: m.ClosingMasked})
	source, into, merge, err := dr.settings.Lifecycle.Merge(dr.ticket, target.Ticket, m.By, dr.now)
	if err != nil {
		return refused(fmt.Sprintf("ticket %q", m.Ticket), "into", ErrRefused, err)
	}
	joined := ticket.Event{Type: ticket.EventJoin, From: string(m.Ticket), To: string(m.Into)}
	if dr.keepMerge(merge, target.Ticket) {
		into = dr.talked(into)
	}
	dr.step(m.By, source)
	dr.free()
	dr.log(m.By, joined)
	if m.Text == "" {
		m.Text = mergeNote(m.Ticket, subject, comments)
	}
	dr.beside(target, func() {
		dr.step(m.By, into)
		dr.free()
		dr.log(m.By, joined)
		dr.remark(m.By, "target", Reply{Text: m.Text, Note: !m.Public, Masked: m.Masked})
	})
	return nil
}

// mergeNote is what a target's note says where the caller says nothing.
func mergeNote(source ticket.ID, subject string, comments int) string {
	if subject != "" {
		subject = fmt.Sprintf(" (%s)", subject)
	}
	thread := "one comment"
	if comments != 1 {
		thread = fmt.Sprintf("%d comments", comments)
	}
	return fmt.Sprintf("Ticket %s%s with %s was merged into this one.", source, subject, thread)
}

// remark puts a comment about a merge on the ticket: it is sent if it is public, and
// answers nothing. An empty one is left out.
func (dr *draft) remark(by ticket.Actor, place string, r Reply) {
	if r.Text == "" {
		return
	}
	r.By = by
	c := r.comment(dr)
	c.ID = dr.desk.mint("comment", dr.cause, place)
	if r.Note {
		dr.comment(c)
		return
	}
	at := len(dr.events)
	dr.send(c)
	dr.events[at].To = ticket.MarkRemark
}
