package socialticket

import (
	"cmp"
	"context"

	"github.com/socialticket/socialticket/channel"
)

// Open begins a conversation from the business's side.
type Open struct {
	To   channel.Address `json:"to"`
	Name string          `json:"name,omitzero"` // of the user, if it is not known yet
	// Reply is the first message, an approved template or, where the policy allows
	// it, any other. Its Ticket is not used; its IdempotencyKey names the opening
	// among those of its address.
	Reply Reply `json:"reply"`
}

// Open writes to an address: on its live ticket if it has one, else on a new one. A
// message that the policy does not let out is kept, marked failed, as that of a
// [Desk.Reply]. The errors match [ErrInvalid] or [ErrRefused].
func (d *Desk) Open(ctx context.Context, o Open) (Receipt, error) { return d.Do(ctx, o) }

// Kind implements [Command].
func (Open) Kind() string { return "open" }

func (o Open) check() error {
	if o.To.Account.Kind == "" || o.To.Account.ID == "" || o.To.Handle == "" {
		return invalidField("open", "to", "account and handle are needed")
	}
	o.Reply.Ticket = "new"
	return o.Reply.check()
}

func (o Open) cause(key string) string {
	return causeOf(cmp.Or(o.Reply.IdempotencyKey, key), "open", string(o.To.Account.Kind), o.To.Account.ID, o.To.Handle)
}

func (o Open) ref(d *Desk, cause string) Ref {
	ref := Ref{Account: o.To.Account, Addresses: d.config.Phones.Candidates(o.event()), Cause: cause}
	if ref.Cause != "" {
		ref.Comment = d.replyComment(ref.Cause)
	}
	return ref
}

// event returns what tells of the user, as a platform would.
func (o Open) event() channel.Event {
	return channel.Event{Type: channel.EventOpen, Account: o.To.Account, From: o.To.Handle, Profile: channel.Profile{Name: o.Name}}
}

func (o Open) decide(dr *draft) error {
	if !dr.desk.knows(o.To.Account) {
		return invalidField("open", "to", "the desk does not answer for this account")
	}
	e := o.event()
	dr.meet(&e)
	if dr.conv.Address.IsZero() {
		dr.conv.Address = o.To
	}
	if !dr.live() {
		dr.create(o.To.Account, dr.cause, o.Reply.By, false)
		dr.conv.Begun = dr.ticket.ID
	}
	if err := dr.say(o.Reply); err != nil {
		return err
	}
	return dr.changeAll(o.Reply.By, o.Reply.Changes)
}
