package words

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// Told is what a message says beside its files: first what a person wrote, then the rest in
// order.
type Told struct {
	Words   string // as they were written
	Kind    string // what the rest is: "Order"; "" if the words are all
	Lines   []Line
	Choices []string // that could or can be tapped
}

// Line is one thing that a message tells. Its label may be empty.
type Line struct{ Label, Text string }

// Tell returns what a message of any type says. Only a message with files alone says
// nothing.
func (w *Words) Tell(m channel.Message) Told {
	t := Told{Words: strings.TrimSpace(m.Text)}
	switch m.Type {
	case channel.Reaction:
		t.Words, t.Kind = "", w.T("content.reacted", t.Words)
		if m.Text == "" {
			t.Kind = w.T("content.reacted_back")
		}
	case channel.Location:
		t.Kind, t.Lines = w.T("content.location"), w.place(m.Place)
	case channel.Contacts:
		t.Kind, t.Lines = w.T("content.contacts"), people(m.People)
	case channel.Order:
		t.Kind, t.Lines = w.T("content.order"), w.items(m.Items)
	case channel.Template:
		t.Kind, t.Lines = w.T("content.template", first(m.Template.Name, "?")), values(m.Template.Values)
	case channel.Interactive, channel.Button:
		w.question(m, &t)
	case channel.Call:
		t.Kind = w.T("content.call")
	case channel.System:
		t.Kind = w.T("content.system")
	case channel.Unsupported:
		w.unsupported(m, &t)
	case channel.Text, channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker, "":
	default:
		t.Kind = w.Or("content", string(m.Type))
	}
	for line := range strings.SplitSeq(m.Detail, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			t.Lines = append(t.Lines, Line{"", line})
		}
	}
	if t.Words == "" && t.Kind == "" && len(t.Lines) == 0 && len(m.Attachments) == 0 {
		t.Kind = w.Or("content", string(m.Type))
	}
	return t
}

// Content shows a message of any type as plain text.
func (w *Words) Content(m channel.Message) string {
	t := w.Tell(m)
	parts := []string{t.Words}
	for _, a := range m.Attachments {
		parts = append(parts, "["+w.File(a)+"]")
	}
	var lines []string
	for _, l := range t.Lines {
		lines = append(lines, join(w.T("words.colon"), l.Label, l.Text))
	}
	parts = append(parts, join(w.T("words.colon"), t.Kind, join("; ", lines...)))
	for _, c := range t.Choices {
		parts = append(parts, "["+c+"]")
	}
	return join(" ", parts...)
}

// File names a file: as it is called, else by what it is.
func (w *Words) File(a channel.Attachment) string {
	if a.Voice && a.Type == channel.Audio {
		return w.T("content.voice")
	}
	return first(a.Name, w.Or("content", string(a.Type)))
}

func (w *Words) place(p channel.Place) []Line {
	return []Line{{"", join(", ", p.Name, p.Address, fmt.Sprintf("%.5f, %.5f", p.Latitude, p.Longitude))}}
}

func people(list []channel.Person) (lines []Line) {
	for _, p := range list {
		lines = append(lines, Line{p.Name, join(", ", slices.Concat(p.Phones, p.Emails)...)})
	}
	return lines
}

func (w *Words) items(list []channel.Item) (lines []Line) {
	for _, i := range list {
		lines = append(lines, Line{i.Product, w.T("content.item", i.Quantity, i.Price, i.Currency)})
	}
	return lines
}

// values shows what a template was filled with.
func values(list []channel.Parameter) (lines []Line) {
	for _, v := range list {
		if text := first(v.Text, v.Place.Name, v.Media.Name, v.Media.URL, v.Media.ID); text != "" {
			lines = append(lines, Line{v.Name, text})
		}
	}
	return lines
}

// question tells a question with what may be answered, or the answer to one.
func (w *Words) question(m channel.Message, t *Told) {
	q := m.Question
	t.Words = strings.TrimSpace(q.Around(m.Text))
	for _, a := range q.Answers() {
		t.Choices = append(t.Choices, a.Title)
	}
	if q.Link.URL != "" {
		t.Choices = append(t.Choices, join(w.T("words.colon"), q.Link.Label, q.Link.URL))
	}
	if q.AskPlace {
		t.Choices = append(t.Choices, w.T("content.ask_place"))
	}
	form, is := form(m.Payload)
	switch {
	case is:
		t.Words, t.Kind, t.Lines = "", w.T("content.form"), form
		if m.Text != "" && m.Text != "Sent" { // which WhatsApp writes in place of words
			t.Words = m.Text
		}
	case t.Words == "":
		t.Words = m.Payload
	case q.IsZero():
		t.Kind = w.T("content.picked")
	}
}

// form reads what was filled into a form, by the name of the field; is tells that it is an
// object of JSON.
func form(payload string) (lines []Line, is bool) {
	var form map[string]any
	if json.Unmarshal([]byte(payload), &form) != nil || form == nil {
		return nil, false
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if value := form[name]; name != "flow_token" && value != nil && value != "" { // which form it was
			lines = append(lines, Line{fieldName(name), fmt.Sprint(value)})
		}
	}
	return lines, true
}

// fieldName shows the name of a form's field: "screen_0_First_name_1" is "First name".
func fieldName(name string) string {
	parts := strings.Split(name, "_")
	if len(parts) > 3 && parts[0] == "screen" {
		parts = parts[2 : len(parts)-1]
	}
	if text, err := url.PathUnescape(strings.Join(parts, " ")); err == nil {
		return text
	}
	return name
}

// unsupported tells what a message was that cannot be shown, and why.
func (w *Words) unsupported(m channel.Message, t *Told) {
	kind := strings.ReplaceAll(m.Subtype, "_", " ")
	t.Kind = w.T("content.unsupported")
	if kind != "" {
		t.Kind = w.T("content.unsupported_kind", w.Or("content", m.Subtype))
	}
	for _, e := range m.Errors {
		t.Lines = append(t.Lines, Line{"", first(e.Detail, e.Title, e.Code)})
	}
}
