package main

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// waking sets the timers of all tickets by settings that are new, in the background: with
// many tickets it takes minutes, and nobody waits for it.
type waking struct {
	server *server
	looked atomic.Int64 // tickets so far; -1: it is done

	mu   sync.Mutex
	stop context.CancelFunc // of the one under way
	runs sync.WaitGroup
	over bool // the server stops
}

func newWaking(s *server) *waking {
	w := &waking{server: s}
	w.looked.Store(-1)
	return w
}

// resume goes on where the program was stopped before all timers were set.
func (w *waking) resume(ctx context.Context) error {
	woken, _, err := value[int64](ctx, w.server.side, "SELECT version FROM helpdesk_woken ORDER BY rowid DESC LIMIT 1")
	if err == nil && max(woken, 1) != w.server.business.Settings().Version {
		w.start()
	}
	return err
}

// start begins anew with the settings that hold now. What was under way is given up.
func (w *waking) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	if w.stop != nil {
		w.stop()
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	w.looked.Store(0)
	version := w.server.business.Settings().Version
	w.runs.Go(func() {
		defer stop()
		err := guarded(func() error { return w.run(ctx, version) })
		if err != nil && ctx.Err() == nil {
			w.server.log.Error("timers are not all set by the new rules", "settings", version, "error", err)
		}
	})
	w.server.hub.tell(news{})
}

// run wakes all tickets.
func (w *waking) run(ctx context.Context, version int64) error {
	_, failed := w.server.desk.Rewake(ctx, countedStore{w.server.store, ctx, &w.looked})
	if !w.done(ctx) {
		return ctx.Err()
	}
	w.server.worker.Nudge()
	w.server.hub.tell(news{})
	if failed != nil {
		return failed
	}
	_, err := w.server.side.ExecContext(ctx, "INSERT INTO helpdesk_woken (version) VALUES (?)", version)
	return err
}

// done says that a run is at its end, unless it was given up.
func (w *waking) done(ctx context.Context) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return false
	}
	w.looked.Store(-1)
	return true
}

// wait waits until what is under way is done.
func (w *waking) wait() { w.runs.Wait() }

// end gives up what is under way; it is begun again when the program is started again.
func (w *waking) end() {
	w.mu.Lock()
	w.over = true
	if w.stop != nil {
		w.stop()
	}
	w.mu.Unlock()
	w.runs.Wait()
}

// Looked returns how many tickets have been looked at, and whether it is still under way.
func (w *waking) Looked() (n int, busy bool) {
	n = int(w.looked.Load())
	return n, n >= 0
}

// countedStore is a store that counts the tickets that are read for one run.
type countedStore struct {
	store
	ctx    context.Context
	looked *atomic.Int64
}

// Select implements [socialticket.Selector].
func (c countedStore) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range c.store.Select(ctx, tree) {
			if c.ctx.Err() == nil {
				c.looked.Add(1)
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

var _ socialticket.Selector = countedStore{}
