package cloudapi

import (
	"errors"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

// pacer keeps back what the platform would refuse as too fast.
type pacer struct {
	pairs bool // keep the pace of each user
	rate  int  // messages in a second; 0: any number

	mu    sync.Mutex
	paid  time.Time // when all that was sent is paid back, at the rate
	users map[string]pair
	kept  int // size of users after it was last cleared
}

// pair is the pace of one user, and how often the platform in a row found it too
// fast.
type pair struct {
	quota.Pace
	refused int
}

// take counts a message to a user at now and returns 0, or returns how long to
// wait first. A second's worth of messages may go in one burst.
func (p *pacer) take(user string, now time.Time) time.Duration {
	if !p.pairs && p.rate == 0 {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	one, paid := p.users[user], later(p.paid, now)
	var wait, gap time.Duration
	if p.pairs {
		wait = one.Next(now).Sub(now)
	}
	if p.rate > 0 {
		gap = time.Second / time.Duration(p.rate)
		wait = max(wait, paid.Sub(now)-time.Second+gap)
	}
	if wait > 0 {
		return wait
	}
	p.paid = paid.Add(gap)
	if p.pairs {
		one.Pace = one.Send(now)
		p.put(user, one, now)
	}
	return 0
}

// learn takes in the answer to a message at now and returns it. A refusal for
// pace tells how long to wait, longer each time.
func (p *pacer) learn(user string, err error, now time.Time) error {
	if !p.pairs {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.users[user]
	refused, ok := errors.AsType[*channel.SendError](err)
	switch {
	case err == nil:
		one.refused = 0
	case ok && refused.Reason.Code == "131056":
		one.refused++
		one.Pace = one.Refuse(now, one.refused)
		refused.RetryAfter = max(refused.RetryAfter, one.Held.Sub(now))
	default:
		return err
	}
	p.put(user, one, now)
	return err
}

// put keeps a pair, and now and then forgets those that are paid back.
func (p *pacer) put(user string, one pair, now time.Time) {
	const few = 1024
	if p.users == nil {
		p.users = map[string]pair{}
	}
	p.users[user] = one
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

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
