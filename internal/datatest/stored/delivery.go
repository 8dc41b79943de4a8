package stored

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// PeerPlan is how the source of the cases about errors tries again: after five minutes,
// then five more each time. There it is two times.
func PeerPlan(pauses int) channel.RetryPlan {
	plan := channel.RetryPlan{Pauses: make([]time.Duration, pauses)}
	for i := range plan.Pauses {
		plan.Pauses[i] = time.Duration(i+1) * 5 * time.Minute
	}
	return plan
}

// Failures returns how many attempts of a comment failed.
func Failures(c ticket.Comment) (n int) {
	for _, a := range c.Parts[0].Attempts {
		if a.State == channel.StateFailed {
			n++
		}
	}
	return n
}

// Standing returns how far a comment is: a peer's word for one that failed and waits for
// its next attempt, else ours.
func Standing(c ticket.Comment) string {
	if c.Delivery.State == channel.StateQueued && Failures(c) > 0 {
		return datatest.Errored
	}
	return string(c.Delivery.State)
}

// Reason returns why a comment did not arrive, empty if the platform did not say.
func Reason(c ticket.Comment) string {
	why := c.Delivery.Failure()
	if why.Code == channel.CodeNoReason {
		return ""
	}
	return why.String()
}

// EndReason returns why a comment is not tried again: an error that would have been worth
// it is the last that the plan allows.
func EndReason(c ticket.Comment) string {
	if why := c.Delivery.Failure(); why.Class == channel.ClassRetry {
		return "error_limit"
	}
	return Reason(c)
}

// Busy is a refusal that is worth another attempt.
func Busy() *channel.SendError {
	return &channel.SendError{Reason: channel.Error{Code: "busy", Title: "Try again later", Class: channel.ClassRetry}}
}
