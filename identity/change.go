package identity

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// FieldName names what a [Change] changes. Its text is the stored one.
type FieldName string

// The names of fields. A custom field's is CustomField followed by its id.
const (
	FieldFullName     FieldName = "name"
	FieldEmail        FieldName = "email"
	FieldPhone        FieldName = "phone"
	FieldLocale       FieldName = "locale"
	FieldZone         FieldName = "zone"
	FieldOrganization FieldName = "organization_id"
	FieldExternalID   FieldName = "external_id"
	FieldSetTags      FieldName = "set_tags"      // all tags, replaced
	FieldTags         FieldName = "current_tags"  // tags, added
	FieldRemoveTags   FieldName = "remove_tags"   // tags, removed
	FieldAddEmail     FieldName = "add_email"     // one e-mail more
	FieldAddPhone     FieldName = "add_phone"     // one phone more
	FieldAddSite      FieldName = "add_site"      // one web site more
	FieldRemoveHandle FieldName = "remove_handle" // an e-mail, a phone or a site, removed
	FieldVerify       FieldName = "verify"        // an e-mail or a phone: it is the person's, and verified
	FieldNotes        FieldName = "notes"         // a note, added
	CustomField       FieldName = "custom_fields_"
)

// ErrField tells that a [Change] names an unknown field, or has a value that cannot be.
var ErrField = errors.New("identity: the field cannot be changed so")

// Change is one change of a person. An empty Value empties the field.
type Change struct {
	Field FieldName `json:"field"`
	Value string    `json:"value"`
	// Label is what agents call an e-mail, a phone or a site that is added: "work".
	Label string `json:"label,omitzero"`
}

// singleFields returns the fields of one value, in the order of [Person].
func singleFields() []FieldName {
	return []FieldName{FieldFullName, FieldEmail, FieldPhone, FieldLocale, FieldZone, FieldOrganization, FieldExternalID}
}

// single returns where a field of one value is, nil for another.
func (p *Person) single(n FieldName) *string {
	switch {
	case n == FieldFullName:
		return &p.Name
	case n == FieldEmail:
		return &p.Email
	case n == FieldPhone:
		return &p.Phone
	case n == FieldLocale:
		return &p.Locale
	case n == FieldZone:
		return &p.Zone
	case n == FieldOrganization:
		return &p.Organization
	case n == FieldExternalID:
		return &p.ExternalID
	}
	return nil
}

// Get returns the value of a field as text: tags with spaces between them, notes with
// lines. It is empty for an unknown field.
func (p Person) Get(n FieldName) string {
	if at := p.single(n); at != nil {
		return *at
	}
	if id, custom := strings.CutPrefix(string(n), string(CustomField)); custom {
		if i, found := fieldAt(p.Fields, id); found {
			return p.Fields[i].Value
		}
		return ""
	}
	switch {
	case n == FieldTags, n == FieldSetTags:
		return strings.Join(p.Tags, " ")
	case n == FieldNotes:
		return strings.Join(p.Notes, "\n")
	}
	return ""
}

// Set returns p with one change made. UpdatedAt and Version stay. The error matches
// [ErrField].
func (p Person) Set(c Change, phones Phones) (Person, error) {
	p = p.clone()
	value := strings.TrimSpace(c.Value)
	if c.Field == FieldZone && value != "" {
		if _, err := time.LoadLocation(value); err != nil || value == "Local" {
			return Person{}, fmt.Errorf("%q is not a time zone: %w", value, ErrField)
		}
	}
	if at := p.single(c.Field); at != nil {
		*at = value
		return p, nil
	}
	if id, custom := strings.CutPrefix(string(c.Field), string(CustomField)); custom && id != "" {
		p.setField(id, c.Value)
		return p, nil
	}
	switch {
	case c.Field == FieldSetTags:
		p.Tags = tags(value)
	case c.Field == FieldTags:
		p.Tags = tags(strings.Join(p.Tags, " ") + " " + value)
	case c.Field == FieldRemoveTags:
		gone := tags(value)
		p.Tags = slices.DeleteFunc(p.Tags, func(t string) bool { return slices.Contains(gone, t) })
	case c.Field == FieldNotes:
		if value != "" {
			p.Notes = append(p.Notes, value)
		}
	case c.Field == FieldAddEmail, c.Field == FieldAddPhone, c.Field == FieldAddSite, c.Field == FieldRemoveHandle, c.Field == FieldVerify:
		if value == "" {
			return Person{}, fmt.Errorf("%s: a value is needed: %w", c.Field, ErrField)
		}
		return p.setHandle(c.Field, value, c.Label, phones)
	default:
		return Person{}, fmt.Errorf("%q is not a field of a person: %w", c.Field, ErrField)
	}
	return p, nil
}

func (p *Person) setField(id, value string) {
	i, found := fieldAt(p.Fields, id)
	switch {
	case found && value == "":
		p.Fields = slices.Delete(p.Fields, i, i+1)
	case found:
		p.Fields[i].Value = value
	case value != "":
		p.Fields = slices.Insert(p.Fields, i, Field{ID: id, Value: value})
	}
	if len(p.Fields) == 0 {
		p.Fields = nil
	}
}

// setHandle changes one e-mail, phone or site of p, whose slices are its own.
func (p Person) setHandle(n FieldName, value, label string, phones Phones) (Person, error) {
	h := Handle{Kind: kindOfText(n, value), Value: value, Label: label}
	isIt := func(have Handle) bool { return have.same(h, phones) }
	first := Handle{Kind: h.Kind}
	if at := p.single(FieldName(h.Kind)); at != nil {
		first.Value = *at
	}
	switch {
	case n == FieldAddEmail && h.Kind != HandleEmail, n == FieldAddPhone && h.Kind != HandlePhone:
		return Person{}, fmt.Errorf("%s: %q is not one: %w", n, value, ErrField)
	case n == FieldRemoveHandle:
		p.Handles = slices.DeleteFunc(p.Handles, func(have Handle) bool { return have.Value == value || isIt(have) })
		if at := p.single(FieldName(h.Kind)); at != nil && isIt(first) {
			*at = ""
		}
	case n == FieldVerify:
		h.Verified = true
		p.Handles = addHandle(p.Handles, h, phones)
	case label != "" || !isIt(first):
		p.Handles = addHandle(p.Handles, h, phones)
	}
	if len(p.Handles) == 0 {
		p.Handles = nil
	}
	return p, nil
}

// kindOfText returns what kind of handle a text is that people typed.
func kindOfText(n FieldName, value string) HandleKind {
	switch {
	case n == FieldAddSite:
		return HandleSite
	case strings.Contains(value, "@"):
		return HandleEmail
	}
	return HandlePhone
}

// tags returns the words of a text in lower case, sorted, each once.
func tags(text string) []string {
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(text, ",", " ")))
	if len(words) == 0 {
		return nil
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// WithField returns p with a value in a custom field; an empty one takes the field out.
func (p Person) WithField(id, value string) Person {
	p.Fields = slices.Clone(p.Fields)
	p.setField(id, value)
	return p
}
