package socialticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// maxTries bounds how often a decision is taken again because of conflicts.
const maxTries = 256

// Receive applies one event of a platform and says what came of it. An event that
// is in already, of an account that the desk does not answer for, or of a type
// that is the host's to act on is a normal outcome, not an error. An error means
// that nothing was written and that the event should be handed in again.
func (d *Desk) Receive(ctx context.Context, e channel.Event) (Receipt, error) {
	if !d.knows(e.Account) {
		return Receipt{Outcome: UnknownAccount}, nil
	}
	in := d.inbound(e)
	e = in.Event
	from := Ref{Addresses: d.config.Phones.Candidates(e)}
	switch e.Type {
	case channel.EventMessage:
		return d.decide(ctx, from, cause(e), func(dr *draft) error { return dr.message(in) })
	case channel.EventEcho:
		from.Account, from.Message = e.Account, e.Message.ID
		return d.decide(ctx, from, cause(e), func(dr *draft) error { return dr.echo(in) })
	case channel.EventOpen, channel.EventLeave, channel.EventHandle, channel.EventRead:
		return d.decide(ctx, from, cause(e), func(dr *draft) error { dr.hear(in); return nil })
	case channel.EventEdit, channel.EventRevoke:
		from.Account, from.Message = e.Account, e.Message.Target
		return d.decide(ctx, from, cause(e), func(dr *draft) error { return dr.amend(in) })
	case channel.EventStatus:
		ref := Ref{Comment: e.Status.Reference, Account: e.Account, Message: e.Status.MessageID}
		return d.decide(ctx, ref, cause(e), func(dr *draft) error { dr.status(e); return nil })
	case channel.EventPreference, channel.EventTemplate, channel.EventAccount, channel.EventHistory, channel.EventUnknown:
	}
	return Receipt{Outcome: Unhandled}, nil
}

// cause names an event among those of all accounts.
func cause(e channel.Event) string {
	return string(e.Account.Kind) + ":" + e.Account.ID + ":" + e.ID
}

// decide loads, lets step decide, and commits; again from the start when somebody
// else was faster.
func (d *Desk) decide(ctx context.Context, ref Ref, cause string, step func(*draft) error) (Receipt, error) {
	for range maxTries {
		head, err := d.config.Store.Load(ctx, ref)
		if err != nil {
			return Receipt{}, fmt.Errorf("socialticket: load: %w", err)
		}
		dr := d.draft(&head, cause)
		if err := step(dr); err != nil {
			if earlier, in := d.answered(ctx, cause); in { // what it was refused for came later
				return earlier, nil
			}
			return Receipt{}, err
		}
		commit, changed := dr.seal()
		if !changed {
			return dr.receipt(Unchanged), nil
		}
		switch err = d.config.Store.Commit(ctx, commit); {
		case err == nil:
			return dr.done(commit), nil
		case errors.Is(err, ErrDuplicate):
			if earlier, in := d.answered(ctx, cause); in {
				return earlier, nil
			}
			return d.draft(&head, cause).receipt(Duplicate), nil
		case !errors.Is(err, ErrConflict):
			return Receipt{}, fmt.Errorf("socialticket: commit: %w", err)
		}
	}
	return Receipt{}, fmt.Errorf("socialticket: %d tries: %w", maxTries, ErrConflict)
}

// answered returns the receipt of an event or request that made a comment, and
// whether there is one: its ticket and comment as they are now.
func (d *Desk) answered(ctx context.Context, cause string) (Receipt, bool) {
	if cause == "" {
		return Receipt{}, false
	}
	head, err := d.config.Store.Load(ctx, Ref{Comment: d.config.Mint("comment", cause)})
	r := Receipt{Outcome: Duplicate, Ticket: head.Ticket, Comment: head.Comment}
	return r, err == nil && head.Comment.ID != ""
}

