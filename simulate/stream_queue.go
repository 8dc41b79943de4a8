package simulate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// laneKey names a lane, effectKey an effect.
type (
	laneKey struct {
		account channel.Account
		lane    string
	}
	effectKey struct {
		account channel.Account
		id      string
	}
)

// lane is the effects of one lane that are not done, in their order.
type lane struct {
	key   laneKey
	chat  *chat
	list  []*effect
	stamp int // of the turn that counts
}

// effect is an effect and its claims.
type effect struct {
	socialticket.Effect
	lane      *lane
	attempt   int
	failures  int
	claimedAt time.Time
	until     time.Time
	since     time.Time // in doubt since
	open      bool      // claimed, and its result is not known
}

// turn is when a lane may go on: waiting for an instant, then ready, by age.
type turn struct {
	at    time.Time
	head  *effect
	lane  *lane
	stamp int
}

// Before orders a pile.
func (a turn) Before(b turn) bool {
	return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.head.Account.Kind, b.head.Account.Kind),
		cmp.Compare(a.head.Account.ID, b.head.Account.ID), cmp.Compare(a.head.ID, b.head.ID)) < 0
}

// enqueue puts an effect into its lane.
func (s *stream) enqueue(t *chat, e *socialticket.Effect) {
	id := effectKey{e.Account, e.ID}
	if s.effects[id] != nil {
		return
	}
	key := laneKey{e.Account, e.Lane}
	l := s.lanes[key]
	if l == nil {
		l = &lane{key: key, chat: t}
		s.lanes[key] = l
		t.lanes++
	}
	x := &effect{Effect: *e, lane: l}
	s.effects[id] = x
	i := len(l.list)
	for i > 0 && cmp.Or(cmp.Compare(l.list[i-1].Number, e.Number), cmp.Compare(l.list[i-1].ID, e.ID)) > 0 {
		i--
	}
	l.list = slices.Insert(l.list, i, x)
	if i == 0 {
		s.place(l)
	}
}

// done takes an effect out of its lane.
func (s *stream) done(id effectKey) {
	x := s.effects[id]
	if x == nil {
		return
	}
	delete(s.effects, id)
	l := x.lane
	l.list = slices.DeleteFunc(l.list, func(o *effect) bool { return o == x })
	s.place(l)
}

// place puts a lane where it belongs now.
func (s *stream) place(l *lane) {
	l.stamp++
	if len(l.list) == 0 {
		delete(s.lanes, l.key)
		l.chat.lanes--
		return
	}
	s.waiting.push(turn{l.free(), l.list[0], l, l.stamp})
}

// free returns from when on the first effect may be claimed, and none of the lane is.
func (l *lane) free() time.Time {
	at := l.list[0].After
	for _, x := range l.list {
		if x.open && x.until.After(at) {
			at = x.until
		}
	}
	return at
}

// Claim implements [socialticket.Queue].
func (s *stream) Claim(_ context.Context, c socialticket.Claim) (claimed []socialticket.Claimed, next time.Time, _ error) {
	var skipped []turn
	for len(claimed) < c.Limit && s.wake(c.Now) {
		one := s.ready.pop()
		if len(c.Kinds) > 0 && !slices.Contains(c.Kinds, one.head.Kind) {
			skipped = append(skipped, one)
			continue
		}
		claimed = append(claimed, one.head.claim(c))
		s.place(one.lane)
	}
	if !s.wake(c.Now) && len(s.waiting.list) > 0 {
		next = s.waiting.list[0].at
	}
	for _, one := range skipped {
		s.ready.push(one)
	}
	return claimed, next, nil
}

// wake makes the lanes ready whose instant has come, and reports whether one is.
func (s *stream) wake(now time.Time) bool {
	for len(s.waiting.list) > 0 {
		switch first := s.waiting.list[0]; {
		case first.stamp != first.lane.stamp:
			s.waiting.pop()
			continue
		case !first.at.After(now):
			first = s.waiting.pop()
			first.at = first.head.At
			s.ready.push(first)
			continue
		}
		break
	}
	for len(s.ready.list) > 0 && s.ready.list[0].stamp != s.ready.list[0].lane.stamp {
		s.ready.pop()
	}
	return len(s.ready.list) > 0
}

// claim makes a claim.
func (x *effect) claim(c socialticket.Claim) socialticket.Claimed {
	if x.open && x.since.IsZero() {
		x.since = x.claimedAt
	}
	x.attempt++
	x.open, x.claimedAt, x.until = true, c.Now, c.Now.Add(c.Lease)
	return socialticket.Claimed{Effect: x.Effect, Attempt: x.attempt, Failures: x.failures, Until: x.until, Since: x.since}
}

// Return implements [socialticket.Queue].
func (s *stream) Return(_ context.Context, r socialticket.Return) error {
	x := s.effects[effectKey{r.Account, r.ID}]
	if x == nil || !x.open || x.attempt != r.Attempt {
		return fmt.Errorf("simulate: return: %w: effect %s", socialticket.ErrConflict, r.ID)
	}
	x.open, x.After = false, r.After
	if r.Reason != (channel.Error{}) {
		x.failures++
	}
	switch {
	case !r.Doubt:
		x.since = time.Time{}
	case x.since.IsZero():
		x.since = x.claimedAt
	}
	s.place(x.lane)
	return nil
}

// next returns the first instant at which a worker has something to do, zero if there is
// none that is known.
func (s *stream) next(now time.Time) (at time.Time) {
	if s.wake(now) {
		return now
	}
	if len(s.waiting.list) > 0 {
		at = s.waiting.list[0].at
	}
	for len(s.timers.list) > 0 && !s.timers.list[0].counts() {
		s.timers.pop()
	}
	if len(s.timers.list) > 0 && (at.IsZero() || s.timers.list[0].at.Before(at)) {
		at = s.timers.list[0].at
	}
	return at
}
