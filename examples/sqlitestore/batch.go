package sqlitestore

import (
	"context"
	"fmt"
)

// job is a commit that waits for the writer.
type job struct {
	ctx  context.Context
	rows rows
	done chan error // has room for the answer
}

// maxBatch bounds how many commits share a transaction.
const maxBatch = 256

// run writes what comes until the store closes: whatever has come while the disk
// was busy goes into one transaction.
func (s *Store) run() {
	defer close(s.closed)
	for {
		select {
		case first := <-s.jobs:
			s.write(s.gather(first))
		case <-s.closing:
			return
		}
	}
}

// gather returns first and all that waits behind it.
func (s *Store) gather(first job) []job {
	batch := []job{first}
	for len(batch) < maxBatch {
		select {
		case j := <-s.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// write writes a batch and answers. Once the transaction as a whole has failed,
// every job has.
func (s *Store) write(batch []job) {
	errs := make([]error, len(batch))
	failed := s.writer.transaction(func() (err error) {
		for i, j := range batch {
			if errs[i], err = s.writer.part(j); err != nil {
				return err
			}
		}
		return nil
	})
	for i, j := range batch {
		if failed != nil {
			errs[i] = failed
		}
		j.done <- errs[i]
	}
}

// transaction runs do between BEGIN and COMMIT, or undoes it.
func (w *writer) transaction(do func() error) error {
	if err := w.exec(w.begin); err != nil {
		return err
	}
	err := do()
	if err == nil {
		err = w.exec(w.commit)
	}
	if err != nil {
		// Some errors have undone the transaction already; then this one says so.
		_ = w.exec(w.rollback)
	}
	return err
}

// part writes one job of a transaction, or nothing of it. Failed tells that the
// transaction is lost.
func (w *writer) part(j job) (refused, failed error) {
	if j.ctx.Err() != nil {
		return context.Cause(j.ctx), nil
	}
	if err := w.exec(w.savepoint); err != nil {
		return nil, err
	}
	refused = w.apply(j.rows)
	if refused != nil {
		if err := w.exec(w.undo); err != nil {
			return nil, fmt.Errorf("%w; %w", refused, err)
		}
	}
	return refused, w.exec(w.release)
}
