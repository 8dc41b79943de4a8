package whatsapp

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// questionOut is an interactive message.
type questionOut struct {
	Type   string    `json:"type"`
	Header *headed   `json:"header,omitzero"`
	Body   phrase    `json:"body"`
	Footer *phrase   `json:"footer,omitzero"`
	Action actionOut `json:"action"`
}

type phrase struct {
	Text string `json:"text"`
}

type actionOut struct {
	Buttons    []buttonOut  `json:"buttons,omitzero"`
	Button     string       `json:"button,omitzero"`
	Sections   []sectionOut `json:"sections,omitzero"`
	Name       string       `json:"name,omitzero"`
	Parameters *linkOut     `json:"parameters,omitzero"`
}

type buttonOut struct {
	Type  string   `json:"type"`
	Reply replyOut `json:"reply"`
}

type replyOut struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type sectionOut struct {
	Title string   `json:"title,omitzero"`
	Rows  []rowOut `json:"rows"`
}

type rowOut struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitzero"`
}

type linkOut struct {
	Label string `json:"display_text"`
	URL   string `json:"url"`
}

// question writes an interactive message. Source: Meta, interactive reply
// buttons, list, CTA URL and location request messages, read 2026-09.
func (b *builder) question(text string, q channel.Question) {
	out := &questionOut{Body: phrase{text}}
	b.m.Interactive = out
	if n := b2i(len(q.Choices) > 0) + b2i(len(q.Menu.Sections) > 0) + b2i(q.Link != channel.Link{}) + b2i(q.AskPlace); n != 1 {
		b.add("interactive", "one of buttons, a list, a link and a place is wanted, %d are given", n)
		return
	}
	most := 1024
	switch {
	case len(q.Choices) > 0:
		out.Type, out.Action.Buttons = "button", b.buttons(q.Choices)
	case q.Link != channel.Link{}:
		out.Type, out.Action = "cta_url", actionOut{Name: "cta_url", Parameters: b.link(q.Link)}
	case q.AskPlace:
		out.Type, out.Action = "location_request_message", actionOut{Name: "send_location"}
	default:
		out.Type, out.Action = "list", actionOut{Button: q.Menu.Label, Sections: b.menu(q.Menu)}
		most = 4096
	}
	b.length("interactive.body", text, 1, most)
	b.frame(out, q)
}

// frame writes what stands above and below the text.
func (b *builder) frame(out *questionOut, q channel.Question) {
	if out.Type == "location_request_message" && (q.Header != "" || q.Footer != "" || q.Media != channel.Attachment{}) {
		b.add("interactive", "a request for a place has no header and no footer")
	}
	if q.Footer != "" {
		b.length("interactive.footer", q.Footer, 0, 60)
		out.Footer = &phrase{q.Footer}
	}
	switch {
	case q.Media != channel.Attachment{} && q.Header != "":
		b.add("interactive.header", "a text or a file, not both")
	case q.Media != channel.Attachment{} && out.Type == "list":
		b.add("interactive.header", "a list has a text only")
	case q.Media != channel.Attachment{}:
		h := b.headedFile("interactive.header", q.Media)
		out.Header = &h
	case q.Header != "":
		b.length("interactive.header", q.Header, 0, 60)
		out.Header = &headed{Type: "text", Text: q.Header}
	}
}

func (b *builder) buttons(list []channel.Choice) []buttonOut {
	if len(list) > 3 {
		b.add("interactive.button", "%d buttons, 3 are allowed", len(list))
	}
	seen := map[string]bool{}
	var out []buttonOut
	for i, c := range list {
		part := index("interactive.button", i)
		b.length(part+".title", c.Title, 1, 20)
		b.id(part, c.ID, 256, seen)
		if c.Text != "" {
			b.add(part, "a button has no description")
		}
		out = append(out, buttonOut{"reply", replyOut{c.ID, c.Title}})
	}
	return out
}

func (b *builder) menu(m channel.Menu) []sectionOut {
	b.length("interactive.list.button", m.Label, 1, 20)
	if len(m.Sections) > 10 {
		b.add("interactive.list", "%d sections, 10 are allowed", len(m.Sections))
	}
	seen := map[string]bool{}
	rows := 0
	var out []sectionOut
	for i, s := range m.Sections {
		part := index("interactive.list.section", i)
		b.length(part+".title", s.Title, b2i(len(m.Sections) > 1), 24)
		if len(s.Choices) == 0 {
			b.add(part, "it has no rows")
		}
		section := sectionOut{Title: s.Title}
		for j, c := range s.Choices {
			row := index(part+".row", j)
			b.length(row+".title", c.Title, 1, 24)
			b.length(row+".description", c.Text, 0, 72)
			b.id(row, c.ID, 200, seen)
			section.Rows = append(section.Rows, rowOut{c.ID, c.Title, c.Text})
		}
		rows += len(s.Choices)
		out = append(out, section)
	}
	if rows > 10 {
		b.add("interactive.list", "%d rows, 10 are allowed", rows)
	}
	return out
}

// id checks the id of a choice, by which its answer is told from others.
func (b *builder) id(part, id string, most int, seen map[string]bool) {
	b.length(part+".id", id, 1, most)
	if id != "" && seen[id] {
		b.add(part+".id", "%q is given twice", id)
	}
	seen[id] = true
}

func (b *builder) link(l channel.Link) *linkOut {
	b.length("interactive.link.label", l.Label, 1, 20)
	if !strings.HasPrefix(l.URL, "https://") && !strings.HasPrefix(l.URL, "http://") {
		b.add("interactive.link.url", "%q is no address", l.URL)
	}
	return &linkOut{l.Label, l.URL}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
