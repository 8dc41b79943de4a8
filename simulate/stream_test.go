package simulate

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// twins are a stream that forgets nothing and a [memory.Store], which must answer alike.
type twins struct {
	t      *testing.T
	stream *stream
	full   *memory.Store
	asked  int
}

func (w *twins) same(what string, want, got any) {
	w.asked++
	if reflect.DeepEqual(want, got) {
		return
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		w.t.Fatalf("%s mismatch (-memory +stream):\n%s", what, diff)
	}
}

func (w *twins) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	want, err := w.full.Load(ctx, ref)
	require.NoError(w.t, err)
	got, err := w.stream.Load(ctx, ref)
	w.same("Load", want, got)
	return got, err
}

func (w *twins) Commit(ctx context.Context, c socialticket.Commit) error {
	short := c
	short.Effects = nil
	for _, e := range c.Effects {
		if e.Kind == socialticket.EffectMessage || e.Kind == socialticket.EffectDecide {
			short.Effects = append(short.Effects, e)
		}
	}
	want, got := w.full.Commit(ctx, short), w.stream.Commit(ctx, c)
	w.same("Commit", want == nil, got == nil)
	stale := c // what was decided on an older state is refused
	stale.Cause, stale.Expect = c.Cause+" again", c.Expect+7
	if c.Key != "" {
		require.ErrorIs(w.t, w.stream.Commit(ctx, stale), socialticket.ErrConflict)
	}
	require.ErrorIs(w.t, w.stream.Commit(ctx, c), socialticket.ErrDuplicate)
	return got
}

func (w *twins) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	want, next, err := w.full.Claim(ctx, c)
	require.NoError(w.t, err)
	got, later, err := w.stream.Claim(ctx, c)
	w.same("Claim", want, got)
	w.same("Claim next", next, later)
	return got, later, err
}

func (w *twins) Return(ctx context.Context, r socialticket.Return) error {
	want, got := w.full.Return(ctx, r), w.stream.Return(ctx, r)
	w.same("Return", want == nil, got == nil)
	require.ErrorIs(w.t, w.stream.Return(ctx, r), socialticket.ErrConflict, "it is not claimed any more")
	return got
}

func (w *twins) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	want, next, err := w.full.Due(ctx, now, limit)
	require.NoError(w.t, err)
	got, later, err := w.stream.Due(ctx, now, limit)
	w.same("Due", want, got)
	w.same("Due next", next, later)
	return got, later, err
}

// A stream answers as the store that keeps everything does, as long as it has forgotten
// nothing.
func TestStreamAnswersAsMemory(t *testing.T) {
	t.Parallel()
	w := &twins{t: t, stream: newStream(1000 * time.Hour), full: &memory.Store{History: -1}}
	faults := RoughFaults()
	faults.Refusals, faults.Lost, faults.Shuffles = 50, 50, 300
	s, err := Random{Seed: 4, Days: 10, TicketsPerDay: 25, Faults: faults, Store: w}.Run()
	require.NoError(t, err)
	require.NotZero(t, s.Closed)
	require.Greater(t, w.asked, 5*s.Commits)
}

// What a stream keeps follows what goes on, not how long the world lasts, and forgetting
// leaves nothing behind.
func TestStreamForgets(t *testing.T) {
	t.Parallel()
	r := Random{Seed: 2, Days: 60, TicketsPerDay: 30, Faults: RoughFaults()}
	m, err := newMonth(r.withDefaults())
	require.NoError(t, err)
	most := map[bool]int{} // of the first half of the days, of the second
	m.Watch = func(c *socialticket.Commit) {
		late := c.At.Sub(m.Start) > 30*24*time.Hour
		size := len(m.coming.list) + len(m.crowd.all) + m.stream.size()
		most[late] = max(most[late], size)
	}
	require.NoError(t, m.run())
	require.Less(t, most[true], most[false]*5/4, "parts kept, in the second half of the days and in the first")
	require.Greater(t, m.sum.s.Made, 4*len(m.stream.tickets))

	for _, k := range m.stream.tickets { // all is over
		k.ticket.Status, k.bell.at, k.thread.bell.at, k.thread.lanes = ticket.Closed, time.Time{}, time.Time{}, 0
	}
	for range looks + 1 {
		m.stream.forget(m.now.Add(100 * 24 * time.Hour))
		m.now = m.now.Add(100 * 24 * time.Hour)
	}
	m.stream.aging, m.stream.gone = nil, 0
	m.stream.effects, m.stream.lanes, m.stream.timers.list = nil, nil, nil
	require.Zero(t, m.stream.size())
}

// size returns how many parts a stream holds.
func (s *stream) size() int {
	n := len(s.tickets) + len(s.aging) - s.gone + len(s.effects) + len(s.lanes) + len(s.timers.list)
	for _, p := range s.shelves {
		n += len(p.threads) + len(p.addresses) + len(p.comments) + len(p.messages) + len(p.parked) + len(p.causes)
	}
	return n
}
