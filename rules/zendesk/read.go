package zendesk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
)

// reader reads one text.
type reader struct {
	file *File
	errs []error
}

func (r *reader) refuse(place, format string, args ...any) {
	r.errs = append(r.errs, &ReadError{strings.TrimPrefix(place, "."), fmt.Sprintf(format, args...)})
}

// slot reads one member of the text.
func (r *reader) slot(name string, k Kind, raw json.RawMessage) {
	s := slot{name: name, kind: k, bad: map[int]json.RawMessage{}, keys: map[int]string{}}
	list, isList := elements(raw)
	o, isObject := parse(raw)
	switch {
	case k == "" || !isList && !isObject:
		s.kind, s.raw = "", raw
		if k != "" && string(raw) != "null" {
			r.refuse(name, "rules are wanted")
		}
		if strings.TrimSuffix(name, "s") == "user_view" && string(raw) != "null" {
			r.refuse(name, "views of users are kept as they are; views of tickets alone can be run")
		}
		r.fields(name, raw)
	case isList:
		s.shape = '['
		for i, one := range list {
			r.rule(&s, i, fmt.Sprintf("%s[%d]", name, i), "", one)
		}
	case name != string(k) || o.looksLikeRule() && !o.objects():
		s.shape = '1'
		r.rule(&s, 0, name, "", raw)
	default:
		s.shape = '{'
		for i, m := range o {
			r.rule(&s, i, name+"."+m.name, m.name, m.value)
		}
	}
	r.file.slots = append(r.file.slots, s)
}

// rule reads one rule into the file.
func (r *reader) rule(s *slot, at int, place, key string, raw json.RawMessage) {
	problems := len(r.errs)
	base := r.base(place, key, raw)
	f, o := r.file, func() object { o, _ := parse(raw); return o }()
	var targets []sla.Target
	if s.kind == Policies {
		targets = r.targets(place, o)
	}
	if len(r.errs) > problems {
		s.bad[at], s.keys[at] = raw, key
		return
	}
	s.count++
	switch s.kind {
	case Triggers:
		f.Triggers = append(f.Triggers, Trigger{base, source{raw, key}})
	case Automations:
		f.Automations = append(f.Automations, Automation{base, source{raw, key}})
	case Macros:
		f.Macros = append(f.Macros, Macro{rules.Macro{Rule: base, For: restriction(o)}, source{raw, key}})
	case Views:
		f.Views = append(f.Views, View{view(base, o), source{raw, key}})
	case Policies:
		f.Policies = append(f.Policies, Policy{sla.Policy{Rule: base, Targets: targets}, source{raw, key}})
	}
}

// base reads what all kinds of rule have.
func (r *reader) base(place, key string, raw json.RawMessage) rules.Rule {
	o, is := parse(raw)
	if !is {
		r.refuse(place, "a rule is an object")
		return rules.Rule{}
	}
	rule := rules.Rule{
		ID: cmp.Or(text(o.get("id")), key), Title: text(o.get("title", "raw_title")), Description: text(o.get("description")),
		Category: text(o.get("category_id")), Position: number(o.get("position")), Inactive: refused(o.get("active")),
	}
	rule.When = r.conditions(place, o)
	raw = o.get("actions")
	list, is := elements(raw)
	if byName, named := parse(raw); named {
		for _, m := range byName {
			rule.Do = append(rule.Do, rules.Action{Field: field(m.name), Value: value(m.value)})
		}
	} else if !is && text(raw) != "" {
		r.refuse(place+".actions", "a list is wanted")
	}
	for i, one := range list {
		rule.Do = append(rule.Do, r.action(fmt.Sprintf("%s.actions[%d]", place, i), one))
	}
	return rule
}

// holder returns the name of the member that has the conditions, "" if they stand in the
// rule itself, and that member.
func holder(o object) (name string, in object, is bool) {
	for _, name := range []string{"conditions", "filter"} {
		if raw := o.get(name); raw != nil {
			in, is = parse(raw)
			return name, in, is
		}
	}
	return "", o, true
}

func (r *reader) conditions(place string, o object) (when rules.Conditions) {
	name, in, is := holder(o)
	if name != "" {
		place += "." + name
	}
	if !is {
		when.All = r.list(place, o.get(name)) // a list: all of them
		return when
	}
	when.All = r.list(place+".all", in.get("all"))
	when.Any = r.list(place+".any", in.get("any"))
	return when
}

// list reads a list of conditions, or one.
func (r *reader) list(place string, raw json.RawMessage) (all []rules.Condition) {
	list, is := elements(raw)
	if !is && begins(raw, '{') {
		list = []json.RawMessage{raw}
	} else if !is && text(raw) != "" {
		r.refuse(place, "a list of conditions is wanted")
	}
	for i, one := range list {
		all = append(all, r.condition(fmt.Sprintf("%s[%d]", place, i), one))
	}
	return all
}

func (r *reader) condition(place string, raw json.RawMessage) rules.Condition {
	o, is := parse(raw)
	if !is {
		r.refuse(place, "a condition is an object")
		return rules.Condition{}
	}
	own := strings.TrimSpace(text(o.get("field", "subject")))
	c := rules.Condition{Field: field(own), Op: operator(text(o.get("operator"))), Value: value(o.get("value", "values"))}
	if c.Field == "" {
		r.refuse(place, "the field is missing")
	}
	// older accounts wrote "changed" as the field's own name
	if c.Field != "" && field(c.Value.One()) == c.Field {
		switch c.Op {
		case rules.ChangedTo:
			c.Op, c.Value = rules.Changed, nil
		case rules.NotChangedTo:
			c.Op, c.Value = rules.NotChanged, nil
		}
	}
	return c
}

func (r *reader) action(place string, raw json.RawMessage) rules.Action {
	o, is := parse(raw)
	a := rules.Action{Field: field(text(o.get("field", "subject"))), Value: value(o.get("value", "values"))}
	switch {
	case !is:
		r.refuse(place, "an action is an object")
	case a.Field == "":
		r.refuse(place, "the field is missing")
	}
	return a
}
