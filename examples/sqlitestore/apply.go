package sqlitestore

import (
	"errors"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// apply writes a commit. After an error that is not clean some of it may be written.
func (w *writer) apply(r rows) error {
	a := r.Account
	if r.Cause != "" {
		switch isNew, err := w.changes(w.cause, a.Kind, a.ID, r.Cause, stamp(r.At)); {
		case err != nil:
			return err
		case !isNew:
			return clean{fmt.Errorf("%w: %s", socialticket.ErrDuplicate, r.Cause)}
		}
	}
	if err := w.advance(r); err != nil {
		if !errors.Is(err, socialticket.ErrConflict) {
			return err
		}
		if failed := w.exec(w.uncause, a.Kind, a.ID, r.Cause); failed != nil {
			return failed
		}
		return clean{err}
	}
	for _, write := range []func(rows) error{w.putAddresses, w.putTicket, w.putComments, w.putEvents, w.putTimers, w.putEffects} {
		if err := write(r); err != nil {
			return err
		}
	}
	return w.exec(w.feed, stamp(r.At), r.conversation, r.ticket, r.told, list(r.events), r.rest)
}

func conflict(format string, args ...any) error {
	return fmt.Errorf("%w: %s", socialticket.ErrConflict, fmt.Sprintf(format, args...))
}

// advance writes what most conflicts are about: the version of the conversation or the
// person. It has written nothing if it returns a conflict.
func (w *writer) advance(r rows) error {
	switch {
	case r.person != "":
		return w.putPerson(r)
	case r.park != "" && r.Key == "":
		return w.putParked(r)
	case r.Key == "":
		return nil
	}
	a, c := r.Account, &r.Conversation
	var fits bool
	var err error
	if r.Expect == 0 {
		fits, err = w.changes(w.begins, a.Kind, a.ID, r.Key, c.User.ID, c.Ticket, r.conversation)
	} else {
		fits, err = w.changes(w.moves, c.User.ID, c.Ticket, r.conversation, a.Kind, a.ID, r.Key, r.Expect)
	}
	if err == nil && !fits {
		return conflict("%s has not version %d", r.Key, r.Expect)
	}
	return err
}

func (w *writer) putParked(r rows) error {
	a, about := r.Account, r.Park.About()
	unknown, err := w.changes(w.park, a.Kind, a.ID, about, stamp(r.At), r.park)
	if err == nil && !unknown {
		return conflict("message %s is known", about)
	}
	return err
}

func (w *writer) putAddresses(r rows) error {
	for _, a := range r.Addresses {
		mine, err := w.changes(w.address, a.Account.Kind, a.Account.ID, a.Handle, r.Key)
		if err != nil {
			return err
		}
		if !mine {
			return conflict("another conversation has %s", a)
		}
	}
	return nil
}

// putTicket writes the tickets of a commit.
func (w *writer) putTicket(r rows) error {
	if r.ticket != "" {
		if err := w.putOne(r, &r.Ticket, r.ticket); err != nil {
			return err
		}
	}
	for i := range r.Others {
		if err := w.putOne(r, &r.Others[i], r.others[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putOne(r rows, t *ticket.Ticket, body string) error {
	return w.exec(w.ticket, t.ID, r.Account.Kind, r.Account.ID, r.Key, stamp(t.UpdatedAt), body)
}

// putComments also takes the parked events out that came before the comments' messages.
func (w *writer) putComments(r rows) error {
	a, parked := r.Account, int64(0)
	for i, c := range r.Comments {
		if err := w.exec(w.comment, c.Ticket, c.Number, a.Kind, a.ID, c.ID, r.comments[i]); err != nil {
			return err
		}
		for _, message := range c.MessageIDs() {
			mine, err := w.changes(w.message, a.Kind, a.ID, message, c.ID)
			if err != nil {
				return err
			}
			if !mine {
				return conflict("message %s is another comment's", message)
			}
			n, err := w.count(w.unpark, a.Kind, a.ID, message)
			if err != nil {
				return err
			}
			parked += n
		}
	}
	if parked != int64(r.Parked) {
		return conflict("%d events are parked, want %d", parked, r.Parked)
	}
	if r.park != "" && r.Key != "" {
		return w.putParked(r)
	}
	return nil
}

func (w *writer) putEvents(r rows) error {
	for i := range r.Events {
		e := &r.Events[i]
		if err := w.exec(w.event, e.Ticket, e.Number, r.events[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putTimers(r rows) error {
	a := r.Account
	for _, t := range r.Timers {
		var err error
		if t.At.IsZero() {
			err = w.exec(w.forget, a.Kind, a.ID, t.Key, t.Ticket)
		} else {
			err = w.exec(w.timer, a.Kind, a.ID, t.Key, t.Ticket, stamp(t.At))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
