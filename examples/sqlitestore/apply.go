package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/socialticket/socialticket"
)

// exec runs a statement. It must not end with a caller's context, for it belongs
// to a whole batch.
func (w *writer) exec(s *sql.Stmt, args ...any) error {
	_, err := s.ExecContext(context.Background(), args...)
	return err
}

// changes runs a statement, and returns refusal if it changed no row.
func (w *writer) changes(refusal error, s *sql.Stmt, args ...any) error {
	result, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return refusal
}

// apply writes a commit. After an error some of it may be written.
func (w *writer) apply(r rows) error {
	if r.Cause != "" {
		if err := w.changes(fmt.Errorf("%w: %s", socialticket.ErrDuplicate, r.Cause), w.cause, r.Cause); err != nil {
			return err
		}
	}
	if r.Key == "" {
		at, message := r.Park.Account, r.Park.Status.MessageID
		conflict := fmt.Errorf("%w: message %s is known", socialticket.ErrConflict, message)
		return w.changes(conflict, w.park, at.Kind, at.ID, message, r.park, message, at.ID, at.Kind)
	}
	if err := w.checkParked(r); err != nil {
		return err
	}
	for _, write := range []func(rows) error{w.putConversation, w.putTicket, w.putComments, w.putEvents, w.putOutbox} {
		if err := write(r); err != nil {
			return err
		}
	}
	return nil
}

// checkParked refuses r if it was decided before some statuses were parked.
func (w *writer) checkParked(r rows) error {
	at, parked := r.Ticket.Address.Account, 0
	for _, c := range r.Comments {
		if c.Delivery.State == "" || c.Content.ID == "" {
			continue
		}
		n := 0
		if err := w.parked.QueryRowContext(context.Background(), at.Kind, at.ID, c.Content.ID).Scan(&n); err != nil {
			return err
		}
		parked += n
	}
	if parked != r.Parked {
		return fmt.Errorf("%w: %d statuses are parked, want %d", socialticket.ErrConflict, parked, r.Parked)
	}
	return nil
}

func (w *writer) putConversation(r rows) error {
	conflict := fmt.Errorf("%w: %s has not version %d", socialticket.ErrConflict, r.Key, r.Expect)
	c := r.Conversation
	var err error
	if r.Expect == 0 {
		err = w.changes(conflict, w.start, r.Key, c.User.ID, c.Ticket, r.conversation)
	} else {
		err = w.changes(conflict, w.advance, c.User.ID, c.Ticket, r.conversation, r.Key, r.Expect)
	}
	for i := 0; err == nil && i < len(r.Addresses); i++ {
		a := r.Addresses[i]
		taken := fmt.Errorf("%w: another conversation has %s", socialticket.ErrConflict, a)
		err = w.changes(taken, w.address, a.Account.Kind, a.Account.ID, a.Handle, r.Key)
	}
	return err
}

func (w *writer) putTicket(r rows) error {
	if r.ticket == "" {
		return nil
	}
	return w.exec(w.ticket, r.Ticket.ID, r.Key, stamp(r.Ticket.UpdatedAt), stamp(r.Wake), r.ticket)
}

func (w *writer) putComments(r rows) error {
	at := r.Ticket.Address.Account
	for i, c := range r.Comments {
		message := c.Content.ID
		if err := w.exec(w.comment, c.Ticket, c.Number, c.ID, at.Kind, at.ID, message, r.comments[i]); err != nil {
			return err
		}
		if message == "" {
			continue
		}
		if err := w.exec(w.unpark, at.Kind, at.ID, message); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putEvents(r rows) error {
	for i, e := range r.Events {
		if err := w.exec(w.event, e.Ticket, e.Number, r.events[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putOutbox(r rows) error {
	for i, o := range r.Outbox {
		if err := w.exec(w.outbox, o.ID, stamp(o.At), r.outbox[i]); err != nil {
			return err
		}
	}
	for _, id := range r.Done {
		if err := w.exec(w.done, id); err != nil {
			return err
		}
	}
	return nil
}
