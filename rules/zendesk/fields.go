package zendesk

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/socialticket/socialticket/rules"
)

// fieldsOf returns what has the custom fields of a member of a text, "" if the member has
// none.
func fieldsOf(name string) string {
	return map[string]string{
		"ticket_fields": "ticket", "ticket_field": "ticket", "user_fields": "user", "user_field": "user",
		"organization_fields": "organization", "organization_field": "organization",
	}[name]
}

// fields reads the definitions of custom fields. Those that the system has are left out.
func (r *reader) fields(name string, raw json.RawMessage) {
	of := fieldsOf(name)
	if of == "" {
		return
	}
	if list, is := elements(raw); is {
		for i, one := range list {
			r.field(fmt.Sprintf("%s[%d]", name, i), of, "", one)
		}
		return
	}
	o, _ := parse(raw)
	if o.has("type") && !begins(o.get("type"), '{') {
		r.field(name, of, "", raw)
		return
	}
	for _, m := range o {
		r.field(name+"."+m.name, of, m.name, m.value)
	}
}

func (r *reader) field(place, of, key string, raw json.RawMessage) {
	o, is := parse(raw)
	f := rules.CustomField{Of: of, ID: cmp.Or(text(o.get("id")), key), Type: rules.CustomType(text(o.get("type")))}
	if of != "ticket" {
		f.ID = cmp.Or(text(o.get("key")), key)
	}
	switch f.Type {
	case "dropdown":
		f.Type = rules.TypeDropDown
	case rules.TypeText, rules.TypeTextArea, rules.TypeRegexp, rules.TypeInteger, rules.TypeDecimal, rules.TypeDate, rules.TypeCheckbox,
		rules.TypeDropDown, rules.TypeMultiSelect, "partialcreditcard", "lookup":
	default:
		if !is || f.Type == "" {
			r.refuse(place, "a field with a type is wanted")
		}
		return
	}
	options, _ := elements(o.get("custom_field_options", "system_field_options", "options"))
	problems := len(r.errs)
	for i, one := range options {
		in, _ := parse(one)
		option := rules.Option{ID: text(in.get("id")), Value: text(in.get("value"))}
		if option.Value == "" {
			r.refuse(fmt.Sprintf("%s.custom_field_options[%d]", place, i), "the value is missing")
		}
		f.Options = append(f.Options, option)
	}
	if f.ID == "" {
		r.refuse(place, "the id is missing")
	}
	if len(r.errs) == problems {
		r.file.Fields = append(r.file.Fields, f)
	}
}
