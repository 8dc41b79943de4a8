package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// message sends the message of an effect, if it may go out.
func (s *shift) message(ctx context.Context, c socialticket.Claimed) outcome {
	if c.InDoubt() {
		switch do, until := s.next(c, s.now()); do {
		case awaitReport:
			return s.await(c, channel.Error{}, until)
		case leaveIt:
			return s.leave(c)
		case giveItUp:
			return s.giveUp(ctx, c, "")
		case sendAgain:
		}
	}
	call, end := s.limited(ctx)
	o, verdict, err := s.cfg.Desk.Check(call, c.Effect)
	end()
	switch {
	case err != nil:
		s.log(ctx, slog.LevelError, "the policy cannot be asked", about(c), slog.String("error", s.text(err)))
		return s.unbegun(c, s.now().Add(storePause(c.Attempt)))
	case !verdict.Allowed && c.InDoubt():
		return s.leave(c) // it may have gone while it was allowed
	case !verdict.Allowed:
		return s.refused(ctx, c, channel.Error{Code: string(verdict.Reason), Class: verdict.Class()})
	case s.late(ctx, c):
		return s.unbegun(c, s.now())
	}
	if s.twice(c) && !s.warn(ctx, c) {
		return s.unbegun(c, s.now().Add(storePause(c.Attempt)))
	}
	return s.send(ctx, c, o)
}

// warn marks the comment of a message that is sent again, before it is: a report of the
// platform may be quicker than its answer. False: that cannot be recorded, so that the
// message must not be sent.
func (s *shift) warn(ctx context.Context, c socialticket.Claimed) bool {
	call, end := s.limited(ctx)
	defer end()
	r, err := s.cfg.Desk.Receive(call, repeated(c.Message, s.now()))
	if err != nil {
		s.log(ctx, slog.LevelError, "a comment cannot be told that its message may come twice", about(c), slog.String("error", s.text(err)))
		return false
	}
	s.follow(&r)
	return true
}

// send makes the call. It goes on to its end when ctx ends.
func (s *shift) send(ctx context.Context, c socialticket.Claimed, o channel.Outbound) outcome {
	call, end := s.limited(ctx)
	accepted, err := s.cfg.Transport.Send(call, o)
	end()
	failure, answered := errors.AsType[*channel.SendError](err)
	switch {
	case err == nil:
		return s.accepted(c, o, accepted)
	case !answered || failure.Reason.Code == channel.CodeNoAnswer:
		return s.unanswered(ctx, c, s.text(err))
	}
	return s.refusal(ctx, c, *failure)
}

func (s *shift) accepted(c socialticket.Claimed, o channel.Outbound, a channel.Accepted) outcome {
	if a.At.IsZero() {
		a.At = s.now().UTC()
	}
	e := a.Event(o)
	e.Status.Doubt = s.twice(c)
	return outcome{claim: c, answer: e, tell: func(c socialticket.Claimed) { s.cfg.Hooks.sent(c, a) }}
}

// refusal deals with a message that the platform has not taken. How long it asks to wait
// is not counted as a failure for a day.
func (s *shift) refusal(ctx context.Context, c socialticket.Claimed, failure channel.SendError) outcome {
	now := s.now()
	s.log(ctx, slog.LevelInfo, "a message was refused", about(c), slog.String("reason", s.clean(failure.Reason).String()),
		slog.String("class", string(failure.Reason.Class)), slog.Duration("retry_after", failure.RetryAfter))
	paced := failure.Reason.Class == channel.ClassRetry && failure.RetryAfter > 0
	if paced && now.Sub(c.At) < day {
		return s.unbegun(c, now.Add(failure.RetryAfter))
	}
	if next, again := s.cfg.Retry.Next(c.Failures+1, failure, now); again {
		return s.back(c, socialticket.Return{After: next, Reason: failure.Reason, Doubt: c.InDoubt()})
	}
	return s.refused(ctx, c, failure.Reason)
}

// refused reports that a message will not go. One in doubt may have gone before.
func (s *shift) refused(ctx context.Context, c socialticket.Claimed, why channel.Error) outcome {
	e := channel.Refused(c.Message, why, s.now())
	e.Status.Doubt = c.InDoubt()
	return s.failed(ctx, c, e)
}

func (s *shift) failed(ctx context.Context, c socialticket.Claimed, e channel.Event) outcome {
	why := s.clean(e.Status.Errors[0])
	return outcome{claim: c, answer: e, tell: func(c socialticket.Claimed) {
		s.log(ctx, slog.LevelWarn, "a message failed", about(c), slog.String("reason", why.String()), slog.String("class", string(why.Class)))
		s.cfg.Hooks.failed(c, why)
	}}
}

// unanswered deals with a message that the platform may have taken.
func (s *shift) unanswered(ctx context.Context, c socialticket.Claimed, text string) outcome {
	now := s.now()
	s.log(ctx, slog.LevelWarn, "a message was not answered", about(c), slog.String("error", text))
	failure := unanswered()
	failure.Reason.Detail = text
	if c.Failures++; !c.InDoubt() {
		c.Since = c.Until.Add(-s.cfg.Lease) // when it was claimed
	}
	switch do, until := s.next(c, now); do {
	case awaitReport:
		return s.await(c, failure.Reason, until)
	case leaveIt:
		return s.leave(c)
	case giveItUp:
		return s.giveUp(ctx, c, text)
	case sendAgain:
	}
	after, _ := s.cfg.Retry.Next(c.Failures, failure, now)
	if s.repeat(c) == channel.RepeatTold {
		after = later(after, now.Add(s.cfg.Wait))
	}
	return s.await(c, failure.Reason, after)
}

// await gives a message in doubt back until an instant. A report of the platform takes it
// out of the queue before.
func (s *shift) await(c socialticket.Claimed, why channel.Error, until time.Time) outcome {
	o := s.back(c, socialticket.Return{After: until, Reason: why, Doubt: true})
	o.notice = doubted(c.Message, s.now())
	return o
}

// leave ends the doubt: the message is not sent again.
func (s *shift) leave(c socialticket.Claimed) outcome {
	return outcome{claim: c, answer: left(c.Message, s.now()), tell: func(c socialticket.Claimed) { s.cfg.Hooks.doubt(c, true) }}
}

// giveUp ends the tries of a message that was never answered.
func (s *shift) giveUp(ctx context.Context, c socialticket.Claimed, text string) outcome {
	e := gaveUp(c.Message, s.now())
	e.Status.Errors[0].Detail = text
	return s.failed(ctx, c, e)
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
