package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"modernc.org/sqlite" // with the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// writer writes on one connection, for one goroutine.
type writer struct {
	conn         *sql.Conn
	transactions atomic.Int64 // that were written
	statements
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn}
	if err := prepare(ctx, conn, w.texts()); err != nil {
		return w, err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprint("PRAGMA busy_timeout = ", busyFor))
	return w, err
}

const (
	// busyFor is how many milliseconds SQLite waits for another process before it tells
	// that the file is busy. It tries once a millisecond then; if it waited for longer it
	// would try ever less often, and a process that writes all the time would never let
	// others in.
	busyFor = 2
	// busyTries is how often a busy file is tried: for ten seconds.
	busyTries = 10_000 / busyFor
)

// start begins a transaction that writes.
func (w *writer) start() error {
	err := w.exec(w.begin)
	for tries := 1; isBusy(err) && tries < busyTries; tries++ {
		err = w.exec(w.begin)
	}
	return err
}

// isBusy reports whether another process had the file.
func isBusy(err error) bool {
	e, is := errors.AsType[*sqlite.Error](err)
	return is && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// prepare prepares statements on a connection or several, and puts them where they
// go.
func prepare(ctx context.Context, on interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}, texts map[**sql.Stmt]string,
) (err error) {
	for to, text := range texts {
		if *to, err = on.PrepareContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// closeAll closes the statements that were prepared.
func closeAll(texts map[**sql.Stmt]string) (err error) {
	for s := range texts {
		if *s != nil {
			err = errors.Join(err, (*s).Close())
		}
	}
	return err
}

// exec runs a statement. It must not end with a caller's context, for it belongs
// to a whole batch.
func (w *writer) exec(s *sql.Stmt, args ...any) error {
	_, err := s.ExecContext(context.Background(), args...)
	return err
}

// count runs a statement and returns how many rows it changed.
func (w *writer) count(s *sql.Stmt, args ...any) (int64, error) {
	result, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// changes runs a statement and reports whether it changed a row.
func (w *writer) changes(s *sql.Stmt, args ...any) (bool, error) {
	n, err := w.count(s, args...)
	return n > 0, err
}

// row reads one row, and reports whether there is one.
func (w *writer) row(s *sql.Stmt, args []any, to ...any) (bool, error) {
	return scanned(s.QueryRowContext(context.Background(), args...).Scan(to...))
}

// scanned takes the error of a row apart.
func scanned(err error) (found bool, _ error) {
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
