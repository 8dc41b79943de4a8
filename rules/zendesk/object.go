package zendesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// object is a JSON object in the order of its text.
type object []member

type member struct {
	name  string
	value json.RawMessage
}

// parse returns the members of an object, false if the text is something else.
func parse(text json.RawMessage) (object, bool) {
	if !begins(text, '{') {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	o := object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		m := member{name: fmt.Sprint(name)}
		if err := d.Decode(&m.value); err != nil {
			return nil, false
		}
		o = append(o, m)
	}
	return o, true
}

// elements returns the elements of a list, false if the text is something else.
func elements(text json.RawMessage) (list []json.RawMessage, ok bool) {
	if !begins(text, '[') {
		return nil, false
	}
	return list, json.Unmarshal(text, &list) == nil
}

// begins reports whether a JSON text begins with a byte.
func begins(text json.RawMessage, c byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == c
}

// get returns the last member of one of the names, by the first name that is there; nil if
// none is. Letters may be large or small.
func (o object) get(names ...string) json.RawMessage {
	for _, name := range names {
		if i := o.find(name); i >= 0 {
			return o[i].value
		}
	}
	return nil
}

func (o object) has(name string) bool { return o.find(name) >= 0 }

func (o object) find(name string) int {
	for i := len(o) - 1; i >= 0; i-- {
		if strings.EqualFold(o[i].name, name) {
			return i
		}
	}
	return -1
}

// set gives a member another value.
func (o *object) set(name string, value json.RawMessage) {
	if i := o.find(name); i >= 0 {
		(*o)[i].value = value
		return
	}
	*o = append(*o, member{name, value})
}

// text returns o as JSON.
func (o object) text() json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(m.name))
		b.WriteByte(':')
		b.Write(m.value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// encode returns the JSON of a text, a number, a boolean or a list of texts.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // every caller gives one of those
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// repaired returns a text as JSON, or an error that tells where it stops being JSON. It
// overlooks a byte order mark and commas before a closing bracket, and takes a placeholder
// that stands where a value is wanted, {{setting.x}}, as a text.
func repaired(text []byte) ([]byte, error) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if json.Valid(text) {
		return text, nil
	}
	mended := mend(text)
	var any json.RawMessage
	if err := json.Unmarshal(mended, &any); err != nil {
		return nil, fmt.Errorf("zendesk: the text is not JSON: %w", err)
	}
	return mended, nil
}

func mend(text []byte) []byte {
	out := make([]byte, 0, len(text))
	comma := -1 // the place in out of a comma after which nothing came
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			out = append(out, c)
			continue
		case c == '"':
			end := i + 1
			for end < len(text) && text[end] != '"' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(text))
			out = append(out, text[i:end]...)
			i = end - 1
		case c == '{' && bytes.HasPrefix(text[i:], []byte("{{")) && bytes.Contains(text[i:], []byte("}}")):
			end := i + bytes.Index(text[i:], []byte("}}")) + 2
			out = append(out, encode(string(text[i:end]))...)
			i = end - 1
		default:
			if (c == '}' || c == ']') && comma >= 0 {
				out = append(out[:comma], out[comma+1:]...)
			}
			out = append(out, c)
		}
		comma = -1
		if c == ',' {
			comma = len(out) - 1
		}
	}
	return out
}
