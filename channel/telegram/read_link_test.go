package telegram_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// TestReadLinks holds that the address behind words is shown with them.
func TestReadLinks(t *testing.T) {
	link := func(offset, length int, url string) string {
		return fmt.Sprintf(`{"type":"text_link","offset":%d,"length":%d,"url":%q}`, offset, length, url)
	}
	const a, b = "https://a.example/x", "https://b.example"
	tests := []struct {
		name, text string
		entities   []string
		want       string
	}{
		{"one", "our terms", []string{link(4, 5, a)}, "our terms (" + a + ")"},
		{"in the middle", "see terms and prices.", []string{link(14, 6, b), link(4, 5, a)}, "see terms (" + a + ") and prices (" + b + ")."},
		{"behind emojis", "😆👍 here!", []string{link(5, 4, a)}, "😆👍 here (" + a + ")!"},
		{"an emoji", "go 👍", []string{link(3, 2, a)}, "go 👍 (" + a + ")"},
		{"beside other marks", "a bold link", []string{`{"type":"bold","offset":2,"length":4}`, `{"type":"url","offset":0,"length":1}`, link(7, 4, a)}, "a bold link (" + a + ")"},
		{"in two parts", "read this", []string{link(0, 5, a), link(5, 4, a)}, "read this (" + a + ")"},
		{"one in another", "read this", []string{link(0, 9, a), link(0, 4, b)}, "read (" + b + ") this (" + a + ")"},
		{"the words are the address", a, []string{link(0, len(a), a+"/")}, a},
		{"the words are another address", "https://bank.example", []string{link(0, 20, a)}, "https://bank.example (" + a + ")"},
		{"a line", "terms\nmore", []string{link(0, 6, a)}, "terms (" + a + ")\nmore"},
		{"half a character", "go 👍", []string{link(3, 1, a)}, "go 👍 (" + a + ")"},
		{"beyond the end", "go", []string{link(1, 900, a)}, "go (" + a + ")"},
		{"behind the end", "go", []string{link(9, 3, a)}, "go (" + a + ")"},
		{"negative", "go", []string{link(-3, -1, a)}, " (" + a + ")go"},
		{"no address", "go", []string{`{"type":"text_link","offset":0,"length":2}`}, "go"},
		{"spaces behind another link", "a b   ", []string{link(0, 6, a), link(2, 4, b)}, "a b (" + a + ") (" + b + ")   "},
		{"no marks", "go", nil, "go"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, err := json.Marshal(tt.text)
			require.NoError(t, err)
			list := "[" + strings.Join(tt.entities, ",") + "]"
			require.Equal(t, tt.want, parse(t, message("message", `"text":`+string(text)+`,"entities":`+list))[0].Message.Text)
			photo := parse(t, message("message", `"photo":[{"file_id":"p"}],"caption":`+string(text)+`,"caption_entities":`+list))[0].Message
			require.Equal(t, tt.want, photo.Text)
		})
	}
	edit := parse(t, message("edited_message", `"text":"terms","entities":[`+link(0, 5, a)+`]`))[0]
	require.Equal(t, "terms ("+a+")", edit.Message.Text)
}

// FuzzReadLinks: whatever the places, a link adds its address and takes nothing away.
func FuzzReadLinks(f *testing.F) {
	f.Add("see 😆 here", int64(4), int64(2))
	f.Add("x", int64(-1), int64(1)<<62)
	f.Fuzz(func(t *testing.T, text string, offset, length int64) {
		if !utf8.ValidString(text) || strings.Contains(text, "u.example") {
			return
		}
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		got := parse(t, message("message", fmt.Sprintf(`"text":%s,"entities":[{"type":"text_link","offset":%d,"length":%d,"url":"u.example"}]`, quoted, offset, length)))[0].Message.Text
		before, after, found := strings.Cut(got, " (u.example)")
		require.True(t, found, "%q", got)
		require.Equal(t, text, before+after)
	})
}
