package rules

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// result is what is known of a ticket after the actions of a rule.
type result struct {
	set    []ticket.FieldName // what is set to something, tags aside
	facts  clause             // what holds afterwards
	added  []string           // tags
	gone   []string
	resets bool // all other tags are taken away
	vague  bool // tags that are known when it runs are added or removed
}

// result follows actions in their order.
func (c *checker) result(deeds []deed) result {
	var r result
	values := map[ticket.FieldName]string{}
	for _, d := range deeds {
		switch string(d.field) {
		case "":
		case string(ticket.FieldTags), string(ticket.FieldSetTags), string(ticket.FieldRemoveTags):
			r.tags(d)
		default:
			if !slices.Contains(r.set, d.field) {
				r.set = append(r.set, d.field)
			}
			if delete(values, d.field); !d.open() {
				values[d.field] = d.value
			}
		}
	}
	for _, name := range r.set {
		f := c.logic.field(&Condition{Field: string(name)})
		if value, known := values[name]; known && f != nil && f.Of != nil {
			r.facts = append(r.facts, literal{st: &step{op: opIs, field: f, values: []string{value}}})
		}
	}
	if f := c.logic.field(&Condition{Field: string(ticket.FieldTags)}); f != nil && f.Kind == Set && !r.vague {
		for _, tag := range r.added {
			r.facts = append(r.facts, literal{st: &step{op: opSet, field: f, values: []string{tag}}})
		}
		if len(r.gone) > 0 {
			r.facts = append(r.facts, literal{neg: true, st: &step{op: opSet, field: f, values: r.gone}})
		}
		if r.resets && len(r.added) == 0 {
			r.facts = append(r.facts, literal{neg: true, st: &step{op: opPresent, field: f}})
		}
	}
	return r
}

// open reports whether the value is known only when the rule runs.
func (d *deed) open() bool {
	return d.names[d.value] != nil || strings.Contains(d.value, "{{") || strings.HasPrefix(d.value, "current_") || strings.HasSuffix(d.value, "_id")
}

func (r *result) tags(d deed) {
	if strings.Contains(d.value, "{{") {
		r.vague = true
		return
	}
	tags := ticket.Tags(d.value)
	within := func(t string) bool { return slices.Contains(tags, t) }
	switch string(d.field) {
	case string(ticket.FieldSetTags):
		r.added, r.gone, r.resets = tags, nil, true
	case string(ticket.FieldRemoveTags):
		r.added, r.gone = slices.DeleteFunc(r.added, within), append(r.gone, tags...)
	default:
		r.gone, r.added = slices.DeleteFunc(r.gone, within), append(r.added, tags...)
	}
}

// touches reports whether the actions may change what a field tells. Of what the desk
// moves by itself, status, group and assignee are one: giving a ticket to a person opens
// it.
func (r *result) touches(f *Field) bool {
	if f.Name == string(ticket.FieldTags) || f.Kind == Set {
		return r.vague || r.resets || len(r.added)+len(r.gone) > 0
	}
	return slices.ContainsFunc(r.set, func(n ticket.FieldName) bool { return group(string(n)) == group(f.Name) })
}

// group returns the name under which fields are taken as one.
func group(name string) string {
	switch name {
	case "status", "custom_status_id", "assignee_id", "group_id":
		return "status"
	case "set_schedule":
		return "schedule_id"
	case "subject":
		return "subject_includes_word"
	}
	if id, is := strings.CutPrefix(name, "ticket_fields_"); is {
		return "custom_fields_" + id
	}
	return name
}
