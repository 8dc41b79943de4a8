package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// Timeline is what happens to a ticket if nobody does anything.
type Timeline struct {
	Ticket  ticket.ID     `json:"ticket_id"`
	From    time.Time     `json:"from"`
	Until   time.Time     `json:"until"`
	Moments []Moment      `json:"moments,omitzero"` // in the order in which they happen
	After   ticket.Ticket `json:"after"`            // as it is at Until
	// Next is the first instant after Until at which more may happen. Zero: nothing more
	// happens until somebody writes.
	Next time.Time `json:"next,omitzero"`
}

// Ahead tells what happens to a ticket from an instant until another, that one included, if
// neither the customer nor an agent does anything. It loads the ticket with what the desk
// knows of its conversation and its customer, and lets the time pass over a copy: the store
// is read and never written to, and nothing is sent or done.
//
// Of cfg it takes Settings, Network, Retry and what Desk says of accounts, policies, ids and
// redaction, which should be those of the desk. Other settings than the ticket's present ones
// tell what would happen under them. A message is taken to go out if the desk lets it and
// cfg.Network takes it; nil takes every message. What the store's queue still holds is not
// seen: it is taken to have gone out.
//
// Many goroutines may ask at once, if cfg.Network bears it.
//
// The error matches [socialticket.ErrNotFound] if the ticket is unknown, or
// [socialticket.ErrInvalid] if the settings cannot be or until is before from.
func Ahead(ctx context.Context, store socialticket.Store, cfg Config, id ticket.ID, from, until time.Time) (Timeline, error) {
	if until.Before(from) || from.IsZero() {
		return Timeline{}, &socialticket.Error{Kind: socialticket.ErrInvalid, What: "ahead", Field: "until", Text: "from is missing, or until is before it"}
	}
	copied := &fork{}
	copied.History = -1
	cfg.Start, cfg.Store, cfg.Handlers = from, copied, nil
	cfg.Desk.Watch = nil
	w, err := New(cfg)
	if err != nil {
		return Timeline{}, err
	}
	head, err := copied.take(ctx, store, id, w.Now())
	if err != nil {
		return Timeline{}, err
	}
	a := ahead{world: w, store: copied, line: Timeline{Ticket: id, From: w.Now(), Until: until.UTC()}}
	err = a.run(ctx, head.Conversation.Account, head.Conversation.Key)
	return a.line, err
}

// fork is a copy of what one ticket needs. It keeps the commits that are made to it.
type fork struct {
	memory.Store
	commits []socialticket.Commit
}

// Commit implements [socialticket.Store].
func (f *fork) Commit(ctx context.Context, c socialticket.Commit) error {
	err := f.Store.Commit(ctx, c)
	if err == nil {
		f.commits = append(f.commits, c)
	}
	return err
}

// take copies a ticket, the newest one of its conversation, and the persons around it.
func (f *fork) take(ctx context.Context, from socialticket.Store, id ticket.ID, at time.Time) (socialticket.Head, error) {
	head, err := from.Load(ctx, socialticket.Ref{Ticket: id, First: true})
	if err == nil && head.Ticket.IsZero() {
		err = &socialticket.Error{Kind: socialticket.ErrNotFound, What: fmt.Sprintf("ticket %q", id)}
	}
	if err != nil {
		return head, fmt.Errorf("simulate: load: %w", err)
	}
	talk := head.Conversation
	c := socialticket.Commit{
		Account: talk.Account, Key: talk.Key, Cause: "fork", At: at, Conversation: talk, Addresses: talk.User.Addresses,
		Ticket: head.Ticket, Timers: head.Timers,
	}
	if head.First.ID != "" {
		c.Comments = append(c.Comments, head.First)
	}
	if talk.Ticket != id {
		newest, err := from.Load(ctx, socialticket.Ref{Account: talk.Account, Key: talk.Key, First: true})
		if err != nil {
			return head, fmt.Errorf("simulate: load: %w", err)
		}
		if !newest.Ticket.IsZero() && newest.Ticket.ID != id {
			c.Others, c.Timers = append(c.Others, newest.Ticket), append(c.Timers, newest.Timers...)
		}
		if newest.First.ID != "" && newest.Ticket.ID != id {
			c.Comments = append(c.Comments, newest.First)
		}
	}
	if err := f.takePersons(ctx, &head, at); err != nil {
		return head, err
	}
	return head, f.Store.Commit(ctx, c)
}

