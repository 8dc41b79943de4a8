package identity_test

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity"
)

// FuzzSet changes a person by any words: tags and fields stay sorted, each once, a refused
// change tells why, and one that is made again changes nothing but notes.
func FuzzSet(f *testing.F) {
	for _, field := range []string{"name", "zone", "set_tags", "current_tags", "remove_tags", "add_email", "add_phone", "add_site", "verify", "remove_handle", "notes", "custom_fields_8", "nose"} {
		f.Add(field, "Ada@Example.org b, a\tb", "work")
	}
	f.Fuzz(func(t *testing.T, field, value, label string) {
		c := identity.Change{Field: identity.FieldName(field), Value: value, Label: label}
		p, err := ada().Set(c, identity.Phones{})
		if err != nil {
			if !errors.Is(err, identity.ErrField) || !p.IsZero() {
				t.Fatalf("%+v: %v, %v", c, p, err)
			}
			return
		}
		if !slices.IsSorted(p.Tags) || len(slices.Compact(slices.Clone(p.Tags))) != len(p.Tags) {
			t.Fatalf("%+v: tags %q", c, p.Tags)
		}
		if !slices.IsSortedFunc(p.Fields, func(a, b identity.Field) int { return cmp.Compare(a.ID, b.ID) }) {
			t.Fatalf("%+v: fields %v", c, p.Fields)
		}
		again, err := p.Set(c, identity.Phones{})
		require.NoError(t, err)
		again.Notes, p.Notes = nil, nil
		require.Equal(t, p, again)
	})
}
