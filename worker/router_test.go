package worker_test

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// office is a world whose desk routes to agents, and a worker that does it.
type office struct {
	world
	clock    *clock.Mock
	settings atomic.Pointer[socialticket.Settings]
	router   *worker.Router
	worker   *worker.Worker
	reads    atomic.Int64 // of all tickets
	down     atomic.Bool  // they cannot be read
	failed   []channel.Error
}

// Select implements [socialticket.Selector].
func (o *office) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	o.reads.Add(1)
	if o.down.Load() {
		return func(yield func(ticket.Ticket, error) bool) { yield(ticket.Ticket{}, errDisk) }
	}
	return o.store.Select(ctx, tree)
}

func newOffice(t testing.TB, agents ...socialticket.Agent) *office {
	t.Helper()
	o := &office{clock: mock()}
	o.world = newWorld(t, o.clock)
	o.settings.Store(&socialticket.Settings{Routing: routing.Config{Method: routing.RoundRobin, Capacity: routing.Capacity{Messaging: 1}}, Agents: agents})
	var err error
	o.Desk, err = socialticket.New(socialticket.Config{Store: o.store, Clock: o.clock, Settings: o.settings.Load})
	require.NoError(t, err)
	o.router = &worker.Router{Desk: o.Desk, Reader: struct {
		socialticket.Reader
		socialticket.Selector
	}{o.store, o}, Clock: o.clock}
	o.worker = o.world.worker(t, func(cfg *worker.Config) {
		cfg.Desk = o.Desk
		cfg.Handlers = map[socialticket.EffectKind]worker.Handler{socialticket.EffectRoute: o.router}
		cfg.Hooks.Failed = func(_ socialticket.Claimed, why channel.Error) { o.failed = append(o.failed, why) }
	})
	return o
}

func (o *office) assignee(t testing.TB, id ticket.ID) string {
	t.Helper()
	tk, err := o.store.Ticket(t.Context(), id)
	require.NoError(t, err)
	return tk.Assignee
}

func (o *office) set(t testing.TB, id ticket.ID, f ticket.FieldName, value string) {
	t.Helper()
	_, err := o.Update(t.Context(), socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{{Field: f, Value: value}}})
	require.NoError(t, err)
}

// staff says who is there from now on.
func (o *office) staff(agents ...socialticket.Agent) {
	next := *o.settings.Load()
	next.Version++
	next.Agents = agents
	o.settings.Store(&next)
}

func TestRouter(t *testing.T) {
	o := newOffice(t, socialticket.Agent{ID: "ann"})
	first := o.talk(t, channel.WhatsApp)
	o.once(t, o.worker)
	require.Equal(t, "ann", o.assignee(t, first), "at once")
	require.False(t, o.waits(t), "the effect is done")

	second, urgent := o.talk(t, channel.WhatsApp), o.talk(t, channel.Telegram)
	o.set(t, urgent, ticket.FieldPriority, "urgent")
	for range 50 {
		require.Equal(t, o.clock.Now().Add(5*time.Second), o.once(t, o.worker), "until there is room")
		o.clock.Add(5 * time.Second)
	}
	require.Empty(t, o.assignee(t, second))
	require.Empty(t, o.failed, "to wait is no failure")

	o.set(t, first, ticket.FieldStatus, "solved")
	o.once(t, o.worker)
	require.Equal(t, []string{"", "ann"}, []string{o.assignee(t, second), o.assignee(t, urgent)}, "the more urgent first, of another account")
	o.staff(socialticket.Agent{ID: "ann"}, socialticket.Agent{ID: "ben"})
	n, err := o.router.Route(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n, "an agent came")
	require.Equal(t, "ben", o.assignee(t, second))
	o.clock.Add(5 * time.Second)
	o.once(t, o.worker)
	require.False(t, o.waits(t))
}

// TestRouterSettled states that a ticket which somebody took meanwhile is left alone.
func TestRouterSettled(t *testing.T) {
	o := newOffice(t, socialticket.Agent{ID: "ann"}, socialticket.Agent{ID: "ben"})
	taken, solved := o.talk(t, channel.WhatsApp), o.talk(t, channel.WhatsApp)
	o.set(t, taken, ticket.FieldAssignee, "ben")
	o.set(t, solved, ticket.FieldStatus, "pending")
	before, err := o.store.Ticket(t.Context(), taken)
	require.NoError(t, err)
	o.once(t, o.worker)
	after, err := o.store.Ticket(t.Context(), taken)
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.Empty(t, o.assignee(t, solved))
	require.Zero(t, o.reads.Load(), "nothing had to be counted")
	require.False(t, o.waits(t))
}

