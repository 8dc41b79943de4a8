package identity_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
)

// phoneCase is one case of phones/whatsapp.json.
type phoneCase struct {
	ID, Kind, Country, Source string
	Input, Expected           json.RawMessage
	Stored                    []string
}

// contradicted tells why a group of phone cases is not followed. The sources
// cannot all be right.
func contradicted(c phoneCase) string {
	if c.Kind == "whatsapp id" && c.Country == "BR" && c.Source == "chatwoot fork, Mexico normalizer spec" {
		return "a normalizer for Mexico leaves Brazil alone; the providers and the gateway drop the ninth digit from area code 31 on"
	}
	return ""
}

// phonesOf returns the settings under which a case was written: the country of
// its desk, and the kind of gateway.
func phonesOf(t *testing.T, c phoneCase) identity.Phones {
	t.Helper()
	codes := map[string]string{
		"BR": "55", "MX": "52", "AR": "54", "IN": "91", "RU": "7", "CL": "56", "GB": "44",
		"US": "1", "-": "", "other": "", "": "",
	}
	code, ok := codes[c.Country]
	require.True(t, ok, "country %q: give its calling code", c.Country)
	return identity.Phones{Country: code, ShortIDs: c.Source == "Evolution API jid rule"}
}

func TestDataPhones(t *testing.T) {
	var file struct{ Cases []phoneCase }
	datatest.JSON(t, "phones/whatsapp.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if why := contradicted(c); why != "" {
				t.Skip(why)
			}
			checkPhone(t, phonesOf(t, c), c)
		})
	}
}

func checkPhone(t *testing.T, p identity.Phones, c phoneCase) {
	t.Helper()
	var input, want string
	if c.Kind != "same person" {
		require.NoError(t, json.Unmarshal(c.Input, &input))
	}
	var got string
	switch c.Kind {
	case "variants", "variants include", "same person", "is business-scoped user id":
		checkOther(t, p, c, input)
		return
	case "lookup":
		got = lookup(p, input, c.Stored).Address.Handle
	case "digits":
		got = identity.Digits(input)
	case "to E.164":
		got = p.E164(input)
	case "whatsapp id":
		got = p.WhatsAppID(input)
	case "canonical":
		got = p.Canonical(input)
	case "whatsapp address":
		got = p.WhatsAppAddress(input)
	case "legacy form":
		form, had := p.Legacy(input)
		if got = form; !had && string(c.Expected) == "null" {
			return
		}
	default:
		t.Fatalf("unknown kind %q", c.Kind)
	}
	require.NoError(t, json.Unmarshal(c.Expected, &want)) // null leaves it empty
	if got != want {
		t.Errorf("%s of %q is %q, want %q", c.Kind, input, got, want)
	}
}

// checkOther checks the kinds whose answer is a list or a yes or no.
func checkOther(t *testing.T, p identity.Phones, c phoneCase, input string) {
	t.Helper()
	var list []string
	var yes, got bool
	switch c.Kind {
	case "variants", "variants include":
		require.NoError(t, json.Unmarshal(c.Expected, &list))
		have := p.Variants(input)
		got = !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(have, s) })
		if !got || c.Kind == "variants" && len(have) != len(list) {
			t.Errorf("variants of %q are %q, want %q", input, have, list)
		}
		return
	case "same person":
		require.NoError(t, json.Unmarshal(c.Input, &list))
		require.Len(t, list, 2)
		got = p.Same(list[0], list[1])
	case "is business-scoped user id":
		got = identity.IsUserID(input)
	}
	require.NoError(t, json.Unmarshal(c.Expected, &yes))
	if got != yes {
		t.Errorf("%s: %s is %v, want %v", c.Kind, c.Input, got, yes)
	}
}

// lookup matches a message from a handle against stored handles of one account.
func lookup(p identity.Phones, incoming string, stored []string) identity.Match {
	e := channel.Event{Type: channel.EventMessage, Account: shop, From: incoming}
	return p.Match(e, func(a channel.Address) string {
		if a.Account == shop && slices.Contains(stored, a.Handle) {
			return "stored " + a.Handle
		}
		return ""
	})
}
