package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// references finds values, custom fields and tags that the host does not have.
func (c *checker) references(r *checked) {
	c.eachCondition("conditions.all", r.When.All, func(place string, cond *Condition) { c.conditionRefs(r, place, cond) })
	c.eachCondition("conditions.any", r.When.Any, func(place string, cond *Condition) { c.conditionRefs(r, place, cond) })
	for i, a := range r.Do {
		place := "actions[" + itoa(i) + "]"
		c.customField(r, place, a.Field)
		field, _ := c.cfg.Table.Field(a.Field)
		switch a.Field {
		case "current_tags", "set_tags", "remove_tags": // rules set tags as they like
		case "notification_group":
			c.known(r, place, "group_id", a.Value[:min(1, len(a.Value))], &field)
		default:
			c.known(r, place, a.Field, a.Value, &field)
		}
	}
}

func (c *checker) eachCondition(place string, list []Condition, do func(string, *Condition)) {
	for i := range list {
		one := place + "[" + itoa(i) + "]"
		if list[i].All == nil && list[i].Any == nil {
			do(one, &list[i])
			continue
		}
		c.eachCondition(one+".all", list[i].All, do)
		c.eachCondition(one+".any", list[i].Any, do)
	}
}

func (c *checker) conditionRefs(r *checked, place string, cond *Condition) {
	c.customField(r, place, cond.Field)
	f, _ := c.cfg.Table.Field(cond.Field)
	switch {
	case cond.Op.terminal():
	case f.Kind == Set && f.Name == string(ticket.FieldTags):
		c.tags(r, place, cond)
	default:
		c.unlisted(r, place, cond, &f)
		c.known(r, place, cond.Field, cond.Value, &f)
	}
}

// unlisted finds values that no ticket here has: a field takes them so that rules of other
// helpdesks load, such as the number of a channel.
func (c *checker) unlisted(r *checked, place string, cond *Condition, f *Field) {
	for _, text := range cond.Value {
		values, known := f.stands(text)
		if f.Values == nil || !known || f.named(text) != nil || f.lists(values) {
			continue
		}
		c.find(r, Finding{Severity: SeverityNote, Kind: FindUnknownValue, Place: place,
			Reason: fmt.Sprintf("%s is never %q here", cond.Field, text), Advice: "Check how it is spelt, or remove it"})
	}
}

// known finds values that are not among those of the host.
func (c *checker) known(r *checked, place, field string, v Value, f *Field) {
	have, told := c.cfg.Known[field]
	if !told {
		return
	}
	for _, text := range v {
		named := f.Names[text] != nil || strings.HasPrefix(text, "current_") || strings.HasSuffix(text, "_id") || strings.Contains(text, "{{")
		values, _ := f.stands(text)
		if text == "" || named || slices.Equal(values, []string{""}) || slices.Contains(have, text) {
			continue
		}
		c.find(r, Finding{Severity: SeverityError, Kind: FindUnknownValue, Place: place,
			Reason: fmt.Sprintf("%s %q is not there", field, text), Advice: "Name one that is there, or remove it"})
	}
}

func (c *checker) customField(r *checked, place, field string) {
	id, is := ticket.FieldName(strings.Replace(field, "ticket_fields_", string(ticket.CustomField), 1)).Custom()
	if is && c.cfg.CustomFields != nil && !slices.Contains(c.cfg.CustomFields, id) {
		c.find(r, Finding{Severity: SeverityError, Kind: FindUnknownField, Place: place,
			Reason: fmt.Sprintf("the custom field %q is not there", id), Advice: "Name one that is there, or remove it"})
	}
}

// tags finds tags that a condition wants and nothing sets.
func (c *checker) tags(r *checked, place string, cond *Condition) {
	if _, denial := cond.Op.positive(); denial {
		return
	}
	others, told := c.cfg.Known[string(ticket.FieldTags)]
	severity := SeverityNote
	if told {
		severity = SeverityWarning
	}
	for tag := range strings.FieldsSeq(strings.Join(cond.Value, " ")) {
		if slices.Contains(others, tag) || social(tag) || slices.ContainsFunc(c.rules, func(o *checked) bool { return o.does.vague || slices.Contains(o.does.added, tag) }) {
			continue
		}
		c.find(r, Finding{Severity: severity, Kind: FindUnsetTag, Place: place,
			Reason: fmt.Sprintf("none of the rules sets the tag %q, and it is not known to come from elsewhere", tag), Advice: "Check how it is spelt, or name it among the known tags"})
	}
}

// social reports whether a tag is one of those that every social ticket has: the common
// one and that of its channel. Source: https://support.zendesk.com/hc/en-us/articles/4408839412634
// (read autumn 2026).
func social(tag string) bool {
	if tag == "messaging_support" {
		return true
	}
	return slices.ContainsFunc(channel.Policies(), func(p channel.Policy) bool { return tag == strings.ToLower(string(p.Channel))+"_support" })
}

// socialTags finds actions that take those tags away.
func (c *checker) socialTags(r *checked) {
	for i, a := range r.Do {
		tags := ticket.Tags(strings.Join(a.Value, " "))
		reason := ""
		switch a.Field {
		case string(ticket.FieldRemoveTags):
			if at := slices.IndexFunc(tags, social); at >= 0 {
				reason = fmt.Sprintf("it removes the tag %q", tags[at])
			}
		case string(ticket.FieldSetTags):
			if !slices.Contains(tags, "messaging_support") {
				reason = `it replaces all tags, the tag "messaging_support" among them`
			}
		}
		if reason != "" {
			c.find(r, Finding{Severity: SeverityWarning, Kind: FindSocialTag, Place: "actions[" + itoa(i) + "]",
				Reason: reason + ", without which social views do not show the ticket", Advice: "Leave that tag, and add tags rather than set them"})
		}
	}
}