// TestRouterCheap states that while nobody has room a pause costs one look at the tickets,
// however many wait, on however many accounts.
func TestRouterCheap(t *testing.T) {
	o := newOffice(t)
	for range 40 {
		o.talk(t, channel.WhatsApp)
		o.talk(t, channel.Telegram)
	}
	o.once(t, o.worker)
	for range 10 {
		o.clock.Add(5 * time.Second)
		before := o.reads.Load()
		o.once(t, o.worker)
		require.LessOrEqual(t, o.reads.Load()-before, int64(1))
	}
	o.staff(socialticket.Agent{ID: "ann", Capacity: routing.Capacity{Messaging: 100}})
	o.clock.Add(5 * time.Second)
	before := o.reads.Load()
	o.once(t, o.worker)
	require.Equal(t, int64(1), o.reads.Load()-before, "all go out in one pass")
	require.False(t, o.waits(t))
}

// TestRouterTrouble states that no effect is given up because a store was away.
func TestRouterTrouble(t *testing.T) {
	o := newOffice(t, socialticket.Agent{ID: "ann"})
	id := o.talk(t, channel.WhatsApp)
	o.down.Store(true)
	for range 100 {
		o.once(t, o.worker)
		o.clock.Add(time.Minute)
	}
	require.Empty(t, o.assignee(t, id))
	o.down.Store(false)
	o.once(t, o.worker)
	require.Equal(t, "ann", o.assignee(t, id))
	require.Empty(t, o.failed)
}

// TestRouterMany lets many goroutines route at once: an agent never gets more than there is
// room for.
func TestRouterMany(t *testing.T) {
	o := newOffice(t, socialticket.Agent{ID: "ann", Capacity: routing.Capacity{Messaging: 3}})
	for i := range 20 {
		o.talk(t, []channel.Kind{channel.WhatsApp, channel.Telegram, channel.LINE, channel.Viber}[i%4])
	}
	claimed, _, err := o.store.Claim(t.Context(), socialticket.Claim{Now: o.clock.Now(), Lease: time.Minute, Limit: 100})
	require.NoError(t, err)
	ended := make(chan error)
	for _, c := range claimed {
		go func() { ended <- o.router.Do(context.WithoutCancel(t.Context()), c) }()
	}
	for range claimed {
		if later, waits := errors.AsType[*worker.Later](<-ended); waits {
			require.NoError(t, later.Err)
		}
	}
	n := 0
	for tk, err := range o.store.Tickets(t.Context()) {
		require.NoError(t, err)
		if tk.Assignee == "ann" {
			n++
		}
	}
	require.Equal(t, 3, n)
}

// TestLater states that a handler may put an effect off, without a failure and without end.
func TestLater(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	id := w.talk(t, channel.WhatsApp)
	w.ask(t, id, socialticket.Effect{ID: "1", Kind: "own", Lane: "own"})
	var seen []socialticket.Claimed
	open := start().Add(time.Hour)
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Handlers = map[socialticket.EffectKind]worker.Handler{"own": worker.HandlerFunc(func(_ context.Context, one socialticket.Claimed) error {
			seen = append(seen, one)
			if c.Now().Before(open) {
				return &worker.Later{Until: c.Now().Add(time.Minute), Err: errDisk}
			}
			return nil
		})}
	})
	for range 70 {
		w.once(t, does)
		c.Add(time.Minute)
	}
	require.False(t, w.waits(t))
	require.Len(t, seen, 61, "once a minute, until it could be done")
	for _, one := range seen {
		require.Zero(t, one.Failures)
	}
	later := &worker.Later{Until: open, Err: errDisk}
	require.ErrorIs(t, later, errDisk)
	require.Equal(t, "worker: not before 2026-03-02T10:00:00Z: disk full", later.Error())
}

func TestRouterConfig(t *testing.T) {
	w := newWorld(t, mock())
	_, err := worker.New(worker.Config{Desk: w.Desk, Queue: w.store, Transport: w.platform, Handlers: map[socialticket.EffectKind]worker.Handler{
		socialticket.EffectRoute: &worker.Router{Desk: w.Desk},
	}})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
}
