package worker_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// host is what a suite needs of a store: all contracts that a worker and a check use.
type host interface {
	socialticket.Store
	socialticket.Queue
	socialticket.Reader
}

// mortal is a store as one process sees it. Once the process is dead, nothing that it does
// has an effect.
type mortal struct {
	host
	dead atomic.Bool
}

var errDead = errors.New("the process is dead")

func (m *mortal) alive() error {
	if m.dead.Load() {
		return errDead
	}
	return nil
}

func (m *mortal) Load(ctx context.Context, r socialticket.Ref) (socialticket.Head, error) {
	if err := m.alive(); err != nil {
		return socialticket.Head{}, err
	}
	return m.host.Load(ctx, r)
}

func (m *mortal) Commit(ctx context.Context, c socialticket.Commit) error {
	return errors.Join(m.alive(), m.do(func() error { return m.host.Commit(ctx, c) }))
}

func (m *mortal) Return(ctx context.Context, r socialticket.Return) error {
	return errors.Join(m.alive(), m.do(func() error { return m.host.Return(ctx, r) }))
}

func (m *mortal) do(f func() error) error {
	if m.dead.Load() {
		return nil
	}
	return f()
}

func (m *mortal) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	if err := m.alive(); err != nil {
		return nil, time.Time{}, err
	}
	return m.host.Claim(ctx, c)
}

// process is a desk and a worker that run until they are killed or stopped.
type process struct {
	store *mortal
	stop  context.CancelFunc
	ended chan error
}

// begin starts a process on a store.
func begin(t *testing.T, h host, c clock.Clock, p *chaos, doubt worker.Doubt) *process {
	t.Helper()
	own := &mortal{host: h}
	desk, err := socialticket.New(socialticket.Config{Store: own, Clock: c})
	require.NoError(t, err)
	w, err := worker.New(worker.Config{
		Desk: desk, Queue: own, Clock: c, Doubt: doubt, Goroutines: 5, Poll: 10 * time.Second,
		Transport: channel.TransportFunc(func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
			if err := own.alive(); err != nil {
				return channel.Accepted{}, err
			}
			return p.Send(ctx, o)
		}),
	})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	made := &process{store: own, stop: stop, ended: make(chan error, 1)}
	go func() { made.ended <- w.Run(ctx) }()
	return made
}

// kill ends a process without a word: its claims are never given back.
func (p *process) kill() {
	p.store.dead.Store(true)
	p.stop()
}

// lanes are the tickets of a suite by what their platforms do with repeats, and the
// comments that answer them, in their order.
type lanes struct {
	tickets  []ticket.ID
	comments map[ticket.ID][]string
}

// testWorkers lets six workers serve forty lanes on a platform that misbehaves. One worker
// dies, one is stopped. Each lane keeps its order, nothing is lost, and nothing comes
// twice that is not told as in doubt (invariant 13).
func testWorkers(t *testing.T, seed uint64, doubt worker.Doubt, open func(*testing.T) host) {
	synctest.Test(t, func(t *testing.T) {
		const workers, users, replies = 6, 40, 8
		c, h := clock.New(), open(t)
		p := &chaos{clock: c, random: rand.New(rand.NewPCG(seed, 1)), taken: map[string]int{}, order: map[channel.Address][]string{}}
		desk, err := socialticket.New(socialticket.Config{Store: h, Clock: c})
		require.NoError(t, err)
		w := world{Desk: desk, clock: c, users: &atomic.Int64{}}
		all := lanes{comments: map[ticket.ID][]string{}}
		for n := range users {
			all.tickets = append(all.tickets, w.talk(t, []channel.Kind{told, silent, harmless, channel.Messenger}[n%4]))
		}
		var running []*process
		for range workers {
			running = append(running, begin(t, h, c, p, doubt))
		}
		random := rand.New(rand.NewPCG(seed, 2))
		for n := range replies {
			for _, id := range all.tickets {
				all.comments[id] = append(all.comments[id], w.reply(t, id, fmt.Sprint(n)))
			}
			w.pass(time.Duration(random.IntN(1500)) * time.Millisecond)
			p.report(t, desk)
			if n == 3 {
				running[0].kill()
			}
		}
		running[1].stop()
		require.NoError(t, <-running[1].ended, "a clean stop")
		for range 400 {
			w.pass(30 * time.Second)
			p.report(t, desk)
		}
		p.check(t, h, all)
		for _, r := range running[2:] {
			r.stop()
			require.NoError(t, <-r.ended)
		}
		t.Log("the killed process:", <-running[0].ended)
	})
}

func TestWorkers(t *testing.T) {
	for seed := range uint64(4) {
		for _, doubt := range []worker.Doubt{worker.PerhapsNever, worker.PerhapsTwice} {
			t.Run(fmt.Sprintf("seed %d %s", seed, doubt), func(t *testing.T) {
				testWorkers(t, seed, doubt, func(*testing.T) host { return &memory.Store{} })
			})
		}
	}
}

// check compares what the platform got with what the comments say.
func (p *chaos) check(t *testing.T, h host, all lanes) {
	t.Helper()
	doubts := 0
	for _, id := range all.tickets {
		thread, err := h.Comments(t.Context(), id, socialticket.Page{Limit: 1000})
		require.NoError(t, err)
		known := map[string]ticket.Comment{}
		for _, c := range thread {
			known[c.ID] = c
		}
		for n, comment := range all.comments[id] {
			c := known[comment]
			d, times := c.Delivery, p.taken[comment]
			open := d.State == channel.StateDoubt && d.Error.Code == channel.CodeDoubt
			unsure := d.Doubt || open || d.Error.Code == channel.CodeGaveUp
			if unsure {
				doubts++
			}
			switch {
			case d.State == channel.StateQueued || d.State == channel.StateDoubt && !open:
				t.Errorf("%s %d is still to be sent: %+v", id, n, d)
			case times > 1 && !unsure:
				t.Errorf("%s %d came %d times, and is not told as in doubt: %+v", id, n, times, d)
			case times == 0 && d.State != channel.StateFailed && !unsure:
				t.Errorf("%s %d is lost: %+v", id, n, d)
			case times > 0 && d.State == channel.StateFailed && !unsure:
				t.Errorf("%s %d came, and is told as failed: %+v", id, n, d)
			}
		}
	}
	for to, texts := range p.order {
		for i := 1; i < len(texts); i++ {
			if number(texts[i]) < number(texts[i-1]) {
				t.Errorf("%s got %v", to, texts)
				break
			}
		}
	}
	require.Positive(t, doubts, "the platform misbehaved too little for this test")
}

// commentOf returns the comment that a reference is of: it ends with a part and a number.
func commentOf(reference string) string {
	for range 2 {
		reference = reference[:strings.LastIndexByte(reference, '.')]
	}
	return reference
}
