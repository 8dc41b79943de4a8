package zendesk

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/socialticket/socialticket/rules"
)

// write returns the text of a rule: the one that it was read from, with the members that
// were changed since. New conditions stand in the member of the given name.
func (s source) write(rule rules.Rule, conditions string, more func(*object)) ([]byte, error) {
	r := &reader{file: &File{}}
	o, was := object{}, rules.Rule{}
	if s.raw != nil {
		o, _ = parse(s.raw)
		was = r.base("", s.key, s.raw)
	}
	if rule.ID != was.ID {
		o.set("id", id(rule.ID))
	}
	for _, m := range []struct{ name, was, is string }{
		{"title", was.Title, rule.Title}, {"description", was.Description, rule.Description}, {"category_id", was.Category, rule.Category},
	} {
		if m.was != m.is {
			o.set(m.name, encode(m.is))
		}
	}
	if rule.Position != was.Position {
		o.set("position", encode(rule.Position))
	}
	if rule.Inactive != was.Inactive || s.raw == nil {
		o.set("active", encode(!rule.Inactive))
	}
	if err := writeWhen(&o, was.When, rule.When, conditions); err != nil {
		return nil, fmt.Errorf("zendesk: rule %q: %w", rule.ID, err)
	}
	if !reflect.DeepEqual(was.Do, rule.Do) {
		texts, _ := elements(o.get("actions"))
		o.set("actions", list(was.Do, rule.Do, texts, func(a rules.Action) json.RawMessage {
			return object{{"field", encode(a.Field)}, {"value", valueText(a.Value)}}.text()
		}))
	}
	if more != nil {
		more(&o)
	}
	return o.text(), nil
}

// writeWhen changes the conditions where they stand.
func writeWhen(o *object, was, is rules.Conditions, conditions string) error {
	name, in, isObject := holder(*o)
	if name == "" {
		in = *o
		if !o.has("all") && !o.has("any") {
			name, in = conditions, object{}
		}
	} else if !isObject {
		in = object{{"all", o.get(name)}}
	}
	changed := false
	for _, part := range []struct {
		name    string
		was, is []rules.Condition
	}{{"all", was.All, is.All}, {"any", was.Any, is.Any}} {
		if reflect.DeepEqual(part.was, part.is) || len(part.was)+len(part.is) == 0 {
			continue
		}
		for i, c := range part.is {
			if c.All != nil || c.Any != nil {
				return fmt.Errorf("%s[%d]: a group of conditions cannot be written", part.name, i)
			}
		}
		texts, isList := elements(in.get(part.name))
		if !isList && begins(in.get(part.name), '{') {
			texts = []json.RawMessage{in.get(part.name)}
		}
		in.set(part.name, list(part.was, part.is, texts, conditionText))
		changed = true
	}
	switch {
	case changed && name == "":
		*o = in
	case changed:
		o.set(name, in.text())
	}
	return nil
}

func conditionText(c rules.Condition) json.RawMessage {
	return object{{"field", encode(c.Field)}, {"operator", encode(c.Op)}, {"value", valueText(c.Value)}}.text()
}

// list returns a list as JSON. What is equal to what was read is written as it was.
func list[T any](was, is []T, texts []json.RawMessage, write func(T) json.RawMessage) json.RawMessage {
	parts := make([]string, len(is))
	for i, one := range is {
		parts[i] = string(write(one))
		for j := range texts {
			at := (i + j) % len(texts) // its own place first
			if at < len(was) && reflect.DeepEqual(was[at], one) {
				parts[i] = string(texts[at])
				break
			}
		}
	}
	return json.RawMessage("[" + strings.Join(parts, ",") + "]")
}
