package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// overlay is a store that begins with what another one holds. It copies a conversation, a
// ticket or a person into memory when somebody asks for it first, and never writes to the
// other. It is for one goroutine.
type overlay struct {
	*memory.Store
	from  socialticket.Store
	asked map[question]bool
	talks map[stateOf]bool   // that were copied
	parts map[ticket.ID]bool // tickets that were copied
	said  map[effectOf]bool  // comments that were copied
	bells bells
}

// question is what the other store was asked for: one part of a [socialticket.Ref].
type question struct {
	account channel.Account
	comment string
	message string
	ticket  ticket.ID
	key     socialticket.Key
	address channel.Address
	person  string
}

func (q question) ref() socialticket.Ref {
	ref := socialticket.Ref{Account: q.account, Comment: q.comment, Message: q.message, Ticket: q.ticket, Key: q.key, Person: q.person, First: true}
	if !q.address.IsZero() {
		ref.Addresses = []channel.Address{q.address}
	}
	return ref
}

func newOverlay(from socialticket.Store, to *memory.Store) *overlay {
	return &overlay{
		Store: to, from: from, asked: map[question]bool{}, talks: map[stateOf]bool{}, parts: map[ticket.ID]bool{}, said: map[effectOf]bool{},
	}
}

// Load implements [socialticket.Store].
func (o *overlay) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	if err := o.pull(ctx, ref); err != nil {
		return socialticket.Head{}, err
	}
	head, err := o.Store.Load(ctx, ref)
	if err != nil || ref.Cause == "" || head.Known {
		return head, err
	}
	head.Known, err = o.knows(ctx, ref.Account, ref.Person, ref.Cause)
	return head, err
}

// Commit implements [socialticket.Store].
func (o *overlay) Commit(ctx context.Context, c socialticket.Commit) error {
	if known, err := o.knows(ctx, c.Account, c.Person.ID, c.Cause); err != nil || known {
		if known {
			err = fmt.Errorf("simulate: %w: %s", socialticket.ErrDuplicate, c.Cause)
		}
		return err
	}
	for _, q := range questions(&c) {
		if err := o.ask(ctx, q); err != nil {
			return err
		}
	}
	return o.Store.Commit(ctx, c)
}

// questions returns all that a commit may run into.
func questions(c *socialticket.Commit) []question {
	list := []question{{account: c.Account, message: c.Park.About()}, {person: c.Person.ID}, {person: c.Person.Into}}
	if c.Person.IsZero() {
		list = append(list, question{account: c.Account, key: c.Key})
	}
	for _, t := range c.Tickets() {
		list = append(list, question{ticket: t.ID})
	}
	for _, a := range c.Addresses {
		list = append(list, question{address: a})
	}
	for i := range c.Comments {
		list = append(list, question{account: c.Account, comment: c.Comments[i].ID})
		for _, id := range messageIDs(&c.Comments[i]) {
			list = append(list, question{account: c.Account, message: id})
		}
	}
	return list
}

// Due returns the timers that have come, those of the other store among them.
func (o *overlay) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	if err := o.ring(ctx, now); err != nil {
		return nil, time.Time{}, err
	}
	return o.Store.Due(ctx, now, limit)
}

// knows reports whether a cause is in the other store.
func (o *overlay) knows(ctx context.Context, a channel.Account, person, cause string) (bool, error) {
	if cause == "" {
		return false, nil
	}
	head, err := o.from.Load(ctx, socialticket.Ref{Account: a, Person: person, Cause: cause})
	if err != nil {
		return false, fmt.Errorf("simulate: load: %w", err)
	}
	return head.Known, nil
}

// pull copies what each part of ref leads to.
func (o *overlay) pull(ctx context.Context, ref socialticket.Ref) error {
	account := ref.Account
	if err := o.ask(ctx, question{ticket: ref.Ticket}); err != nil {
		return err
	}
	if account == (channel.Account{}) && ref.Ticket != "" {
		head, err := o.Store.Load(ctx, socialticket.Ref{Ticket: ref.Ticket})
		if err != nil {
			return err
		}
		account = head.Conversation.Account
	}
	list := []question{
		{account: account, comment: ref.Comment}, {account: account, message: ref.Message}, {account: account, key: ref.Key},
		{person: ref.Person}, {person: ref.Into},
	}
	for _, a := range ref.Addresses {
		list = append(list, question{address: a})
	}
	for _, q := range list {
		if err := o.ask(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
