package sqlitestore

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
)

// rows is a commit with its values as JSON.
type rows struct {
	socialticket.Commit
	conversation, ticket, park string
	comments, events, outbox   []string
}

// encode is for the caller's goroutine, so that the writer only writes.
func encode(c socialticket.Commit) (rows, error) {
	var e encoder
	r := rows{Commit: c}
	if c.Key == "" {
		r.park = e.text(c.Park)
		return r, e.err
	}
	r.conversation = e.text(c.Conversation)
	if !c.Ticket.IsZero() {
		r.ticket = e.text(c.Ticket)
	}
	for _, v := range c.Comments {
		r.comments = append(r.comments, e.text(v))
	}
	for _, v := range c.Events {
		r.events = append(r.events, e.text(v))
	}
	for _, v := range c.Outbox {
		r.outbox = append(r.outbox, e.text(v))
	}
	return r, e.err
}

// encoder makes JSON and keeps the first error.
type encoder struct{ err error }

func (e *encoder) text(v any) string {
	text, err := json.Marshal(v)
	if err != nil && e.err == nil {
		e.err = err
	}
	return string(text)
}

// layout writes every instant with the same length.
const layout = "2006-01-02T15:04:05.000000000Z"

// stamp returns t as it is stored; the zero instant is empty.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// instant is the inverse of stamp.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("stored instant: %w", err)
	}
	return t, nil
}
