// Package loosejson reads JSON whose form nobody promises: numbers written as
// strings, ids written as numbers, members that are missing or of another kind.
//
// [Parse] reads a whole text once; the [Value] it returns is then asked for what
// is wanted and answers with the zero value where it is not there. So one odd
// item never spoils its siblings, and each keeps its own text.
//
// Values share the memory of the text. Goroutines may share them as long as
// nobody writes to it.
package loosejson

import (
	"fmt"
	"iter"
)

// Value is one value of a JSON text. The zero Value is absent: it has no kind, no
// text, no members and no elements, so that paths may be followed blindly.
type Value struct {
	d *doc
	i int32 // its node
}

// Parse returns the value that a JSON text holds. It is as strict as [json.Valid],
// but values may be nested as deep as they like. The error says at which byte,
// counted from 0, the text stops being JSON.
func Parse(text []byte) (Value, error) {
	d, err := scan(text)
	if err != nil {
		return Value{}, err
	}
	return Value{d: d}, nil
}

// Object returns the object that a JSON text holds; anything else is an error.
func Object(text []byte) (Value, error) {
	v, err := Parse(text)
	if err == nil && v.Kind() != '{' {
		return Value{}, fmt.Errorf("no JSON object: it begins with %q", v.Text()[0])
	}
	return v, err
}

// Kind returns the first byte of v's text, 0 if v is absent or null. Digits and
// the minus are all '0', true and false are both 't'.
func (v Value) Kind() byte {
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

// Text returns the JSON text of v, in the memory of what was parsed.
func (v Value) Text() []byte {
	if v.d == nil {
		return nil
	}
	n := v.d.nodes[v.i]
	return v.d.text[n.start:n.end:n.end]
}

// Get returns the member at the end of a path of names. Of several members of one
// name it takes the last, as package encoding/json does.
func (v Value) Get(path ...string) Value {
	for _, name := range path {
		v = v.member(name)
	}
	return v
}

func (v Value) member(name string) (found Value) {
	if v.Kind() != '{' {
		return found
	}
	d, nodes := v.d, v.d.nodes
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i+1].next {
		key := nodes[i]
		if string(d.text[key.start+1:key.end-1]) == name || d.odd && string(Value{d, i}.said()) == name {
			found = Value{d, i + 1}
		}
	}
	return found
}

// First returns what the first of the members says that says anything: see
// [Value.Str].
func (v Value) First(names ...string) string {
	for _, name := range names {
		if s := v.member(name).Str(); s != "" {
			return s
		}
	}
	return ""
}

// Members yields what an object holds, in the order of its text.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for i, end := v.parts('{'); i < end; i = v.d.nodes[i+1].next {
			if !yield(Value{v.d, i}.Str(), Value{v.d, i + 1}) {
				return
			}
		}
	}
}

// Items yields the elements of a list.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for i, end := v.parts('['); i < end; i = v.d.nodes[i].next {
			if !yield(Value{v.d, i}) {
				return
			}
		}
	}
}

// Len returns how many elements a list or members an object has, 0 for everything
// else.
func (v Value) Len() int {
	n := 0
	for i, end := v.parts(v.Kind()); i < end; i = v.d.nodes[i].next {
		n++
	}
	if v.Kind() == '{' {
		n /= 2 // a member is a key and a value
	}
	return n
}

// parts returns the nodes of what v holds, from first to before end; none if v is
// of another kind.
func (v Value) parts(kind byte) (first, end int32) {
	if v.d == nil || v.Kind() != kind {
		return 0, 0
	}
	return v.i + 1, v.d.nodes[v.i].next
}
