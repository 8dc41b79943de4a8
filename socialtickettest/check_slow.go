package socialtickettest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
)

// slowly are the promises about a store whose database answers late.
func slowly() []promise {
	const (
		ends = "returns soon after its ctx has ended, with an error that matches the error of ctx"
		next = "holds nobody up who comes after it"
	)
	return []promise{
		{"SlowEnds", ends, slowEnds},
		{"SlowReads", ends, slowReads},
		{"SlowWhole", writesAll, slowWhole},
		{"SlowOthers", next, slowOthers},
	}
}

// ending is a context that ends when a check says so: a deadline that needs no time.
type ending struct {
	context.Context
	done   chan struct{}
	heard  chan struct{} // closed once somebody listens
	listen sync.Once

	mu  sync.Mutex
	err error
}

func newEnding(of context.Context) *ending {
	return &ending{Context: of, done: make(chan struct{}), heard: make(chan struct{})}
}

// Done implements [context.Context].
func (e *ending) Done() <-chan struct{} {
	e.listen.Do(func() { close(e.heard) })
	return e.done
}

// Err implements [context.Context].
func (e *ending) Err() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}

func (e *ending) end(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = err
	close(e.done)
}

const (
	// patience is how long a check waits for a call that should have returned.
	patience = 10 * time.Second
	// grace is how long a call is given to begin, if it does not listen to its context.
	grace = 50 * time.Millisecond
)

// waiting is a call that a slow store holds.
type waiting struct {
	ctx  *ending
	done chan error
}

// begin makes a call on a goroutine of its own, and returns once it waits.
func (p *probe) begin(call func(context.Context) error) waiting {
	w := waiting{newEnding(p.Context()), make(chan error, 1)}
	go func() { w.done <- call(w.ctx) }()
	over, stop := context.WithTimeout(p.Context(), grace)
	defer stop()
	select {
	case <-w.ctx.heard:
	case <-over.Done():
	}
	return w
}

// writes begins to commit c.
func (p *probe) writes(c socialticket.Commit) waiting {
	return p.begin(func(ctx context.Context) error { return p.store.Commit(ctx, c) })
}

// result reports whether a call has returned, and what.
func (w waiting) result() (returned bool, err error) {
	over, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	select {
	case err := <-w.done:
		return true, err
	case <-over.Done():
		return false, nil
	}
}

// ended ends the context of a call, and checks that it returns with that. Quick tells that it
// may have been done before.
func (p *probe) ended(what string, w waiting, with error, quick bool) bool {
	p.Helper()
	w.ctx.end(with)
	switch returned, err := w.result(); {
	case !returned:
		p.broken("%s waits on after its context has ended", what)
		return false
	case !errors.Is(err, with) && (err != nil || !quick):
		p.broken("%s whose context has ended: error %v, want one that matches %q", what, err, with)
	}
	return true
}

// stall makes the store slow, until what it returns is called. That is done at the end of
// the check at the latest.
func (p *probe) stall() (resume func()) {
	p.Helper()
	if p.cfg.Stall == nil {
		p.Skip("not checked: Config.Stall is nil")
	}
	return sync.OnceFunc(p.cfg.Stall(p.T, p.store))
}

// reasons are why contexts end.
func reasons() []error { return []error{context.DeadlineExceeded, context.Canceled} }

func slowEnds(p *probe) {
	resume := p.stall()
	defer resume()
	for _, why := range reasons() {
		p.ended("Commit", p.writes(first(why.Error())), why, false)
	}
}

// slowReads loads from a store that is slow at writing, and perhaps at reading.
func slowReads(p *probe) {
	p.commit(first("a"))
	resume := p.stall()
	defer resume()
	for _, why := range reasons() {
		load := p.begin(func(ctx context.Context) error {
			_, err := p.store.Load(ctx, socialticket.Ref{Ticket: "ticket a"})
			return err
		})
		p.ended("Load", load, why, true)
	}
}

// slowWhole hands a commit whose wait was cut off in again, which must come to the same
// as once.
func slowWhole(p *probe) {
	redone := p.twin()
	redone.weigh()
	redone.commit(heavy())
	p.weigh()
	resume := p.stall()
	defer resume()
	if !p.ended("Commit", p.writes(heavy()), context.DeadlineExceeded, false) {
		return
	}
	resume()
	if err := p.store.Commit(p.Context(), heavy()); err != nil && !errors.Is(err, socialticket.ErrDuplicate) {
		p.broken("Commit of what was cut off, handed in again: error %v, want none or one that matches %q", err, socialticket.ErrDuplicate)
	}
	p.same("what is there once the commit was handed in again", redone.heavyState(), p.heavyState())
}

// slowOthers has some give up and others wait: who waits is served, and who comes later.
func slowOthers(p *probe) {
	resume := p.stall()
	defer resume()
	gone, stays := p.writes(first("a")), p.writes(first("b"))
	p.ended("Commit", gone, context.DeadlineExceeded, false)
	p.ended("Commit behind others", p.writes(first("c")), context.Canceled, false)
	resume()
	late := p.writes(first("d"))
	for what, w := range map[string]waiting{"Commit of one who waited": stays, "Commit of one who came later": late} {
		switch returned, err := w.result(); {
		case !returned:
			p.broken("%s does not return, though the store is not slow any more", what)
		case err != nil:
			p.broken("%s: %v", what, err)
		}
	}
}
