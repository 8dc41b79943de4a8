package channel_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// part is what a test says of a part: its type, its text, how many files.
type part struct {
	Type  channel.MessageType
	Text  string
	Files int
}

func partsOf(list []channel.Outbound) []part {
	parts := make([]part, len(list))
	for i, o := range list {
		parts[i] = part{o.Type, o.Text, len(o.Attachments)}
	}
	return parts
}

func TestSplit(t *testing.T) {
	photo, song, file := channel.Attachment{Type: channel.Image}, channel.Attachment{Type: channel.Audio}, channel.Attachment{Type: channel.Document}
	note, voice := channel.Attachment{Type: channel.Video, Voice: true}, channel.Attachment{Type: channel.Audio, Voice: true}
	long := strings.Repeat("word ", 250) // 1,250 characters
	yes := channel.Question{Choices: choices(2)}
	shop := channel.Place{Latitude: 1, Name: "Shop", Address: "Example 1"}
	files := func(list ...channel.Attachment) []channel.Attachment { return list }
	tests := []struct {
		kind channel.Kind
		name string
		o    channel.Outbound
		want []part
	}{
		{channel.WhatsApp, "the caption is on the first", channel.Outbound{Type: channel.Image, Text: "Hi", Attachments: files(photo, file)},
			[]part{{channel.Image, "Hi", 1}, {channel.Document, "", 1}}},
		{channel.WhatsApp, "a song has no caption", channel.Outbound{Type: channel.Audio, Text: "Hi", Attachments: files(song, photo)},
			[]part{{channel.Audio, "", 1}, {channel.Image, "", 1}, {channel.Text, "Hi", 0}}},
		{channel.WhatsApp, "no caption as long", channel.Outbound{Type: channel.Image, Text: long, Attachments: files(photo)},
			[]part{{channel.Image, "", 1}, {channel.Text, long, 0}}},
		{channel.WhatsApp, "a file called a text", channel.Outbound{Type: channel.Text, Text: "Hi", Attachments: files(photo)},
			[]part{{channel.Image, "Hi", 1}}},
		{channel.WhatsApp, "files before a question", channel.Outbound{Type: channel.Interactive, Text: "Well?", Attachments: files(photo), Question: yes},
			[]part{{channel.Image, "", 1}, {channel.Interactive, "Well?", 0}}},
		{channel.WhatsApp, "a question under a long text", channel.Outbound{Type: channel.Interactive, Text: long, Question: yes},
			[]part{{channel.Text, long[:735], 0}, {channel.Interactive, long[735:], 0}}},
		{channel.WhatsApp, "a song above a question", channel.Outbound{Type: channel.Interactive, Text: "Well?", Question: channel.Question{Media: song, Choices: choices(1)}},
			[]part{{channel.Audio, "", 1}, {channel.Interactive, "Well?", 0}}},
		{channel.WhatsApp, "place and text", channel.Outbound{Type: channel.Location, Text: "Here", Place: shop},
			[]part{{channel.Location, "", 0}, {channel.Text, "Here", 0}}},
		{channel.Messenger, "text of its own", channel.Outbound{Type: channel.Image, Text: "Hi", Attachments: files(photo, photo)},
			[]part{{channel.Image, "", 1}, {channel.Image, "", 1}, {channel.Text, "Hi", 0}}},
		{channel.Messenger, "blanks beside a file", channel.Outbound{Text: " ", Attachments: files(photo)}, []part{{channel.Image, "", 1}}},
		{channel.Messenger, "a picture above a link", channel.Outbound{Type: channel.Interactive, Text: "See", Question: channel.Question{Media: photo, Link: channel.Link{Label: "Open", URL: "https://x.example"}}},
			[]part{{channel.Image, "", 1}, {channel.Interactive, "See", 0}}},
		{channel.LINE, "five messages in a call", channel.Outbound{Type: channel.Image, Text: "Hi", Attachments: files(photo, photo, photo, photo, photo)},
			[]part{{channel.Image, "", 5}, {channel.Text, "Hi", 0}}},
		{channel.LINE, "the rest with the text", channel.Outbound{Text: "Well?", Attachments: files(photo, photo, photo, photo, photo, photo), Question: yes},
			[]part{{channel.Image, "", 5}, {channel.Interactive, "Well?", 1}}},
		{channel.LINE, "a picture above a question", channel.Outbound{Type: channel.Interactive, Text: "Well?", Question: channel.Question{Media: photo, Choices: choices(1)}},
			[]part{{channel.Interactive, "Well?", 1}}},
		{channel.LINE, "place, picture, text", channel.Outbound{Type: channel.Location, Text: "Here", Place: shop, Attachments: files(photo)},
			[]part{{channel.Location, "Here", 1}}},
		{channel.Telegram, "albums are of one kind", channel.Outbound{Text: "Hi", Attachments: files(photo, photo, file, photo)},
			[]part{{channel.Image, "Hi", 2}, {channel.Document, "", 1}, {channel.Image, "", 1}}},
		{channel.Telegram, "no buttons under an album", channel.Outbound{Text: "Well?", Attachments: files(photo, photo), Question: yes},
			[]part{{channel.Image, "", 2}, {channel.Interactive, "Well?", 0}}},
		{channel.Telegram, "a picture above a question", channel.Outbound{Type: channel.Interactive, Text: "Well?", Question: channel.Question{Media: photo, Choices: choices(1)}},
			[]part{{channel.Interactive, "Well?", 1}}},
		{channel.Telegram, "cards", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "M", Phones: []string{"+1"}}, {Name: "K", Phones: []string{"+2"}}}},
			[]part{{channel.Contacts, "", 0}, {channel.Contacts, "", 0}}},
		{channel.Telegram, "a video note has no caption", channel.Outbound{Text: "Hi", Attachments: files(note)},
			[]part{{channel.Video, "", 1}, {channel.Text, "Hi", 0}}},
		{channel.Telegram, "what was recorded goes alone", channel.Outbound{Text: "Hi", Attachments: files(voice, voice, photo, note, photo)},
			[]part{{channel.Audio, "Hi", 1}, {channel.Audio, "", 1}, {channel.Image, "", 1}, {channel.Video, "", 1}, {channel.Image, "", 1}}},
		{channel.WhatsApp, "a video that was recorded has a caption", channel.Outbound{Type: channel.Video, Text: "Hi", Attachments: files(note)},
			[]part{{channel.Video, "Hi", 1}}},
		{channel.X, "one file", channel.Outbound{Text: "Hi", Attachments: files(photo, photo)}, []part{{channel.Image, "Hi", 1}, {channel.Image, "", 1}}},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+"/"+tt.name, func(t *testing.T) {
			tt.o.ID, tt.o.ReplyTo = "c1", "m1"
			got := channel.AbilityOf(tt.kind).Split(tt.o)
			if diff := cmp.Diff(tt.want, partsOf(got)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			requireLaws(t, channel.AbilityOf(tt.kind), tt.o)
		})
	}
}

