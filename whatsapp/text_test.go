package whatsapp_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

// TestTexts states that both languages tell of the same codes, and that every code
// with a text has a class, so that an agent is told what to do.
func TestTexts(t *testing.T) {
	english, french := whatsapp.English(), whatsapp.French()
	want := slices.Sorted(maps.Keys(english))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(french))); diff != "" {
		t.Errorf("codes (-english +french):\n%s", diff)
	}
	for _, key := range want {
		code := strings.TrimPrefix(key, "whatsapp/")
		if classOf(t, whatsapp.Meta, code) == "" {
			t.Errorf("code %s has a text and no class", code)
		}
		if english[key] == french[key] {
			t.Errorf("code %s: %q is no French text of its own", code, french[key])
		}
	}
}

func ExampleEnglish() {
	texts := channel.English().With(whatsapp.English())
	refusal := channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate}
	fmt.Println(texts.Error(channel.WhatsApp, refusal))
	// Output: More than 24 hours have passed since the customer last wrote. Send an approved template, or wait until the customer writes.
}
