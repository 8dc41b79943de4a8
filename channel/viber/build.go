package viber

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of the bot API. Send Body as application/json by POST to
// https://chatapi.viber.com<Path> with the bot's token in the header
// X-Viber-Auth-Token, and the answer to [Answer].
type Request struct {
	Path string
	Body json.RawMessage
}

// The limits of a message. Texts are counted in characters, sizes in bytes.
// Source: Viber, REST bot API, message types, read 2026-11.
const (
	MaxText     = 7000
	MaxCaption  = 768 // of a picture
	MaxPicture  = 1 << 20
	MaxVideo    = 26 << 20
	MaxFile     = 50 << 20
	MaxFileName = 256
	MaxName     = 28 // of the sender
	MaxBody     = 30 << 10
)

// Sender is who messages are from, as the user sees it. The zero Sender can send
// nothing, for Viber wants a name.
type Sender struct {
	Name   string
	Avatar string // the address of a picture; empty: the bot's own
}

// Build returns the calls that send o, in their order: each attachment by itself,
// which goes by its URL, then the text, with or without buttons; a place or a card.
// Only a single picture has the text beside it. Make the next call when one was
// taken.
//
// [channel.Outbound.ID] goes along as tracking data, which comes back with the
// user's next message. The error is a *[channel.SendError] of the class never: it
// says what Viber cannot send, or which limit o breaks.
func (s Sender) Build(o channel.Outbound) ([]Request, error) {
	w := writer{o: o, sender: map[string]string{"name": s.Name}}
	if s.Avatar != "" {
		w.sender["avatar"] = s.Avatar
	}
	switch n := utf8.RuneCountInString(s.Name); {
	case n == 0 || n > MaxName:
		w.refuse("a sender's name of %d characters: 1 to %d", n, MaxName)
	case o.To.Handle == "":
		w.refuse("nobody to send to")
	}
	w.write()
	w.question(o.Question)
	requests := make([]Request, len(w.calls))
	for i, fields := range w.calls {
		body, err := json.Marshal(fields)
		if err != nil {
			return nil, fmt.Errorf("viber: build: %w", err)
		}
		if len(body) > MaxBody {
			w.refuse("a request of %d bytes: at most %d", len(body), MaxBody)
		}
		requests[i] = Request{"/pa/send_message", body}
	}
	if w.err != nil {
		return nil, w.err
	}
	return requests, nil
}

// writer makes calls. The first refusal stays.
type writer struct {
	o      channel.Outbound
	sender map[string]string
	calls  []map[string]any
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.Viber, fmt.Sprintf(format, args...))
	}
}

// call adds a call of a type with what all have, and returns it for the rest.
func (w *writer) call(kind string) map[string]any {
	fields := map[string]any{
		"receiver": w.o.To.Handle, "sender": w.sender, "min_api_version": 1, "tracking_data": w.o.ID, "type": kind,
	}
	w.calls = append(w.calls, fields)
	return fields
}

func (w *writer) write() {
	switch o := w.o; {
	case o.Type == channel.Template || o.Via == channel.RouteTemplate || o.Type == channel.Reaction:
		w.refuse("no message of type %q", o.Type)
	case o.Type == channel.Location:
		w.call("location")["location"] = map[string]float64{"lat": o.Place.Latitude, "lon": o.Place.Longitude}
	case o.Type == channel.Contacts:
		w.cards(o.People)
	default:
		for _, a := range o.Attachments {
			w.attachment(a)
		}
		w.text(o.Question.Around(o.Text))
	}
}

// text writes the words: beside a single picture where they fit, else by themselves.
func (w *writer) text(text string) {
	n := utf8.RuneCountInString(text)
	switch {
	case n > MaxText:
		w.refuse("text of %d characters: at most %d", n, MaxText)
	case len(w.calls) == 1 && w.calls[0]["type"] == "picture" && n <= MaxCaption:
		w.calls[0]["text"] = text
	case n > 0:
		w.call("text")["text"] = text
	case len(w.calls) == 0:
		w.refuse("the text is empty")
	}
}

func (w *writer) cards(people []channel.Person) {
	for _, p := range people {
		if len(p.Phones) == 0 {
			w.refuse("a contact card without a number")
			continue
		}
		w.call("contact")["contact"] = map[string]string{"name": p.Name, "phone_number": p.Phones[0]}
	}
	if len(people) == 0 {
		w.refuse("no contact card")
	}
}

// question puts a keyboard below the last message. What the user taps comes back as a
// text: the button's ID.
func (w *writer) question(q channel.Question) {
	var buttons []map[string]string
	for _, c := range q.Answers() {
		if c.ID == "" || c.Title == "" {
			w.refuse("button %q: an id and a title are wanted", c.Title+c.ID)
		}
		buttons = append(buttons, map[string]string{"ActionType": "reply", "ActionBody": c.ID, "Text": c.Title})
	}
	if q.Link.URL != "" {
		buttons = append(buttons, map[string]string{"ActionType": "open-url", "ActionBody": q.Link.URL, "Text": q.Link.Label})
	}
	switch {
	case q.AskPlace, q.Media != channel.Attachment{}:
		w.refuse("a question that asks for a place or holds media")
	case buttons != nil && len(w.calls) > 0:
		w.calls[len(w.calls)-1]["keyboard"] = map[string]any{"Type": "keyboard", "Buttons": buttons}
	}
}
