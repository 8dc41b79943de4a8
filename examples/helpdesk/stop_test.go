package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestStopWhileSending ends the program under load, again and again, as SIGTERM does. Each
// time it ends without an error; each reply that was taken reaches the platform once, in
// its order, and its report finds it.
func TestStopWhileSending(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it starts the program ten times")
	}
	l := newTraffic(t)
	for range 9 {
		l.round(func(p *process) error { return p.cmd.Process.Signal(syscall.SIGTERM) }, true)
	}
	l.finish(0)
	require.Zero(t, len(l.doubtful), "no answer was lost")
}

// TestKillWhileSending does the same as kill -9 does, between two answers of the platform.
// Nothing that was taken is lost, and nothing is sent twice: the platform's reports tell
// which messages it has. The others are told as in doubt.
func TestKillWhileSending(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it starts the program seventeen times")
	}
	l := newTraffic(t)
	for range 16 {
		l.round(func(p *process) error { return p.cmd.Process.Kill() }, false)
	}
	_, cut := l.platform.calls()
	require.NotZero(t, cut, "the platform took messages whose answer nothing heard")
	l.finish(10 * time.Minute) // a lease is over, and so is the wait for reports
	t.Logf("%d calls were cut, %d messages are in doubt", cut, len(l.doubtful))
	require.Less(t, len(l.doubtful), cut, "the reports told of most")
}

// traffic is what customers and agents write while the program is stopped.
type traffic struct {
	t           *testing.T
	ctx         context.Context
	program, db string
	platform    *playedAPI
	customers   int

	mu       sync.Mutex
	tickets  []string
	taken    map[string][]string // texts of replies that were answered, by ticket
	lost     []post              // that were not
	doubtful []string            // texts of replies that are told as in doubt
}

// post is a reply that an agent writes.
type post struct{ ticket, text string }

func newTraffic(t *testing.T) *traffic {
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute) // far more than it takes
	t.Cleanup(stop)
	return &traffic{
		t: t, ctx: ctx, program: build(ctx, t), db: t.TempDir(),
		platform: newPlatform(t), taken: map[string][]string{},
	}
}

func (l *traffic) start() *process {
	return start(l.ctx, l.t, l.program, l.db, "s3cret",
		"WHATSAPP_TOKEN=t0ken", "WHATSAPP_PHONE_NUMBER_ID=77", "WHATSAPP_API_URL="+l.platform.url)
}

const (
	customers = 12 // of a round
	replies   = 6  // to each of them
)

// round lets customers write and agents answer, and ends the program while half of the
// answers are on their way.
func (l *traffic) round(end func(*process) error, clean bool) {
	l.t.Helper()
	p := l.start()
	before, _ := l.platform.calls()
	quiet := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() { l.platform.reportUntil(l.ctx, l.t, p.url, quiet) })
	again := l.lost
	l.lost = nil
	all.Go(func() {
		for _, r := range again {
			l.post(p, r)
		}
	})
	for range customers {
		l.customers++
		who := l.customers
		all.Go(func() { l.talk(p, who) })
	}
	all.Go(func() {
		defer close(quiet)
		for {
			if begun, _ := l.platform.calls(); begun-before > customers*replies/2 || !pause(l.ctx.Done(), systemClock(), answersAfter/4) {
				break
			}
		}
		if err := end(p); err != nil {
			l.t.Errorf("the program was not ended: %v", err)
		}
	})
	all.Wait()
	err := p.cmd.Wait()
	if clean {
		require.NoError(l.t, err, "it ends without an error")
	}
}

