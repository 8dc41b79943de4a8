package simulate

import (
	"context"

	"github.com/socialticket/socialticket"
)

// watched is a store of the host's whose commits are counted.
type watched struct {
	socialticket.Store
	month *month
}

// Commit implements [socialticket.Store].
func (w watched) Commit(ctx context.Context, c socialticket.Commit) error {
	if err := w.Store.Commit(ctx, c); err != nil {
		return err
	}
	w.month.count(&c)
	return nil
}

// tallied is watched for a stream, which needs no copy of a commit.
type tallied struct {
	*stream
	month *month
}

// Commit implements [socialticket.Store].
func (w *tallied) Commit(_ context.Context, c socialticket.Commit) error {
	if err := w.commit(&c); err != nil {
		return err
	}
	w.month.count(&c)
	return nil
}

// count counts a commit that was written.
func (m *month) count(c *socialticket.Commit) {
	if m.Watch != nil {
		seen := *c // a copy of its own: only here does it leave the stack
		m.Watch(&seen)
	}
	m.sum.commit(c)
}
