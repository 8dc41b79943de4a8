package worker

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/socialticket/socialticket"
)

const (
	pruneEvery = day                    // between two rounds
	pruneStep  = 500                    // things in one step
	prunePause = 100 * time.Millisecond // between two steps, for commits
)

// runPrune forgets what is old, once a day, until ctx ends.
func (s *shift) runPrune(ctx context.Context) {
	if s.pruner() == nil {
		return
	}
	for failures := 0; ctx.Err() == nil; {
		more, err := s.prune(ctx)
		pause := pruneEvery
		switch {
		case err != nil:
			failures++
			pause = pauseAfter(failures + 6)
		case more:
			failures, pause = 0, prunePause
		default:
			failures = 0
		}
		s.sleep(ctx, s.now().Add(pause), nil)
	}
}

// pruneOnce is one round, if the last was long enough ago.
func (s *shift) pruneOnce(ctx context.Context) error {
	s.mu.Lock()
	due := s.prunedAt.IsZero() || !s.now().Before(s.prunedAt.Add(pruneEvery))
	if due {
		s.prunedAt = s.now()
	}
	s.mu.Unlock()
	if s.pruner() == nil || !due {
		return nil
	}
	for more := true; more && ctx.Err() == nil; {
		var err error
		if more, err = s.prune(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pruner returns what forgets, nil if nothing is to be forgotten.
func (s *shift) pruner() socialticket.Pruner {
	p, ok := s.cfg.Queue.(socialticket.Pruner)
	if !ok || s.cfg.Keep < 0 && s.cfg.KeepFeed == 0 {
		return nil
	}
	return p
}

// prune makes one step, and reports whether there is more to forget.
func (s *shift) prune(ctx context.Context) (more bool, err error) {
	p := socialticket.Prune{Limit: pruneStep}
	if s.cfg.Keep > 0 {
		p.Causes = s.now().Add(-s.cfg.Keep).UTC()
		p.Parked = p.Causes
	}
	if s.cfg.KeepFeed > 0 {
		p.Feed = s.now().Add(-s.cfg.KeepFeed).UTC()
	}
	call, end := s.limited(ctx)
	defer end()
	n, err := s.pruner().Prune(call, p)
	if err != nil {
		err = fmt.Errorf("worker: prune: %w", err)
		s.log(ctx, slog.LevelError, "what is old cannot be forgotten", slog.String("error", s.text(err)))
		return false, err
	}
	if n > 0 {
		s.log(ctx, slog.LevelDebug, "forgot what is old", slog.Int("things", n))
	}
	return n >= pruneStep, nil
}
