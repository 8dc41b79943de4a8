package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestTable holds that the table of package phone is what this program writes.
func TestTable(t *testing.T) {
	want, err := table()
	require.NoError(t, err)
	got, err := os.ReadFile(filepath.Join("..", "..", "identity", "phone", "table.go"))
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run go generate ./identity/phone (-want +got):\n%s", diff)
	}
	mod, err := os.ReadFile(filepath.Join("..", "go.mod"))
	require.NoError(t, err)
	library := regexp.MustCompile(`github.com/nyaruka/phonenumbers v\S+`).FindString(string(mod))
	require.Contains(t, origin, library, "the table names another version of the library")
	require.Less(t, len(got), 40_000, "the table is not small any more")
}

func TestWritten(t *testing.T) {
	tests := []struct{ name, allowed, had, want string }{
		{"one length", `[1-9]\d{8}`, `[1-9]\d{8}`, "1-9:9"},
		{"lengths and heads", `2\d{6,8}|30\d{5}|7\d{9}`, `\d{5,10}`, "2:7-9 30:7 7:10"},
		{"nobody has it", `[2-4]\d{6}`, `2\d{6}`, "2:7"},
		{"two digits decide", `2\d{6}`, `234\d{4}`, "23:7"},
		{"as deep as the plan goes", `2345\d{3}|2346\d{4}`, `2\d{6,7}`, "2345:7 2346:8"},
		{"a prefix of another country", `0\d{6}`, `0\d{6}`, "01-09:7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := numbers{language(tt.allowed), language(tt.had), 1<<16 - 1}
			if diff := cmp.Diff(tt.want, written(cells("", []numbers{n}))); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrefixes(t *testing.T) {
	for expression, want := range map[string][]string{
		"":                          nil,
		"0":                         {"0"},
		"0|80?":                     {"0", "8", "80"},
		"[08]":                      {"0", "8"},
		"0(1\\d)?":                  {"0"},
		"([457]\\d{6})$|1":          {"1"},
		"00(?:1[14]|9)":             {"0011", "0014", "009"},
		"(?:0|90)(?:(15)(\\d{9}))?": {"0", "90"},
	} {
		if diff := cmp.Diff(want, prefixes(expression)); diff != "" && len(want)+len(prefixes(expression)) > 0 {
			t.Errorf("%s: mismatch (-want +got):\n%s", expression, diff)
		}
	}
}
