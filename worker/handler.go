package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// Handler does effects of one kind. Many goroutines call it at once, never two for one
// lane of the same account. The context ends after Config.Timeout, not when the worker
// stops.
//
// An effect that returns nil is done and leaves the queue; a message is done when the
// handler has told the desk what became of it. An error that is a *[channel.SendError] of
// another class than retry ends it: the effect failed and leaves the queue. After any
// other error it is tried again by Config.Retry, and given up at the end of the plan. A
// *[Later] is no failure: the effect was not done and waits.
//
// An effect may be done twice: [socialticket.Claimed.InDoubt] tells that it may have been
// done before, and its ID is the same each time.
type Handler interface {
	Do(context.Context, socialticket.Claimed) error
}

// Later is the error of a [Handler] that has not done an effect and cannot yet: it is tried
// again from the given instant, for as long as it takes.
type Later struct {
	Until time.Time
	Err   error // what failed, for the log; nil: nothing did
}

func (l *Later) Error() string {
	text := "worker: not before " + l.Until.Format(time.RFC3339)
	if l.Err != nil {
		text += ": " + l.Err.Error()
	}
	return text
}

// Unwrap returns what failed.
func (l *Later) Unwrap() error { return l.Err }

// HandlerFunc is a function that serves as a [Handler].
type HandlerFunc func(context.Context, socialticket.Claimed) error

// Do calls f.
func (f HandlerFunc) Do(ctx context.Context, c socialticket.Claimed) error { return f(ctx, c) }

// handle does an effect by its handler.
func (s *shift) handle(ctx context.Context, c socialticket.Claimed, h Handler) outcome {
	if s.late(ctx, c) {
		return s.unbegun(c, s.now())
	}
	call, end := s.limited(ctx)
	err := h.Do(call, c)
	end()
	switch {
	case err == nil && c.Kind == socialticket.EffectMessage:
		return s.back(c, socialticket.Return{After: s.now().Add(unsettled), Doubt: true})
	case err == nil:
		return outcome{claim: c, done: true, tell: s.cfg.Hooks.done}
	}
	if later, waits := errors.AsType[*Later](err); waits {
		if later.Err != nil {
			s.log(ctx, slog.LevelWarn, "an effect waits", about(c), slog.String("error", s.text(later.Err)))
		}
		return s.back(c, socialticket.Return{After: later.Until})
	}
	failure, answered := errors.AsType[*channel.SendError](err)
	if !answered {
		failure = &channel.SendError{Reason: channel.Error{Code: channel.CodeGaveUp, Title: s.text(err), Class: channel.ClassRetry}}
	}
	s.log(ctx, slog.LevelWarn, "an effect failed", about(c), slog.String("error", s.text(err)), slog.String("class", string(failure.Reason.Class)))
	return s.unhandled(ctx, c, *failure, !answered)
}

// unhandled gives an effect back that was not done, or gives it up.
func (s *shift) unhandled(ctx context.Context, c socialticket.Claimed, failure channel.SendError, doubt bool) outcome {
	now, why := s.now(), s.clean(failure.Reason)
	next, again := s.cfg.Retry.Next(c.Failures+1, failure, now)
	switch {
	case !again && c.Kind == socialticket.EffectDecide && failure.Reason.Class == channel.ClassRetry:
		next = now.Add(unsettled) // a command is never lost
	case !again && c.Kind == socialticket.EffectMessage:
		return s.refused(ctx, c, why)
	case !again:
		return outcome{claim: c, done: true, tell: func(c socialticket.Claimed) { s.cfg.Hooks.failed(c, why) }}
	}
	return s.back(c, socialticket.Return{After: next, Reason: why, Doubt: doubt || c.InDoubt()})
}

// decide hands the command of an effect to the desk, which carries it out once. A refused
// command is over.
func (w *Worker) decide(ctx context.Context, c socialticket.Claimed) error {
	if c.Command.IsZero() {
		return &channel.SendError{Reason: channel.Error{Code: "no_command", Title: "The effect has no command", Class: channel.ClassNever}}
	}
	r, err := w.cfg.Desk.Carry(ctx, c.Effect)
	if refusal, ok := errors.AsType[*socialticket.Error](err); ok {
		return &channel.SendError{Reason: channel.Error{Code: "refused", Title: w.text(refusal), Class: channel.ClassNever}, Err: err}
	}
	w.follow(&r)
	return err
}