// TestSplitText holds where a text is cut.
func TestSplitText(t *testing.T) {
	tests := []struct {
		name string
		most channel.Limit
		text string
		want string // pieces with | between
	}{
		{"at a blank", channel.Limit{Most: 8}, "one two three", "one two |three"},
		{"at the last of several", channel.Limit{Most: 6}, "one\n\n two", "one\n\n |two"},
		{"a word that fits", channel.Limit{Most: 8}, "a longword b", "a |longword| b"},
		{"a word that cannot fit", channel.Limit{Most: 8}, "a longerword b", "a longer|word b"},
		{"an accent stays", channel.Limit{Most: 3}, "abe\u0301c", "ab|e\u0301c"},
		{"a family stays", channel.Limit{Most: 6}, "ab👨\u200d👩\u200d👧", "ab|👨\u200d👩\u200d👧"},
		{"a colour stays", channel.Limit{Most: 2}, "a👍🏽b", "a|👍🏽|b"},
		{"a flag stays", channel.Limit{Most: 3}, "🇫🇷🇩🇪🇯🇵", "🇫🇷|🇩🇪|🇯🇵"},
		{"a syllable stays", channel.Limit{Most: 3}, "aa\u1112\u1161\u11ab", "aa|\u1112\u1161\u11ab"},
		{"a line end stays", channel.Limit{Most: 3}, "ab\r\ncd", "ab|\r\nc|d"},
		{"no cut but inside", channel.Limit{Most: 2}, "e\u0301\u0302\u0303", "e\u0301|\u0302\u0303"},
		{"bytes", channel.Limit{Most: 7, Unit: channel.UnitByte}, "好好好", "好好|好"},
		{"units", channel.Limit{Most: 5, Unit: channel.UnitUTF16}, "😀😀😀", "😀😀|😀"},
		{"behind a full stop", channel.Limit{Most: 4}, "今天好。明天好", "今天好。|明天好"},
		{"not before it", channel.Limit{Most: 3}, "今天好。明天", "今天|好。明|天"},
		{"behind a Chinese word in a text", channel.Limit{Most: 9}, "word 你好word", "word 你好|word"},
		{"blanks only are left out", channel.Limit{Most: 4}, "a" + strings.Repeat(" ", 9) + "b", "a   |  b"},
		{"blanks at the end", channel.Limit{Most: 4}, "four     ", "four"},
		{"broken text", channel.Limit{Most: 2}, "a\xff\xfeb", "a\xff|\xfeb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, o := range (channel.Ability{Text: tt.most}).Split(channel.Outbound{Text: tt.text}) {
				got = append(got, o.Text)
			}
			require.Equal(t, tt.want, strings.Join(got, "|"))
		})
	}
}

