package webhooktest

import (
	"encoding/json"
	"html"
	"strconv"
	"strings"
	"time"
)

// Holder is what was made of a payload, as texts to look into.
type Holder struct {
	whole map[string]bool // each text, and each of its parts between separators
	texts []string        // each text as a person reads it
}

// Hold returns what made says, which is encoded as JSON. Members named raw do not count.
func Hold(made any) (*Holder, error) {
	text, err := json.Marshal(made)
	if err != nil {
		return nil, err
	}
	decoded, err := Decode(text)
	if err != nil {
		return nil, err
	}
	h := &Holder{whole: map[string]bool{}}
	h.add(decoded)
	return h, nil
}

func (h *Holder) add(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if name != "raw" {
				h.add(member)
			}
		}
	case []any:
		for _, element := range v {
			h.add(element)
		}
	case string:
		h.addText(v)
	case json.Number:
		h.addText(v.String())
	}
}

// addText adds a text, its parts, the forms of an instant, and what it holds if it is JSON
// or XML.
func (h *Holder) addText(s string) {
	hold(h.whole, s)
	h.texts = append(h.texts, readable(s))
	for _, separators := range []string{" \n\t,;/()", " \n\t,;:/#()"} {
		for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
			hold(h.whole, part)
		}
	}
	decode := Decode
	switch {
	case strings.HasPrefix(s, "<"):
		decode = DecodeXML
	case !strings.ContainsAny(s, "{["):
		return
	}
	if inner, err := decode([]byte(s)); err == nil {
		h.add(inner)
	}
}

// Holds reports whether a piece of a payload is in what was made of it.
func (h *Holder) Holds(p Piece) bool {
	if h.whole[p.Text] || h.whole[canonical(p.Text)] {
		return true
	}
	switch p.Sort {
	case Instant:
		return h.holdsInstant(p.Text)
	case Amount:
		return h.holdsAmount(p.Text)
	case Words, Link, Data, Ident:
		return h.holdsText(p.Text)
	case Fact:
		return h.whole[strings.ToLower(p.Text)]
	case Card:
		return h.holdsCard(p.Text)
	case Code:
	}
	return false
}

// holdsCard looks for the parts of each property of a vCard that tells of its person.
func (h *Holder) holdsCard(card string) bool {
	for line := range strings.Lines(strings.NewReplacer("\r\n ", "", "\n ", "").Replace(card)) {
		head, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		name, _, _ := strings.Cut(head, ";")
		switch name[strings.LastIndexByte(name, '.')+1:] {
		case "FN", "TEL", "EMAIL", "ORG", "TITLE", "ROLE", "ADR", "URL", "BDAY", "NOTE":
		default:
			continue
		}
		for part := range strings.SplitSeq(strings.ReplaceAll(value, `\`, ""), ";") {
			if !h.holdsText(part) && part != "" {
				return false
			}
		}
	}
	return true
}

// holdsText looks for a text within another one.
func (h *Holder) holdsText(s string) bool {
	want := readable(s)
	if len([]rune(want)) < 4 { // it stands in anything
		return h.whole[want]
	}
	for _, text := range h.texts {
		if strings.Contains(text, want) {
			return true
		}
	}
	return false
}

// holdsInstant looks for an instant in any of its forms.
func (h *Holder) holdsInstant(s string) bool {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05Z0700", time.RubyDate} {
		if at, err := time.Parse(layout, s); err == nil {
			return h.whole[strconv.FormatInt(at.UnixMilli(), 10)]
		}
	}
	return false
}

// holdsAmount looks for a number in the units that events have: milliseconds.
func (h *Holder) holdsAmount(s string) bool {
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && (f == 0 || h.whole[canonical(strconv.FormatFloat(f*1000, 'f', -1, 64))])
}

// readable returns a text as people compare it: entities read, white space as one space.
func readable(s string) string { return strings.Join(strings.Fields(html.UnescapeString(s)), " ") }
