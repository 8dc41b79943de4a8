package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// Contacts implements [socialticket.People]. It yields the contacts as they were when it
// began; the persons that they were merged into may be newer.
func (s *Store) Contacts(ctx context.Context) iter.Seq2[socialticket.Contact, error] {
	return func(yield func(socialticket.Contact, error) bool) {
		rows, err := s.walk(ctx, s.read.texts()[&s.read.contacts])
		if err == nil {
			defer s.walks.end(rows)
		}
		for err == nil {
			c, more, failed := s.stepContact(ctx, rows)
			if err = cmp.Or(ctx.Err(), failed); err == nil && (!more || !yield(c, nil)) {
				return
			}
		}
		yield(socialticket.Contact{}, fmt.Errorf("sqlitestore: contacts: %w", err))
	}
}

// stepContact reads one contact, and reports whether there was one.
func (s *Store) stepContact(ctx context.Context, rows *sql.Rows) (c socialticket.Contact, more bool, err error) {
	if err := s.begin(); err != nil {
		return c, false, err
	}
	defer s.life.RUnlock()
	if !rows.Next() {
		return c, false, rows.Err()
	}
	if c, err = contact(rows); err != nil || c.Record.Into == "" {
		return c, true, err
	}
	l, err := s.loading(ctx)
	if err != nil {
		return c, true, err
	}
	defer l.end()
	c.Person, err = l.winner(c.User.ID)
	return c, true, err
}

// contact reads a row of a conversation's body and the record of its user, which was not
// merged as far as this tells.
func contact(rows *sql.Rows) (c socialticket.Contact, err error) {
	var talk, record []byte
	if err := rows.Scan(&talk, &record); err != nil {
		return c, err
	}
	var of socialticket.Conversation
	if err := decode(talk, &of); err != nil {
		return c, err
	}
	if len(record) > 0 {
		if err := decode(record, &c.Record); err != nil {
			return c, err
		}
	}
	c.Account, c.Key, c.User, c.Ticket, c.Conflicts = of.Account, of.Key, of.User, of.Ticket, of.Conflicts
	c.Person = own(c.Record)
	c.Person.ID = of.User.ID
	return c, nil
}

// Circle implements [socialticket.People].
func (s *Store) Circle(ctx context.Context, person string) ([]socialticket.Contact, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.life.RUnlock()
	l, err := s.loading(ctx)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: circle: %w", err)
	}
	defer l.end()
	list, err := l.circle(person)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: circle: %w", err)
	}
	return list, nil
}

// circles notes the contacts of the persons of a reference, or those of the conversation's
// user if links lead to it or from it.
func (l *loading) circles(ref socialticket.Ref) (err error) {
	if ref.Into != "" {
		if l.head.IntoCircle, err = l.circle(ref.Into); err != nil {
			return err
		}
	}
	if ref.Person != "" {
		l.head.Circle, err = l.circle(ref.Person)
		return err
	}
	if linked, err := l.linked(l.head.Conversation.User.ID); err != nil || !linked {
		return err
	}
	l.head.Circle, err = l.circle(l.head.Conversation.User.ID)
	return err
}

// linked reports whether a link leads from a user or to it.
func (l *loading) linked(user string) (bool, error) {
	if user == "" {
		return false, nil
	}
	if end := l.head.Person.ID; end != "" && end != user {
		own, err := record(l.row, l.person, user)
		if err != nil || own.Into != "" {
			return true, err
		}
	}
	losers, err := l.pointing(user)
	return len(losers) > 0, err
}

// circle returns the contacts that are one person with the given one.
func (l *loading) circle(person string) ([]socialticket.Contact, error) {
	end, err := l.winner(person)
	if err != nil || end.ID == "" {
		return nil, err
	}
	var list []socialticket.Contact
	ids := []string{end.ID}
	for i := 0; i < len(ids); i++ {
		of, err := l.contactsOf(ids[i])
		if err != nil {
			return nil, err
		}
		losers, err := l.pointing(ids[i])
		if err != nil {
			return nil, err
		}
		list, ids = append(list, of...), append(ids, losers...)
	}
	for i := range list {
		list[i].Person = own(end)
	}
	slices.SortFunc(list, func(a, b socialticket.Contact) int {
		return cmp.Or(cmp.Compare(a.Account.Kind, b.Account.Kind), cmp.Compare(a.Account.ID, b.Account.ID), cmp.Compare(a.Key, b.Key))
	})
	return list, nil
}

// own returns a person with slices that nothing else holds.
func own(p identity.Person) identity.Person {
	p.Tags, p.Fields, p.Merges = slices.Clone(p.Tags), slices.Clone(p.Fields), slices.Clone(p.Merges)
	p.Handles, p.Notes = slices.Clone(p.Handles), slices.Clone(p.Notes)
	return p
}

// winner returns the end of the links that begin at a person, the zero Person in a circle:
// this store lets none in.
func (l *loading) winner(id string) (identity.Person, error) {
	end, err := identity.Resolve(id, func(id string) (identity.Person, error) { return record(l.row, l.person, id) })
	if errors.Is(err, identity.ErrCircle) {
		return identity.Person{}, nil
	}
	return end, err
}

// contactsOf returns the contacts of one user.
func (l *loading) contactsOf(user string) (list []socialticket.Contact, err error) {
	rows, err := l.query(l.talks, user)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := contact(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// pointing returns the ids of the persons that point to one.
func (l *loading) pointing(to string) ([]string, error) {
	return scalars(l.query(l.losers, to))
}
