package socialtickettest

import (
	"context"
	"errors"

	"github.com/socialticket/socialticket"
)

// failing are the promises about commits that go wrong.
func failing() []promise {
	return []promise{
		{"FailureWhole", writesAll, failureWhole},
		{"FailureUnknown", "Any other error means that the outcome is unknown: c may be in or not, and the same command may be handed in again.", failureUnknown},
		{"EndedContext", "If ctx has ended before, nothing is written.", endedContext},
	}
}

// fail has heavy fail in its middle, on a store that is ready for it.
func (p *probe) fail() {
	p.Helper()
	if p.cfg.Break == nil {
		p.Skip("not checked: Config.Break is nil")
	}
	p.weigh()
	repair := p.cfg.Break(p.T, p.store)
	err := p.store.Commit(p.Context(), heavy())
	repair()
	if err == nil {
		p.broken("a commit that Config.Break was to make fail has no error")
	}
}

// failureWhole checks that a commit which failed is there as a whole or not at all, as a
// log that is undone or one that is redone leaves it.
func failureWhole(p *probe) {
	p.fail()
	undone, redone := p.twin(), p.twin()
	undone.weigh()
	redone.weigh()
	redone.commit(heavy())
	before, after := undone.heavyState(), redone.heavyState()
	switch got := p.heavyState(); got {
	case before:
		p.commit(heavy())
	case after:
		p.refused("that failed and was done all the same", heavy(), socialticket.ErrDuplicate)
	default:
		p.same("what is there after a commit that failed and is not there as a whole", before, got)
	}
	p.same("what is there once the commit was handed in again", after, p.heavyState())
}

// failureUnknown hands a commit that failed in again, without a look at what is there.
func failureUnknown(p *probe) {
	p.fail()
	if err := p.store.Commit(p.Context(), heavy()); err != nil && !errors.Is(err, socialticket.ErrDuplicate) {
		p.broken("Commit of what failed, handed in again: error %v, want none or one that matches %q", err, socialticket.ErrDuplicate)
	}
	p.refused("of what failed and then got in", heavy(), socialticket.ErrDuplicate)
	p.commit(next(heavy(), "a"))
}

func endedContext(p *probe) {
	p.weigh()
	before := p.heavyState()
	ctx, end := context.WithCancel(p.Context())
	end()
	if err := p.store.Commit(ctx, heavy()); err == nil {
		p.broken("a commit with a context that has ended has no error")
	}
	p.unwritten(before)
}
