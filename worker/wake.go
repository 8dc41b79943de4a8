package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
)

// slot names what a timer is set for: a timer without its instant.
type slot socialticket.Timer

func slotOf(t socialticket.Timer) slot {
	t.At = time.Time{}
	return slot(t)
}

// stuck is a timer that is due although it was woken. It is woken again later, and holds
// up no other.
type stuck struct {
	at    time.Time // what it is set to
	tries int
	next  time.Time
}

// runTimers wakes timers until ctx ends.
func (s *shift) runTimers(ctx context.Context) {
	for ctx.Err() == nil {
		next, _ := s.wake(ctx) // logged, and tried again
		s.sleep(ctx, s.look(s.now(), next), s.timers)
	}
}

// wake wakes each timer that is due at now once, and returns when to look again.
func (s *shift) wake(ctx context.Context) (next time.Time, failed error) {
	const batch = 100
	now, woken := s.now(), map[slot]bool{}
	for ctx.Err() == nil {
		limit := batch + s.stuckTimers()
		due, next, err := s.due(ctx, now, limit)
		if err != nil {
			return now.Add(storePause(1)), errors.Join(failed, err)
		}
		fresh, again := s.sift(due, woken, now)
		switch {
		case len(fresh) > 0:
			failed = errors.Join(failed, s.wakeAll(ctx, fresh))
		case len(due) < limit:
			s.unstick(due)
			return first(next, again), failed
		case batch+s.stuckTimers() <= limit:
			return now.Add(storePause(1)), failed // against the contract: do not run hot
		}
	}
	return time.Time{}, failed
}

func (s *shift) due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	call, end := s.limited(ctx)
	defer end()
	due, next, err := s.cfg.Queue.Due(call, now, limit)
	if err != nil {
		err = fmt.Errorf("worker: due: %w", err)
		s.log(ctx, slog.LevelError, "timers cannot be read", slog.String("error", s.text(err)))
	}
	return due, next, err
}

// sift returns the timers that are to be woken now, and when the first of the stuck ones
// is to be woken again. A timer that was woken and is due still is stuck.
func (s *shift) sift(due []socialticket.Timer, woken map[slot]bool, now time.Time) (fresh []socialticket.Timer, again time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range due {
		key := slotOf(t)
		old, known := s.stuck[key]
		switch {
		case woken[key] && (!known || !old.next.After(now)):
			old = stuck{at: t.At, tries: old.tries + 1, next: now.Add(pauseAfter(old.tries + 1))}
			s.stuck[key] = old
		case woken[key], known && old.at.Equal(t.At) && old.next.After(now):
		default:
			woken[key] = true
			fresh = append(fresh, t)
			continue
		}
		again = first(again, old.next)
	}
	return fresh, again
}

// wakeAll wakes timers, several at once.
func (s *shift) wakeAll(ctx context.Context, list []socialticket.Timer) error {
	var changed sync.Once
	return each(s.cfg.Goroutines, list, func(t socialticket.Timer) error {
		if ctx.Err() != nil {
			return nil
		}
		call, end := s.limited(ctx)
		defer end()
		r, err := s.cfg.Desk.Wake(call, t)
		if err != nil {
			s.log(ctx, slog.LevelError, "a timer cannot be woken", slog.String("ticket", string(t.Ticket)),
				slog.String("conversation", string(t.Key)), slog.String("error", s.text(err)))
			return fmt.Errorf("worker: wake %s %s: %w", t.Key, t.Ticket, err)
		}
		if r.Outcome == socialticket.Applied {
			s.cfg.Hooks.woke(t, &r)
		}
		if len(r.Commit.Effects) > 0 {
			changed.Do(func() { nudge(s.effects) })
		}
		return nil
	})
}

func (w *Worker) stuckTimers() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.stuck)
}

// unstick forgets the stuck timers that are not due any more.
func (w *Worker) unstick(due []socialticket.Timer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.stuck) == 0 {
		return
	}
	still := make(map[slot]stuck, len(w.stuck))
	for _, t := range due {
		if old, known := w.stuck[slotOf(t)]; known {
			still[slotOf(t)] = old
		}
	}
	w.stuck = still
}
