package telegram_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

func TestReadContent(t *testing.T) {
	tests := []struct {
		name, parts string
		want        channel.Message
	}{
		{
			"photo in three sizes", `"caption":"broken","photo":[{"file_id":"s","width":90,"height":90},{"file_id":"l","width":900,"height":900,"file_size":77},{"file_id":"m","width":300,"height":300}]`,
			channel.Message{Type: channel.Image, Text: "broken", Attachments: []channel.Attachment{{Type: channel.Image, ID: "l", Size: 77}}},
		},
		{
			"voice", `"voice":{"file_id":"v","mime_type":"audio/ogg","duration":3}`,
			channel.Message{Type: channel.Audio, Subtype: "voice", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "v", MIME: "audio/ogg", Millis: 3000, Voice: true}}},
		},
		{
			"video note", `"video_note":{"file_id":"n","duration":5}`,
			channel.Message{Type: channel.Video, Subtype: "video_note", Attachments: []channel.Attachment{{Type: channel.Video, ID: "n", Millis: 5000, Voice: true}}},
		},
		{
			"audio without a name", `"audio":{"file_id":"a","performer":"Lena","title":"Noise"}`,
			channel.Message{Type: channel.Audio, Attachments: []channel.Attachment{{Type: channel.Audio, ID: "a", Name: "Lena – Noise"}}},
		},
		{
			"audio with half a name", `"audio":{"file_id":"a","title":"Noise"}`,
			channel.Message{Type: channel.Audio, Attachments: []channel.Attachment{{Type: channel.Audio, ID: "a", Name: "Noise"}}},
		},
		{
			"live photo, which is a photo as well", `"photo":[{"file_id":"p"}],"live_photo":{"file_id":"l"}`,
			channel.Message{Type: channel.Video, Subtype: "live_photo", Attachments: []channel.Attachment{{Type: channel.Image, ID: "p"}, {Type: channel.Video, ID: "l"}}},
		},
		{
			"contact with a vCard", `"contact":{"first_name":"Mira","phone_number":"+4915550100001","vcard":"BEGIN:VCARD\r\nTEL;TYPE=cell:+49 155 50100001\r\nitem1.TEL;VALUE=uri:tel:+49-30-555010\r\nEMAIL:mira@example.\r\n com\r\nEND:VCARD"}`,
			channel.Message{Type: channel.Contacts, People: []channel.Person{{Name: "Mira", Phones: []string{"+4915550100001", "+49-30-555010"}, Emails: []string{"mira@example.com"}}}},
		},
		{
			"users shared", `"user_shared":{"request_id":3,"user_id":901},"users_shared":{"users":[{"user_id":901,"first_name":"Tom","last_name":"Fo"},{"user_id":902,"username":"ana"},{"user_id":903}]}`,
			channel.Message{Type: channel.Contacts, Subtype: "users_shared", People: []channel.Person{{Name: "Tom Fo"}, {Name: "ana"}, {Name: "903"}},
				Payload: `{"users":[{"user_id":901,"first_name":"Tom","last_name":"Fo"},{"user_id":902,"username":"ana"},{"user_id":903}]}`},
		},
		{
			"users shared, by older versions", `"users_shared":{"user_ids":[901,902]}`,
			channel.Message{Type: channel.Contacts, Subtype: "users_shared", People: []channel.Person{{Name: "901"}, {Name: "902"}}, Payload: `{"user_ids":[901,902]}`},
		},
		{
			"user shared, by the oldest", `"user_shared":{"user_id":901}`,
			channel.Message{Type: channel.Contacts, Subtype: "user_shared", People: []channel.Person{{Name: "901"}}, Payload: `{"user_id":901}`},
		},
		{
			"chat shared", `"chat_shared":{"chat_id":-9,"title":"Club"}`,
			channel.Message{Type: channel.Interactive, Subtype: "chat_shared", Text: "Club", Payload: `{"chat_id":-9,"title":"Club"}`},
		},
		{
			"form", `"web_app_data":{"data":"{\"size\":1}","button_text":"Order"}`,
			channel.Message{Type: channel.Interactive, Subtype: "web_app_data", Text: "Order", Payload: `{"size":1}`},
		},
		{
			"gift with words", `"gift":{"text":"Thanks!","gift":{"id":"g"}}`,
			channel.Message{Type: channel.Unsupported, Subtype: "gift", Text: "Thanks!", Payload: `{"text":"Thanks!","gift":{"id":"g"}}`},
		},
		{
			"animation, which is a document as well", `"document":{"file_id":"d"},"animation":{"file_id":"a","file_name":"a.mp4"}`,
			channel.Message{Type: channel.Video, Subtype: "animation", Attachments: []channel.Attachment{{Type: channel.Video, ID: "a", Name: "a.mp4"}}},
		},
		{
			"sticker", `"sticker":{"file_id":"k","emoji":"🤣","set_name":"cats"}`,
			channel.Message{Type: channel.Sticker, Text: "🤣", Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "k", Name: "cats"}}},
		},
		{
			"venue", `"location":{"latitude":52.5,"longitude":"13.25"},"venue":{"location":{"latitude":52.5,"longitude":13.25},"title":"Office","address":"Example street 1"}`,
			channel.Message{Type: channel.Location, Place: channel.Place{Latitude: 52.5, Longitude: 13.25, Name: "Office", Address: "Example street 1"}},
		},
		{
			"contact", `"contact":{"first_name":"Mira","phone_number":"+4915550100001"}`,
			channel.Message{Type: channel.Contacts, People: []channel.Person{{Name: "Mira", Phones: []string{"+4915550100001"}}}},
		},
		{
			"unknown content is still the user's message", `"hologram":{"title":"A ship"}`,
			channel.Message{Type: channel.Unsupported, Subtype: "hologram", Payload: `{"title":"A ship"}`, Text: "A ship"},
		},
		{
			"poll", `"poll":{"id":"1","question":"Which?","options":[{"text":"Red"},{"text":"Blue"}]}`,
			channel.Message{Type: channel.Unsupported, Subtype: "poll", Payload: `{"id":"1","question":"Which?","options":[{"text":"Red"},{"text":"Blue"}]}`, Text: "Which?\nRed\nBlue"},
		},
		{
			"unknown content behind an unknown flag", `"glows":5,"hologram":{"pages":[{"title":"A ship"},{"title":"At sea"}],"chat":{"title":"Not this"}}`,
			channel.Message{Type: channel.Unsupported, Subtype: "hologram", Text: "A ship\nAt sea",
				Payload: `{"pages":[{"title":"A ship"},{"title":"At sea"}],"chat":{"title":"Not this"}}`},
		},
		{"unknown flag beside a text", `"text":"hi","glows":true`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"forwarded", `"text":"hi","forward_origin":{"type":"hidden_user"}`, channel.Message{Type: channel.Text, Text: "hi", Forwarded: true}},
		{"null content", `"text":"hi","document":null`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"a caption below unknown content", `"caption":"see","hologram":{}`, channel.Message{Type: channel.Unsupported, Subtype: "hologram", Text: "see", Payload: `{}`}},
		{"a caption below nothing", `"caption":"see"`, channel.Message{Type: channel.Text, Text: "see"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, message("message", tt.parts))
			require.Len(t, got, 1)
			require.Equal(t, channel.EventMessage, got[0].Type)
			require.Equal(t, channel.OpenMessage, got[0].Opens)
			tt.want.ID = "7:11"
			if diff := cmp.Diff(tt.want, got[0].Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
}

// A known kind whose content cannot be read is still the user's message, with its form.
func TestReadUnreadable(t *testing.T) {
	for name, tt := range map[string]struct{ parts, subtype, payload, text string }{
		"a text that is an object":     {`"text":{"a":1}`, "text", `{"a":1}`, ""},
		"a text with its words within": {`"text":{"text":"hi"}`, "text", `{"text":"hi"}`, "hi"},
		"a photo without sizes":        {`"caption":"see","photo":[]`, "photo", `[]`, "see"},
		"a file without an id":         {`"document":{"file_name":"a.pdf"}`, "document", `{"file_name":"a.pdf"}`, ""},
		"a sticker of another form":    {`"sticker":7`, "sticker", `7`, ""},
		"a place without a point":      {`"location":{"latitude":1}`, "location", `{"latitude":1}`, ""},
		"a card of nobody":             {`"contact":[]`, "contact", `[]`, ""},
		"nobody shared":                {`"users_shared":{"users":[]}`, "users_shared", `{"users":[]}`, ""},
		"no blocks":                    {`"rich_message":{}`, "rich_message", `{}`, ""},
		"a flag alone":                 {`"glows":5`, "glows", `5`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := parse(t, message("message", tt.parts))[0]
			got := []any{e.Type, e.Opens, e.Message.Type, e.Message.Subtype, e.Message.Payload, e.Message.Text}
			want := []any{channel.EventMessage, channel.OpenMessage, channel.Unsupported, tt.subtype, tt.payload, tt.text}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
	for _, parts := range []string{`"photo":null`, `"entities":[]`, `"text":null`} { // nothing has no form: the whole is kept
		body := message("message", parts)
		m := parse(t, body)[0].Message
		require.Equal(t, channel.Unsupported, m.Type)
		require.JSONEq(t, body, `{"update_id":1,"message":`+m.Payload+`}`)
	}
}
