package simulate

import (
	"context"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// Compare lives through the days of r, and beside it does what people and platforms did again
// under other settings, as [Replay] does it. It tells what the days were like, and what would
// differ. What is under way when they end is left aside.
//
// Of most tickets that differ, the oldest, the differences are told, negative: of all; the sums
// are always of all. Both desks forget a conversation some days after its tickets were
// closed, and the comparison its tickets with it. So memory does not grow with the days but
// for what is told, some hundred bytes a ticket, for what is [Lost], and for a ticket that
// only one of the desks has or that one of them never closes.
//
// The Store of r must be nil. The errors are those of [Random.Run] and of a [Replayer]; one
// of ctx ends it.
func (r Random) Compare(ctx context.Context, other *socialticket.Settings, most int) (*Summary, *Comparison, error) {
	if err := r.check(); err != nil {
		return nil, nil, err
	}
	if r.Store != nil {
		return nil, nil, &socialticket.Error{Kind: socialticket.ErrInvalid, What: "random", Field: "store", Text: "a comparison has its own"}
	}
	b, err := newLockstep(ctx, r.withDefaults(), other, most)
	if err != nil {
		return nil, nil, err
	}
	return b.run()
}

// lockstep is a random world and its replay.
type lockstep struct {
	ctx    context.Context // of the call, for what the world calls back
	own    Random          // as it was given
	world  Random          // that tells of itself
	end    time.Time
	was    Outcome
	replay *Replayer
	all    comparing
	err    error // of the replay
}

func newLockstep(ctx context.Context, r Random, other *socialticket.Settings, most int) (*lockstep, error) {
	b := &lockstep{ctx: ctx, own: r, world: r, end: r.Start.AddDate(0, 0, r.Days), all: comparing{most: most}}
	var err error
	b.replay, err = NewReplayer(ReplayConfig{
		Settings: func(int64) *socialticket.Settings { return other },
		Desk:     r.Desk, Until: b.end.Add(-1), Forget: r.keep(),
	})
	if err != nil {
		return nil, err
	}
	p := &b.replay.player
	p.short.forgot = func(id ticket.ID) { b.all.done(p.outcome.take(id), false) }
	b.world.Desk.Watch, b.world.Watch = b.handled, b.committed
	b.world.forgot = func(id ticket.ID) { b.all.done(b.was.take(id), true) }
	return b, nil
}

// handled tells the replay of a command.
func (b *lockstep) handled(ctx context.Context, h socialticket.Handled) {
	if b.own.Desk.Watch != nil {
		b.own.Desk.Watch(ctx, h)
	}
	if b.err == nil && h.At.Before(b.end) {
		b.err = b.replay.Add(b.ctx, RecordOf(h))
	}
}

// committed takes in what became of the tickets.
func (b *lockstep) committed(c *socialticket.Commit) {
	if b.own.Watch != nil {
		b.own.Watch(c)
	}
	if c.At.Before(b.end) {
		b.was.Add(c)
	}
}

// run lives through the days.
func (b *lockstep) run() (*Summary, *Comparison, error) {
	sum, err := b.world.Run()
	if err == nil {
		err = b.err
	}
	if err != nil {
		return nil, nil, err
	}
	would, err := b.replay.End(b.ctx)
	if err != nil {
		return nil, nil, err
	}
	b.all.rest(&b.was, would.Outcome)
	c := b.all.comparison()
	c.Lost = would.Lost
	return sum, &c, nil
}
