package sqlitestore

import (
	"database/sql"
	"errors"

	"github.com/socialticket/socialticket/identity"
)

// putPerson has written nothing if it returns a conflict.
func (w *writer) putPerson(r rows) error {
	p := &r.Person
	if p.Into != "" {
		circle, err := identity.Closes(p.ID, p.Into, func(id string) (identity.Person, error) { return record(w.row, w.person, id) })
		switch {
		case circle, errors.Is(err, identity.ErrCircle):
			return conflict("person %s into %s closes a circle", p.ID, p.Into)
		case err != nil:
			return err
		}
	}
	var fits bool
	var err error
	if r.Expect == 0 {
		fits, err = w.changes(w.personBegins, p.ID, r.person)
	} else {
		fits, err = w.changes(w.personMoves, r.person, p.ID, r.Expect)
	}
	if err == nil && !fits {
		return conflict("person %s has not version %d", p.ID, r.Expect)
	}
	return err
}

// people notes the person that a reference is about, or the one behind the conversation.
func (l *loading) people(person, into string) (err error) {
	if person != "" {
		if l.head.Record, err = record(l.row, l.person, person); err != nil {
			return err
		}
	}
	from := into
	if from == "" {
		from = person
	}
	if from == "" {
		from = l.head.Conversation.User.ID
	}
	l.head.Person, err = l.winner(from)
	return err
}

// record returns the record of a person, the zero Person if there is none.
func record(row func(*sql.Stmt, []any, ...any) (bool, error), s *sql.Stmt, id string) (p identity.Person, err error) {
	var text []byte
	found, err := row(s, []any{id}, &text)
	if !found || err != nil {
		return p, err
	}
	return p, decode(text, &p)
}
