package ticket_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/ticket"
)

func TestTags(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{" ,\n\t", nil},
		{"vip", []string{"vip"}},
		{"vip Late,vip\nlate", []string{"late", "vip"}},
		{"größe\u00a0ÉTÉ", []string{"größe", "été"}},
		{"messaging_support whatsapp-1 a::b", []string{"a::b", "messaging_support", "whatsapp-1"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, ticket.Tags(tt.text)); diff != "" {
			t.Errorf("Tags(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

// Tags are a set: sorted, each once, the same when read again; what is added is
// there, what is removed is not, and nothing else changes.
func FuzzTags(f *testing.F) {
	f.Add("b a b", "C,a", "b")
	f.Add("", "İ ſ", "\u2028")
	f.Add("last", "", "last")
	f.Fuzz(func(t *testing.T, have, add, remove string) {
		tk := ticket.Ticket{Tags: ticket.Tags(have)}
		if again := ticket.Tags(strings.Join(tk.Tags, " ")); !slices.Equal(again, tk.Tags) {
			t.Errorf("Tags(%q) is %q, read again %q", have, tk.Tags, again)
		}
		more := tk.WithTags(add)
		less := more.WithoutTags(remove)
		for _, tags := range [][]string{tk.Tags, more.Tags, less.Tags} {
			if !slices.IsSorted(tags) || len(slices.Compact(slices.Clone(tags))) != len(tags) || tags != nil && len(tags) == 0 {
				t.Errorf("not a set: %q", tags)
			}
		}
		for _, tag := range slices.Concat(tk.Tags, ticket.Tags(add)) {
			if gone := slices.Contains(ticket.Tags(remove), tag); !more.HasTag(tag) || less.HasTag(tag) == gone {
				t.Errorf("%q with %q without %q: %q, %q", have, add, remove, more.Tags, less.Tags)
			}
		}
		if len(less.Tags) > len(more.Tags) || len(more.Tags) > len(tk.Tags)+len(ticket.Tags(add)) {
			t.Errorf("%q with %q without %q: tags from nowhere", have, add, remove)
		}
	})
}
