package socialticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/rules"
)

// Traced is a decision that was followed on its way.
type Traced struct {
	// Receipt is that of [Desk.Decide]: what would be written, and nothing was.
	Receipt Receipt `json:"receipt"`
	// Triggers tells which triggers fired, in which round, and why the others did not.
	// Zero: the command did nothing that triggers look at, or was in already. What
	// automations did, if the command was a [Wake], is in the receipt's events.
	Triggers rules.Course `json:"triggers,omitzero"`
}

// Trace tells what a command would do now and how the triggers would go over it. Nothing
// is written. A command that is in already has no course: hand the head that it was decided
// on to [Desk.Retrace]. The errors are those of [Desk.Do].
func (d *Desk) Trace(ctx context.Context, c Command) (Traced, error) {
	c, err := d.admit(c)
	if err != nil {
		return Traced{}, err
	}
	ref := d.Ref(c)
	for range maxTries {
		traced, err := d.traceAt(ctx, c, ref)
		to, elsewhere := errors.AsType[*Redirect](err)
		if elsewhere {
			c, ref = to.Command, to.Ref
			continue
		}
		commit := &traced.Receipt.Commit
		if err != nil || commit.IsZero() || ref.Cause == commit.Cause {
			return traced, err
		}
		// That an event is in already shows when it is to be committed: ask before.
		ref.Account, ref.Cause, ref.Comment = commit.Account, commit.Cause, cmp.Or(ref.Comment, traced.Receipt.Comment.ID)
		var head Head
		if err := d.load(ctx, ref, &head); err != nil {
			return Traced{}, err
		}
		if head.Known {
			return d.Retrace(head, c, d.config.Settings(), d.config.Clock.Now())
		}
		return traced, nil
	}
	return Traced{}, fmt.Errorf("socialticket: %d tries: %w", maxTries, ErrConflict)
}

// traceAt is [Desk.Trace] of a command that needs what ref names.
func (d *Desk) traceAt(ctx context.Context, c Command, ref Ref) (Traced, error) {
	var head Head
	if err := d.load(ctx, ref, &head); err != nil {
		return Traced{}, err
	}
	return d.Retrace(head, c, d.config.Settings(), d.config.Clock.Now())
}

// Retrace is [Desk.Decide] that tells how the triggers go over the command: of one that was
// decided before, how they went, if head, settings and instant are those of then. It is
// pure. The errors are those of Decide.
func (d *Desk) Retrace(h Head, c Command, s *Settings, at time.Time) (Traced, error) {
	var t Traced
	var err error
	t.Receipt, err = d.decide(h, c, s, at, &t.Triggers)
	return t, err
}
