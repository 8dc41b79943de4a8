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

	// From is what the recorded desk held when the records begin: a copy of its database, or
	// what [Snapshot] made. It is only read, when a record or a timer leads to something, and must not
	// change meanwhile; several replays may share it. Records of states that it has are passed
	// over, so that a log may begin earlier. If it is a [socialticket.Queue] too, its timers come
	// as they would have; if it is a [socialticket.Reader], threads and logs are taken whole.
	// Nil: an empty store.
	From socialticket.Store
	// Since is the instant at which From was so. What was recorded before and changed nothing
	// is passed over. Zero: the instant of the first record.
	Since time.Time
	// Forget is how long a conversation whose tickets are all closed is kept after the last that
	// happened in it, so that memory follows what goes on and not how long it goes on: whoever
	// writes after that is a new contact. Such a replay keeps no persons: what changes one is told as [Lost].
	// It goes without From. 0: everything is kept.
	Forget time.Duration
	// Window is how far a [Replayer] reads ahead of what it plays: records that come later than
	// that after a younger one are out of order, and a report that comes later than that after its message
	// is known only by [Record.Effects]. 0: an hour; at least twice Late. [Replay] reads
	// everything.
	Window time.Duration
}

// Replayed is what a replay came to.
type Replayed struct {
	Outcome *Outcome
	// Lost tells what could not be replayed, in the order in which it should have been.
	Lost []Lost
	// Store holds everything as it would be; after a replay with From, what that led to. Nil
	// after one with Forget.
	Store *memory.Store
}

// Replay hands recorded commands to a desk with a store of its own, each at its instant, under
// settings of your choice, and tells what comes of it. See [Compare] for the difference to
// what came of it then, which is [OutcomeOf] the desk's feed or another replay. The store is
// empty, or what the desk held at an instant: see [ReplayConfig.From].
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
// cannot be. Several goroutines may replay the same records at once. See [Replayer] for more
// records than memory holds.
func Replay(ctx context.Context, records []Record, cfg ReplayConfig) (Replayed, error) {
	r, err := NewReplayer(cfg)
	if err != nil {
		return Replayed{}, err
	}
	r.whole()
	for _, record := range records {
		if err := r.Add(ctx, record); err != nil {
			return Replayed{}, err
		}
	}
	return r.End(ctx)
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
			p.set.put(p.now, alarmFor(t.Account, t.Key, t.Ticket), c.At)
		}
		for i := range c.Effects {
			p.effect(ctx, &c.Effects[i])
		}
	}
}
