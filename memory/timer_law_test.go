package memory

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// plainTimers says what [Store.Due] is to return, from a list.
type plainTimers map[socialticket.Timer]time.Time // by a timer without its instant

func (p plainTimers) due(now time.Time, limit int) (due []socialticket.Timer, next time.Time) {
	var all []socialticket.Timer
	for t, at := range p {
		t.At = at
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b socialticket.Timer) int {
		return cmp.Or(a.At.Compare(b.At), compareAccounts(a.Account, b.Account), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Ticket, b.Ticket))
	})
	for _, t := range all {
		switch {
		case t.At.After(now):
			return due, t.At
		case len(due) == limit:
			return due, time.Time{}
		}
		due = append(due, t)
	}
	return due, time.Time{}
}

// timed returns a store with conversations of a few accounts, and the timers that they and
// their tickets may have.
func timed(talks int) (*Store, []socialticket.Timer) {
	s := &Store{tickets: map[ticket.ID]*record{}}
	var slots []socialticket.Timer
	for i := range talks {
		t := &talk{}
		t.Account = channel.Account{Kind: channel.WhatsApp, ID: fmt.Sprint(i % 3)}
		t.Key = socialticket.Key(fmt.Sprintf("k%d", i/3))
		id := ticket.ID(fmt.Sprintf("t%d", i))
		s.tickets[id] = &record{talk: t, ticket: ticket.Ticket{ID: id}}
		slots = append(slots, socialticket.Timer{Account: t.Account, Key: t.Key}, socialticket.Timer{Account: t.Account, Key: t.Key, Ticket: id})
	}
	return s, slots
}

// talkOf returns the conversation that a slot of [timed] belongs to.
func (s *Store) talkOf(slots []socialticket.Timer, i int) *talk {
	return s.tickets[slots[i|1].Ticket].talk
}

// anyInstant returns an instant that may be hard: near now, tied, on a border, long ago, or
// centuries ahead.
func anyInstant(r *rand.Rand, now time.Time) time.Time {
	switch r.IntN(12) {
	case 0:
		return now
	case 1:
		return now.Truncate(time.Minute).Add(time.Duration(r.IntN(3)-1) * time.Minute)
	case 2:
		return now.Add(time.Duration(r.IntN(5)-2) * time.Nanosecond)
	case 3:
		return time.Date(1+r.IntN(2000), 1, 1, 0, 0, r.IntN(3), 0, time.UTC)
	case 4:
		return time.Date(2200+r.IntN(20_000), 1, 1, 0, 0, 0, r.IntN(3), time.UTC)
	case 5:
		return now.Add(time.Duration(r.IntN(3000)-1000) * time.Hour)
	case 6:
		return now.Add(-time.Duration(r.IntN(100)) * time.Second)
	}
	return now.Add(time.Duration(r.Int64N(int64(2 * time.Hour))))
}

// TestTimersLaw sets, forgets and asks at random, with a clock that jumps, and compares
// with a sorted list.
func TestTimersLaw(t *testing.T) {
	t.Parallel()
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 9))
		talks := []int{2, 8, 60, 900}[seed%4]
		s, slots := timed(talks)
		want, now := plainTimers{}, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		set := func(i int, at time.Time) {
			to := slots[i]
			if want[to] = at; at.IsZero() {
				delete(want, to)
			}
			to.At = at
			s.set(s.talkOf(slots, i), to)
		}
		for step := range 400 {
			switch k := r.IntN(10); {
			case k < 5:
				set(r.IntN(len(slots)), anyInstant(r, now))
			case k == 5:
				set(r.IntN(len(slots)), time.Time{})
			case k == 6 && talks > 8:
				for range talks {
					set(r.IntN(len(slots)), now.Add(time.Duration(r.IntN(200)-20)*time.Second))
				}
			case k == 6:
			case k == 7:
				now = []time.Time{anyInstant(r, now), now.Add(time.Minute), now.Add(-time.Hour)}[r.IntN(3)]
			default:
				limit := []int{0, 1, 3, 50, 10_000}[r.IntN(5)]
				due, next, err := s.Due(t.Context(), now, limit)
				require.NoError(t, err)
				wantDue, wantNext := want.due(now, limit)
				if diff := gocmp.Diff(wantDue, due); diff != "" {
					t.Fatalf("seed %d, step %d: Due(%v, %d) mismatch (-want +got):\n%s", seed, step, now, limit, diff)
				}
				if !next.Equal(wantNext) {
					t.Fatalf("seed %d, step %d: Due(%v, %d): next is %v, want %v", seed, step, now, limit, next, wantNext)
				}
			}
			s.timers.check(t)
		}
	}
}

// check says what holds between any two calls.
func (t *timers) check(test *testing.T) {
	test.Helper()
	require.LessOrEqual(test, t.minutes.held, 64+2*max(t.live, int(t.alarms.count)), "as many are filed as are set, twice at most")
	require.LessOrEqual(test, len(t.late.list), 512)
}

// TestTimersPutOff puts timers off over and over, which must not pile up.
func TestTimersPutOff(t *testing.T) {
	t.Parallel()
	s, slots := timed(100)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for step := range 2000 {
		for i := range slots {
			to := slots[i]
			to.At = now.Add(time.Duration((step*7919+i)%100_000) * time.Minute)
			s.set(s.talkOf(slots, i), to)
		}
		if step%10 == 0 {
			_, _, err := s.Due(t.Context(), now, 10)
			require.NoError(t, err)
		}
	}
	require.LessOrEqual(t, s.timers.minutes.held, 64+2*len(slots))
	require.LessOrEqual(t, len(s.timers.ready.list)+len(s.timers.late.list), 2*len(slots)+512)
}

// TestTimersAllocate lets time pass over timers that are set anew when they come: after a
// while that costs no memory.
func TestTimersAllocate(t *testing.T) {
	var all timers
	own := &talk{}
	r := rand.New(rand.NewPCG(1, 2))
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for range 20_000 {
		all.set(all.alarms.add(who{talk: own}), now.Add(time.Duration(r.Int64N(int64(48*time.Hour)))))
	}
	var room []uint32
	n := 0
	hour := func() {
		for range 60 {
			now = now.Add(time.Minute)
			room, _ = all.due(now, 1000, room[:0])
			for _, number := range room {
				all.set(number, now.Add(time.Duration(r.Int64N(int64(48*time.Hour)))))
			}
			n += len(room)
		}
	}
	for range 24 * 8 {
		hour()
	}
	n = 0
	const hours = 48
	allocated := testing.AllocsPerRun(hours, hour)
	require.Greater(t, n, 10_000)
	perTimer := allocated * (hours + 1) / float64(n)
	require.Less(t, perTimer, 0.01, "allocations a timer")
}
