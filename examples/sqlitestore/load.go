package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Load implements [socialticket.Store].
func (s *Store) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	s.loads.Add(1)
	defer s.loads.Add(-1)
	if err := s.begin(); err != nil {
		return socialticket.Head{}, err
	}
	defer s.life.RUnlock()
	l, err := s.loading(ctx)
	if err == nil {
		defer l.end()
		err = l.load(ref)
	}
	if err != nil {
		return socialticket.Head{}, fmt.Errorf("sqlitestore: load: %w", err)
	}
	return l.head, nil
}

// loading is one read, which sees the file as of one instant.
type loading struct {
	ctx context.Context
	tx  *sql.Tx
	*reads
	head socialticket.Head
}

func (s *Store) loading(ctx context.Context) (*loading, error) {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &loading{ctx: ctx, tx: tx, reads: &s.read}, nil
}

func (l *loading) end() { _ = l.tx.Rollback() } // nothing was written

func (l *loading) query(s *sql.Stmt, args ...any) (*sql.Rows, error) {
	return l.tx.StmtContext(l.ctx, s).QueryContext(l.ctx, args...)
}

// row reads one row, and reports whether there is one.
func (l *loading) row(s *sql.Stmt, args []any, to ...any) (bool, error) {
	return scanned(l.tx.StmtContext(l.ctx, s).QueryRowContext(l.ctx, args...).Scan(to...))
}

func (l *loading) load(ref socialticket.Ref) error {
	if ref.Account == (channel.Account{}) && ref.Ticket != "" {
		if _, err := l.row(l.account, []any{ref.Ticket}, &ref.Account.Kind, &ref.Account.ID); err != nil {
			return err
		}
	}
	holder, err := l.owners(ref.Addresses)
	if err != nil {
		return err
	}
	if err := l.talk(ref, holder); err != nil {
		return err
	}
	if err := l.besides(ref); err != nil {
		return err
	}
	if err := l.people(ref.Person, ref.Into); err != nil {
		return err
	}
	return l.circles(ref)
}

// owners notes whose the addresses are, and returns the conversation of the first that
// has one.
func (l *loading) owners(addresses []channel.Address) (holder socialticket.Key, err error) {
	for _, a := range addresses {
		var key socialticket.Key
		owner := socialticket.Owner{Address: a}
		found, err := l.row(l.owner, []any{a.Account.Kind, a.Account.ID, a.Handle}, &key, &owner.User)
		if err != nil {
			return "", err
		}
		if !found {
			continue
		}
		if len(l.head.Owners) == 0 {
			holder = key
		}
		l.head.Owners = append(l.head.Owners, owner)
	}
	return holder, nil
}

// talk notes the conversation and the ticket that ref leads to; holder is the one that
// its addresses lead to.
func (l *loading) talk(ref socialticket.Ref, holder socialticket.Key) error {
	id, err := l.named(ref)
	if err != nil {
		return err
	}
	if found, err := l.ofTicket(id); found || err != nil {
		return err
	}
	if found, err := l.ofTicket(ref.Ticket); found || err != nil {
		return err
	}
	if found, err := l.ofKey(ref.Account, ref.Key); found || err != nil || holder == "" {
		return err
	}
	_, err = l.ofKey(l.head.Owners[0].Address.Account, holder)
	return err
}

// named notes the comment that ref names, and returns its ticket.
func (l *loading) named(ref socialticket.Ref) (id ticket.ID, err error) {
	a := ref.Account
	var text []byte
	found := false
	if ref.Comment != "" {
		found, err = l.row(l.comment, []any{a.Kind, a.ID, ref.Comment}, &id, &text)
	}
	if !found && err == nil && ref.Message != "" {
		found, err = l.row(l.message, []any{a.Kind, a.ID, ref.Message}, &id, &text)
	}
	if !found || err != nil {
		return "", err
	}
	return id, decode(text, &l.head.Comment)
}

// ofTicket notes the state of a ticket, and reports whether it is there.
func (l *loading) ofTicket(id ticket.ID) (bool, error) {
	if id == "" {
		return false, nil
	}
	return l.state(l.byTicket, id)
}

// ofKey notes the state of a conversation, and reports whether it is there.
func (l *loading) ofKey(a channel.Account, key socialticket.Key) (bool, error) {
	if key == "" {
		return false, nil
	}
	return l.state(l.byKey, a.Kind, a.ID, key)
}

// state notes a conversation and a ticket, and reports whether they are there.
func (l *loading) state(s *sql.Stmt, args ...any) (bool, error) {
	var conversation, t []byte
	if found, err := l.row(s, args, &conversation, &t); !found || err != nil {
		return false, err
	}
	if err := decode(conversation, &l.head.Conversation); err != nil {
		return false, err
	}
	if len(t) == 0 {
		return true, nil
	}
	return true, decode(t, &l.head.Ticket)
}

// besides notes the timers, what is parked, and whether the cause is in.
func (l *loading) besides(ref socialticket.Ref) (err error) {
	a := ref.Account
	if ref.Message != "" {
		l.head.Parked, err = bodies[channel.Event](l.query(l.parked, a.Kind, a.ID, ref.Message))
	}
	if err == nil && ref.Cause != "" {
		var one int
		l.head.Known, err = l.row(l.known, []any{a.Kind, a.ID, ref.Cause}, &one)
	}
	if c := &l.head.Conversation; err == nil && c.Key != "" {
		l.head.Timers, err = l.timersOf(c.Account, c.Key, l.head.Ticket.ID)
	}
	if id := l.head.Ticket.ID; err == nil && ref.First && id != "" {
		var text []byte
		if found, failed := l.row(l.first, []any{id}, &text); failed != nil || !found {
			return failed
		}
		err = decode(text, &l.head.First)
	}
	return err
}

// timersOf returns the timers of a conversation and a ticket.
func (l *loading) timersOf(a channel.Account, key socialticket.Key, id ticket.ID) (list []socialticket.Timer, err error) {
	rows, err := l.query(l.timers, a.Kind, a.ID, key, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t := socialticket.Timer{Account: a, Key: key}
		var at string
		if err := rows.Scan(&t.Ticket, &at); err != nil {
			return nil, err
		}
		if t.At, err = instant(at); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, rows.Err()
}
