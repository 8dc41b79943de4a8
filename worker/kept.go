package worker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// kept is an outcome that could not be recorded. It is tried again; meanwhile the effect
// is not done again by this process, also when its lease is over.
type kept struct {
	outcome
	failures int
	next     time.Time
}

// effectKey names an effect in a queue.
type effectKey struct {
	account channel.Account
	id      string
}

func keyOf(c *socialticket.Claimed) effectKey { return effectKey{c.Account, c.ID} }

// keep keeps an outcome that could not be recorded at now.
func (w *Worker) keep(o *outcome, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := keyOf(&o.claim)
	k := w.kept[key]
	if k == nil {
		k = &kept{}
		w.kept[key] = k
	}
	k.outcome = *o
	k.failures++
	k.next = now.Add(storePause(k.failures))
}

// recall tells the outcome of an effect that was claimed again before it could be
// recorded, and reports whether there is one. It is kept until it is.
func (w *Worker) recall(c *socialticket.Claimed, o *outcome) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	k, found := w.kept[keyOf(c)]
	if found {
		*o = k.outcome
		o.claim, o.given.Attempt = *c, c.Attempt
	}
	return found
}

// forget forgets an outcome that was recorded.
func (w *Worker) forget(o *outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.kept, keyOf(&o.claim))
}

// written reports that there is nothing left to record.
func (w *Worker) written() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.kept) == 0
}

// unwritten returns the outcomes that are to be tried again at now, in the order of their
// effects, and when the next one is. Those that were claimed again are left to their
// goroutine.
func (w *Worker) unwritten(now time.Time) (due []outcome, next time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for key, k := range w.kept {
		_, begun := w.begun[key]
		switch {
		case begun:
		case k.next.After(now):
			next = first(next, k.next)
		default:
			due = append(due, k.outcome)
		}
	}
	slices.SortFunc(due, func(a, b outcome) int { return strings.Compare(a.claim.ID, b.claim.ID) })
	return due, next
}

// rewrite tries again to record outcomes, and returns when it is to be called again.
func (s *shift) rewrite(ctx context.Context) (next time.Time, failed error) {
	due, next := s.unwritten(s.now())
	for i := range due {
		o := &due[i]
		err := s.write(ctx, o)
		if err == nil {
			s.forget(o)
			continue
		}
		failed = errors.Join(failed, err)
		s.keep(o, s.now())
		next = first(next, s.now().Add(storePause(1)))
	}
	return next, failed
}

// rewriteUntil is rewrite. Once ctx has ended it gives up what could not be recorded
// before the lease was over: another worker has the effect by then.
func (s *shift) rewriteUntil(ctx context.Context) (next time.Time, lost error) {
	next, _ = s.rewrite(ctx) // told when it was kept
	if ctx.Err() == nil {
		return next, nil
	}
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range slices.SortedFunc(maps.Keys(s.kept), func(a, b effectKey) int { return strings.Compare(a.id, b.id) }) {
		if !now.Before(s.kept[key].claim.Until) {
			lost = errors.Join(lost, fmt.Errorf("worker: effect %s: what became of it is not recorded", key.id))
			delete(s.kept, key)
		}
	}
	return next, lost
}
