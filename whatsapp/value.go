package whatsapp

import (
	"bytes"
	"encoding/json"
	"iter"
	"math"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// value is one value of a doc. The zero value is absent: it has no kind, no
// text, no members and no elements, so that paths may be followed blindly.
type value struct {
	d *doc
	i int32
}

func (d *doc) root() value { return value{d, 0} }

// text returns the JSON text of v, in the memory of the doc.
func (v value) text() []byte {
	if v.d == nil {
		return nil
	}
	n := v.d.nodes[v.i]
	return v.d.text[n.start:n.end]
}

// kind returns the first byte of v's text, 0 if v is absent or null. Digits and
// the minus are all '0', true and false are both 't'.
func (v value) kind() byte {
	if v.d == nil {
		return 0
	}
	switch c := v.d.text[v.d.nodes[v.i].start]; c {
	case '{', '[', '"', 't':
		return c
	case 'f':
		return 't'
	case 'n':
		return 0
	}
	return '0'
}

// holds reports whether v is an object or a list with something in it.
func (v value) holds() bool {
	k := v.kind()
	return (k == '{' || k == '[') && v.d.nodes[v.i].next > v.i+1
}

// get returns the member of that name; of several, the last, as in
// encoding/json.
func (v value) get(name string) value {
	var found value
	if v.kind() != '{' {
		return found
	}
	nodes := v.d.nodes
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i+1].next {
		key := nodes[i]
		if string(v.d.text[key.start+1:key.end-1]) == name || v.d.odd && (value{v.d, i}).str() == name {
			found = value{v.d, i + 1}
		}
	}
	return found
}

// members yields what an object holds, in the order of its text.
func (v value) members() iter.Seq2[string, value] {
	return func(yield func(string, value) bool) {
		if v.kind() != '{' {
			return
		}
		for i, end := v.i+1, v.d.nodes[v.i].next; i < end; i = v.d.nodes[i+1].next {
			if !yield(value{v.d, i}.str(), value{v.d, i + 1}) {
				return
			}
		}
	}
}

// items yields the elements of a list.
func (v value) items() iter.Seq[value] {
	return func(yield func(value) bool) {
		if v.kind() != '[' {
			return
		}
		for i, end := v.i+1, v.d.nodes[v.i].next; i < end; i = v.d.nodes[i].next {
			if !yield(value{v.d, i}) {
				return
			}
		}
	}
}

// count returns how many elements a list has.
func (v value) count() int {
	n := 0
	for range v.items() {
		n++
	}
	return n
}

// str returns a string's content, a number or a boolean as it is written, and
// "" for everything else.
func (v value) str() string {
	switch text := v.text(); v.kind() {
	case '"':
		return unquote(text)
	case '0', 't':
		return string(text)
	}
	return ""
}

// unquote returns what a JSON string says, as encoding/json reads it: bytes and
// halves of pairs that are no character come as U+FFFD.
func unquote(text []byte) string {
	inner := text[1 : len(text)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); {
		if inner[i] == '\\' {
			r, n := escaped(inner[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		r, n := utf8.DecodeRune(inner[i:])
		out = utf8.AppendRune(out, r)
		i += n
	}
	return string(out)
}

// escaped returns the character that an escape at the beginning of s stands for,
// and the length of the escape, which was scanned before.
func escaped(s []byte) (r rune, length int) {
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
	default:
		return rune(s[1]), 2
	}
	r = hexRune(s[2:6])
	if len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if pair := utf16.DecodeRune(r, hexRune(s[8:12])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6 // half a pair becomes U+FFFD when it is appended
}

func hexRune(digits []byte) rune {
	var r rune
	for _, c := range digits {
		r = r<<4 | nibble(c)
	}
	return r
}

func nibble(c byte) rune {
	switch {
	case digit(c):
		return rune(c - '0')
	case c >= 'a':
		return rune(c-'a') + 10
	}
	return rune(c-'A') + 10
}

// num returns a number, also one that is written as a string; else 0.
func (v value) num() float64 {
	f, err := strconv.ParseFloat(v.str(), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) { // "NaN" and "Inf" have no JSON form
		return 0
	}
	return f
}

// whole returns a whole number, also one that is written as a string or with a
// fraction; else 0.
func (v value) whole() int64 {
	if n, err := strconv.ParseInt(v.str(), 10, 64); err == nil {
		return n
	}
	if f := v.num(); -1<<53 < f && f < 1<<53 {
		return int64(f)
	}
	return 0
}

func (v value) yes() bool { return v.str() == "true" }

// moment returns an instant that is written as Unix seconds, or as milliseconds
// if it would otherwise lie after the year 5000; the zero time if v is none.
func (v value) moment() time.Time {
	switch n := v.whole(); {
	case n <= 0 || n >= maxMillis:
		return time.Time{}
	case n > maxMillis/1000/2:
		return time.UnixMilli(n).UTC()
	default:
		return time.Unix(n, 0).UTC()
	}
}

// maxMillis is the year 10000, which no JSON form of a time can show.
const maxMillis = 253402300800000

// raw returns a copy of v's text for a host to keep. A text that is nested too
// deep for encoding/json comes as a JSON string.
func (v value) raw() json.RawMessage {
	text := v.text()
	if v.d == nil || !v.d.deep || depth(text) <= maxDepth {
		return bytes.Clone(text)
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return nil // cannot be: every string has a JSON form
	}
	return quoted
}

// depth returns how deep a JSON text is nested.
func depth(text []byte) int {
	now, deepest, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}