// requireLaws holds what is true of every message that fits.
func requireLaws(t *testing.T, a channel.Ability, o channel.Outbound) {
	t.Helper()
	parts := a.Split(o)
	require.NotEmpty(t, parts)
	if misfit, ok := a.Fit(o); !ok {
		require.NotEmpty(t, misfit.Code)
		require.Empty(t, cmp.Diff([]channel.Outbound{o}, parts))
		return
	}
	var texts strings.Builder
	var files []channel.Attachment
	var people []channel.Person
	for i, p := range parts {
		misfit, ok := a.Fit(p)
		require.True(t, ok, "part %d: %v", i, misfit)
		if again := a.Split(p); len(again) != 1 || !reflect.DeepEqual(p, again[0]) {
			t.Fatalf("part %d is split again: %s", i, cmp.Diff([]channel.Outbound{p}, again))
		}
		require.Equal(t, o.ID, p.ID)
		require.Equal(t, i == 0 && o.ReplyTo != "", p.ReplyTo != "", "part %d quotes", i)
		last := i == len(parts)-1
		require.Equal(t, last && len(o.Question.Answers()) > 0, len(p.Question.Answers()) > 0, "part %d asks", i)
		require.True(t, utf8.ValidString(p.Text) || !utf8.ValidString(o.Text), "part %d is cut inside a rune", i)
		texts.WriteString(p.Text)
		files, people = append(files, p.Attachments...), append(people, p.People...)
	}
	require.Equal(t, strings.Join(strings.Fields(o.Text), ""), strings.Join(strings.Fields(texts.String()), ""), "nothing is lost")
	if m := o.Question.Media; m != (channel.Attachment{}) && parts[len(parts)-1].Question.Media != m { // it stands before
		o.Attachments = append([]channel.Attachment{o.Question.Media}, o.Attachments...)
	}
	require.Empty(t, cmp.Diff(o.Attachments, files))
	require.Empty(t, cmp.Diff(o.People, people))
}
