package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// feedPage is how many commits are read at once.
const feedPage = 100

// Feed implements [socialticket.Feed].
func (s *Store) Feed(ctx context.Context, after int64) iter.Seq2[socialticket.Entry, error] {
	return func(yield func(socialticket.Entry, error) bool) {
		for more := true; more; {
			page, err := s.entries(ctx, after)
			if err != nil {
				yield(socialticket.Entry{}, fmt.Errorf("sqlitestore: feed: %w", err))
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
				after = e.Place
			}
			more = len(page) == feedPage
		}
	}
}

// entries returns the first commits after a place, with their comments as they are now.
func (s *Store) entries(ctx context.Context, after int64) (list []socialticket.Entry, err error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.life.RUnlock()
	l, err := s.loading(ctx)
	if err != nil {
		return nil, err
	}
	defer l.end()
	rows, err := l.query(l.feed, after, feedPage)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all [][]string // the ids of their comments
	for rows.Next() {
		e, ids, err := entry(rows)
		if err != nil {
			return nil, err
		}
		list, all = append(list, e), append(all, ids)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i, ids := range all {
		if list[i].Commit.Comments, err = l.present(list[i].Commit.Account, ids); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// entry reads a row of the feed, and the ids of the comments.
func entry(rows *sql.Rows) (e socialticket.Entry, ids []string, err error) {
	var conversation, ticket, comments, events, body []byte
	if err := rows.Scan(&e.Place, &conversation, &ticket, &comments, &events, &body); err != nil {
		return e, nil, err
	}
	for _, part := range []struct {
		text []byte
		to   any
	}{{body, &e.Commit}, {conversation, &e.Commit.Conversation}, {ticket, &e.Commit.Ticket}, {comments, &ids}, {events, &e.Commit.Events}} {
		if len(part.text) == 0 {
			continue
		}
		if err := decode(part.text, part.to); err != nil {
			return e, nil, err
		}
	}
	return e, ids, nil
}

// present returns comments as they are now.
func (l *loading) present(a channel.Account, ids []string) (list []ticket.Comment, err error) {
	for _, id := range ids {
		c := ticket.Comment{ID: id}
		var of ticket.ID
		var text []byte
		found, err := l.row(l.comment, []any{a.Kind, a.ID, id}, &of, &text)
		if err == nil && found {
			err = decode(text, &c)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}
