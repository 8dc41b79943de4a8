package worker

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/routing"
)

// Router is the [Handler] of [socialticket.EffectRoute]: it gives tickets that wait for an
// agent to agents as soon as somebody can take them. Each time it looks at all that wait, of
// every account, so that the most urgent comes first whoever asked. While nobody can take the
// ticket of an effect the effect waits; as those of an account share a lane, one of them is
// tried again in each Pause, however many tickets wait.
//
// Let one Router work at a time, over all processes: two that do not know of each other can
// give an agent more than their capacity. It is safe for concurrent use, and must not be
// copied after its first use.
type Router struct {
	Desk   *socialticket.Desk
	Reader socialticket.Reader // of the store which the desk has; best a [socialticket.Selector] too
	Clock  clock.Clock         // nil: the system's
	Pause  time.Duration       // how long an effect waits that nobody could take; 0: five seconds

	begun atomic.Int64 // how many passes have
	mu    sync.Mutex   // held by a pass
	turn  routing.Turn // empty: the next pass makes it
	ended time.Time    // when the last pass did
}

// Route hands out all that waits, now, and returns how many tickets it was. Call it when an
// agent has come, or has more room, so that customers need not wait for a Pause.
func (r *Router) Route(ctx context.Context) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pass(ctx)
}

// Do implements [Handler]. It never fails for good: a ticket is not forgotten because a store
// was away.
func (r *Router) Do(ctx context.Context, c socialticket.Claimed) error {
	order, is := c.Command.Command.(socialticket.Route)
	if !is {
		return nil // an effect of the host's own
	}
	waits, err := r.take(ctx, c, order)
	switch {
	case err != nil:
		return &Later{Until: r.now().Add(r.pause()), Err: err}
	case waits:
		return &Later{Until: r.now().Add(r.pause())}
	}
	return nil
}

// take routes what waits, unless that was done since c was claimed, or a while ago and c had
// its turn then. It reports whether the ticket waits still.
func (r *Router) take(ctx context.Context, c socialticket.Claimed, order socialticket.Route) (waits bool, err error) {
	before := r.begun.Load()
	if waits, err = r.waits(ctx, order); err != nil || !waits {
		return waits, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	again := c.Attempt > 1 && r.now().Before(r.ended.Add(r.pause()))
	if r.begun.Load() == before && !again {
		_, err = r.pass(ctx)
	}
	waits, gone := r.waits(ctx, order)
	if gone == nil && !waits {
		return false, nil // whatever became of others
	}
	return waits, errors.Join(err, gone)
}

// pass hands out all that waits. The lock is held.
func (r *Router) pass(ctx context.Context) (routed int, err error) {
	r.begun.Add(1)
	routed, r.turn, err = r.Desk.RouteAll(ctx, r.Reader, r.turn)
	r.ended = r.now()
	return routed, err
}

// waits reports whether the ticket of an effect still waits for an agent.
func (r *Router) waits(ctx context.Context, order socialticket.Route) (bool, error) {
	t, err := r.Reader.Ticket(ctx, order.Ticket)
	if errors.Is(err, socialticket.ErrNotFound) {
		return false, nil
	}
	return err == nil && routing.Waits(t), err
}

func (r *Router) now() time.Time {
	if r.Clock == nil {
		return clock.New().Now()
	}
	return r.Clock.Now()
}

func (r *Router) pause() time.Duration {
	if r.Pause <= 0 {
		return 5 * time.Second
	}
	return r.Pause
}
