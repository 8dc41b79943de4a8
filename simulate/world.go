package simulate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/worker"
)

// Store is what a world keeps everything in.
type Store interface {
	socialticket.Store
	socialticket.Queue
	socialticket.Reader
}

// Config describes a world. The zero Config is a desk with the zero settings on a Monday
// morning, with one WhatsApp account and a network that takes everything.
type Config struct {
	Start    time.Time              // zero: 2026-03-02 09:00 UTC, a Monday
	Settings *socialticket.Settings // nil: the zero Settings; see [World.Change]
	// Account is that of customers who do not say otherwise. Zero: WhatsApp "1066".
	Account channel.Account
	Store   Store   // nil: an empty [memory.Store]
	Network Network // nil: [Prompt]
	// Retry says when a message that the network did not take is handed to it again, as
	// [worker.Config] has it.
	Retry channel.RetryPlan
	// Desk is what else the desk is made with. Its Store, Clock and Settings are the world's,
	// and its Watch is told as that of any desk.
	Desk socialticket.Config
	// Handlers do effects other than messages and decisions. An effect of a kind without one
	// is told in the transcript, and done.
	Handlers map[socialticket.EffectKind]worker.Handler
}

// World is a desk with customers, agents and platforms on one clock.
type World struct {
	desk     *socialticket.Desk
	store    Store
	worker   *worker.Worker
	network  Network
	settings *socialticket.Settings
	account  channel.Account

	now       time.Time
	coming    coming
	sent      int                        // how many messages were handed to the network
	steps     int                        // how many steps were taken, for ids
	customers map[string]channel.Address // by name
	names     map[channel.Address]string // of the customers
	told      told                       // by the story so far
	played    playing                    // what came of the story
	log       transcript
}

// New returns a world at its start, or an error that says which setting cannot be. It
// matches [socialticket.ErrInvalid].
func New(cfg Config) (*World, error) {
	w := &World{
		now: cfg.Start.UTC(), settings: cfg.Settings, account: cfg.Account, network: cfg.Network,
		customers: map[string]channel.Address{}, names: map[channel.Address]string{},
	}
	if cfg.Start.IsZero() {
		w.now = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	}
	if w.settings == nil {
		w.settings = &socialticket.Settings{}
	}
	if w.account == (channel.Account{}) {
		w.account = channel.Account{Kind: channel.WhatsApp, ID: "1066"}
	}
	if w.network == nil {
		w.network = Prompt()
	}
	if cfg.Store == nil {
		cfg.Store = &memory.Store{}
	}
	w.store = cfg.Store
	w.log.start(w, w.store)
	desk := cfg.Desk
	desk.Store, desk.Clock, desk.Settings = w.store, w, func() *socialticket.Settings { return w.settings }
	desk.Watch = w.watch(desk.Watch)
	var err error
	if w.desk, err = socialticket.New(desk); err != nil {
		return nil, err
	}
	if w.log.redact, err = redact.New(desk.Redact); err != nil {
		return nil, err
	}
	w.worker, err = worker.New(worker.Config{
		Desk: w.desk, Queue: w.store, Transport: wire{w}, Handlers: w.handlers(cfg.Handlers), Goroutines: 1, Keep: -1, Retry: cfg.Retry, Redact: desk.Redact,
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// handlers returns those of a host, and for the other kinds one that tells of the effect.
func (w *World) handlers(own map[socialticket.EffectKind]worker.Handler) map[socialticket.EffectKind]worker.Handler {
	all := map[socialticket.EffectKind]worker.Handler{}
	for _, kind := range []socialticket.EffectKind{
		socialticket.EffectNotify, socialticket.EffectWebhook, socialticket.EffectRule, socialticket.EffectMail, socialticket.EffectRoute,
	} {
		all[kind] = worker.HandlerFunc(func(_ context.Context, c socialticket.Claimed) error {
			w.log.effect(c.Effect)
			return nil
		})
	}
	maps.Copy(all, own)
	return all
}

// ctx is the context of what the world does, which nothing ends.
func (w *World) ctx() context.Context { return context.Background() }

// Now returns the instant in the world. It makes a World a [socialticket.Clock].
func (w *World) Now() time.Time { return w.now }

// Desk returns the world's desk. What it is asked by itself belongs to the story too.
func (w *World) Desk() *socialticket.Desk { return w.desk }

// Store returns what the world keeps everything in.
func (w *World) Store() Store { return w.store }

// Settings returns the present settings. They must not be changed, see [World.Change].
func (w *World) Settings() *socialticket.Settings { return w.settings }

// Change gives the world other settings: a copy of the present ones with the next version,
// as change leaves it. Its slices and maps are the present ones: put others in their place
// instead of changing what is in them. Tickets see them at their next decision; [socialticket.Desk.Rewake]
// lets them reach all at once. The error matches [socialticket.ErrInvalid], and then the
// settings stay.
func (w *World) Change(change func(*socialticket.Settings)) error {
	next := *w.settings
	next.Version++
	change(&next)
	if err := next.Check(); err != nil {
		return err
	}
	w.settings = &next
	return nil
}

// Pass lets time pass: everything that is due until then is done at its instant, in the
// order of the instants. The error joins what could not be done, which is tried again later
// as a worker does; it does not tell of a message that a platform refused.
func (w *World) Pass(d time.Duration) error { return w.Until(w.now.Add(d)) }

// Until is [World.Pass] until an instant. One that has passed does what is due now.
func (w *World) Until(at time.Time) error {
	var failed []error
	for {
		next, err := w.work()
		if err != nil {
			failed = append(failed, err)
		}
		if next.IsZero() || next.After(at) {
			break
		}
		w.now = next.UTC()
	}
	if at.After(w.now) {
		w.now = at.UTC()
	}
	return errors.Join(failed...)
}

// Next returns the first instant at which something will happen by itself, zero if nothing
// will. It does what is due now.
func (w *World) Next() (time.Time, error) { return w.work() }

// maxPasses bounds what is done at one instant: a world in which something is always due
// would never end.
const maxPasses = 10_000

// work does everything that is due now, and returns the next instant at which there is more.
func (w *World) work() (next time.Time, err error) {
	var failed []error
	for range maxPasses {
		for {
			e, is := w.coming.due(w.now)
			if !is {
				break
			}
			if _, err := w.Receive(e); err != nil {
				failed = append(failed, err)
			}
		}
		next, err := w.worker.Once(w.ctx(), w.now)
		if err != nil {
			failed = append(failed, err)
		}
		if report := w.coming.next(); !report.IsZero() && (next.IsZero() || report.Before(next)) {
			next = report
		}
		if next.IsZero() || next.After(w.now) {
			return next, errors.Join(failed...)
		}
	}
	failed = append(failed, fmt.Errorf("simulate: at %s there is always more to do", w.now.Format(time.RFC3339)))
	return w.now.Add(time.Second), errors.Join(failed...)
}
