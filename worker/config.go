package worker

import (
	"fmt"
	"log/slog"
	"maps"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
)

// Config describes a worker. Desk, Queue and Transport are needed; the zero value of
// every other field works.
type Config struct {
	Desk  *socialticket.Desk
	Queue socialticket.Queue // that of the store which the desk has

	// Transport sends the messages. It returns a *[channel.SendError] only where it is
	// sure that the platform has not taken the message: after any other error, and
	// after [channel.CodeNoAnswer], the message is in doubt. Nil: Handlers has
	// [socialticket.EffectMessage].
	Transport channel.Transport
	// Handlers do the effects of a kind. Effects of a kind that has none are left to
	// other workers; messages and decisions are built in.
	Handlers map[socialticket.EffectKind]Handler

	Clock      clock.Clock // nil: the system's
	Goroutines int         // how many effects are done at once; 0: 32

	// Timeout bounds one call: of the transport, of a handler, of the store. 0: 30
	// seconds. Negative: a call takes as long as it takes, for a world in which none
	// waits.
	Timeout time.Duration
	// Lease is how long a claim holds: an effect of a worker that died is claimed
	// again after it. It is twice Timeout at least. 0: two minutes, or twice Timeout if
	// that is longer.
	Lease time.Duration
	// Poll is the longest pause between two looks at the queue. It bounds how late
	// work is noticed that another process set. 0: a second. Negative: only a
	// [Worker.Nudge] and the instants that the queue names end a pause.
	Poll time.Duration

	// Retry says when an effect that failed is tried again.
	Retry channel.RetryPlan
	// Repeat returns what the platform of an account does with a message that is sent
	// twice. Nil: [channel.RepeatOf] its kind.
	Repeat func(channel.Account) channel.Repeat
	// Doubt says what becomes of a message in doubt. Zero: [PerhapsNever].
	Doubt Doubt
	// Wait is how long a report of the platform is waited for that tells whether it
	// has a message in doubt. 0: five minutes.
	Wait time.Duration

	// Keep is how long causes and parked events are kept, if Queue is a
	// [socialticket.Pruner]. 0: 30 days. Negative: for ever.
	Keep time.Duration
	// KeepFeed is the same for the feed. 0: for ever.
	KeepFeed time.Duration

	// Redact says how card numbers are masked in the log, and in the reasons that the
	// queue keeps. Zero: as a desk does.
	Redact redact.Config
	Log    *slog.Logger // nil: nothing is logged
	Hooks  Hooks
}

// withDefaults returns cfg with the standard values in place of the zero ones, and with
// maps of its own.
func (cfg Config) withDefaults() Config {
	if cfg.Clock == nil {
		cfg.Clock = clock.New()
	}
	if cfg.Goroutines == 0 {
		cfg.Goroutines = 32
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 30 * time.Second
	}
	if cfg.Lease == 0 {
		cfg.Lease = max(2*time.Minute, 2*cfg.Timeout)
	}
	if cfg.Poll == 0 {
		cfg.Poll = time.Second
	}
	if cfg.Wait == 0 {
		cfg.Wait = 5 * time.Minute
	}
	if cfg.Keep == 0 {
		cfg.Keep = 30 * day
	}
	if cfg.Repeat == nil {
		cfg.Repeat = func(a channel.Account) channel.Repeat { return channel.RepeatOf(a.Kind) }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.Handlers = maps.Clone(cfg.Handlers)
	return cfg
}

const day = 24 * time.Hour

// check returns an error that names the first setting that cannot be.
func (cfg Config) check() error {
	_, sends := cfg.Handlers[socialticket.EffectMessage]
	switch {
	case cfg.Desk == nil:
		return invalid("desk", "is missing")
	case cfg.Queue == nil:
		return invalid("queue", "is missing")
	case cfg.Transport == nil && !sends:
		return invalid("transport", "is missing, and so is a handler of messages")
	case cfg.Goroutines < 0:
		return invalid("goroutines", fmt.Sprintf("%d: negative", cfg.Goroutines))
	case cfg.Doubt != PerhapsNever && cfg.Doubt != PerhapsTwice:
		return invalid("doubt", fmt.Sprintf("%q is unknown", cfg.Doubt))
	}
	for kind, h := range cfg.Handlers {
		if h == nil || kind == "" {
			return invalid("handlers", fmt.Sprintf("%q is missing", kind))
		}
		if r, is := h.(*Router); is && (r == nil || r.Desk == nil || r.Reader == nil) {
			return invalid("handlers", fmt.Sprintf("%q: a router needs a desk and a reader", kind))
		}
	}
	return cfg.checkTimes()
}

func (cfg Config) checkTimes() error {
	for _, f := range []struct {
		name  string
		value time.Duration
	}{{"lease", cfg.Lease}, {"wait", cfg.Wait}, {"keep_feed", cfg.KeepFeed}} {
		if f.value < 0 {
			return invalid(f.name, fmt.Sprintf("%v: negative", f.value))
		}
	}
	for _, pause := range cfg.Retry.Pauses {
		if pause < 0 {
			return invalid("retry", fmt.Sprintf("%v: negative", pause))
		}
	}
	if timed := cfg.withDefaults(); timed.Lease < 2*timed.Timeout {
		return invalid("lease", fmt.Sprintf("%v is less than twice the timeout of %v", timed.Lease, timed.Timeout))
	}
	return nil
}

func invalid(field, text string) error {
	return &socialticket.Error{Kind: socialticket.ErrInvalid, What: "worker", Field: field, Text: text}
}
