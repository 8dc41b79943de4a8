package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
)

// ReplayConfig describes a replay. The zero ReplayConfig replays under the zero Settings.
type ReplayConfig struct {
	// Settings returns those that hold in place of the ones of a recorded version. Return the
	// recorded ones to see what happened, others to see what would have happened. It is asked
	// for each record. Nil: the zero Settings.
	Settings func(version int64) *socialticket.Settings
	// Desk is what else the desk is made with, as the recorded one was: without its Secret
	// other ids are made. Its Store, Clock, Settings and Watch are the replay's.
	Desk socialticket.Config
	// Exact lets nothing happen but what was recorded, wakes and platforms' answers among it:
	// under the same settings the commits are those of the recorded desk, to the byte. False:
	// see [Replay].
	Exact bool
	// Network answers for messages that the recorded desk did not send. Nil: [Prompt]. One
	// that it refuses has failed; it is not tried again.
	Network Network
	// Late is how long after a timer has come a recorded wake counts as its own, so that
	// a slow worker makes no difference. 0: a minute.
	Late  time.Duration
	Until time.Time                  // time passes until then; zero: until the last record
	Each  func(*socialticket.Commit) // is told each commit, which it must not change; nil: nobody is
}

// Replayed is what a replay came to.
type Replayed struct {
	Outcome *Outcome
	// Lost tells what could not be replayed, in the order in which it should have been.
	Lost  []Lost
	Store *memory.Store // with everything as it would be
}

// Replay hands recorded commands to a desk with an empty store, each at its instant, under
// settings of your choice, and tells what comes of it. See [Compare] for the difference to
// what came of it then, which is [OutcomeOf] the desk's feed or another replay.
//
// With Exact only the recorded commands are carried out. Else what people and platforms did
// is taken from the records, and what the desk does by itself from the settings: a timer is
// woken at its instant, unless a recorded wake follows within Late; a message that the
// recorded desk sent gets the recorded reports, any other one those of Network; an effect
// that hands in a command is done when it was done then, else at once. Under the same
// settings, with a worker that is not late, that comes to the same commits.
//
// Under other settings people do what they did, which is an approximation: an agent who
// would have had one more ticket is as quick as before, what was done to the newest ticket of
// a conversation is done to the one that is the newest there, the loads of a
// [socialticket.Route] are those of then. What cannot be done is told as [Lost], such as a reply on a ticket that
// would be closed by then. The error tells of a context that has ended, or of settings that
// cannot be. Several goroutines may replay the same records at once.
func Replay(ctx context.Context, records []Record, cfg ReplayConfig) (Replayed, error) {
	p := &player{cfg: cfg, records: inOrder(records), place: -1, settings: &socialticket.Settings{}}
	if err := p.start(); err != nil {
		return Replayed{}, err
	}
	p.lost = gaps(p.records)
	for i := range p.records {
		if err := ctx.Err(); err != nil {
			return Replayed{}, fmt.Errorf("simulate: replay: %w", err)
		}
		r := &p.records[i]
		if err := p.use(r); err != nil {
			return Replayed{}, err
		}
		if cfg.Exact {
			p.now = r.At
			p.again(ctx, r)
			continue
		}
		if r.At.After(p.now) { // what commands of one instant set is done when they all are
			p.pass(ctx, r.At)
		}
		p.place = i
		p.play(ctx, r)
	}
	if !cfg.Exact {
		p.place = len(p.records)
		p.pass(ctx, later(p.now, cfg.Until))
	}
	return Replayed{Outcome: &p.outcome, Lost: p.lost, Store: &p.store.Store}, nil
}

// player is a replay.
type player struct {
	cfg      ReplayConfig
	records  []Record
	place    int // of the record that is played
	desk     *socialticket.Desk
	store    *fork
	settings *socialticket.Settings
	now      time.Time
	recorded recorded

	coming  coming                // what platforms will report
	sent    map[effectOf]bool     // messages that this desk has sent
	open    map[effectOf]bool     // other effects that it has asked for
	stuck   map[alarmOf]time.Time // timers that a wake did not move, by their instants
	set     map[alarmOf]time.Time // when timers were set
	outcome Outcome
	lost    []Lost
}

// start makes the desk.
func (p *player) start() (err error) {
	p.store = &fork{}
	p.store.History = -1
	p.recorded = indexed(p.records)
	p.sent, p.open = map[effectOf]bool{}, map[effectOf]bool{}
	p.stuck, p.set = map[alarmOf]time.Time{}, map[alarmOf]time.Time{}
	if p.cfg.Network == nil {
		p.cfg.Network = Prompt()
	}
	if p.cfg.Late == 0 {
		p.cfg.Late = time.Minute
	}
	desk := p.cfg.Desk
	desk.Store, desk.Clock, desk.Watch = p.store, p, nil
	desk.Settings = func() *socialticket.Settings { return p.settings }
	p.desk, err = socialticket.New(desk)
	return err
}

// Now implements [socialticket.Clock].
func (p *player) Now() time.Time { return p.now }

// use takes the settings that hold for a record.
func (p *player) use(r *Record) error {
	if p.cfg.Settings == nil {
		return nil
	}
	next := p.cfg.Settings(r.Settings)
	if next == nil || next == p.settings {
		return nil
	}
	if err := next.Check(); err != nil {
		return err
	}
	p.settings = next
	return nil
}

// again hands a recorded command in as it was, and tells if something else came of it.
func (p *player) again(ctx context.Context, r *Record) {
	receipt, err := p.desk.Again(ctx, socialticket.Handled{Command: r.Order.Command, Key: r.Key})
	p.take(ctx)
	version := int64(0)
	if receipt.Commit.Key != "" {
		version = receipt.Commit.Expect + 1
	}
	switch {
	case err != nil && r.Refused == "":
		p.lose(r, err)
	case err == nil && r.Refused != "":
		p.lose(r, errors.New("it was refused then: "+r.Refused))
	case err == nil && version != r.Version:
		p.lose(r, fmt.Errorf("it made version %d, and %d then", version, r.Version))
	}
}

// lose tells of a record that could not be replayed.
func (p *player) lose(r *Record, why error) {
	what := "command"
	if !r.Order.IsZero() {
		what = r.Order.Kind()
	}
	p.lost = append(p.lost, Lost{At: r.At, What: what, Talk: r.Talk, Why: why.Error()})
}

// take takes in what was committed since: what became of the tickets, and what is to be done.
func (p *player) take(ctx context.Context) {
	for len(p.store.commits) > 0 {
		c := p.store.commits[0]
		p.store.commits = p.store.commits[1:]
		p.outcome.Add(&c)
		if p.cfg.Each != nil {
			p.cfg.Each(&c)
		}
		if p.cfg.Exact {
			continue
		}
		for _, t := range c.Timers {
			p.set[alarmFor(t.Account, t.Key, t.Ticket)] = c.At
		}
		for i := range c.Effects {
			p.effect(ctx, &c.Effects[i])
		}
	}
}
