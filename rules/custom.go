package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// CustomField is what a host knows of a custom field. Rules may test one that the host
// tells nothing of: each condition is then read as its operator asks. With a definition
// wrong operators and options are refused.
type CustomField struct {
	// Of is what has the field: "ticket", "user" or "organization". Zero: a ticket.
	Of string `json:"of,omitzero"`
	// ID is its id, of users and organizations its key.
	ID   string     `json:"id"`
	Type CustomType `json:"type"`
	// Options are the values of a list. Nil: any.
	Options []Option `json:"options,omitzero"`
}

// Option is one value of a list. Rules may name it by its value or by its id.
type Option struct {
	ID    string `json:"id,omitzero"`
	Value string `json:"value"` // what the field holds: Zendesk's tag
}

// CustomType is the type of a custom field. The texts are Zendesk's. A type that is not
// listed here is read as TypeDropDown.
type CustomType string

// The types of custom fields.
const (
	TypeText        CustomType = "text"
	TypeTextArea    CustomType = "textarea"
	TypeRegexp      CustomType = "regexp"
	TypeInteger     CustomType = "integer"
	TypeDecimal     CustomType = "decimal"
	TypeDate        CustomType = "date" // "2026-03-01", or an instant
	TypeCheckbox    CustomType = "checkbox"
	TypeDropDown    CustomType = "tagger"
	TypeMultiSelect CustomType = "multiselect" // values with blanks between them
)

func (t CustomType) kind() Kind {
	switch t {
	case TypeText, TypeTextArea, TypeRegexp, "partialcreditcard":
		return Text
	case TypeInteger, TypeDecimal:
		return Number
	case TypeDate:
		return Time
	case TypeCheckbox:
		return Truth
	case TypeMultiSelect:
		return Set
	case TypeDropDown:
	}
	return Choice
}

// WithCustom returns t with rows for custom fields, under both names that Zendesk has for
// each. The error names a field that is wrong or there twice.
func (t *Table) WithCustom(fields ...CustomField) (*Table, error) {
	var rows []Field
	for _, f := range fields {
		if f.ID == "" {
			return nil, fmt.Errorf("rules: custom field of %s: its id is missing", cmp.Or(f.Of, "a ticket"))
		}
		names := map[string][]string{
			"": {"custom_fields_", "ticket_fields_"}, "ticket": {"custom_fields_", "ticket_fields_"},
			"user": {"requester.custom_fields.", "user.custom_fields_"}, "organization": {"organization.custom_fields.", "organization.custom_fields_"},
		}[f.Of]
		if names == nil {
			return nil, fmt.Errorf("rules: custom field %q: of %q: want ticket, user or organization", f.ID, f.Of)
		}
		for _, prefix := range names {
			row, _ := custom(prefix + f.ID)
			row = row.typed(f.Type.kind())
			if len(f.Options) > 0 {
				row.Values, row.Alias = f.values(), f.option
			}
			rows = append(rows, row)
		}
	}
	return t.With(rows...)
}

func (f CustomField) values() []string {
	list := make([]string, len(f.Options))
	for i, o := range f.Options {
		list[i] = o.Value
	}
	return list
}

// option returns the value of the option that a text names.
func (f CustomField) option(text string) []string {
	for _, o := range f.Options {
		if text == o.ID && text != "" {
			return []string{o.Value}
		}
	}
	return none("__NULL__")(text)
}

// custom returns the row of a custom field of which nothing is told.
func custom(name string) (Field, bool) {
	for _, prefix := range []string{string(ticket.CustomField), "ticket_fields_"} {
		if id, ok := strings.CutPrefix(name, prefix); ok && id != "" {
			return Field{Name: name, Kind: Choice, Alias: none("__NULL__"), Of: func(t *ticket.Ticket) string { return inFields(t.Fields, id) }}, true
		}
	}
	for _, prefix := range []string{"requester.custom_fields.", "requester.custom_fields_", "user.custom_fields.", "user.custom_fields_"} {
		if id, ok := strings.CutPrefix(name, prefix); ok && id != "" {
			return Field{Name: name, Kind: Choice, Alias: none("__NULL__"), Text: func(s *Subject) string {
				if s.Requester == nil {
					return ""
				}
				return fieldOf(s.Requester.Fields, id)
			}}, true
		}
	}
	for _, prefix := range []string{"organization.custom_fields.", "organization.custom_fields_"} {
		if id, ok := strings.CutPrefix(name, prefix); ok && id != "" {
			return Field{Name: name, Kind: Choice, Alone: true, inTicket: true, Alias: none("__NULL__"), Text: func(s *Subject) string {
				if s.Organization == nil {
					return ""
				}
				return fieldOf(s.Organization.Fields, id)
			}}, true
		}
	}
	return Field{}, false
}

// inFields returns the value of a field of a ticket. Few have so many that a search would
// be faster, and [ticket.Ticket.Field] copies the ticket.
func inFields(fields []ticket.Field, id string) string {
	for i := range fields {
		if fields[i].ID == id {
			return fields[i].Value
		}
	}
	return ""
}

func fieldOf(fields []identity.Field, id string) string {
	if i, found := slices.BinarySearchFunc(fields, id, func(f identity.Field, id string) int { return cmp.Compare(f.ID, id) }); found {
		return fields[i].Value
	}
	return ""
}

// fits returns the row of a custom field that nothing is told of, of the kind that the
// operator of a condition asks for.
func (f *Field) fits(c *Condition) Field {
	switch c.Op {
	case LessThan, LessThanEqual, GreaterThan, GreaterThanEqual:
		if _, err := strconv.ParseFloat(strings.TrimSpace(c.Value.One()), 64); err != nil {
			return f.typed(Time)
		}
		return f.typed(Number)
	case WithinPreviousDays, WithinNextDays:
		return f.typed(Time)
	case IncludesWords, NotIncludesWords, IncludesString, NotIncludesString, StartsWith, EndsWith:
		return f.typed(Text)
	case Includes, NotIncludes:
		return f.typed(Set)
	}
	return *f
}

// typed returns the row of a custom field with values of a kind, which are kept as texts.
func (f *Field) typed(k Kind) Field {
	row := *f
	row.Kind = k
	text := row.Text
	if row.Of != nil {
		text = of(row.Of)
	}
	switch k {
	case Text:
		row.Text, row.Whole = text, true
	case Truth:
		row.Values = []string{"true", "false"}
		row.Of, row.Text = ticked(f.Of), func(s *Subject) string { return yes(text(s)) }
	case Number:
		row.Number = func(s *Subject) (float64, bool) {
			n, err := strconv.ParseFloat(text(s), 64)
			return n, err == nil
		}
	case Time:
		row.At = func(s *Subject) time.Time {
			at, _ := instant(text(s))
			return at
		}
	case Set:
		row.Texts = func(s *Subject) []string { return s.split(text(s)) }
	case Choice, Ordered, Since, Until, Mixed:
	}
	return row
}

// ticked reads a check box, which is not checked if it has no value.
func ticked(read func(*ticket.Ticket) string) func(*ticket.Ticket) string {
	if read == nil {
		return nil
	}
	return func(t *ticket.Ticket) string { return yes(read(t)) }
}

func yes(text string) string {
	switch strings.ToLower(text) {
	case "", "0", "false", "no":
		return "false"
	}
	return "true"
}

// instant reads a date or an instant of a rule, in UTC.
func instant(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	for _, form := range []string{time.DateOnly, time.RFC3339, time.DateTime, "2006-01-02 15:04"} {
		if at, err := time.Parse(form, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
