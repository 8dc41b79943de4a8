package session_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// contact asks for one answer of each type.
func contact() session.Form {
	return session.Form{Fields: []session.FormField{
		{ID: "name", Max: 10}, {ID: "email", Required: true}, {ID: "phone"}, {ID: "subject"}, {ID: "message", Required: true},
		{ID: "order", Type: session.AnswerInteger}, {ID: "size", Type: session.AnswerDecimal}, {ID: "by", Type: session.AnswerDate},
		{ID: "product", Type: session.AnswerDropDown, Required: true, Choices: []string{"shoes", "a hat"}},
		{ID: "extras", Type: session.AnswerMultiSelect, Choices: []string{"gift", "fast", "blue"}},
		{ID: "terms", Type: session.AnswerCheckbox, Required: true}, {ID: "news", Type: session.AnswerCheckbox},
		{ID: "second", Type: session.AnswerEmail},
	}}
}

func TestFormRead(t *testing.T) {
	good := map[string]string{"email": " ana@example.com ", "message": "Hello,\nworld\n", "product": "a hat", "terms": "true"}
	with := func(pairs ...string) map[string]string {
		m := maps.Clone(good)
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	least := []ticket.Field{{ID: "email", Value: "ana@example.com"}, {ID: "message", Value: "Hello,\nworld"}, {ID: "product", Value: "a hat"}, {ID: "terms", Value: "true"}}
	tests := []struct {
		name    string
		answers map[string]string
		want    []ticket.Field
		wrong   string
	}{
		{"the least", good, least, ""},
		{"all", with("name", "Zoé 👩‍🚀", "phone", "+33 (0)1-23.45", "subject", "s", "order", "007", "size", "-1.50", "by", "2028-02-29", "extras", "blue gift blue", "news", "false", "second", "b@c"),
			[]ticket.Field{
				{ID: "name", Value: "Zoé 👩‍🚀"}, {ID: "email", Value: "ana@example.com"}, {ID: "phone", Value: "+33 (0)1-23.45"}, {ID: "subject", Value: "s"},
				{ID: "message", Value: "Hello,\nworld"}, {ID: "order", Value: "7"}, {ID: "size", Value: "-1.50"}, {ID: "by", Value: "2028-02-29"}, {ID: "product", Value: "a hat"},
				{ID: "extras", Value: "gift blue"}, {ID: "terms", Value: "true"}, {ID: "news", Value: "false"}, {ID: "second", Value: "b@c"},
			}, ""},
		{"nothing", nil, nil, "email required, message required, product required, terms required"},
		{"all at once", with("name", "Maximilian2", "email", "ana@", "order", "1.0", "size", "1e9", "by", "2027-02-29", "product", "A hat", "extras", "gift red", "terms", "false", "zoo", "1", "other", ""),
			nil, "name too_long, email no_email, order no_number, size no_number, by no_date, product no_choice, extras no_choice, terms required, other unknown, zoo unknown"},
		{"more addresses", with("email", "Ana <ana@example.com>", "second", "a@b,c@d"), nil, "email no_email, second no_email"},
		{"no numbers", with("phone", "12", "order", "9223372036854775808", "size", "inf"), nil, "phone no_phone, order no_number, size no_number"},
		{"no phones", with("phone", "call me", "terms", "yes"), nil, "phone no_phone, terms no_choice"},
		{"not text", with("name", "\xff", "subject", "a\x00b"), nil, "name unreadable, subject unreadable"},
		{"blanks are nothing", with("message", " \n\t", "product", " "), nil, "message required, product required"},
		{"long", with("message", strings.Repeat("é", 1<<16+1)), nil, "message too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := contact().Read(tt.answers)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Read mismatch (-want +got):\n%s", diff)
			}
			if tt.wrong == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, "session: form: "+tt.wrong)
		})
	}
	_, err := session.Form{}.Read(map[string]string{"subject": "x"})
	require.EqualError(t, err, "session: form: email required, message required, subject unknown")
}

// FuzzFormRead reads any answers: they are kept as the form asks, and reading what was kept
// gives the same; or every problem names a field once, and what it names is wrong.
func FuzzFormRead(f *testing.F) {
	f.Add("ana@example.com", "hello", "12", "1.5", "2026-12-24", "shoes", "gift blue", "true", "+1 555 0100", "x")
	f.Add("", "\xff", "1e3", "0x1p4", "24.12.2026", "hats", "gift gift", "yes", "12", "")
	f.Add("\"a b\"@c", " ", "-0", "-", "0000-01-01", "a hat", " ", "false", "1-2-3", "é")
	f.Fuzz(func(t *testing.T, email, message, order, size, by, product, extras, terms, phone, other string) {
		answers := map[string]string{
			"email": email, "message": message, "order": order, "size": size, "by": by, "product": product, "extras": extras,
			"terms": terms, "phone": phone, "name": other, other: message,
		}
		kept, err := contact().Read(answers)
		if wrong, bad := errors.AsType[*session.FormError](err); bad {
			seen := map[string]bool{}
			for _, p := range wrong.Problems {
				require.False(t, seen[p.Field], p.Field)
				require.NotEmpty(t, p.Code)
				seen[p.Field] = true
			}
			require.NotEmpty(t, seen)
			require.Nil(t, kept)
			return
		}
		require.NoError(t, err)
		again := map[string]string{}
		for _, field := range kept {
			require.NotEmpty(t, field.Value)
			again[field.ID] = field.Value
		}
		for _, needed := range []string{"email", "message", "product", "terms"} {
			require.NotEmpty(t, again[needed])
		}
		twice, err := contact().Read(again)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(kept, twice))
	})
}
