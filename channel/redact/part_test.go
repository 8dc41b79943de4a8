package redact_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel/redact"
)

// FuzzPart checks that the part is gone and nothing else has changed.
func FuzzPart(f *testing.F) {
	f.Add("my name is Ada, Ada!", "Ada")
	f.Add("aaa", "aa")
	f.Add("日本", "\x9c")
	f.Fuzz(func(t *testing.T, text, part string) {
		got, changed := redact.Part(text, part)
		if !changed {
			if got != text || strings.Contains(text, part) && strings.Trim(part, redact.Mask) != "" {
				t.Fatalf("Part(%q, %q) = %q and reports nothing", text, part, got)
			}
			return
		}
		if !utf8.ValidString(got) {
			t.Fatalf("Part(%q, %q) = %q, which is not valid UTF-8", text, part, got)
		}
		if strings.ContainsAny(part, redact.Mask) || !utf8.ValidString(text) {
			return
		}
		if strings.Contains(got, part) || utf8.ValidString(part) && utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Fatalf("Part(%q, %q) = %q", text, part, got)
		}
	})
}

func TestPart(t *testing.T) {
	tests := []struct{ name, text, part, want string }{
		{"every place", "Ada and Ada", "Ada", "▇▇▇ and ▇▇▇"},
		{"wide characters and line feeds", "a été\nb", "été\n", "a ▇▇▇▇b"},
		{"masked in part before", "5555 55▇▇", "55 55▇▇", "55▇▇▇▇▇▇▇"},
		{"invalid bytes", "a\xffb c\xff", "b", "a\ufffd▇ c\ufffd"},
		{"absent", "a", "b", ""},
		{"empty", "a", "", ""},
		{"masked before", "a▇▇", "▇▇", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.text
			}
			got, changed := redact.Part(tt.text, tt.part)
			if diff := cmp.Diff(want, got); diff != "" || changed != (tt.want != "") {
				t.Errorf("Part(%q, %q) reports %v, mismatch (-want +got):\n%s", tt.text, tt.part, changed, diff)
			}
		})
	}
}
