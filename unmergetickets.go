package socialticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// UnmergeTickets takes a merged ticket out of the one that took it over.
type UnmergeTickets struct {
	Ticket         ticket.ID    `json:"ticket_id"`                // that was merged
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by"`
}

// UnmergeTickets undoes [Desk.MergeTickets], in one commit. The source stands where it stood
// before, with its automations and its timer: it is the one closed ticket that opens again.
// The target gives back its tags, the wait that nobody has answered, and the status that it
// reopened from if nothing has happened since; what came in since stays with it, the comment
// about the merge included. A target that is closed by now stays as it is.
//
// If the source took the requester's messages before, it takes the next one again, and has
// its session back; but if the requester has written to the target since, the talk stays
// there. No trigger runs.
//
// It can be undone until the source would have been closed by the system had it been solved
// instead, see [ticket.Lifecycle.UnmergeUntil], and as long as it is one of the newest 32
// merges of the conversation. [Receipt.Ticket] is the source; [Commit.Others] has the
// target. The errors match [ErrNotFound], [ErrInvalid], or [ErrRefused] if the ticket is not
// merged or it is too late.
func (d *Desk) UnmergeTickets(ctx context.Context, u UnmergeTickets) (Receipt, error) {
	return d.Do(ctx, u)
}

// Kind implements [Command].
func (UnmergeTickets) Kind() string { return "unmerge_tickets" }

func (u UnmergeTickets) check() error {
	const what = "unmerge tickets"
	switch {
	case u.Ticket == "":
		return invalidField(what, "ticket", "is missing")
	case u.By.Kind == ticket.EndUser:
		return invalidField(what, "by", "a merge is the business's")
	}
	return checkActor(what, u.By)
}

func (u UnmergeTickets) cause(key string) string {
	return causeOf(cmp.Or(u.IdempotencyKey, key), "unmerge_tickets", string(u.Ticket))
}

func (u UnmergeTickets) ref(_ *Desk, cause string) Ref { return Ref{Ticket: u.Ticket, Cause: cause} }

func (u UnmergeTickets) decide(dr *draft) error {
	refuse := func(text string) error {
		return &Error{Kind: ErrRefused, What: fmt.Sprintf("ticket %q", u.Ticket), Text: text}
	}
	i := slices.IndexFunc(dr.conv.Merges, func(m TicketMerge) bool { return m.Ticket == u.Ticket })
	switch {
	case dr.ticket.ID == "":
		return notFound("ticket", string(u.Ticket))
	case dr.ticket.MergedInto == "":
		return refuse("it is not merged")
	case i < 0 || dr.stays(dr.conv.Merges[i]):
		return refuse("it was merged too long ago for that to be undone")
	}
	m := dr.conv.Merges[i]
	return dr.withTicket(u, m.Into, func(dr *draft, target Head) error {
		u.part(dr, m, target)
		return nil
	})
}

// part takes the draft's ticket out of the target.
func (u UnmergeTickets) part(dr *draft, m TicketMerge, target Head) {
	dr.unseen = true
	source, into := dr.settings.Lifecycle.Unmerge(dr.ticket, target.Ticket, m.Merge, u.By, dr.now)
	parted := ticket.Event{Type: ticket.EventPart, From: string(m.Ticket), To: string(m.Into)}
	if s := dr.conv.Session; dr.talksAgain(m) {
		if s.State == session.Ended && source.SessionEndedAt.IsZero() { // it has ended since
			source.SessionEndedAt, source.Routing = s.EndedAt, into.Routing
		}
		if into.Status != ticket.Closed {
			into.SessionEndedAt, into.Routing = m.Ended, m.Routing
		}
	}
	dr.step(u.By, source)
	dr.takeMerge(m)
	dr.free()
	dr.log(u.By, parted)
	dr.beside(target, func() {
		dr.step(u.By, into)
		dr.free()
		dr.log(u.By, parted)
	})
}
