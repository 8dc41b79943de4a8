package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// findStatements are what the writer needs to take in what search is to find.
type findStatements struct {
	staleFirst, fresh                *sql.Stmt
	userTalks, unclue, clue          *sql.Stmt
	subject, said                    *sql.Stmt
	numbered, number, word, unworded *sql.Stmt
}

func (s *findStatements) finds() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&s.staleFirst: "SELECT number, what, id, part FROM stale ORDER BY number LIMIT ?",
		&s.fresh:      "DELETE FROM stale WHERE number <= ?",
		&s.userTalks:  "SELECT body -> '$.user' FROM conversation WHERE user = ?",
		&s.unclue:     "DELETE FROM clue WHERE user = ?",
		&s.clue:       "INSERT OR IGNORE INTO clue VALUES (?, ?, ?)",
		&s.subject:    "SELECT coalesce(body ->> '$.subject', '') FROM ticket WHERE id = ?",
		&s.said:       "SELECT body FROM comment WHERE ticket = ? AND number = ?",
		&s.numbered:   "INSERT OR IGNORE INTO text (ticket, part) VALUES (?, ?)",
		&s.number:     "SELECT number FROM text WHERE ticket = ? AND part = ?",
		&s.unworded:   "DELETE FROM words WHERE rowid = ?",
		&s.word:       "INSERT INTO words (rowid, text) VALUES (?, ?)",
	}
}

// stale is one thing that has changed since search took it in.
type stale struct {
	what, id string
	part     int
}

// takeInSize is how much is taken in at once: commits go in between.
const takeInSize = 200

// takeIn takes in all that has changed before the call.
func (s *Store) takeIn(ctx context.Context) error {
	for {
		found, err := s.isStale(ctx)
		if err != nil || !found {
			return err
		}
		if err := s.do(ctx, func(w *writer) error { return w.takeIn() }); err != nil {
			return err
		}
	}
}

func (s *Store) isStale(ctx context.Context) (bool, error) {
	if err := s.begin(); err != nil {
		return false, err
	}
	defer s.life.RUnlock()
	var one int
	return scanned(s.read.anyStale.QueryRowContext(ctx).Scan(&one))
}

// takeIn takes in some of what has changed.
func (w *writer) takeIn() error {
	list, last, err := w.stale()
	for i := 0; err == nil && i < len(list); i++ {
		if one := list[i]; one.what == "user" {
			err = w.takeUser(one.id)
		} else {
			err = w.takeText(one.id, one.part)
		}
	}
	if err != nil {
		return err
	}
	return w.exec(w.fresh, last)
}

// stale returns the first of what has changed, each once, and the number of the last.
func (w *writer) stale() (list []stale, last int64, err error) {
	rows, err := w.staleFirst.QueryContext(context.Background(), takeInSize)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var one stale
		if err := rows.Scan(&last, &one.what, &one.id, &one.part); err != nil {
			return nil, 0, err
		}
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list, last, rows.Err()
}

// takeUser puts the clues of a user in place.
func (w *writer) takeUser(id string) error {
	users, err := bodies[identity.User](w.userTalks.QueryContext(context.Background(), id))
	if err != nil {
		return err
	}
	person, err := record(w.row, w.person, id)
	if err != nil {
		return err
	}
	if err := w.exec(w.unclue, id); err != nil {
		return err
	}
	clues := socialticket.PersonClues(&person)
	for i := range users {
		clues = append(clues, socialticket.UserClues(&users[i])...)
	}
	for _, c := range clues {
		if err := w.exec(w.clue, c.Kind, c.Text, id); err != nil {
			return err
		}
	}
	return nil
}

// takeText puts the words of a subject or of a comment in place.
func (w *writer) takeText(id string, part int) error {
	texts, err := w.textsOf(id, part)
	if err != nil {
		return err
	}
	if err := w.exec(w.numbered, id, part); err != nil {
		return err
	}
	var number int64
	if _, err := w.row(w.number, []any{id, part}, &number); err != nil {
		return err
	}
	if err := w.exec(w.unworded, number); err != nil || len(texts) == 0 {
		return err
	}
	return w.exec(w.word, number, tokens(texts))
}

func (w *writer) textsOf(id string, part int) ([]string, error) {
	if part == 0 {
		var subject string
		_, err := w.row(w.subject, []any{id}, &subject)
		return []string{subject}, err
	}
	var text []byte
	found, err := w.row(w.said, []any{id, part}, &text)
	if err != nil || !found {
		return nil, err
	}
	var c ticket.Comment
	err = decode(text, &c)
	return socialticket.Texts(&c), err
}

// FindContacts implements [socialticket.Finder].
func (s *Store) FindContacts(ctx context.Context, clue socialticket.Clue) iter.Seq2[socialticket.Contact, error] {
	return func(yield func(socialticket.Contact, error) bool) {
		users, err := s.clued(ctx, clue)
		seen := map[string]bool{}
		for i := 0; err == nil && i < len(users); i++ {
			if seen[users[i]] {
				continue
			}
			var circle []socialticket.Contact
			circle, err = s.Circle(ctx, users[i])
			for _, c := range circle {
				seen[c.User.ID] = true
				if !yield(c, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(socialticket.Contact{}, fmt.Errorf("sqlitestore: find contacts: %w", err))
		}
	}
}

// clued returns the users that a clue leads to.
func (s *Store) clued(ctx context.Context, clue socialticket.Clue) (users []string, err error) {
	if err := s.takeIn(ctx); err != nil {
		return nil, err
	}
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.life.RUnlock()
	return scalars(s.read.clued.QueryContext(ctx, clue.Kind, clue.Text))
}
