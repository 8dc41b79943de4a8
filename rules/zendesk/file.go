package zendesk

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/rules"
)

// Kind names a kind of rule. Its text is that of Zendesk's envelopes.
type Kind string

// The kinds of rule.
const (
	Triggers    Kind = "triggers"
	Automations Kind = "automations"
	Macros      Kind = "macros"
	Views       Kind = "views"
	Policies    Kind = "sla_policies"
)

// kinds returns them with the name that one alone has.
func kinds() map[string]Kind {
	return map[string]Kind{
		"triggers": Triggers, "trigger": Triggers, "automations": Automations, "automation": Automations,
		"macros": Macros, "macro": Macros, "views": Views, "view": Views, "sla_policies": Policies, "sla_policy": Policies,
	}
}

// File is the rules of one text. They may be changed, added and taken out before it is
// written. The zero File is empty. One goroutine at a time may use it.
type File struct {
	Triggers    []Trigger
	Automations []Automation
	Macros      []Macro
	Views       []View
	Policies    []Policy
	// Fields are the custom fields that the text defines. They are not written.
	Fields []rules.CustomField

	slots []slot
	bare  bool // slots is one, without an envelope
}

// ReadError tells what could not be read.
type ReadError struct {
	Place  string // "triggers[2].conditions.all[0]"
	Reason string
}

func (e *ReadError) Error() string { return fmt.Sprintf("zendesk: %s: %s", e.Place, e.Reason) }

// slot is one member of the text.
type slot struct {
	name  string
	raw   json.RawMessage // of what is not a kind of rule
	kind  Kind
	shape byte                    // '[': a list; '{': by key; '1': one rule
	count int                     // how many rules were read
	bad   map[int]json.RawMessage // by place: those that could not be
	keys  map[int]string          // theirs
}

// Read reads a text: an answer or a request of the API in its envelope, what an app
// requires, a list or one rule without an envelope, which is then of a kind; "" asks it to
// be told by its looks. Commas before a closing bracket are overlooked.
//
// The error joins a [*ReadError] for each rule that could not be read, which is missing in
// the File and is written as it was; without a File the text is not JSON.
func Read(text []byte, bare Kind) (*File, error) {
	text, err := repaired(text)
	if err != nil {
		return nil, err
	}
	r := &reader{file: &File{}}
	switch text[0] {
	case '[':
		r.file.bare = true
		list, _ := elements(text)
		r.slot("", cmp.Or(bare, guess(list...)), text)
	case '{':
		o, _ := parse(text)
		if !slices.ContainsFunc(o, func(m member) bool { return kinds()[m.name] != "" || fieldsOf(m.name) != "" }) && o.looksLikeRule() {
			r.file.bare = true
			r.slot("", cmp.Or(bare, guess(text)), text)
			break
		}
		for _, m := range o {
			r.slot(m.name, kinds()[m.name], m.value)
		}
	default:
		return nil, errors.New("zendesk: neither an object nor a list")
	}
	return r.file, errors.Join(r.errs...)
}

// Rules returns the rules of a kind as the engine takes them.
func (f *File) Rules(k Kind) []rules.Rule {
	var list []rules.Rule
	for _, it := range f.items(k) {
		list = append(list, *it.base())
	}
	return list
}

// Write returns the text with the rules as they are now. The error tells of a rule that
// Zendesk's form cannot hold: it has groups of conditions in a condition.
func (f *File) Write() ([]byte, error) {
	slots := slices.Clone(f.slots)
	for _, k := range []Kind{Triggers, Automations, Macros, Views, Policies} {
		if len(f.items(k)) > 0 && !slices.ContainsFunc(slots, func(s slot) bool { return s.kind == k }) {
			slots = append(slots, slot{name: string(k), kind: k, shape: '['})
		}
	}
	var o object
	taken := map[Kind]int{}
	for i, s := range slots {
		if s.kind == "" {
			o = append(o, member{s.name, s.raw})
			continue
		}
		items := f.items(s.kind)[min(taken[s.kind], len(f.items(s.kind))):]
		if slices.ContainsFunc(slots[i+1:], func(o slot) bool { return o.kind == s.kind }) {
			items = items[:min(s.count, len(items))]
		}
		taken[s.kind] += len(items)
		text, err := s.write(items)
		if err != nil {
			return nil, err
		}
		if f.bare && len(slots) == 1 {
			return text, nil
		}
		o = append(o, member{s.name, text})
	}
	return o.text(), nil
}

// write returns the text of one member of the file.
func (s slot) write(items []item) (json.RawMessage, error) {
	var o object
	for place := 0; len(items) > 0 || place <= s.last(); place++ {
		if raw, is := s.bad[place]; is {
			o = append(o, member{s.keys[place], raw})
			continue
		}
		if len(items) == 0 {
			continue
		}
		text, err := items[0].MarshalJSON()
		if err != nil {
			return nil, err
		}
		o = append(o, member{items[0].name(), text})
		items = items[1:]
	}
	switch {
	case s.shape == '{':
		return o.text(), nil
	case s.shape == '1' && len(o) == 1:
		return o[0].value, nil
	}
	var list bytes.Buffer
	list.WriteByte('[')
	for i, m := range o {
		if i > 0 {
			list.WriteByte(',')
		}
		list.Write(m.value)
	}
	list.WriteByte(']')
	return list.Bytes(), nil
}

// last returns the last place of what could not be read, -1 if all was.
func (s slot) last() int {
	last := -1
	for place := range s.bad {
		last = max(last, place)
	}
	return last
}
