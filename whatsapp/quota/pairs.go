package quota

import (
	"errors"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Pairs keeps messages back that WhatsApp would refuse because one user got too much in a
// short time: see [Pace]. It is a [platform.Pacer], and its count is its own. Make one
// with [NewPairs]. Goroutines may share it.
type Pairs struct {
	next platform.Pacer

	mu    sync.Mutex
	users map[channel.Address]pair
	kept  int // size of users after it was last cleared
}

// pair is the pace of one user, and how often the platform in a row found it too
// fast.
type pair struct {
	Pace
	refused int
}

// NewPairs returns the pace of users who got nothing yet. A message that may go to its
// user is then for next to hold back, as a [platform.Rate] does for a number. Nil: nothing
// does. A number may send 80 messages in a second, in and out together, until the platform
// raises that to 1,000.
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput
// (read 2026-09).
func NewPairs(next platform.Pacer) *Pairs {
	return &Pairs{next: next, users: map[channel.Address]pair{}}
}

// Wait implements [platform.Pacer].
func (p *Pairs) Wait(to channel.Address, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.users[to]
	if wait := one.Next(now).Sub(now); wait > 0 {
		return wait
	}
	if p.next != nil {
		if wait := p.next.Wait(to, now); wait > 0 {
			return wait
		}
	}
	one.Pace = one.Send(now)
	p.put(to, one, now)
	return 0
}

// Learn implements [platform.Pacer]. A refusal for pace tells how long to wait, longer
// each time.
func (p *Pairs) Learn(to channel.Address, err error, now time.Time) error {
	if p.next != nil {
		err = p.next.Learn(to, err, now)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.users[to]
	refused, ok := errors.AsType[*channel.SendError](err)
	switch {
	case err == nil:
		one.refused = 0
	case ok && refused.Reason.Code == codePair:
		one.refused++
		one.Pace = one.Refuse(now, one.refused)
		refused.RetryAfter = max(refused.RetryAfter, one.Held.Sub(now))
	default:
		return err
	}
	p.put(to, one, now)
	return err
}

// put keeps a pair, and now and then forgets those that are paid back.
func (p *Pairs) put(to channel.Address, one pair, now time.Time) {
	const few = 1024
	p.users[to] = one
	if len(p.users) < 2*p.kept+few {
		return
	}
	for user, one := range p.users {
		if !one.Paid.After(now) && !one.Held.After(now) {
			delete(p.users, user)
		}
	}
	p.kept = len(p.users)
}
