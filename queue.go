package socialticket

import (
	"context"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Queue holds what waits: effects that are to be done, and timers. Any number of workers
// call it at once, from several processes.
type Queue interface {
	// Claim hands effects to one worker: of each lane the first that is not done, if
	// its After has come and no effect of the lane is claimed by another; the oldest At
	// first, ties by account and id. A claim is on disk before Claim returns, counts as
	// an attempt, and holds until now plus the lease; after that the effect may be
	// claimed again. Next is the first instant after now at which there may be more to
	// claim, zero if there is none that is known.
	Claim(ctx context.Context, c Claim) (claimed []Claimed, next time.Time, err error)

	// Return gives a claimed effect back for later. The error matches [ErrConflict]
	// if the effect is done, or was claimed again since. An effect that was done is
	// told by the Done of a commit instead.
	Return(ctx context.Context, r Return) error

	// Due returns at most limit timers that have come by now, the earliest first,
	// ties by account, key and ticket. Asking takes nothing out: a commit sets a
	// timer anew. Next is the instant of the first timer after now, zero if there is
	// none or if there is more to return.
	Due(ctx context.Context, now time.Time, limit int) (due []Timer, next time.Time, err error)
}

// Claim asks for effects.
type Claim struct {
	Now   time.Time
	Lease time.Duration
	Limit int          // at most so many
	Kinds []EffectKind // of these kinds; an effect of another kind still holds its lane. Empty: of all
}

// Claimed is an effect in the hands of one worker.
type Claimed struct {
	Effect
	Attempt  int       `json:"attempt"`           // how often it was claimed, this time included
	Failures int       `json:"failures,omitzero"` // how often it was returned with a reason
	Until    time.Time `json:"until"`             // the end of the lease
	Since    time.Time `json:"since,omitzero"`    // InDoubt: when the first claim without a result was made
}

// InDoubt reports that the effect was claimed before and that its result was not
// recorded: it may have been done.
func (c Claimed) InDoubt() bool { return !c.Since.IsZero() }

// Return says what became of a claimed effect that is not done.
type Return struct {
	Account channel.Account
	ID      string
	Attempt int           // that of the claim
	After   time.Time     // it may be claimed again from then on
	Reason  channel.Error // why it failed; zero: it did not, it waits
	// Doubt tells that the effect may have been done all the same. Then it is in
	// doubt since its first claim of which that was not known; else it is not in
	// doubt any more.
	Doubt bool
}

// Pruner forgets what need not be kept for ever. A [Store] of a host usually is one as
// well. Conversations, addresses, tickets, comments, audit events and persons are kept
// for ever, effects until they are done.
type Pruner interface {
	// Prune forgets at most p.Limit things that are older than p says, and returns
	// how many they were; fewer than the limit: there are no more. It is made of
	// small steps, so that commits are not held up.
	Prune(ctx context.Context, p Prune) (int, error)
}

// Prune says what may be forgotten. A zero instant keeps everything.
type Prune struct {
	// Causes is the instant before whose commits causes are forgotten. An event that
	// a platform repeats after that is known by its message, if it has one.
	Causes time.Time
	// Parked is the instant before which events were parked that may be forgotten:
	// they are about messages of another system.
	Parked time.Time
	// Feed is the instant before whose commits the feed is forgotten.
	Feed  time.Time
	Limit int
}
