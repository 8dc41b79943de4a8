package identity_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/internal/datatest"
)

// phoneCase is one case of phones/whatsapp.json.
type phoneCase struct {
	ID, Kind, Country, Source string
	Input, Expected           json.RawMessage
	Stored                    []string
	ContactPhone              string          `json:"contact_phone"` // the phone of a user who has no handle
	Compare                   string          // "digits": only they count
	AlsoRight                 json.RawMessage `json:"also_right"` // a second right answer, where the choice is documented
	Agreement, Note           string
}

// contradicted tells why a group of phone cases is not followed. The sources
// cannot all be right.
func contradicted(c phoneCase) string {
	if c.Kind == "whatsapp id" && c.Country == "BR" && c.Source == "chatwoot fork, Mexico normalizer spec" {
		return "a normalizer for Mexico leaves Brazil alone; the providers and the gateway drop the ninth digit from area code 31 on"
	}
	return ""
}

// phonesOf returns the settings under which a case was written: the country of its
// desk, the kind of gateway, and which of two stored forms its source takes.
func phonesOf(c phoneCase) identity.Phones {
	country := c.Country
	if !phone.Known(country) { // "-", "other" or empty
		country = ""
	}
	return identity.Phones{
		Country: country, ShortIDs: c.Source == "Evolution API jid rule", ExactFirst: c.Source == "chatwoot fork, Brazil normalizer spec",
	}
}

func TestDataPhones(t *testing.T) {
	var file struct {
		Kinds, Sources json.RawMessage
		Cases          []phoneCase
	}
	datatest.Strict(t, "phones/whatsapp.json", &file)
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if why := contradicted(c); why != "" {
				t.Skip(why)
			}
			c.check(t, c.answer(t, phonesOf(c)))
		})
	}
}

// check compares an answer with the expected one, and if it differs with the one that
// is right as well.
func (c phoneCase) check(t *testing.T, got any) {
	t.Helper()
	var diffs []string
	for _, text := range []json.RawMessage{c.Expected, c.AlsoRight} {
		if text == nil {
			continue
		}
		diff := c.diff(t, text, got)
		if diff == "" {
			return
		}
		diffs = append(diffs, diff)
	}
	t.Errorf("%s of %s: %q", c.Kind, c.Input, diffs)
}

func (c phoneCase) diff(t *testing.T, text json.RawMessage, got any) string {
	t.Helper()
	var want any
	require.NoError(t, json.Unmarshal(text, &want))
	list, _ := want.([]any)
	forms, _ := got.([]string)
	switch c.Kind {
	case "variants":
		return cmp.Diff(slices.Sorted(slices.Values(datatest.Texts(want))), slices.Sorted(slices.Values(forms)))
	case "variants include":
		missing := slices.DeleteFunc(list, func(v any) bool { return slices.Contains(forms, fmt.Sprint(v)) })
		return cmp.Diff([]any{}, missing)
	}
	switch c.Compare {
	case "":
	case "digits":
		a, _ := want.(string)
		b, _ := got.(string)
		want, got = phone.Digits(a), phone.Digits(b)
	default:
		t.Fatalf("unknown comparison %q", c.Compare)
	}
	return datatest.Diff(want, got)
}

// answer asks the question of a kind.
func (c phoneCase) answer(t *testing.T, p identity.Phones) any {
	t.Helper()
	if c.Kind == "same person" {
		var two []string
		require.NoError(t, json.Unmarshal(c.Input, &two))
		require.Len(t, two, 2)
		return p.Same(two[0], two[1])
	}
	var input string
	require.NoError(t, json.Unmarshal(c.Input, &input))
	switch c.Kind {
	case "variants", "variants include":
		return p.Variants(input)
	case "is business-scoped user id":
		return identity.IsUserID(input)
	case "lookup":
		return c.lookup(t, p, input)
	case "digits":
		return phone.Digits(input)
	case "to E.164":
		return p.E164(input)
	case "whatsapp id":
		return p.WhatsAppID(input)
	case "canonical":
		return p.Canonical(input)
	case "whatsapp address":
		return p.WhatsAppAddress(input)
	case "legacy form":
		if form, had := p.Legacy(input); had || string(c.Expected) != "null" {
			return form
		}
		return nil
	}
	t.Fatalf("unknown kind %q", c.Kind)
	return nil
}

// lookup returns the handle under which a message is filed, among those that are stored
// in one account.
func (c phoneCase) lookup(t *testing.T, p identity.Phones, incoming string) string {
	t.Helper()
	index := identity.Index{Phones: p}
	for _, h := range c.Stored {
		require.Empty(t, index.Put(identity.User{ID: "stored " + h}.With(address(h))))
	}
	if c.ContactPhone != "" {
		require.Empty(t, index.Put(identity.User{ID: "typed", Phone: c.ContactPhone}))
	}
	m := p.Match(wrote(shop, incoming), index.Owner)
	if m.User == "typed" {
		return c.ContactPhone
	}
	return m.Address.Handle
}
