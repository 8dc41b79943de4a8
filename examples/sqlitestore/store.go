package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
)

// ErrClosed tells that the store was closed before a call was taken.
var ErrClosed = errors.New("sqlitestore: closed")

// Store keeps conversations in one file. Many goroutines may use it, and several
// processes may open the same file.
type Store struct {
	readers *sql.DB // for reads that end by themselves
	read    reads
	walkers *sql.DB // for those during which the caller may read
	walks   walks
	life    sync.RWMutex // held for reading while a read goes on
	ended   bool

	writers *sql.DB
	writer  *writer
	jobs    chan job      // unbuffered: what is sent was taken
	loads   atomic.Int64  // that go on
	callers atomic.Int64  // that wait for the writer
	closing chan struct{} // closed when no more is to be taken
	closed  chan struct{} // closed when the writer has ended
	end     func() error
}

// Open opens the file at path and brings its schema to the newest version. If there is no
// file it makes one that its owner alone can read. A file of a version from the future is
// refused, and so is one of version 1, before conversations were kept by account.
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
	if err := create(path); err != nil {
		return err
	}
	// A log of 16 MB before it is taken into the file makes for fewer flushes.
	if s.writers, err = connect(path, "_pragma=journal_mode(WAL)", "_pragma=cache_size(-32768)", "_pragma=temp_store(MEMORY)", "_pragma=wal_autocheckpoint(4000)", "_txlock=immediate"); err != nil {
		return err
	}
	// SQLite does not wait where two make a new file ready at once.
	err = migrate(ctx, s.writers, steps())
	for tries := 1; isBusy(err) && tries < 1000; tries++ {
		<-time.After(10 * time.Millisecond)
		err = migrate(ctx, s.writers, steps())
	}
	if err != nil {
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

// create makes an empty file that its owner alone can read; SQLite gives the files beside
// it the same mode. A file that is there is not touched: to close one would take away the
// locks that other connections of this process have on it.
func create(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// connect returns connections to the file: what is committed is flushed to the
// disk, and who finds the file locked waits.
func connect(path string, options ...string) (*sql.DB, error) {
	options = append([]string{"_pragma=busy_timeout(10000)", "_pragma=synchronous(FULL)"}, options...)
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(options, "&")
	return sql.Open("sqlite", name)
}

// begin admits a read, which ends with s.life.RUnlock.
func (s *Store) begin() error {
	s.life.RLock()
	if s.ended {
		s.life.RUnlock()
		return ErrClosed
	}
	return nil
}

// Close waits for what was taken, and closes the file. If no other process has it open,
// the file is whole by itself then. What comes later gets [ErrClosed], and so does who
// is in the midst of [Store.Tickets].
func (s *Store) Close() error { return s.end() }

func (s *Store) stop() error {
	close(s.closing)
	<-s.closed
	s.life.Lock()
	defer s.life.Unlock()
	s.ended = true
	return errors.Join(s.walks.close(), s.disconnect())
}

// disconnect closes the statements and connections that there are, the writer's last: the
// last connection of all takes the log of writes into the file.
func (s *Store) disconnect() error {
	err := closeAll(s.read.texts())
	for _, db := range []*sql.DB{s.readers, s.walkers} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	if s.writer != nil {
		err = errors.Join(err, closeAll(s.writer.texts()), s.writer.conn.Close())
	}
	if s.writers != nil {
		err = errors.Join(err, s.writers.Close())
	}
	return err
}

// Commit implements [socialticket.Store].
func (s *Store) Commit(ctx context.Context, c socialticket.Commit) error {
	if c.IsZero() && c.Cause == "" {
		return nil
	}
	r, err := encode(c)
	if err == nil {
		err = s.leave(ctx, func(w *writer) error { return w.apply(r) })
	}
	if err != nil {
		return fmt.Errorf("sqlitestore: commit: %w", err)
	}
	return nil
}
