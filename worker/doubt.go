package worker

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// Doubt says what becomes of a message of which it is not known whether the platform has
// it. Its text is stable.
type Doubt string

// The choices.
const (
	// PerhapsNever: it is not sent again. Its comment is marked as in doubt, so that
	// people decide.
	PerhapsNever Doubt = ""
	// PerhapsTwice: it is sent again. Its comment is marked, for the user may get it
	// twice.
	PerhapsTwice Doubt = "perhaps_twice"
)

// step is what is done next with a message in doubt.
type step int

const (
	sendAgain step = iota
	awaitReport
	leaveIt
	giveItUp
)

// next returns what is done next at now with a message in doubt; for awaitReport, until
// when.
func (w *Worker) next(c socialticket.Claimed, now time.Time) (step, time.Time) {
	repeat := w.repeat(c)
	until := c.Since.Add(w.cfg.Wait)
	switch {
	case repeat == channel.RepeatTold && now.Before(until):
		return awaitReport, until
	case repeat != channel.RepeatHarmless && w.cfg.Doubt == PerhapsNever:
		return leaveIt, time.Time{}
	case c.Failures > 0 && !w.again(c.Failures, now):
		return giveItUp, time.Time{}
	}
	return sendAgain, time.Time{}
}

// again reports whether the plan has a try left after a number of calls that were not
// answered.
func (w *Worker) again(failures int, now time.Time) bool {
	_, again := w.cfg.Retry.Next(failures, unanswered(), now)
	return again
}

func (w *Worker) repeat(c socialticket.Claimed) channel.Repeat { return w.cfg.Repeat(c.Account) }

// twice reports that a message in doubt comes to its user twice if it is sent now and was
// taken before.
func (w *Worker) twice(c socialticket.Claimed) bool {
	return c.InDoubt() && w.repeat(c) != channel.RepeatHarmless
}

// unanswered returns the failure of a call that nothing came back from.
func unanswered() channel.SendError {
	return channel.SendError{Reason: channel.Error{Code: channel.CodeNoAnswer, Title: "No answer came: it is not known whether the message went", Class: channel.ClassRetry}}
}

// doubted returns the report that a message is in doubt for now.
func doubted(o channel.Outbound, now time.Time) channel.Event {
	e := channel.Refused(o, channel.Error{}, now)
	e.ID, e.Status.State, e.Status.Errors = o.ID+"/"+string(channel.StateDoubt), channel.StateDoubt, nil
	return e
}

// repeated returns the report that a message in doubt is about to be sent again.
func repeated(o channel.Outbound, now time.Time) channel.Event {
	e := doubted(o, now)
	e.ID, e.Status.Doubt = e.ID+"/again", true
	return e
}

// left returns the report that a message is in doubt and is left so.
func left(o channel.Outbound, now time.Time) channel.Event {
	e := channel.Refused(o, channel.Error{
		Code: channel.CodeDoubt, Title: "It is not known whether the platform has the message; it is not sent again", Class: channel.ClassFix,
	}, now)
	e.ID, e.Status.State = o.ID+"/"+string(channel.StateDoubt)+"/final", channel.StateDoubt
	return e
}

// gaveUp returns the report that a message was given up after calls without an answer. It
// may have gone.
func gaveUp(o channel.Outbound, now time.Time) channel.Event {
	e := channel.Refused(o, channel.Error{
		Code: channel.CodeGaveUp, Title: "The platform did not answer; the message may have gone", Class: channel.ClassRetry,
	}, now)
	e.Status.Doubt = true
	return e
}
