package session

import (
	"fmt"
	"slices"
	"strings"
)

// Form is what a visitor is asked for in order to leave a message. The zero Form asks for
// the name, the e-mail address, the phone number and the message; address and message are
// required. [Form.Read] checks what was answered.
type Form struct {
	ID     string      `json:"id,omitzero"`     // of the ticket form that its tickets get; empty: the account's
	Fields []FormField `json:"fields,omitzero"` // in the order in which they are asked
}

// FormField is one thing that a form asks for.
type FormField struct {
	// ID is that of the ticket's custom field that takes the answer, or one of AskName to
	// AskMessage.
	ID       string     `json:"id"`
	Type     AnswerType `json:"type,omitzero"` // empty: text
	Required bool       `json:"required,omitzero"`
	Choices  []string   `json:"choices,omitzero"` // of a drop-down or multi-select; the values, not their labels
	Max      int        `json:"max,omitzero"`     // characters at most; 0: 65,536
}

// The fields of a form that are not custom fields of the ticket.
const (
	AskName    = "name"    // of the visitor
	AskEmail   = "email"   // the visitor's address; its type is always email
	AskPhone   = "phone"   // the visitor's number; its type is always phone
	AskSubject = "subject" // of the ticket
	AskMessage = "message" // the ticket's first comment
)

// AnswerType is what kind of answer a field takes. Those that custom fields of Zendesk have
// are called as there.
type AnswerType string

// The types of answer.
const (
	AnswerText        AnswerType = "text"        // also the empty type
	AnswerInteger     AnswerType = "integer"     // "-12"
	AnswerDecimal     AnswerType = "decimal"     // "1.5"
	AnswerDate        AnswerType = "date"        // "2026-12-24"
	AnswerCheckbox    AnswerType = "checkbox"    // "true" or "false"; required: it must be true
	AnswerDropDown    AnswerType = "tagger"      // one of Choices
	AnswerMultiSelect AnswerType = "multiselect" // some of Choices, with blanks between them
	AnswerEmail       AnswerType = "email"
	AnswerPhone       AnswerType = "phone" // digits, with the signs that people put between them
)

// defaultMax is how many characters an answer may have. Source: Zendesk's limit for a
// comment, 64 KiB, facts as of autumn 2026.
const defaultMax = 1 << 16

// orStandard returns f, or what the zero Form stands for with the ID of f.
func (f Form) orStandard() Form {
	if len(f.Fields) == 0 {
		f.Fields = []FormField{{ID: AskName}, {ID: AskEmail, Required: true}, {ID: AskPhone}, {ID: AskMessage, Required: true}}
	}
	f.Fields = slices.Clone(f.Fields)
	for i := range f.Fields {
		f.Fields[i].Type = f.Fields[i].kind()
	}
	return f
}

// kind returns the type of a field as it counts.
func (f *FormField) kind() AnswerType {
	switch {
	case f.ID == AskEmail:
		return AnswerEmail
	case f.ID == AskPhone:
		return AnswerPhone
	case f.Type == "":
		return AnswerText
	}
	return f.Type
}

func (f Form) check() error {
	f = f.orStandard()
	seen := map[string]bool{}
	for i := range f.Fields {
		one := &f.Fields[i]
		if one.ID == "" || seen[one.ID] {
			return fmt.Errorf("session: form: fields[%d]: id %q is empty or used twice", i, one.ID)
		}
		seen[one.ID] = true
		if err := one.check(); err != nil {
			return fmt.Errorf("session: form: field %q: %w", one.ID, err)
		}
	}
	if !seen[AskMessage] {
		return fmt.Errorf("session: form: field %q is missing", AskMessage)
	}
	return nil
}

func (f *FormField) check() error {
	known := []AnswerType{AnswerText, AnswerInteger, AnswerDecimal, AnswerDate, AnswerCheckbox, AnswerDropDown, AnswerMultiSelect, AnswerEmail, AnswerPhone}
	lists := f.kind() == AnswerDropDown || f.kind() == AnswerMultiSelect
	switch {
	case !slices.Contains(known, f.kind()):
		return fmt.Errorf("type %q is unknown", f.Type)
	case f.Max < 0:
		return fmt.Errorf("max %d is negative", f.Max)
	case lists != (len(f.Choices) > 0):
		return fmt.Errorf("type %q with %d choices", f.kind(), len(f.Choices))
	}
	for _, c := range f.Choices {
		if c == "" || c != strings.TrimSpace(c) || f.kind() == AnswerMultiSelect && strings.ContainsAny(c, " \t\r\n") {
			return fmt.Errorf("choice %q is empty or has blanks", c)
		}
	}
	return nil
}