// takePersons copies the contacts that are one person with the ticket's requester, and who
// that is. The links lead straight to the end, which is as far as a decision looks.
func (f *fork) takePersons(ctx context.Context, head *socialticket.Head, at time.Time) error {
	end := head.Person
	put := func(p identity.Person) error {
		if p.Version == 0 {
			return nil // what has no record is known by its id alone
		}
		return f.Store.Commit(ctx, socialticket.Commit{Key: socialticket.Key(p.ID), Cause: "fork:" + p.ID, At: at, Person: p})
	}
	if err := put(end); err != nil {
		return err
	}
	for _, c := range head.Circle {
		if record := c.Record; record.ID != end.ID {
			if record.Into != "" {
				record.Into = end.ID
			}
			if err := put(record); err != nil {
				return err
			}
		}
		if c.Account == head.Conversation.Account && c.Key == head.Conversation.Key {
			continue
		}
		talk := socialticket.Conversation{Account: c.Account, Key: c.Key, Version: 1, User: c.User, Ticket: c.Ticket, Conflicts: c.Conflicts}
		err := f.Store.Commit(ctx, socialticket.Commit{
			Account: c.Account, Key: c.Key, Cause: "fork:" + string(c.Key), At: at, Conversation: talk, Addresses: c.User.Addresses,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ahead is a run of time over one ticket.
type ahead struct {
	world *World
	store *fork
	line  Timeline
}

// run lets the time pass, one instant at which something happens after the other.
func (a *ahead) run(ctx context.Context, on channel.Account, key socialticket.Key) error {
	for _, t := range []socialticket.Timer{{Account: on, Ticket: a.line.Ticket}, {Account: on, Key: key}} {
		if _, err := a.world.Desk().Wake(ctx, t); err != nil { // other settings may want other timers
			return fmt.Errorf("simulate: wake: %w", err)
		}
	}
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("simulate: ahead: %w", err)
		}
		next, err := a.world.Next()
		if err != nil {
			return fmt.Errorf("simulate: ahead: %w", err)
		}
		a.note()
		verdict, err := a.verdict(ctx)
		if err != nil {
			return err
		}
		shuts := verdict.Allowed && !verdict.Until.IsZero() && (next.IsZero() || !verdict.Until.After(next))
		if shuts {
			next = verdict.Until
		}
		if next.IsZero() || next.After(a.line.Until) {
			a.line.Next = next.UTC()
			return a.end(ctx)
		}
		place := len(a.line.Moments)
		if shuts {
			a.line.Moments = append(a.line.Moments, Moment{At: next.UTC(), Kind: MomentWindow})
		}
		if err := a.world.Until(next); err != nil {
			return fmt.Errorf("simulate: ahead: %w", err)
		}
		if !shuts {
			continue
		}
		if a.line.Moments[place].Reply, err = a.verdict(ctx); err != nil {
			return err
		}
	}
}

// verdict tells whether an agent may write to the customer; never on a closed ticket.
func (a *ahead) verdict(ctx context.Context) (channel.Decision, error) {
	t, err := a.store.Ticket(ctx, a.line.Ticket)
	if err != nil || t.Status == ticket.Closed {
		return channel.Decision{}, err
	}
	return a.world.Desk().MayReply(ctx, t.ID, channel.Request{Human: true})
}

func (a *ahead) end(ctx context.Context) (err error) {
	a.line.After, err = a.store.Ticket(ctx, a.line.Ticket)
	return err
}

// note takes in what was decided since.
func (a *ahead) note() {
	for i := range a.store.commits {
		a.line.Moments = append(a.line.Moments, moments(&a.store.commits[i], a.line.Ticket)...)
	}
	a.store.commits = a.store.commits[:0]
}
