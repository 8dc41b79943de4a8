package sqlitestore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// rows is a commit with its values as JSON.
type rows struct {
	socialticket.Commit
	conversation, ticket, park, person string
	others, comments, events, effects  []string

	// For the feed: the ids of the comments as a list, and the rest of the commit.
	told, rest string
}

// encode is for the caller's goroutine, so that the writer only writes.
func encode(c socialticket.Commit) (rows, error) {
	var e encoder
	r := rows{Commit: c}
	switch {
	case !c.Person.IsZero():
		r.person, r.effects = e.text(&c.Person), texts(&e, c.Effects)
	case c.Key != "":
		r.conversation = e.text(&c.Conversation)
		if !c.Ticket.IsZero() {
			r.ticket = e.text(&c.Ticket)
		}
		r.others = texts(&e, c.Others)
		r.comments, r.events, r.effects = texts(&e, c.Comments), texts(&e, c.Events), texts(&e, c.Effects)
	}
	if c.Park.ID != "" {
		r.park = e.text(&c.Park)
	}
	r.tell(&e)
	return r, e.err
}

// tell makes what the feed keeps: comments by their ids alone, for they are read again
// when the commit is told, and effects without what they carry.
func (r *rows) tell(e *encoder) {
	c := r.Commit
	if len(c.Comments) > 0 {
		ids := make([]string, len(c.Comments))
		for i := range ids {
			ids[i] = c.Comments[i].ID
		}
		r.told = e.text(ids)
	}
	c.Effects = slices.Clone(c.Effects)
	for i := range c.Effects {
		f := &c.Effects[i]
		f.Message, f.Command, f.To, f.Body = channel.Outbound{}, socialticket.Order{}, "", nil
	}
	c.Conversation, c.Ticket, c.Comments, c.Events = socialticket.Conversation{}, ticket.Ticket{}, nil, nil
	r.rest = e.text(&c)
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

func texts[T any](e *encoder, list []T) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = e.text(&list[i])
	}
	return out
}

// list returns the JSON of a list of texts that are JSON, "" if there are none.
func list(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return "[" + strings.Join(texts, ",") + "]"
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
