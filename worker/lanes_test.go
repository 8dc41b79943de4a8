package worker_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// ledger is a transport that takes its time and notes what it got.
type ledger struct {
	world
	takes time.Duration
	pace  func(channel.Outbound) time.Duration // 0: it takes the message

	mu    sync.Mutex
	texts map[channel.Address][]string
	times map[string]int
	last  time.Time
}

func (l *ledger) Send(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
	l.clock.Sleep(l.takes)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pace != nil {
		if wait := l.pace(o); wait > 0 {
			return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "131056", Class: channel.ClassRetry}, RetryAfter: wait}
		}
	}
	if l.texts == nil {
		l.texts, l.times = map[channel.Address][]string{}, map[string]int{}
	}
	l.texts[o.To] = append(l.texts[o.To], o.Text)
	l.times[o.ID]++
	l.last = l.clock.Now()
	return channel.Accepted{MessageID: fmt.Sprint("taken ", o.ID, l.times[o.ID]), At: l.last}, nil
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, list := range l.texts {
		n += len(list)
	}
	return n
}

// TestSideBySide sends one message to each of thirty users through a platform that answers
// in 100 milliseconds, and three to each of ten (R7).
func TestSideBySide(t *testing.T) {
	tests := []struct {
		users, each int
		within      time.Duration
	}{{30, 1, 100 * time.Millisecond}, {10, 3, 300 * time.Millisecond}, {60, 1, 200 * time.Millisecond}}
	for _, tt := range tests {
		bubble(t, func(t *testing.T, w world) {
			l := &ledger{world: w, takes: 100 * time.Millisecond}
			for range tt.users {
				id := w.talk(t, channel.WhatsApp)
				for n := range tt.each {
					w.reply(t, id, fmt.Sprint(n))
				}
			}
			began := w.clock.Now()
			stop := run(t, w.worker(t, sending(l.Send)))
			w.pass(10 * time.Second)
			require.Equal(t, tt.users*tt.each, l.count())
			if took := l.last.Sub(began); took > tt.within {
				t.Errorf("%d users, %d each: %v, want %v", tt.users, tt.each, took, tt.within)
			}
			require.NoError(t, stop())
		})
	}
}

// TestPacedLane lets 200 messages wait for one customer whom the platform paces; one to
// another goes at once (R6).
func TestPacedLane(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		slow, quick := w.talk(t, channel.WhatsApp), w.talk(t, channel.WhatsApp)
		paced := channel.Address{Account: account(channel.WhatsApp), Handle: "15550101"}
		l := &ledger{world: w, takes: 10 * time.Millisecond}
		free := w.clock.Now()
		l.pace = func(o channel.Outbound) time.Duration {
			now := w.clock.Now()
			if o.To != paced || !now.Before(free) {
				free = now.Add(6 * time.Second)
				return 0
			}
			return free.Sub(now)
		}
		for n := range 200 {
			w.reply(t, slow, fmt.Sprint(n))
		}
		does := w.worker(t, sending(l.Send))
		stop := run(t, does)
		w.pass(time.Minute)
		before := l.count()
		w.reply(t, quick, "hi")
		does.Nudge()
		w.pass(20 * time.Millisecond)
		require.Equal(t, before+1, l.count())
		w.pass(25 * time.Minute)
		require.Equal(t, 201, l.count())
		require.True(t, slices.IsSortedFunc(l.texts[paced], byNumber))
		require.NoError(t, stop())
	})
}

func byNumber(a, b string) int { return number(a) - number(b) }

func number(text string) (n int) {
	_, _ = fmt.Sscan(text, &n)
	return n
}

// TestHungLane lets the calls to one customer hang; others go on.
func TestHungLane(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		l := &ledger{world: w, takes: time.Millisecond}
		hung, well := w.talk(t, channel.Telegram), w.talk(t, channel.Telegram)
		w.reply(t, hung, "0")
		for n := range 20 {
			w.reply(t, well, fmt.Sprint(n))
		}
		stop := run(t, w.worker(t, func(cfg *worker.Config) { cfg.Goroutines = 2 }, sending(func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
			if o.To.Handle == "15550101" {
				<-ctx.Done()
				return channel.Accepted{}, errLine
			}
			return l.Send(ctx, o)
		})))
		w.pass(25 * time.Millisecond)
		require.Equal(t, 20, l.count())
		require.NoError(t, stop())
	})
}

// TestOrder replies six times at one instant, and with a clock that steps back (R8).
func TestOrder(t *testing.T) {
	for _, step := range []time.Duration{0, -time.Second, time.Second} {
		c := mock()
		w := newWorld(t, c)
		l := &ledger{world: w}
		id := w.talk(t, channel.WhatsApp)
		for n := range 6 {
			w.reply(t, id, fmt.Sprint(n))
			c.Set(c.Now().Add(step))
		}
		c.Set(start().Add(time.Minute))
		w.once(t, w.worker(t, sending(l.Send)))
		for _, got := range l.texts {
			if diff := cmp.Diff([]string{"0", "1", "2", "3", "4", "5"}, got); diff != "" {
				t.Errorf("step %v (-want +got):\n%s", step, diff)
			}
		}
		require.Equal(t, 6, l.count())
	}
}

// TestTwoWorkers lets two workers serve one store (R4): each message is sent once, and
// each lane in its order.
func TestTwoWorkers(t *testing.T) {
	bubble(t, func(t *testing.T, w world) {
		l := &ledger{world: w, takes: 20 * time.Millisecond}
		var talks []ticket.ID
		for range 20 {
			talks = append(talks, w.talk(t, channel.Telegram))
		}
		for n := range 10 {
			for _, id := range talks {
				w.reply(t, id, fmt.Sprint(n))
			}
		}
		one, two := run(t, w.worker(t, sending(l.Send))), run(t, w.worker(t, sending(l.Send)))
		w.pass(time.Minute)
		require.Equal(t, 200, l.count())
		for id, n := range l.times {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		for to, list := range l.texts {
			if !slices.IsSortedFunc(list, byNumber) {
				t.Errorf("%s got %v", to, list)
			}
		}
		require.NoError(t, one())
		require.NoError(t, two())
		synctest.Wait()
	})
}
