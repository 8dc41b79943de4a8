package words

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/socialticket/socialticket/rules"
)

// Rules says the conditions and actions of rules in the words of people.
type Rules struct {
	words *Words
	table *rules.Table
	name  func(field, id string) string
	clock func(time.Time) string
}

// Rules returns what says rules. The name of a field's id may be "" if it has none; clock
// shows an instant.
func (w *Words) Rules(name func(field, id string) string, clock func(time.Time) string) Rules {
	return Rules{words: w, table: rules.Standard(), name: name, clock: clock}
}

// Condition says a condition, as a sentence without its capital and its end: "the status is
// Open". Those of a group stand in brackets.
func (r Rules) Condition(c rules.Condition) string {
	w := r.words
	if c.Field == "" {
		return r.group(len(c.All), len(c.Any), func(i int) string { return r.Condition(c.All[i]) }, func(i int) string { return r.Condition(c.Any[i]) })
	}
	op := cmp.Or(c.Op, rules.Is)
	if text, own := r.sentence(c.Field, op, c.Value); own {
		return text
	}
	text := w.Say(r.operator(c.Field, op), r.Field(c.Field), r.wanted(c.Field, op, c.Value))
	if c.Exact {
		return w.T("rule.exact", text)
	}
	return text
}

// Verdict says the condition of a verdict, and what it saw: "" if nothing is to be said.
func (r Rules) Verdict(v rules.Verdict) (condition, seen string) {
	c := rules.Condition{Field: v.Field, Op: v.Op, Value: v.Value, Exact: v.Exact}
	if v.Field == "" {
		return "", ""
	}
	if slices.Contains([]rules.Op{rules.Changed, rules.ChangedTo, rules.ChangedFrom, rules.NotChanged, rules.NotChangedTo, rules.NotChangedFrom}, v.Op) {
		seen = r.Values(v.Field, v.Seen)
		if before := r.Values(v.Field, v.Before); before != seen {
			seen = before + " → " + seen
		}
		return r.Condition(c), seen
	}
	if !v.At.IsZero() && len(v.Seen) == 1 {
		if d, err := time.ParseDuration(v.Seen[0]); err == nil {
			return r.Condition(c), r.words.Left(d)
		}
	}
	return r.Condition(c), r.Values(v.Field, v.Seen)
}

// Field names a field, for the middle of a sentence: "the status".
func (r Rules) Field(name string) string {
	w := r.words
	if text, found := w.texts["rule.field."+name]; found {
		return text
	}
	for _, own := range []struct{ prefix, key string }{
		{"custom_fields_", "rule.field.custom"}, {"ticket_fields_", "rule.field.custom"},
		{"requester.custom_fields.", "rule.field.custom_user"}, {"user.custom_fields_", "rule.field.custom_user"},
		{"organization.custom_fields.", "rule.field.custom_organization"}, {"organization.custom_fields_", "rule.field.custom_organization"},
	} {
		if id, is := strings.CutPrefix(name, own.prefix); is {
			return w.T(own.key, cmp.Or(r.name(name, id), id))
		}
	}
	return strings.ReplaceAll(name, "_", " ")
}

// Values says the values of a field, as alternatives.
func (r Rules) Values(field string, values rules.Value) string {
	if values.IsZero() {
		return r.words.T("value.nothing")
	}
	return r.words.list("rule.or", r.each(field, values))
}

// sentence returns the sentence that a condition on one value has of its own.
func (r Rules) sentence(field string, op rules.Op, v rules.Value) (string, bool) {
	if len(v) != 1 {
		return "", false
	}
	value := v[0]
	if op == rules.IsNot {
		switch value {
		case "true":
			op, value = rules.Is, "false"
		case "false":
			op, value = rules.Is, "true"
		}
	}
	text, found := r.words.texts["cond."+field+"."+string(op)+"."+value]
	return text, found
}

// operator returns the key of an operator on a field: one for its kind, or for all.
func (r Rules) operator(field string, op rules.Op) string {
	short := strings.TrimSuffix(string(op), "_business_hours")
	if key := "op." + r.kind(field) + "." + short; r.words.texts[key] != "" {
		return key
	}
	return "op." + short
}

func (r Rules) kind(field string) string {
	f, found := r.table.Field(field)
	switch {
	case !found:
		return ""
	case f.Kind == rules.Since || f.Kind == rules.Until:
		return "since"
	}
	return [...]string{rules.Choice: "choice", rules.Ordered: "ordered", rules.Set: "set", rules.Text: "text", rules.Time: "time", rules.Mixed: ""}[f.Kind]
}

// wanted says what a condition compares with.
func (r Rules) wanted(field string, op rules.Op, v rules.Value) string {
	w := r.words
	if hours, err := strconv.Atoi(v.One()); err == nil && r.kind(field) == "since" {
		if strings.HasSuffix(string(op), "_business_hours") {
			return w.N("rule.business_hours", hours)
		}
		return w.N("rule.hours", hours)
	}
	if op == rules.IncludesAll {
		return w.list("rule.and", r.each(field, v))
	}
	return r.Values(field, v)
}

func (r Rules) each(field string, values rules.Value) []string {
	list := make([]string, 0, len(values))
	for _, v := range values {
		list = append(list, r.Value(field, v))
	}
	return list
}

// Value says one value of a field: its name, if it stands for something.
func (r Rules) Value(field, value string) string {
	w := r.words
	if value == "" || value == "__NULL__" || value == "0" && field == "priority" {
		return w.T("value.nothing")
	}
	f, found := r.table.Field(field)
	if found {
		if f.Alias != nil {
			if list := f.Alias(value); len(list) == 1 && list[0] != "" {
				value = list[0] // a number of a channel
			}
		}
		if f.Kind == rules.Time {
			if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
				return r.clock(at)
			}
		}
	}
	if name := r.name(field, value); name != "" && !slices.Contains(f.Values, value) {
		return name
	}
	for _, key := range []string{"value." + stem(field) + "." + value, "value." + value} {
		if text, found := w.texts[key]; found {
			return text
		}
	}
	if field == "status" {
		return w.Or("status", value)
	}
	return value
}

// stem returns under which name the values of a field stand.
func stem(field string) string {
	switch field {
	case "via_id", "current_via_id":
		return "via"
	case "requester_role":
		return "role"
	case "ticket_type_id":
		return "type"
	}
	return field
}

// group says the parts of a group.
func (r Rules) group(all, anyOf int, one, other func(int) string) string {
	w := r.words
	var parts, choices []string
	for i := range all {
		parts = append(parts, one(i))
	}
	for i := range anyOf {
		choices = append(choices, other(i))
	}
	if len(choices) > 0 {
		parts = append(parts, strings.Join(choices, w.T("rule.group_or")))
	}
	if parts == nil {
		return w.T("rule.always")
	}
	return "(" + strings.Join(parts, w.T("rule.group_and")) + ")"
}

// list joins texts: "A, B or C".
func (w *Words) list(key string, texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return w.T(key, strings.Join(texts[:last], ", "), texts[last])
}

// Say returns the sentence of a key with texts put in where it says "%[1]s" and so on. It
// may leave some out.
func (w *Words) Say(key string, texts ...string) string {
	var pairs []string
	for i, text := range texts {
		pairs = append(pairs, fmt.Sprintf("%%[%d]s", i+1), text)
	}
	return strings.NewReplacer(pairs...).Replace(w.T(key))
}

// Sentence returns a text with its first letter as a capital.
func Sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
