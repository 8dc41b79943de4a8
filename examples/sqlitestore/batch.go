package sqlitestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// job is something that waits for the writer.
type job struct {
	ctx context.Context
	// do writes its part of a transaction, or refuses. It may be called twice, the
	// first time in a transaction that is undone.
	do   func(*writer) error
	done chan error // has room for the answer
}

const (
	// maxBatch bounds how many jobs share a transaction.
	maxBatch = 256
	// maxPatience bounds how long a batch waits for callers.
	maxPatience = 10 * time.Millisecond
	// perLoad is about how long a load and a decision take.
	perLoad = 50 * time.Microsecond
)

// do has a job written, and returns when it is on disk: the job may write to what is the
// caller's, such as a result.
func (s *Store) do(ctx context.Context, do func(*writer) error) error {
	return s.hand(ctx, do, nil)
}

// leave is do for a job that has all it needs. A caller whose context ends meanwhile does not
// wait for it, and does not know whether it is written.
func (s *Store) leave(ctx context.Context, do func(*writer) error) error {
	return s.hand(ctx, do, ctx.Done())
}

// hand hands a job to the writer, and waits for its answer until gone.
func (s *Store) hand(ctx context.Context, do func(*writer) error, gone <-chan struct{}) error {
	j := job{ctx: ctx, do: do, done: make(chan error, 1)}
	s.callers.Add(1)
	defer s.callers.Add(-1)
	select {
	case s.jobs <- j:
		select {
		case err := <-j.done:
			return err
		case <-gone:
			return context.Cause(ctx)
		}
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.closing:
		return ErrClosed
	}
}

// run writes what comes until the store closes: whatever has come while the disk was busy
// goes into one transaction.
func (s *Store) run() {
	defer close(s.closed)
	expected, patience := 1, time.Duration(0)
	for {
		select {
		case first := <-s.jobs:
			batch := s.gather(first, min(expected, maxBatch), patience)
			began := time.Now() //nolint:forbidigo // it measures the disk, not a decision
			errs := s.write(batch)
			expected, patience = s.ahead(time.Since(began)) //nolint:forbidigo // as above
			for i, j := range batch {
				j.done <- errs[i]
			}
		case <-s.closing:
			return
		}
	}
}

// ahead returns how many callers the next batch should wait for, after one that took so
// long, and how long at most. Those who wait for the writer now will soon call again, and
// those who load will commit soon. Three of four are enough: the others decide while the
// disk is busy with these.
func (s *Store) ahead(took time.Duration) (expected int, patience time.Duration) {
	waiting, loading := int(s.callers.Load()), int(s.loads.Load())
	patience = max(took/2, time.Duration(loading)*perLoad)
	return (waiting + loading) * 3 / 4, min(patience, maxPatience)
}

// gather returns first and what comes with it. It waits until there are as many as
// expected, but not longer than patience.
func (s *Store) gather(first job, expected int, patience time.Duration) []job {
	batch := []job{first}
	var over <-chan time.Time
	for len(batch) < maxBatch {
		select {
		case j := <-s.jobs:
			batch = append(batch, j)
			continue
		default:
		}
		if len(batch) >= expected {
			return batch
		}
		if over == nil {
			over = time.After(patience)
		}
		select {
		case j := <-s.jobs:
			batch = append(batch, j)
		case <-over:
			return batch
		}
	}
	return batch
}

// clean marks the refusal of a job that has written nothing.
type clean struct{ error }

func (c clean) Unwrap() error { return c.error }

// errUnclean tells that a job among several has failed after it may have written.
var errUnclean = errors.New("sqlitestore: a part of a transaction is to be undone")

// write writes a batch and returns the answers. Most batches need no savepoints: only where
// a job has to be undone the batch is written again with them. Once the transaction as a
// whole has failed, every job has.
func (s *Store) write(batch []job) []error {
	part := s.writer.bare
	if len(batch) == 1 {
		part = s.writer.alone
	}
	errs, failed := s.writer.transaction(batch, part)
	if errors.Is(failed, errUnclean) {
		errs, failed = s.writer.transaction(batch, s.writer.apart)
	}
	for i := range errs {
		errs[i] = cmp.Or(failed, errs[i])
	}
	return errs
}

// transaction writes each job with part between BEGIN and COMMIT, or undoes all. It
// returns what part has refused.
func (w *writer) transaction(batch []job, part func(job) (refused, failed error)) ([]error, error) {
	errs := make([]error, len(batch))
	if err := w.start(); err != nil {
		return errs, err
	}
	var err error
	for i := 0; err == nil && i < len(batch); i++ {
		if j := batch[i]; j.ctx.Err() != nil {
			errs[i] = context.Cause(j.ctx)
		} else {
			errs[i], err = part(j)
		}
	}
	if err == nil {
		w.transactions.Add(1)
		err = w.exec(w.commit)
	}
	if err != nil {
		// Some errors have undone the transaction already; then this one says so.
		_ = w.exec(w.rollback)
	}
	return errs, err
}

// alone writes the only job of a transaction: what it has written is undone with it.
func (w *writer) alone(j job) (refused, failed error) { return nil, j.do(w) }

// bare writes one job of several. Failed tells that the transaction is lost.
func (w *writer) bare(j job) (refused, failed error) {
	err := j.do(w)
	if _, isClean := errors.AsType[clean](err); err == nil || isClean {
		return err, nil
	}
	return nil, fmt.Errorf("%w: %w", errUnclean, err)
}

// apart writes one job of several, or nothing of it.
func (w *writer) apart(j job) (refused, failed error) {
	if err := w.exec(w.savepoint); err != nil {
		return nil, err
	}
	refused = j.do(w)
	if refused != nil {
		if err := w.exec(w.undo); err != nil {
			return nil, fmt.Errorf("%w; %w", refused, err)
		}
	}
	return refused, w.exec(w.release)
}
