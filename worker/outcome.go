package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// outcome is what became of a claimed effect, and is to be recorded: one of answer, done
// and given.
type outcome struct {
	claim  socialticket.Claimed
	notice channel.Event              // handed to the desk before given is: the message is in doubt
	answer channel.Event              // handed to the desk, which takes the effect out of the queue
	done   bool                       // the effect is settled
	given  socialticket.Return        // else it is given back
	tell   func(socialticket.Claimed) // called once it is recorded, with the newest claim
}

// unsettled is the pause before an effect is looked at again that its answer did not take
// out of the queue.
const unsettled = time.Hour

// back gives c back.
func (s *shift) back(c socialticket.Claimed, r socialticket.Return) outcome {
	r.Account, r.ID, r.Attempt, r.Reason = c.Account, c.ID, c.Attempt, s.clean(r.Reason)
	return outcome{claim: c, given: r}
}

// write records an outcome. After an error it is to be recorded later.
func (s *shift) write(ctx context.Context, o *outcome) error {
	var err error
	switch {
	case o.answer.ID != "":
		err = s.writeDone(ctx, o, func(call context.Context) (socialticket.Receipt, error) {
			return s.cfg.Desk.Receive(call, o.answer)
		})
	case o.done:
		err = s.writeDone(ctx, o, func(call context.Context) (socialticket.Receipt, error) {
			return s.cfg.Desk.Settle(call, o.claim.Effect)
		})
	default:
		s.notify(ctx, o)
		err = s.giveBack(ctx, o.given)
	}
	if err != nil {
		return fmt.Errorf("worker: effect %s: %w", o.claim.ID, err)
	}
	if o.tell != nil {
		o.tell(o.claim)
	}
	return nil
}

// writeDone commits what takes an effect out of the queue. An effect that is in it all the
// same, because the desk does not know its comment or its account, is given back for
// later: it must not be done again and again.
func (s *shift) writeDone(ctx context.Context, o *outcome, commit func(context.Context) (socialticket.Receipt, error)) error {
	call, end := s.limited(ctx)
	defer end()
	r, err := commit(call)
	_, refused := errors.AsType[*socialticket.Error](err)
	switch {
	case refused:
		s.log(ctx, slog.LevelError, "the desk does not take what became of an effect", about(o.claim), slog.String("error", s.text(err)))
	case err != nil:
		return err
	case slices.Contains(r.Commit.Done, o.claim.ID):
		s.follow(&r)
		return nil
	default:
		s.follow(&r)
	}
	given := s.back(o.claim, socialticket.Return{After: s.now().Add(unsettled), Doubt: true}).given
	return s.giveBack(ctx, given)
}

// notify tells the comment that its message is in doubt. It is not needed for what
// follows: the effect's next claim tells it again.
func (s *shift) notify(ctx context.Context, o *outcome) {
	if o.notice.ID == "" {
		return
	}
	call, end := s.limited(ctx)
	defer end()
	r, err := s.cfg.Desk.Receive(call, o.notice)
	if err != nil {
		s.log(ctx, slog.LevelWarn, "a comment is not told that its message is in doubt", about(o.claim), slog.String("error", s.text(err)))
		return
	}
	s.follow(&r)
	if r.Outcome == socialticket.Applied {
		s.cfg.Hooks.doubt(o.claim, false)
	}
}

// giveBack gives an effect back, unless it is done or another worker has it.
func (s *shift) giveBack(ctx context.Context, r socialticket.Return) error {
	call, end := s.limited(ctx)
	defer end()
	err := s.cfg.Queue.Return(call, r)
	if errors.Is(err, socialticket.ErrConflict) {
		return nil
	}
	return err
}
