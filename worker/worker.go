package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
)

// Worker does what a desk decided. It is safe for concurrent use.
type Worker struct {
	cfg      Config
	kinds    []socialticket.EffectKind // that it does, sorted
	redactor redact.Redactor

	running atomic.Bool
	effects chan struct{} // wakes the loop of effects
	timers  chan struct{} // wakes the loop of timers

	mu       sync.Mutex
	begun    map[effectKey]begun
	kept     map[effectKey]*kept
	stuck    map[slot]stuck
	prunedAt time.Time
}

// New returns the worker of cfg, or an error that says which setting cannot be. It
// matches [socialticket.ErrInvalid].
func New(cfg Config) (*Worker, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	redactor, err := redact.New(cfg.Redact)
	if err != nil {
		return nil, &socialticket.Error{Kind: socialticket.ErrInvalid, What: "worker", Field: "redact", Text: err.Error(), Err: err}
	}
	w := &Worker{
		cfg: cfg.withDefaults(), redactor: redactor,
		effects: make(chan struct{}, 1), timers: make(chan struct{}, 1),
		begun: map[effectKey]begun{}, kept: map[effectKey]*kept{}, stuck: map[slot]stuck{},
	}
	w.kinds = []socialticket.EffectKind{socialticket.EffectMessage, socialticket.EffectDecide}
	for kind := range w.cfg.Handlers {
		w.kinds = append(w.kinds, kind)
	}
	slices.Sort(w.kinds)
	w.kinds = slices.Compact(w.kinds)
	return w, nil
}

// Nudge tells the worker that something was decided in this process, so that it looks at
// once and not after Config.Poll. It never blocks.
func (w *Worker) Nudge() {
	nudge(w.effects)
	nudge(w.timers)
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// follow looks at once for what a decision of this worker set.
func (w *Worker) follow(r *socialticket.Receipt) {
	if len(r.Commit.Effects) > 0 || len(r.Commit.Done) > 0 {
		nudge(w.effects)
	}
	if len(r.Commit.Timers) > 0 {
		nudge(w.timers)
	}
}

// limited returns a context for one call. It does not end with ctx: what was begun is
// finished. It has no deadline that could be asked for, which a clock set by hand would
// put into another year than that of the network.
func (w *Worker) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if w.cfg.Timeout < 0 {
		return context.WithoutCancel(ctx), func() {}
	}
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	timer := w.cfg.Clock.AfterFunc(w.cfg.Timeout, func() {
		end(fmt.Errorf("worker: no answer within %v: %w", w.cfg.Timeout, context.DeadlineExceeded))
	})
	return ctx, func() {
		timer.Stop()
		end(nil)
	}
}

// text returns the words of an error as they may be stored and logged: without card
// numbers, and without the address of a request, which is a key on some platforms.
func (w *Worker) text(err error) string {
	if request, ok := errors.AsType[*url.Error](err); ok {
		err = request.Err
	}
	text, _ := w.redactor.Text(err.Error())
	return text
}

// clean returns a reason as it may be stored and logged.
func (w *Worker) clean(e channel.Error) channel.Error {
	e.Code, _ = w.redactor.Text(e.Code)
	e.Title, _ = w.redactor.Text(e.Title)
	e.Detail, _ = w.redactor.Text(e.Detail)
	return e
}

func (w *Worker) log(ctx context.Context, level slog.Level, text string, attrs ...slog.Attr) {
	w.cfg.Log.LogAttrs(ctx, level, text, attrs...)
}

// about returns the attributes that name an effect. Its lane is left out: it holds the
// user's number.
func about(c socialticket.Claimed) slog.Attr {
	return slog.Group("effect", "id", c.ID, "kind", string(c.Kind), "attempt", c.Attempt,
		"account", string(c.Account.Kind)+":"+c.Account.ID)
}
