package phone_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/internal/datatest"
)

var (
	typedBy = regexp.MustCompile(`([A-Z]{2}) "([^"]+)"`) // DE "0151 2345 6789"
	abroad  = regexp.MustCompile(`\+[0-9 ]+[0-9]`)       // +229 97 12 34 56
)

// TestDataD7 reads the rows of the faults about phone numbers: "country, typed", then
// the right answer. An answer that is not known fails.
func TestDataD7(t *testing.T) {
	_, section, found := strings.Cut(string(datatest.Read(t, "faults/desk.md")), "## D7 ")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	rows := 0
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "--") || strings.TrimSpace(cells[2]) == "right" {
			continue
		}
		rows++
		t.Run(strings.TrimSpace(cells[1]), func(t *testing.T) { checkRow(t, cells[1], strings.TrimSpace(cells[2])) })
	}
	require.GreaterOrEqual(t, rows, 8)
}

func checkRow(t *testing.T, typed, right string) {
	var got []string
	for _, m := range typedBy.FindAllStringSubmatch(typed, -1) {
		n, _ := phone.Parse(m[2], m[1])
		got = append(got, string(n))
	}
	switch {
	case strings.HasPrefix(right, "+"):
		compare(t, strings.Split(right, ", "), got)
	case right == "the zero stays":
		compare(t, []string{"+390612345678", "+2250707123456", "+3780549903549"}, got)
	case right == "trunk prefix is not 0":
		compare(t, []string{"+36201234567", "+37061234567"}, got)
	case right == "one person":
		forms := abroad.FindAllString(typed, -1)
		require.Len(t, forms, 2)
		one, _ := phone.Parse(forms[0], "")
		two, _ := phone.Parse(forms[1], "")
		require.NotEmpty(t, one)
		compare(t, []string{string(one.Standard())}, []string{string(two.Standard())})
	default:
		t.Fatalf("the right answer %q is not known", right)
	}
}

func compare(t *testing.T, want, got []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}
