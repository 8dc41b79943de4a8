package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/socialticket/socialticket"
)

// ErrClosed tells that the store was closed before a commit was taken.
var ErrClosed = errors.New("sqlitestore: closed")

// Store keeps conversations in one file. Many goroutines may use it, and several
// processes may open the same file.
type Store struct {
	readers *sql.DB
	read    reads
	writer  *writer
	jobs    chan job      // unbuffered: what is sent was taken
	closing chan struct{} // closed when no more is to be taken
	closed  chan struct{} // closed when the writer has ended
	close   func() error
}

// Open opens the file at path, or makes it, and brings its schema to the newest
// version. A file of a version from the future is refused.
func Open(path string) (*Store, error) {
	s, err := open(context.Background(), path)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: open %s: %w", path, err)
	}
	return s, nil
}

func open(ctx context.Context, path string) (_ *Store, err error) {
	s := &Store{jobs: make(chan job), closing: make(chan struct{}), closed: make(chan struct{})}
	writers, err := connect(path, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, writers.Close())
		}
	}()
	if err := migrate(ctx, writers, steps()); err != nil {
		return nil, err
	}
	if s.writer, err = newWriter(ctx, writers); err != nil {
		return nil, err
	}
	if s.readers, err = connect(path, "_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	if s.read, err = newReads(ctx, s.readers); err != nil {
		return nil, errors.Join(err, s.readers.Close())
	}
	s.close = sync.OnceValue(func() error {
		close(s.closing)
		<-s.closed
		return errors.Join(s.readers.Close(), s.writer.conn.Close(), writers.Close())
	})
	go s.run()
	return s, nil
}

// connect returns connections to the file: what is committed is flushed to the
// disk, and who finds the file locked waits.
func connect(path, option string) (*sql.DB, error) {
	const options = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&"
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+options+option)
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(8)
	return db, nil
}

// Close waits for the commits that were taken, and closes the file. Commits that
// come later get [ErrClosed].
func (s *Store) Close() error { return s.close() }

// Commit implements [socialticket.Store].
func (s *Store) Commit(ctx context.Context, c socialticket.Commit) error {
	r, err := encode(c)
	if err != nil {
		return fmt.Errorf("sqlitestore: commit: %w", err)
	}
	j := job{ctx: ctx, rows: r, done: make(chan error, 1)}
	select {
	case s.jobs <- j:
		err = <-j.done
	case <-ctx.Done():
		err = context.Cause(ctx)
	case <-s.closing:
		err = ErrClosed
	}
	if err != nil && !errors.Is(err, ErrClosed) {
		return fmt.Errorf("sqlitestore: commit: %w", err)
	}
	return err
}
