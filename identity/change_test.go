package identity_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity"
)

func TestSet(t *testing.T) {
	tests := []struct {
		name, field, value string
		want               func(*identity.Person) // what changes of ada; nil: it is refused
	}{
		{"name", "name", " Ada ", func(p *identity.Person) { p.Name = "Ada" }},
		{"emptied", "email", "", func(p *identity.Person) { p.Email = "" }},
		{"zone", "zone", "Europe/Paris", func(p *identity.Person) { p.Zone = "Europe/Paris" }},
		{"a zone that is not one", "zone", "Europe/Nowhere", nil},
		{"the zone of the machine", "zone", "Local", nil},
		{"organization", "organization_id", "o", func(p *identity.Person) { p.Organization = "o" }},
		{"tags added", "current_tags", "Gold, vip", func(p *identity.Person) { p.Tags = []string{"early", "gold", "vip"} }},
		{"tags removed", "remove_tags", "vip x", func(p *identity.Person) { p.Tags = []string{"early"} }},
		{"tags replaced", "set_tags", "b a b", func(p *identity.Person) { p.Tags = []string{"a", "b"} }},
		{"no tags", "set_tags", "", func(p *identity.Person) { p.Tags = nil }},
		{"custom field", "custom_fields_8", "blue", func(p *identity.Person) {
			p.Fields = []identity.Field{{ID: "7", Value: "red"}, {ID: "8", Value: "blue"}, {ID: "9", Value: "x"}}
		}},
		{"custom field taken out", "custom_fields_7", "", func(p *identity.Person) { p.Fields = p.Fields[1:] }},
		{"a note", "notes", "likes tea", func(p *identity.Person) { p.Notes = []string{"likes tea"} }},
		{"an empty note", "notes", " ", func(*identity.Person) {}},
		{"one e-mail more", "add_email", "b@example.org", func(p *identity.Person) {
			p.Handles = []identity.Handle{{Kind: identity.HandleEmail, Value: "b@example.org"}}
		}},
		{"an e-mail that is there", "add_email", "ADA@example.org", func(*identity.Person) {}},
		{"a phone that is there in another form", "add_phone", "+44 7700 900001", func(*identity.Person) {}},
		{"a phone that is an e-mail", "add_phone", "b@example.org", nil},
		{"an e-mail that is a phone", "add_email", "+4412", nil},
		{"verified", "verify", "ada@example.org", func(p *identity.Person) {
			p.Handles = []identity.Handle{{Kind: identity.HandleEmail, Value: "ada@example.org", Verified: true}}
		}},
		{"the first e-mail removed", "remove_handle", "ada@example.org", func(p *identity.Person) { p.Email = "" }},
		{"nothing removed", "remove_handle", "", nil},
		{"an unknown field", "nose", "long", nil},
		{"a custom field without an id", "custom_fields_", "x", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := ada()
			got, err := before.Set(identity.Change{Field: identity.FieldName(tt.field), Value: tt.value}, identity.Phones{})
			if diff := cmp.Diff(ada(), before); diff != "" {
				t.Errorf("the receiver changed (-want +got):\n%s", diff)
			}
			if tt.want == nil {
				require.ErrorIs(t, err, identity.ErrField)
				return
			}
			require.NoError(t, err)
			want := ada()
			tt.want(&want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("changed (-want +got):\n%s", diff)
			}
			if value := strings.TrimSpace(tt.value); want.Get(identity.FieldName(tt.field)) == value {
				require.Equal(t, value, got.Get(identity.FieldName(tt.field)))
			}
		})
	}
}
