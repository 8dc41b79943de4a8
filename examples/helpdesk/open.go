package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/socialticket/socialticket/examples/sqlitestore"
)

// opened is a server and the files that it has open.
type opened struct {
	file   string
	server *server
	unlock func() error // nil: the data are not ours
	store  *sqlitestore.Store
	side   *sql.DB
}

// openAll opens the data and the server on it. If that fails, what it has made is taken away
// again.
func openAll(ctx context.Context, cfg settings, log *slog.Logger) (all *opened, err error) {
	made, err := makeFolder(cfg.data)
	if err != nil {
		return nil, err
	}
	o := &opened{file: cfg.file()}
	defer func() {
		if err == nil {
			return
		}
		err = errors.Join(err, o.close())
		if cfg.fresh {
			remove(o.file, "", "-wal", "-shm", ".secret")
		}
		for _, folder := range made {
			_ = os.Remove(folder) // unless another program has put something in
		}
	}()
	if o.unlock, err = lockData(ctx, o.file+lockEnd); err != nil {
		return nil, err
	}
	if cfg.fresh = missing(o.file); !cfg.fresh {
		if err = closeDoors(o.file); err != nil {
			return nil, err
		}
	}
	if o.store, err = sqlitestore.Open(o.file); err != nil {
		return nil, err
	}
	if o.side, err = openSide(o.file); err != nil {
		return nil, err
	}
	o.server, err = newServer(ctx, cfg, o.store, o.side, log)
	return o, err
}

// close closes the files, the store's last: it leaves one that is whole.
func (o *opened) close() (err error) {
	if o.side != nil {
		err = o.side.Close()
	}
	if o.store != nil {
		err = errors.Join(err, o.store.Close())
	}
	if o.unlock != nil {
		err = errors.Join(err, o.unlock())
	}
	return err
}

const lockEnd = ".lock"

// lockData makes sure that one helpdesk at a time has the data: two would each have pages that
// hear nothing of the other, and in a demo a clock. The lock is a database that nothing is
// written to; the system lifts it when the program dies.
func lockData(ctx context.Context, file string) (unlock func() error, err error) {
	if f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	} else if err := f.Close(); err != nil {
		return nil, err
	}
	db, err := connectSide(file, "_txlock=exclusive")
	if err != nil {
		return nil, err
	}
	held, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("another helpdesk has %s open: take another -data (%w)", filepath.Dir(file), err), db.Close())
	}
	return func() error {
		remove(file, "")
		return errors.Join(held.Rollback(), db.Close())
	}, nil
}

// makeFolder makes a folder, for its owner alone, and returns those that were missing, the
// innermost first.
func makeFolder(folder string) (made []string, err error) {
	for path := filepath.Clean(folder); missing(path); path = filepath.Dir(path) {
		made = append(made, path)
	}
	return made, os.MkdirAll(folder, 0o700)
}

// closeDoors lets the owner alone read what an earlier version left open to others.
func closeDoors(file string) error {
	for _, end := range []string{"", "-wal", "-shm", ".secret"} {
		info, err := os.Stat(file + end)
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			err = os.Chmod(file+end, 0o600)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func remove(file string, ends ...string) {
	for _, end := range ends {
		_ = os.Remove(file + end)
	}
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// remember notes in a new database what it is for, and refuses one that is for something
// else: a missing variable of the environment must not open real data in a demo.
func (s settings) remember(ctx context.Context, side *sql.DB) error {
	is, found, err := value[string](ctx, side, "SELECT value FROM helpdesk_facts WHERE name = 'mode'")
	switch {
	case err != nil:
		return fmt.Errorf("mode: %w", err)
	case found && is == s.mode():
		return nil
	case found && s.demo():
		return fmt.Errorf("%s holds the data of a production, which a demo never opens: set WHATSAPP_APP_SECRET, or take another -data", s.data)
	case found:
		return fmt.Errorf("%s holds the data of a demo: take another -data for a production", s.data)
	case s.demo() && !s.fresh && !s.demoAsked:
		return fmt.Errorf("%s is not new and does not tell what it is for: set WHATSAPP_APP_SECRET, or say -demo", s.data)
	}
	if _, err = side.ExecContext(ctx, "INSERT INTO helpdesk_facts (name, value) VALUES ('mode', ?)", s.mode()); err != nil {
		return fmt.Errorf("mode: %w", err)
	}
	return nil
}
