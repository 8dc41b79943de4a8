package socialticket

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket/channel"
)

// Sender takes messages from the outbox to the transport and hands the answers to
// the desk, in one process. A message whose answer was lost, because the process
// died in between, is sent again: the transport's platform tells doubles by
// [channel.Outbound.ID] where it can. Messages to one address go in their order: while
// one waits to be tried again, later ones wait too. Only one Sender may serve a
// queue.
type Sender struct {
	Desk      *Desk
	Queue     Queue
	Transport channel.Transport
	// Clock waits. Nil: the system's.
	Clock clock.Clock
	// Every is the pause between two looks at the outbox. 0: a quarter of a
	// second.
	Every time.Duration
	// Retry says when a message is tried again that may go later.
	Retry channel.RetryPlan
	// Report is told of what went wrong and is tried again. Nil: nobody is told.
	Report func(error)

	waiting map[string]attempt
}

// attempt is what a Sender remembers of a message that has to wait.
type attempt struct {
	failures int
	next     time.Time
	// answer is the platform's, which the desk could not take yet. The message is
	// not sent again.
	answer channel.Event
}

// Run sends until ctx ends, and returns the cause of that.
func (s *Sender) Run(ctx context.Context) error {
	clk, every := waiting(s.Clock, s.Every, time.Second/4)
	for {
		if err := s.Once(ctx, clk.Now()); err != nil && s.Report != nil {
			s.Report(err)
		}
		if err := sleep(ctx, clk, every); err != nil {
			return err
		}
	}
}

// Once sends what may be sent at now. The error joins what failed.
func (s *Sender) Once(ctx context.Context, now time.Time) error {
	const batch = 100
	limit := batch + len(s.waiting)
	list, err := s.Queue.Outbox(ctx, limit)
	if err != nil {
		return fmt.Errorf("socialticket: outbox: %w", err)
	}
	if len(list) < limit {
		s.forget(list)
	}
	var failed error
	held := map[channel.Address]bool{}
	for _, o := range list {
		if !held[o.To] && !now.Before(s.waiting[o.ID].next) {
			failed = errors.Join(failed, s.send(ctx, o, now))
		}
		if _, waits := s.waiting[o.ID]; waits {
			held[o.To] = true
		}
	}
	return failed
}

// forget drops what is not in the outbox any more: a status told what became of it.
func (s *Sender) forget(outbox []channel.Outbound) {
	maps.DeleteFunc(s.waiting, func(id string, _ attempt) bool {
		return !slices.ContainsFunc(outbox, func(o channel.Outbound) bool { return o.ID == id })
	})
}

// send makes one attempt, unless the platform has answered already, and hands the
// answer in.
func (s *Sender) send(ctx context.Context, o channel.Outbound, now time.Time) error {
	a := s.waiting[o.ID]
	if a.answer.ID == "" {
		var err error
		if a.answer, err = s.answer(ctx, o, now); a.answer.ID == "" {
			return err
		}
	}
	if _, err := s.Desk.Receive(context.WithoutCancel(ctx), a.answer); err != nil {
		s.wait(o.ID, a)
		return fmt.Errorf("socialticket: answer to %s: %w", o.ID, err)
	}
	delete(s.waiting, o.ID)
	return nil
}

// answer sends o and returns what became of it; the zero Event if it stays in the
// outbox. What may not go out any more is refused.
func (s *Sender) answer(ctx context.Context, o channel.Outbound, now time.Time) (channel.Event, error) {
	o, d, err := s.Desk.Check(ctx, o)
	switch {
	case err != nil:
		return channel.Event{}, err
	case !d.Allowed:
		return channel.Refused(o, channel.Error{Code: string(d.Reason), Class: d.Class()}, now), nil
	}
	accepted, err := s.Transport.Send(ctx, o)
	switch {
	case err == nil:
		return accepted.Event(o), nil
	case ctx.Err() != nil:
		return channel.Event{}, nil // we are stopping
	}
	failure := failureOf(err)
	if s.again(o.ID, failure, now) {
		return channel.Event{}, fmt.Errorf("socialticket: send %s: %w", o.ID, err)
	}
	return channel.Refused(o, failure.Reason, now), nil
}

// again notes a failed attempt and reports whether there will be another.
func (s *Sender) again(id string, failure channel.SendError, now time.Time) bool {
	a := s.waiting[id]
	a.failures++
	var again bool
	if a.next, again = s.Retry.Next(a.failures, failure, now); again {
		s.wait(id, a)
	}
	return again
}

func (s *Sender) wait(id string, a attempt) {
	if s.waiting == nil {
		s.waiting = map[string]attempt{}
	}
	s.waiting[id] = a
}

// failureOf returns err as a platform's answer. Of one that is none, nobody knows
// whether the message went: it may go later.
func failureOf(err error) channel.SendError {
	if refused, ok := errors.AsType[*channel.SendError](err); ok {
		return *refused
	}
	return channel.SendError{Reason: channel.Error{Code: "not_sent", Title: err.Error(), Class: channel.ClassRetry}, Err: err}
}
