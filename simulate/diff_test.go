package simulate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/simulate"
)

func TestDiff(t *testing.T) {
	tests := []struct{ name, want, got, diff string }{
		{"the same", "a\nb\n", "a\nb\n", ""},
		{"both empty", "", "", ""},
		{"all new", "", "a", "- \n+ a\n"},
		{"one changed", "a\nb\nc", "a\nx\nc", "  a\n- b\n+ x\n  c\n"},
		{"one less", "a\nb\nc", "a\nc", "  a\n- b\n  c\n"},
		{"one more", "a\nc", "a\nb\nc", "  a\n+ b\n  c\n"},
		{"a line end", "a\n", "a", "  a\n- \n"},
		{"far apart", "x\n1\n2\n3\n4\n5\ny", "X\n1\n2\n3\n4\n5\nY", "- x\n+ X\n  1\n  2\n  …\n  4\n  5\n- y\n+ Y\n"},
		{"in the middle", "1\n2\n3\n4\n5\n6\n7", "1\n2\n3\nx\n5\n6\n7", "  2\n  3\n- 4\n+ x\n  5\n  6\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.diff, simulate.Diff(tt.want, tt.got)); diff != "" {
				t.Errorf("Diff mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// apply checks the law of differences: the lines that stay and those that go are one text,
// those that stay and those that come the other; and nothing goes or comes that need not.
func apply(t *testing.T, want, got string) {
	t.Helper()
	var old, now []string
	kept := 0
	for _, line := range simulate.Edits(want, got) {
		if line[0] != '+' {
			old = append(old, line[2:])
		}
		if line[0] != '-' {
			now = append(now, line[2:])
		}
		if line[0] == ' ' {
			kept++
		}
	}
	require.Equal(t, want, strings.Join(old, "\n"))
	require.Equal(t, got, strings.Join(now, "\n"))
	require.Equal(t, want == got, simulate.Diff(want, got) == "")
	if want == got {
		require.Equal(t, len(old), kept)
	}
}

// TestDiffLaw applies the differences of all pairs of short texts of three words.
func TestDiffLaw(t *testing.T) {
	texts := []string{""}
	for range 4 {
		for _, s := range texts {
			texts = append(texts, s+"\na", s+"\nb")
		}
	}
	texts = texts[:60]
	for _, want := range texts {
		for _, got := range texts {
			apply(t, want, got)
		}
	}
}

// TestDiffLarge compares texts that have little in common, too many lines to look at all
// pairs of them.
func TestDiffLarge(t *testing.T) {
	want, got := strings.Repeat("a\nb\n", 5000), strings.Repeat("c\n", 9000)
	apply(t, "same\n"+want+"end", "same\n"+got+"end")
}

func FuzzDiff(f *testing.F) {
	f.Add("a\nb\nc", "a\nc\nd")
	f.Fuzz(func(t *testing.T, want, got string) {
		if len(want)+len(got) > 1000 {
			t.Skip("small texts tell as much")
		}
		apply(t, want, got)
	})
}
