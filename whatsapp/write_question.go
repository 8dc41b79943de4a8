package whatsapp

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// questionBody is an interactive message.
type questionBody struct {
	Type   string     `json:"type"`
	Header *headed    `json:"header,omitzero"`
	Body   wordsBody  `json:"body"`
	Footer *wordsBody `json:"footer,omitzero"`
	Action actionBody `json:"action"`
}

type wordsBody struct {
	Text string `json:"text"`
}

type actionBody struct {
	Buttons    []buttonBody  `json:"buttons,omitzero"`
	Button     string        `json:"button,omitzero"`
	Sections   []sectionBody `json:"sections,omitzero"`
	Name       string        `json:"name,omitzero"`
	Parameters *linkBody     `json:"parameters,omitzero"`
}

type buttonBody struct {
	Type  string    `json:"type"`
	Reply replyBody `json:"reply"`
}

type replyBody struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type sectionBody struct {
	Title string    `json:"title,omitzero"`
	Rows  []rowBody `json:"rows"`
}

type rowBody struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitzero"`
}

type linkBody struct {
	Label string `json:"display_text"`
	URL   string `json:"url"`
}

// writeQuestion writes an interactive message of one form. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
// and the pages of the other forms (read 2026-09).
func (w *writer) writeQuestion(text string, q channel.Question) {
	out := &questionBody{Body: wordsBody{text}}
	w.body.Interactive = out
	switch {
	case len(q.Choices) > 0:
		out.Type, out.Action.Buttons = "button", buttons(q.Choices)
	case q.Link != channel.Link{}:
		out.Type, out.Action = "cta_url", actionBody{Name: "cta_url", Parameters: w.link(q.Link)}
	case q.AskPlace:
		out.Type, out.Action = "location_request_message", actionBody{Name: "send_location"}
	case len(q.Menu.Sections) > 0:
		out.Type, out.Action = "list", actionBody{Button: q.Menu.Label, Sections: sections(q.Menu)}
	default: // an ability may let it through
		w.refuse("question: it asks nothing")
	}
	switch {
	case q.Media != channel.Attachment{}:
		h := w.headed("question.media", q.Media)
		out.Header = &h
	case q.Header != "":
		out.Header = &headed{Type: "text", Text: q.Header}
	}
	if q.Footer != "" {
		out.Footer = &wordsBody{q.Footer}
	}
}

func buttons(list []channel.Choice) []buttonBody {
	var out []buttonBody
	for _, c := range list {
		out = append(out, buttonBody{"reply", replyBody{c.ID, c.Title}})
	}
	return out
}

func sections(m channel.Menu) []sectionBody {
	var out []sectionBody
	for _, s := range m.Sections {
		section := sectionBody{Title: s.Title}
		for _, c := range s.Choices {
			section.Rows = append(section.Rows, rowBody{c.ID, c.Title, c.Text})
		}
		out = append(out, section)
	}
	return out
}

func (w *writer) link(l channel.Link) *linkBody {
	if !strings.HasPrefix(l.URL, "https://") && !strings.HasPrefix(l.URL, "http://") {
		w.refuse("question.link.url: %q is no address", l.URL)
	}
	return &linkBody{l.Label, l.URL}
}
