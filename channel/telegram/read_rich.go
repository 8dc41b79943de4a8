package telegram

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readRich reads a message of headings, lists, tables and files: the words of each block
// on lines of their own, and the files. Source:
// https://core.telegram.org/bots/api#richmessage (read 2026-11-27).
func readRich(m *channel.Message, v loosejson.Value) bool {
	r := rich{m: m}
	r.blocks(v.Get("blocks"), 0)
	m.Text = strings.TrimSpace(r.text.String())
	switch {
	case m.Text != "":
		m.Type = channel.Text
	case len(m.Attachments) > 0:
		m.Type = m.Attachments[0].Type
	case m.Place != (channel.Place{}):
		m.Type = channel.Location
	}
	return m.Type != ""
}

// rich gathers what blocks hold.
type rich struct {
	m      *channel.Message
	text   strings.Builder
	inLine bool // the next block goes on in the line at hand
}

// line begins a line.
func (r *rich) line() {
	if text := r.text.String(); text != "" && !strings.HasSuffix(text, "\n") && !r.inLine {
		r.text.WriteByte('\n')
	}
	r.inLine = false
}

func (r *rich) blocks(list loosejson.Value, depth int) {
	for block := range list.Items() {
		r.block(block, depth)
	}
}

// block reads a block of any type: the members of all types have one meaning.
func (r *rich) block(v loosejson.Value, depth int) {
	if depth > maxNesting {
		return
	}
	before, files, place := r.text.Len(), len(r.m.Attachments), r.m.Place
	r.words(v.Get("summary"), depth)
	r.words(v.Get("text"), depth)
	r.words(v.Get("expression"), depth)
	r.items(v.Get("items"), depth)
	r.blocks(v.Get("blocks"), depth+1)
	r.rows(v.Get("cells"), depth)
	for button := range v.Get("buttons").Items() {
		r.line()
		r.inline(button, depth+1)
	}
	r.files(v)
	caption := v.Get("caption")
	r.words(caption, depth)
	r.words(caption.Get("credit"), depth)
	r.words(v.Get("credit"), depth)
	if r.text.Len() == before && len(r.m.Attachments) == files && r.m.Place == place {
		if text := words(v); text != "" { // a type that this version does not know
			r.line()
			r.text.WriteString(text)
		}
	}
}

// words writes a text on a line of its own.
func (r *rich) words(v loosejson.Value, depth int) {
	if v.Kind() == 0 {
		return
	}
	r.line()
	r.inline(v, depth+1)
}

// items writes the items of a list, each behind its label or its box.
func (r *rich) items(list loosejson.Value, depth int) {
	for item := range list.Items() {
		r.line()
		mark := item.Get("label").Str()
		if item.Get("has_checkbox").Yes() {
			mark = "[ ]"
			if item.Get("is_checked").Yes() {
				mark = "[x]"
			}
		}
		if mark != "" {
			r.text.WriteString(mark + " ")
			r.inLine = true
		}
		r.block(item, depth+1)
		r.inLine = false
	}
}

// rows writes the rows of a table.
func (r *rich) rows(rows loosejson.Value, depth int) {
	for row := range rows.Items() {
		r.line()
		first := true
		for cell := range row.Items() {
			if !first {
				r.text.WriteString(" | ")
			}
			first = false
			r.inline(cell.Get("text"), depth+1)
		}
	}
}

// files reads the file or the place of a block.
func (r *rich) files(v loosejson.Value) {
	for _, name := range []string{"photo", "video", "animation", "audio", "voice_note", "document"} {
		if a := file(name, v.Get(name)); a.ID != "" {
			r.m.Attachments = append(r.m.Attachments, a)
		}
	}
	if point := v.Get("location"); point.Kind() == '{' && r.m.Place == (channel.Place{}) {
		r.m.Place = channel.Place{Latitude: point.Get("latitude").Num(), Longitude: point.Get("longitude").Num()}
	}
}

// inline writes a text: a string, a list of texts, or a text with a mark. The address
// behind words stands in brackets.
func (r *rich) inline(v loosejson.Value, depth int) {
	switch {
	case depth > maxNesting:
	case v.Kind() == '"':
		r.text.WriteString(v.Str())
	case v.Kind() == '[':
		for part := range v.Items() {
			r.inline(part, depth+1)
		}
	case v.Kind() == '{':
		before := r.text.Len()
		r.inline(v.Get("text"), depth+1)
		r.inline(v.Get("button"), depth+1)
		r.text.WriteString(v.First("alternative_text", "expression"))
		address := v.First("url", "email_address", "phone_number")
		if address == "" || strings.TrimSuffix(r.text.String()[before:], "/") == strings.TrimSuffix(address, "/") {
			return
		}
		r.text.WriteString(" (" + address + ")")
	}
}
