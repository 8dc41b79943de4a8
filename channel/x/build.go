package x

import (
	"encoding/json"
	"fmt"
	"net/url"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of API v2. Send Body as application/json by POST to Path behind
// https://api.x.com, in the name of the account, and the answer to [Answer].
type Request struct {
	Path string // "/2/dm_conversations/with/123/messages"
	Body json.RawMessage
}

// MaxText is how long a text may be, in characters. It is widely quoted, and not in
// X's present documentation.
const MaxText = 10000

// Build returns the calls that send o, in their order: a message has one file at
// most, so that further ones follow by themselves. Make the next call when one was
// taken. A file goes by the ID that X gave when the same account uploaded it, less
// than 24 hours before. X hands no reference back and has no quotes: the ID of o
// and ReplyTo stay behind.
//
// The error is a *[channel.SendError] of the class never: it says what X cannot
// send, or which limit o breaks. Source: X, manage direct messages, integrate, read
// 2026-11.
func Build(o channel.Outbound) ([]Request, error) {
	messages, problem := split(o)
	if problem != "" {
		return nil, channel.Unsendable(channel.X, problem)
	}
	path := "/2/dm_conversations/with/" + url.PathEscape(o.To.Handle) + "/messages"
	requests := make([]Request, len(messages))
	for i, m := range messages {
		body, err := json.Marshal(m)
		if err != nil {
			return nil, fmt.Errorf("x: build: %w", err)
		}
		requests[i] = Request{path, body}
	}
	return requests, nil
}

type messageOut struct {
	Text  string    `json:"text,omitzero"`
	Files []fileOut `json:"attachments,omitzero"`
}

type fileOut struct {
	ID string `json:"media_id"`
}

// split returns the messages that o becomes, or why it becomes none.
func split(o channel.Outbound) (messages []messageOut, problem string) {
	if problem := unsendable(o); problem != "" {
		return nil, problem
	}
	messages = []messageOut{{Text: o.Text}}
	for i, a := range o.Attachments {
		switch {
		case a.ID == "":
			return nil, "an attachment that was not uploaded"
		case a.Type != channel.Image && a.Type != channel.Video:
			return nil, fmt.Sprintf("no attachments of type %q", a.Type)
		case i > 0:
			messages = append(messages, messageOut{})
		}
		messages[i].Files = []fileOut{{a.ID}}
	}
	return messages, ""
}

func unsendable(o channel.Outbound) string {
	n := utf8.RuneCountInString(o.Text)
	switch {
	case o.To.Handle == "":
		return "no user to send to"
	case o.Type == channel.Template, o.Type == channel.Reaction, o.Type == channel.Location, o.Type == channel.Contacts,
		o.Type == channel.Interactive:
		return fmt.Sprintf("no messages of type %q", o.Type)
	case o.Via != channel.RouteDirect:
		return fmt.Sprintf("no way of sending called %q", o.Via)
	case n == 0 && len(o.Attachments) == 0:
		return "neither text nor attachments"
	case n > MaxText:
		return fmt.Sprintf("text of %d characters: at most %d", n, MaxText)
	}
	return ""
}
