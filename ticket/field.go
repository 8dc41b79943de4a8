package ticket

import (
	"cmp"
	"slices"
)

// Field is the value of one custom field.
type Field struct {
	ID    string `json:"id"`
	Value string `json:"value"`
}

// field returns where the custom field is in t, or would be.
func (t *Ticket) field(id string) (int, bool) {
	return slices.BinarySearchFunc(t.Fields, id, func(f Field, id string) int { return cmp.Compare(f.ID, id) })
}

// Field returns the value of a custom field, "" if it has none.
func (t Ticket) Field(id string) string {
	if i, found := t.field(id); found {
		return t.Fields[i].Value
	}
	return ""
}

// WithField returns t with the custom field set, or without it if value is "".
func (t Ticket) WithField(id, value string) Ticket {
	i, found := t.field(id)
	switch {
	case found && value == "":
		t.Fields = slices.Delete(slices.Clone(t.Fields), i, i+1)
	case found:
		t.Fields = slices.Clone(t.Fields)
		t.Fields[i].Value = value
	case value != "":
		t.Fields = slices.Insert(slices.Clone(t.Fields), i, Field{ID: id, Value: value})
	}
	if len(t.Fields) == 0 {
		t.Fields = nil
	}
	return t
}
