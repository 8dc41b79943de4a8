package telegram_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadRich holds that the words of a rich message are read in their order, the files
// as attachments.
func TestReadRich(t *testing.T) {
	tests := []struct{ name, blocks, want string }{
		{"heading and paragraph", `{"type":"heading","text":"Complaint","size":2},{"type":"divider"},{"type":"paragraph","text":"The lamp does not work."}`,
			"Complaint\nThe lamp does not work."},
		{"marks in marks", `{"type":"paragraph","text":["It is ",{"type":"bold","text":["very ",{"type":"italic","text":"dark"}]},"."]}`, "It is very dark."},
		{"a hidden link", `{"type":"paragraph","text":["See ",{"type":"url","text":"our page","url":"https://a.example"}," and ",{"type":"url","text":"b.example/","url":"b.example"}]}`,
			"See our page (https://a.example) and b.example/"},
		{"a hidden address", `{"type":"paragraph","text":[{"type":"email_address","text":"write","email_address":"m@a.example"},{"type":"phone_number","text":"+1555","phone_number":"+1555"}]}`,
			"write (m@a.example)+1555"},
		{"emoji and formula", `{"type":"paragraph","text":[{"type":"custom_emoji","custom_emoji_id":"5","alternative_text":"👍"},{"type":"mathematical_expression","expression":"x^2"}]}`, "👍x^2"},
		{"a list", `{"type":"list","items":[{"label":"1.","blocks":[{"type":"paragraph","text":"one"},{"type":"paragraph","text":"more"}]},{"label":"2.","has_checkbox":true,"is_checked":true,"blocks":[{"type":"paragraph","text":"two"}]},{"has_checkbox":true,"blocks":[]}]}`,
			"1. one\nmore\n[x] two\n[ ]"},
		{"a table", `{"type":"table","cells":[[{"text":"Size","is_header":true},{"text":"Price"}],[{"text":"M"},{}]],"caption":"Prices"}`, "Size | Price\nM | \nPrices"},
		{"a quotation", `{"type":"blockquote","blocks":[{"type":"paragraph","text":"Light!"}],"credit":"Goethe"}`, "Light!\nGoethe"},
		{"details", `{"type":"details","summary":"More","blocks":[{"type":"pre","text":"a\nb","language":"go"}]}`, "More\na\nb"},
		{"buttons", `{"type":"buttons","buttons":[{"text":"Open","url":"https://a.example"}]}`, "Open (https://a.example)"},
		{"a button in a text", `{"type":"paragraph","text":["Go: ",{"type":"button","button":{"text":"Open","url":"https://a.example"}}]}`, "Go: Open (https://a.example)"},
		{"an unknown block", `{"type":"hologram","layers":[{"title":"A ship"},{"title":"At sea"}]},{"type":"footer","text":"End"}`, "A ship\nAt sea\nEnd"},
		{"odd ones", `7,null,{"text":null},{"items":[7]},{"cells":[7,[7]]},{"type":"paragraph","text":"x"}`, "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := channel.Message{ID: "7:11", Type: channel.Text, Subtype: "rich_message", Text: tt.want}
			for _, kind := range []string{"message", "edited_message"} {
				got := parse(t, message(kind, `"rich_message":{"blocks":[`+tt.blocks+`]}`))[0].Message
				got.Target = ""
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s differs (-want +got):\n%s", kind, diff)
				}
			}
		})
	}
}

func TestReadRichFiles(t *testing.T) {
	got := parse(t, message("message", `"rich_message":{"blocks":[
		{"type":"collage","blocks":[{"type":"photo","photo":[{"file_id":"p","width":9,"height":9}],"caption":{"text":"Broken","credit":"Ada"}},{"type":"video","video":{"file_id":"v"}}],"caption":{"text":"Both"}},
		{"type":"voice_note","voice_note":{"file_id":"n","duration":2}},{"type":"document","document":{"file_id":"d","file_name":"a.pdf"}},
		{"type":"map","location":{"latitude":1.5,"longitude":2},"zoom":14}]}`))[0].Message
	want := channel.Message{ID: "7:11", Type: channel.Text, Subtype: "rich_message", Text: "Broken\nAda\nBoth", Place: channel.Place{Latitude: 1.5, Longitude: 2},
		Attachments: []channel.Attachment{
			{Type: channel.Image, ID: "p"}, {Type: channel.Video, ID: "v"},
			{Type: channel.Audio, ID: "n", Millis: 2000, Voice: true}, {Type: channel.Document, ID: "d", Name: "a.pdf"},
		}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message differs (-want +got):\n%s", diff)
	}
	alone := parse(t, message("message", `"rich_message":{"blocks":[{"type":"animation","animation":{"file_id":"a"}}]}`))[0].Message
	require.Equal(t, channel.Video, alone.Type)
	place := parse(t, message("message", `"rich_message":{"blocks":[{"type":"map","location":{"latitude":1.5,"longitude":2}}]}`))[0].Message
	require.Equal(t, channel.Location, place.Type)
}

// A message that is nested far deeper than Telegram does keeps its form.
func TestReadRichDeep(t *testing.T) {
	const depth = 100_000
	deep := strings.Repeat(`{"text":`, depth) + `"x"` + strings.Repeat(`}`, depth)
	m := parse(t, message("message", `"rich_message":{"blocks":[`+deep+`]}`))[0].Message
	require.Equal(t, channel.Unsupported, m.Type)
	require.Equal(t, `{"blocks":[`+deep+`]}`, m.Payload)
}
