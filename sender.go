package socialticket

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket/channel"
)

// Sender takes messages from the outbox to the transport and hands the answers to
// the desk, in one process. A message whose answer was lost, because the process
// died in between, is sent again: the transport's platform tells doubles by
// [channel.Outbound.ID] where it can. Only one Sender may serve a queue.
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
	list, err := s.Queue.Outbox(ctx, batch+len(s.waiting))
	if err != nil {
		return fmt.Errorf("socialticket: outbox: %w", err)
	}
	var failed error
	for _, o := range list {
		if now.Before(s.waiting[o.ID].next) {
			continue
		}
		failed = errors.Join(failed, s.send(ctx, o, now))
	}
	return failed
}

// send makes one attempt. What may not go out any more is refused and kept.
func (s *Sender) send(ctx context.Context, o channel.Outbound, now time.Time) error {
	o, d, err := s.Desk.Check(ctx, o)
	if err != nil {
		return err
	}
	answer := channel.Refused(o, channel.Error{Code: string(d.Reason), Class: d.Class()}, now)
	if d.Allowed {
		accepted, err := s.Transport.Send(ctx, o)
		switch {
		case err != nil && ctx.Err() != nil:
			return nil // we are stopping; the message stays in the outbox
		case err != nil:
			failure := failureOf(err)
			if s.again(o.ID, failure, now) {
				return fmt.Errorf("socialticket: send %s: %w", o.ID, err)
			}
			answer = channel.Refused(o, failure.Reason, now)
		default:
			answer = accepted.Event(o)
		}
	}
	if _, err := s.Desk.Receive(context.WithoutCancel(ctx), answer); err != nil {
		return fmt.Errorf("socialticket: answer to %s: %w", o.ID, err)
	}
	delete(s.waiting, o.ID)
	return nil
}

// again notes a failed attempt and reports whether there will be another.
func (s *Sender) again(id string, failure channel.SendError, now time.Time) bool {
	a := s.waiting[id]
	a.failures++
	var again bool
	if a.next, again = s.Retry.Next(a.failures, failure, now); !again {
		return false
	}
	if s.waiting == nil {
		s.waiting = map[string]attempt{}
	}
	s.waiting[id] = a
	return true
}

// failureOf returns err as a platform's answer. Of one that is none, nobody knows
// whether the message went: it may go later.
func failureOf(err error) channel.SendError {
	if refused, ok := errors.AsType[*channel.SendError](err); ok {
		return *refused
	}
	return channel.SendError{Reason: channel.Error{Code: "not_sent", Title: err.Error(), Class: channel.ClassRetry}, Err: err}
}