// begin makes the conversation if there is none, and brings its user up to date.
func (dr *draft) begin(e channel.Event) {
	match := dr.desk.config.Phones.Match(e, func(a channel.Address) string { return dr.owners[a] })
	known := len(dr.conv.User.Addresses)
	if dr.conv.Key == "" {
		dr.conv.Key = Key(e.Address().String())
		dr.conv.User = identity.FirstContact(e, dr.desk.config.Mint("user", e.Address().String()), dr.now)
	}
	dr.conv.User, _ = dr.conv.User.Seen(e, match, dr.now)
	dr.addresses = dr.conv.User.Addresses[known:]
}

// news takes what a user did without writing.
func (dr *draft) news(e inbound) {
	dr.begin(e.Event)
	dr.readdress(e.Event)
	dr.conv.Window = dr.conv.Window.Open(e.Event)
	if e.Type == channel.EventRead && e.Sent.After(dr.conv.ReadUntil) {
		dr.conv.ReadUntil = e.Sent
	}
	dr.changed = true
}

// readdress lets answers go where the user was last: whoever gave a number up may
// not have it any more, and somebody else may.
func (dr *draft) readdress(e channel.Event) {
	to := e.Address()
	if e.Type == channel.EventHandle {
		i := slices.IndexFunc(e.Profile.Handles, func(h string) bool {
			return slices.Contains(dr.conv.User.Addresses, channel.Address{Account: e.Account, Handle: h})
		})
		if i < 0 {
			return
		}
		to.Handle = e.Profile.Handles[i]
	}
	if dr.conv.Address.IsZero() || !e.Sent.Before(dr.conv.AddressAt) {
		dr.conv.Address, dr.conv.AddressAt = to, e.Sent
	}
}

// hear takes an event that is no message. What the platform says of the handles,
// the reading or the leaving of somebody unknown is about nobody.
func (dr *draft) hear(e inbound) {
	if dr.conv.Key == "" && (e.Type != channel.EventOpen || e.From == "") {
		return
	}
	dr.news(e)
}

// message takes a message of the user: into the newest ticket, or into a new one.
func (dr *draft) message(e inbound) error {
	if dr.conv.Key == "" && e.From == "" {
		return nil // of nobody: there is no conversation that it could belong to
	}
	dr.news(e)
	if e.Message.Type == channel.Reaction && !dr.live() {
		return nil // a reaction to what is over begins nothing
	}
	by := ticket.Actor{Kind: ticket.EndUser, ID: cmp.Or(e.member, dr.conv.User.ID)}
	if !dr.live() {
		dr.create(e.Event, by)
	}
	dr.comment(ticket.Comment{
		ID: dr.desk.config.Mint("comment", cause(e.Event)), Author: by, Public: true,
		Content: e.Message, SentAt: e.Sent, ReceivedAt: e.Received, Redacted: e.masked,
	})
	if e.Message.Type == channel.Reaction {
		return nil
	}
	return dr.receive(e.Sent, by)
}

// receive moves the ticket after a message of its requester.
func (dr *draft) receive(sent time.Time, by ticket.Actor) error {
	before := dr.ticket
	if dr.created {
		before.Status = ticket.New // a message does not reopen the ticket that it made
	}
	next, err := dr.desk.config.Lifecycle.Receive(before, sent, dr.now)
	if err != nil {
		return err
	}
	if dr.created {
		next.Status = dr.ticket.Status
	}
	dr.step(by, next)
	dr.activate(by)
	return nil
}

// live reports whether the ticket takes messages: it is not closed, nor was its
// session ended.
func (dr *draft) live() bool {
	switch {
	case dr.ticket.IsZero(), dr.ticket.Status == ticket.Closed:
		return false
	case dr.ticket.Status == ticket.Solved && dr.desk.config.SolvedIsOver && !dr.ticket.Muted:
		return false
	}
	return dr.conv.Session.Ticket != dr.ticket.ID || dr.conv.Session.State != session.Ended
}
