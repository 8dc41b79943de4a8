// Package loosejson reads JSON whose form nobody promises: numbers written as
// strings, ids written as numbers, members that are missing or of another kind.
//
// [Parse] checks a whole text once; the [Value] it returns is then asked for what
// is wanted and answers with the zero value where it is not there. So one odd
// item never spoils its siblings, and each keeps its own text.
//
// Values share the memory of the text. Goroutines may share them as long as
// nobody writes to it.
package loosejson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
)

// Value is one value of a JSON text. The zero Value is absent: it has no kind, no
// text, no members and no elements, so that paths may be followed blindly.
type Value struct{ text []byte }

// Parse returns the value that a JSON text holds. The error says at which byte the
// text stops being JSON.
func Parse(text []byte) (Value, error) {
	if json.Valid(text) {
		return Value{bytes.TrimSpace(text)}, nil
	}
	var whole json.RawMessage
	err := json.Unmarshal(text, &whole)
	if bad := (*json.SyntaxError)(nil); errors.As(err, &bad) {
		return Value{}, fmt.Errorf("no JSON at byte %d: %w", bad.Offset, err)
	}
	return Value{}, fmt.Errorf("no JSON: %w", err)
}

// Object returns the object that a JSON text holds; anything else is an error.
func Object(text []byte) (Value, error) {
	v, err := Parse(text)
	if err == nil && v.Kind() != '{' {
		return Value{}, fmt.Errorf("no JSON object: it begins with %q", v.text[0])
	}
	return v, err
}

// Kind returns the first byte of v's text, 0 if v is absent or null. Digits and
// the minus are all '0', true and false are both 't'.
func (v Value) Kind() byte {
	if len(v.text) == 0 {
		return 0
	}
	switch c := v.text[0]; c {
	case '{', '[', '"', 't':
		return c
	case 'f':
		return 't'
	case 'n':
		return 0
	}
	return '0'
}

// Text returns the JSON text of v, in the memory of what was parsed.
func (v Value) Text() []byte { return v.text }

// Get returns the member at the end of a path of names. Of several members of one
// name it takes the last, as package encoding/json does.
func (v Value) Get(path ...string) Value {
	for _, name := range path {
		v = v.member(name)
	}
	return v
}

func (v Value) member(name string) (found Value) {
	for key, value := range v.pairs() {
		if string(key[1:len(key)-1]) == name || !plain(key) && unquote(key) == name {
			found = value
		}
	}
	return found
}

// Members yields what an object holds, in the order of its text.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for key, value := range v.pairs() {
			if !yield(unquote(key), value) {
				return
			}
		}
	}
}

// pairs yields the members of an object with their keys as they are written.
func (v Value) pairs() iter.Seq2[[]byte, Value] {
	return func(yield func([]byte, Value) bool) {
		if v.Kind() != '{' {
			return
		}
		for at := skip(v.text, 1); v.text[at] != '}'; {
			key, rest := cut(v.text, at)
			value, next := cut(v.text, rest)
			if !yield(key, Value{value}) {
				return
			}
			at = next
		}
	}
}

// Items yields the elements of a list.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != '[' {
			return
		}
		for at := skip(v.text, 1); v.text[at] != ']'; {
			item, next := cut(v.text, at)
			if !yield(Value{item}) {
				return
			}
			at = next
		}
	}
}

// cut returns the value that begins at a place of a valid text, and where the next
// key, value or closing bracket begins.
func cut(text []byte, at int) (value []byte, next int) {
	end := endOf(text, at)
	return text[at:end:end], skip(text, end)
}

// skip returns the place of the first byte from at on that is neither space nor a
// comma or colon.
func skip(text []byte, at int) int {
	for at < len(text) {
		switch text[at] {
		case ' ', '\n', '\t', '\r', ',', ':':
			at++
		default:
			return at
		}
	}
	return at
}

// endOf returns where the value ends that begins at a place of a valid text.
func endOf(text []byte, at int) int {
	for depth := 0; at < len(text); {
		switch text[at] {
		case '"':
			at = endOfString(text, at)
		case '{', '[':
			depth++
			at++
		case '}', ']':
			depth--
			at++
		default:
			at = endOfWord(text, at)
		}
		if depth == 0 {
			return at
		}
		at = skip(text, at)
	}
	return at
}

func endOfString(text []byte, at int) int {
	for at++; text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func endOfWord(text []byte, at int) int {
	for at < len(text) {
		switch text[at] {
		case ' ', '\n', '\t', '\r', ',', ':', '}', ']':
			return at
		}
		at++
	}
	return at
}
