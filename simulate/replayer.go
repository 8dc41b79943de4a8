package simulate

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
)

// Replayer is a [Replay] that is handed its records one after another, so that they need not
// be in memory at once: from a log line by line, or from a desk that runs beside it. Hand them
// to [Replayer.Add] and call [Replayer.End]. It belongs to one goroutine.
type Replayer struct {
	player player
	window time.Duration
	read   []Record // and not played
	newest time.Time
}

// NewReplayer returns a replayer at its beginning. The error matches [socialticket.ErrInvalid]
// if cfg cannot be.
func NewReplayer(cfg ReplayConfig) (*Replayer, error) {
	r := &Replayer{player: player{cfg: cfg, settings: &socialticket.Settings{}, outcome: &Outcome{}}}
	if err := r.player.start(); err != nil {
		return nil, err
	}
	r.window = max(cmp.Or(cfg.Window, time.Hour), 2*r.player.cfg.Late)
	return r, nil
}

// whole lets r read everything before it plays.
func (r *Replayer) whole() {
	r.window = math.MaxInt64
	r.player.recorded = newRecorded(0)
}

// Add takes the next record, and plays what is more than the window behind it. The error
// tells of a context that has ended, or of settings that cannot be; nothing can be added
// after it.
func (r *Replayer) Add(ctx context.Context, record Record) error {
	r.player.recorded.add(&record)
	r.read = append(r.read, record)
	r.newest = later(r.newest, record.At)
	if r.newest.Sub(r.read[0].At)/2 < r.window { // so that each is sorted about twice
		return nil
	}
	r.read = inOrder(r.read)
	n := 0
	for n < len(r.read) && r.newest.Sub(r.read[n].At) >= r.window {
		n++
	}
	err := r.play(ctx, r.read[:n])
	kept := copy(r.read, r.read[n:])
	clear(r.read[kept:])
	r.read = r.read[:kept]
	return err
}

// End plays what is left, lets time pass until [ReplayConfig.Until], and tells what it all
// came to. The errors are those of [Replayer.Add].
func (r *Replayer) End(ctx context.Context) (Replayed, error) {
	if err := r.play(ctx, inOrder(r.read)); err != nil {
		return Replayed{}, err
	}
	r.read = nil
	p := &r.player
	if !p.cfg.Exact {
		p.pass(ctx, later(p.now, p.cfg.Until))
	}
	if err := ctx.Err(); err != nil {
		return Replayed{}, fmt.Errorf("simulate: replay: %w", err)
	}
	return Replayed{Outcome: p.outcome, Lost: p.lost, Store: p.memory}, nil
}

func (r *Replayer) play(ctx context.Context, records []Record) error {
	for i := range records {
		if err := r.player.next(ctx, &records[i]); err != nil {
			return err
		}
	}
	return nil
}

// next plays a record at its instant.
func (p *player) next(ctx context.Context, r *Record) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("simulate: replay: %w", err)
	}
	if err := p.use(r); err != nil {
		return err
	}
	in, err := p.held(ctx, r)
	if err != nil {
		return err
	}
	if in {
		p.recorded.passedOver(r)
		return nil
	}
	if p.cfg.Exact {
		p.now = r.At
		p.again(ctx, r)
		return nil
	}
	if r.At.After(p.now) { // what commands of one instant set is done when they all are
		p.pass(ctx, r.At)
	}
	p.recorded.played(r)
	p.play(ctx, r)
	return nil
}

// player is a replay.
type player struct {
	cfg      ReplayConfig
	desk     *socialticket.Desk
	store    tape
	memory   *memory.Store // nil: the store forgets
	short    *stream       // that store
	over     *overlay      // nil: the replay begins with nothing
	settings *socialticket.Settings
	now      time.Time
	recorded recorded
	history  history

	coming  coming                     // what platforms will report
	sent    lately[effectOf, bool]     // messages that this desk has sent
	open    lately[effectOf, bool]     // other effects that it has asked for
	stuck   lately[alarmOf, time.Time] // timers that a wake did not move, by their instants
	set     lately[alarmOf, time.Time] // when timers were set
	outcome *Outcome
	lost    []Lost
}

// start makes the desk.
func (p *player) start() (err error) {
	cfg := &p.cfg
	if cfg.Network == nil {
		cfg.Network = Prompt()
	}
	if cfg.Late == 0 {
		cfg.Late = time.Minute
	}
	p.now = cfg.Since.UTC()
	if err := p.stage(); err != nil {
		return err
	}
	term := cfg.Forget
	p.recorded = newRecorded(term)
	p.history = newHistory(term)
	p.sent.term, p.open.term, p.stuck.term, p.set.term = term, term, term, term
	desk := cfg.Desk
	desk.Store, desk.Clock, desk.Watch = &p.store, p, nil
	desk.Settings = func() *socialticket.Settings { return p.settings }
	p.desk, err = socialticket.New(desk)
	return err
}

// stage makes the store.
func (p *player) stage() error {
	switch {
	case p.cfg.Forget < 0 || p.cfg.Window < 0 || p.cfg.Late < 0:
		return badReplay("forget", "a negative time")
	case p.cfg.Forget > 0 && p.cfg.From != nil:
		return badReplay("from", "a replay from a store cannot forget")
	case p.cfg.Forget > 0:
		p.short = newStream(p.cfg.Forget)
		p.short.idle = true
		p.store.stage = p.short
		return nil
	}
	p.memory = &memory.Store{History: -1}
	p.store.stage = p.memory
	if p.cfg.From != nil {
		p.over = newOverlay(p.cfg.From, p.memory)
		p.store.stage = p.over
	}
	return nil
}

func badReplay(field, text string) error {
	return &socialticket.Error{Kind: socialticket.ErrInvalid, What: "replay", Field: field, Text: text}
}

// stage is where a replay keeps everything.
type stage interface {
	socialticket.Store
	Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error)
}

// tape is a stage that keeps the commits that are made to it until somebody takes them.
type tape struct {
	stage
	commits []socialticket.Commit
}

// Commit implements [socialticket.Store].
func (t *tape) Commit(ctx context.Context, c socialticket.Commit) error {
	err := t.stage.Commit(ctx, c)
	if err == nil {
		t.commits = append(t.commits, c)
	}
	return err
}
