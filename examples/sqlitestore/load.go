package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Load implements [socialticket.Store].
func (s *Store) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return socialticket.Head{}, fmt.Errorf("sqlitestore: load: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	l := loading{ctx: ctx, tx: tx, reads: s.read}
	if err := l.load(ref); err != nil {
		return socialticket.Head{}, fmt.Errorf("sqlitestore: load: %w", err)
	}
	return l.head, nil
}

// loading is one Load, which sees the file as of one instant.
type loading struct {
	ctx context.Context
	tx  *sql.Tx
	reads
	head socialticket.Head
}

func (l *loading) load(ref socialticket.Ref) error {
	key, err := l.owners(ref.Addresses)
	if err != nil {
		return err
	}
	if err := l.statuses(ref); err != nil {
		return err
	}
	id, err := l.named(ref)
	if err != nil {
		return err
	}
	for _, t := range []ticket.ID{id, ref.Ticket} {
		if found, err := l.state(l.byTicket, string(t)); found || err != nil {
			return err
		}
	}
	_, err = l.state(l.byKey, key)
	return err
}

// row reads one row, and reports whether there is one.
func (l *loading) row(s *sql.Stmt, args []any, to ...any) (bool, error) {
	err := l.tx.StmtContext(l.ctx, s).QueryRowContext(l.ctx, args...).Scan(to...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// owners notes whose the addresses are, and returns the conversation of the first
// that has one.
func (l *loading) owners(addresses []channel.Address) (first string, err error) {
	for _, a := range addresses {
		var key, user string
		found, err := l.row(l.owner, []any{a.Account.Kind, a.Account.ID, a.Handle}, &key, &user)
		if err != nil {
			return "", err
		}
		if !found {
			continue
		}
		if l.head.Owners == nil {
			l.head.Owners, first = make(map[channel.Address]string, len(addresses)), key
		}
		l.head.Owners[a] = user
	}
	return first, nil
}

// statuses notes what is parked for the message of ref.
func (l *loading) statuses(ref socialticket.Ref) (err error) {
	if ref.Message != "" {
		rows, err := l.tx.StmtContext(l.ctx, l.parked).QueryContext(l.ctx, ref.Account.Kind, ref.Account.ID, ref.Message)
		l.head.Parked, err = bodies[channel.Event](rows, err)
		return err
	}
	return nil
}

// named notes the comment that ref names, and returns its ticket.
func (l *loading) named(ref socialticket.Ref) (id ticket.ID, err error) {
	var text []byte
	found := false
	if ref.Comment != "" {
		found, err = l.row(l.comment, []any{ref.Comment}, &id, &text)
	}
	if !found && err == nil && ref.Message != "" {
		found, err = l.row(l.message, []any{ref.Account.Kind, ref.Account.ID, ref.Message}, &id, &text)
	}
	if !found || err != nil {
		return "", err
	}
	return id, decode(text, &l.head.Comment)
}

// state notes a conversation and a ticket, and reports whether it is there.
func (l *loading) state(s *sql.Stmt, id string) (bool, error) {
	if id == "" {
		return false, nil
	}
	var conversation, t []byte
	var wake string
	if found, err := l.row(s, []any{id}, &conversation, &t, &wake); !found || err != nil {
		return false, err
	}
	if err := decode(conversation, &l.head.Conversation); err != nil {
		return false, err
	}
	if len(t) > 0 {
		if err := decode(t, &l.head.Ticket); err != nil {
			return false, err
		}
	}
	var err error
	l.head.Wake, err = instant(wake)
	return true, err
}
