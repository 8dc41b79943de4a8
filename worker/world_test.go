package worker_test

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func agent() ticket.Actor { return ticket.Actor{Kind: ticket.Agent, ID: "ann"} }

func account(k channel.Kind) channel.Account { return channel.Account{Kind: k, ID: "business"} }

// mock returns a clock that is set by hand, at the start.
func mock() *clock.Mock {
	m := clock.NewMock()
	m.Set(start())
	return m
}

// world is a desk on a store that can be made to fail, and a platform.
type world struct {
	*socialticket.Desk
	store    *store
	clock    clock.Clock
	platform *channeltest.Platform
	users    *atomic.Int64
}

func newWorld(t testing.TB, c clock.Clock) world {
	t.Helper()
	w := world{store: &store{Store: &memory.Store{}}, clock: c, platform: &channeltest.Platform{Now: c.Now}, users: &atomic.Int64{}}
	var err error
	w.Desk, err = socialticket.New(socialticket.Config{Store: w.store, Clock: c})
	require.NoError(t, err)
	return w
}

// worker returns one that sends through the platform.
func (w world) worker(t testing.TB, change ...func(*worker.Config)) *worker.Worker {
	t.Helper()
	cfg := worker.Config{Desk: w.Desk, Queue: w.store, Transport: w.platform, Clock: w.clock}
	for _, c := range change {
		c(&cfg)
	}
	made, err := worker.New(cfg)
	require.NoError(t, err)
	return made
}

// once lets a worker do what can be done now, and wants no trouble.
func (w world) once(t testing.TB, does *worker.Worker) (next time.Time) {
	t.Helper()
	next, err := does.Once(t.Context(), w.clock.Now())
	require.NoError(t, err)
	return next
}

// talk lets a new user write, and returns the ticket.
func (w world) talk(t testing.TB, k channel.Kind) ticket.ID {
	t.Helper()
	name := "1555010" + strconv.FormatInt(w.users.Add(1), 10)
	r, err := w.Receive(t.Context(), channel.Event{
		ID: "hello " + name, Type: channel.EventMessage, Account: account(k), From: name, Sent: w.clock.Now(), Received: w.clock.Now(),
		Opens: channel.OpenMessage, Message: channel.Message{ID: "m" + name, Type: channel.Text, Text: "hello"},
	})
	require.NoError(t, err)
	require.NotEmpty(t, r.Ticket.ID)
	return r.Ticket.ID
}

// reply answers a ticket and returns the id of the comment.
func (w world) reply(t testing.TB, id ticket.ID, text string) string {
	t.Helper()
	r, err := w.Reply(t.Context(), socialticket.Reply{Ticket: id, By: agent(), Text: text, IdempotencyKey: text})
	require.NoError(t, err)
	require.True(t, r.Decision.Allowed)
	return r.Comment.ID
}

// delivery returns what is known of a comment.
func (w world) delivery(t testing.TB, comment string, id ticket.ID) channel.Delivery {
	t.Helper()
	thread, err := w.store.Comments(t.Context(), id, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	for _, c := range thread {
		if c.ID == comment {
			return c.Delivery
		}
	}
	t.Fatalf("no comment %s", comment)
	return channel.Delivery{}
}

// report hands in what the platform reports by now.
func (w world) report(t testing.TB) {
	t.Helper()
	for _, e := range w.platform.Events(w.clock.Now()) {
		_, err := w.Receive(t.Context(), e)
		require.NoError(t, err)
	}
}

// waits reports that there is something in the queue, now or later. It claims that.
func (w world) waits(t testing.TB) bool {
	t.Helper()
	far := w.clock.Now().Add(1000 * time.Hour)
	claimed, next, err := w.store.Store.Claim(t.Context(), socialticket.Claim{Now: far, Lease: time.Nanosecond, Limit: 1})
	require.NoError(t, err)
	return len(claimed) > 0 || !next.IsZero()
}

// arrived returns how many messages reached the platform.
func (w world) arrived() int { return len(w.platform.Arrivals()) }

var errDisk = errors.New("disk full")

// store is a store whose calls can be made to fail, and are counted.
type store struct {
	*memory.Store
	noCommit, noClaim, noLoad, noReturn atomic.Bool
	claims, dues, prunes                atomic.Int64
}

func fails(when *atomic.Bool) error {
	if when.Load() {
		return errDisk
	}
	return nil
}

func (s *store) Load(ctx context.Context, r socialticket.Ref) (socialticket.Head, error) {
	if err := fails(&s.noLoad); err != nil {
		return socialticket.Head{}, err
	}
	return s.Store.Load(ctx, r)
}

func (s *store) Commit(ctx context.Context, c socialticket.Commit) error {
	if err := fails(&s.noCommit); err != nil {
		return err
	}
	return s.Store.Commit(ctx, c)
}

func (s *store) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	s.claims.Add(1)
	if err := fails(&s.noClaim); err != nil {
		return nil, time.Time{}, err
	}
	return s.Store.Claim(ctx, c)
}

func (s *store) Return(ctx context.Context, r socialticket.Return) error {
	if err := fails(&s.noReturn); err != nil {
		return err
	}
	return s.Store.Return(ctx, r)
}

func (s *store) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	s.dues.Add(1)
	return s.Store.Due(ctx, now, limit)
}

func (s *store) Prune(ctx context.Context, p socialticket.Prune) (int, error) {
	s.prunes.Add(1)
	return s.Store.Prune(ctx, p)
}
