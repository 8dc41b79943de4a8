package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/socialticket/socialticket"
)

// ErrClosed tells that the store was closed before a commit was taken.
var ErrClosed = errors.New("sqlitestore: closed")

// Store keeps conversations in one file. Many goroutines may use it, and several
// processes may open the same file.
type Store struct {
	readers *sql.DB // for reads that end by themselves
	walkers *sql.DB // for those during which the caller may read
	read    reads
	writers *sql.DB
	writer  *writer

	jobs    chan job      // unbuffered: what is sent was taken
	closing chan struct{} // closed when no more is to be taken
	closed  chan struct{} // closed when the writer has ended
	end     func() error
}

// Open opens the file at path, or makes it, and brings its schema to the newest
// version. A file of a version from the future is refused.
func Open(path string) (*Store, error) {
	s := &Store{jobs: make(chan job), closing: make(chan struct{}), closed: make(chan struct{})}
	s.end = sync.OnceValue(s.stop)
	if err := s.open(context.Background(), path); err != nil {
		return nil, fmt.Errorf("sqlitestore: open %s: %w", path, errors.Join(err, s.disconnect()))
	}
	go s.run()
	return s, nil
}

func (s *Store) open(ctx context.Context, path string) (err error) {
	if s.writers, err = connect(path, "_pragma=cache_size(-32768)", "_pragma=temp_store(MEMORY)", "_txlock=immediate"); err != nil {
		return err
	}
	if err := migrate(ctx, s.writers, steps()); err != nil {
		return err
	}
	if s.writer, err = newWriter(ctx, s.writers); err != nil {
		return err
	}
	for _, db := range []**sql.DB{&s.readers, &s.walkers} {
		if *db, err = connect(path, "_pragma=query_only(1)"); err != nil {
			return err
		}
	}
	connections := 2 * runtime.GOMAXPROCS(0)
	s.readers.SetMaxOpenConns(connections)
	s.readers.SetMaxIdleConns(connections)
	s.read, err = newReads(ctx, s.readers)
	return err
}

// connect returns connections to the file: what is committed is flushed to the
// disk, and who finds the file locked waits.
func connect(path string, options ...string) (*sql.DB, error) {
	options = append([]string{"_pragma=busy_timeout(10000)", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)"}, options...)
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(options, "&")
	return sql.Open("sqlite", name)
}

// Close waits for the commits that were taken, and closes the file. Commits that
// come later get [ErrClosed].
func (s *Store) Close() error { return s.end() }

func (s *Store) stop() error {
	close(s.closing)
	<-s.closed
	return s.disconnect()
}

// disconnect closes the connections that there are.
func (s *Store) disconnect() error {
	var err error
	if s.writer != nil {
		err = s.writer.conn.Close()
	}
	for _, db := range []*sql.DB{s.readers, s.walkers, s.writers} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}

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
		return ErrClosed
	}
	if err != nil {
		return fmt.Errorf("sqlitestore: commit: %w", err)
	}
	return nil
}