// talk lets a customer write, and agents answer in their order.
func (l *traffic) talk(p *process, who int) {
	body := hook("77", systemClock().Now(), fmt.Sprintf("%d wamid.in.%d hello", 15550100+who, who))
	status, text := call(l.ctx, p.url+hookPath, body, signatureHeader, signed("s3cret", body))
	var answer struct {
		Events []struct {
			Ticket string `json:"ticket_id"`
		}
	}
	if status != http.StatusOK || json.Unmarshal([]byte(text), &answer) != nil || len(answer.Events) == 0 {
		return // it ended before the customer wrote
	}
	id := answer.Events[0].Ticket
	l.mu.Lock()
	l.tickets = append(l.tickets, id)
	l.mu.Unlock()
	for n := range replies {
		if !l.post(p, post{id, fmt.Sprintf("reply %d.%d", who, n)}) {
			return
		}
	}
}

// post posts a reply, and notes whether it was taken. The text is the key too.
func (l *traffic) post(p *process, r post) bool {
	status, answer := call(l.ctx, p.url+"/api/tickets/"+r.ticket+"/comments", fmt.Sprintf(`{"text": %q}`, r.text), "Idempotency-Key", r.text)
	l.mu.Lock()
	defer l.mu.Unlock()
	if status != http.StatusCreated && status != http.StatusOK {
		if status != 0 {
			l.t.Logf("%s: %d %s", r.text, status, answer)
		}
		l.lost = append(l.lost, r)
		return false
	}
	l.taken[r.ticket] = append(l.taken[r.ticket], r.text)
	return true
}

// finish opens what the program left, posts again what was not taken, lets some time pass,
// and checks what became of everything.
func (l *traffic) finish(later time.Duration) {
	l.t.Helper()
	s := openShop(l.t, l.db, func(c *settings) {
		c.noLogin = true
		c.secret, c.token, c.numbers, c.api = "s3cret", "t0ken", []string{"77"}, l.platform.url
	})
	again := l.lost
	l.lost = nil
	for _, r := range again {
		require.True(l.t, l.post(&process{url: s.url}, r), r.text)
	}
	l.settle(s)
	_, err := s.worker.Once(l.ctx, s.clock.Now().Add(later))
	require.NoError(l.t, err)
	l.settle(s)
	l.check(s)
}

// settle waits for the platform's reports and hands them in.
func (l *traffic) settle(s *shop) {
	l.t.Helper()
	require.True(l.t, pause(l.ctx.Done(), systemClock(), answersAfter*15))
	require.Zero(l.t, l.platform.report(l.ctx, l.t, s.url), "reports that are not taken")
}

// check wants each reply on its ticket once, and at the platform once and in its order or,
// told as in doubt, not at all.
func (l *traffic) check(s *shop) {
	l.t.Helper()
	arrived := map[string]int{}
	last := map[string]string{} // by customer
	for _, text := range l.platform.texts(l.t) {
		arrived[text]++
		require.Equal(l.t, 1, arrived[text], "%s was sent twice", text)
		who, _, _ := strings.Cut(text, ".")
		require.Less(l.t, last[who], text, "the order")
		last[who] = text
	}
	for _, id := range l.tickets {
		var page commentPage
		s.get("/api/tickets/"+id+"/comments?limit=200", &page)
		slices.Reverse(page.Comments)
		require.Equal(l.t, "hello", page.Comments[0].Content.Text)
		var kept []string
		for _, c := range page.Comments[1:] {
			kept = append(kept, c.Content.Text)
			l.checkReply(c, arrived[c.Content.Text])
		}
		require.Equal(l.t, l.taken[id], kept, "what was taken is there once")
	}
	l.t.Logf("%d tickets, %d messages arrived", len(l.tickets), len(arrived))
}

// checkReply wants what is told of a reply to be what the platform has.
func (l *traffic) checkReply(c commentView, arrived int) {
	l.t.Helper()
	text, d := c.Content.Text, c.Delivery
	if arrived > 0 {
		require.Equal(l.t, channel.StateDelivered, d.State, "%s has arrived", text)
		return
	}
	require.Equal(l.t, channel.StateDoubt, d.State, "%s has not arrived", text)
	require.Equal(l.t, channel.CodeDoubt, d.Error.Code, text)
	l.doubtful = append(l.doubtful, text)
}
