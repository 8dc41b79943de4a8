package telegram_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadOrigin holds what a message took from others.
func TestReadOrigin(t *testing.T) {
	tests := []struct {
		name, parts string
		want        channel.Message
	}{
		{"a quote of another chat", `"text":"?","quote":{"text":"sold out"},"external_reply":{"chat":{"id":-9},"message_id":4}`,
			channel.Message{Type: channel.Text, Text: "?", Detail: "sold out", ReplyTo: "-9:4"}},
		{"of a user", `"text":"broken","forward_origin":{"type":"user","sender_user":{"id":777,"first_name":"Jon","last_name":"Reed"}}`,
			channel.Message{Type: channel.Text, Text: "broken", Forwarded: true, Referral: channel.Referral{Source: "forward", ID: "777", Title: "Jon Reed"}}},
		{"of a hidden user", `"text":"broken","forward_origin":{"type":"hidden_user","sender_user_name":"Aunt May"}`,
			channel.Message{Type: channel.Text, Text: "broken", Forwarded: true, Referral: channel.Referral{Source: "forward", Title: "Aunt May"}}},
		{"of a channel", `"text":"so?","forward_origin":{"type":"channel","chat":{"id":-9,"title":"News"},"message_id":77,"author_signature":"Editor"}`,
			channel.Message{Type: channel.Text, Text: "so?", Forwarded: true, Referral: channel.Referral{Source: "forward", ID: "-9:77", Title: "News", Text: "Editor"}}},
		{"in the older form", `"text":"so?","forward_date":1773000000,"forward_from_chat":{"id":-9,"title":"News"},"forward_from_message_id":77,"forward_signature":"Editor"`,
			channel.Message{Type: channel.Text, Text: "so?", Forwarded: true, Referral: channel.Referral{Source: "forward", ID: "-9:77", Title: "News", Text: "Editor"}}},
		{"a picture of an album", `"media_group_id":"a7","photo":[{"file_id":"P","width":1,"height":1}]`,
			channel.Message{Type: channel.Image, Payload: "a7", Attachments: []channel.Attachment{{Type: channel.Image, ID: "P"}}}},
		{"music in a file", `"audio":{"file_id":"A","file_name":"a.mp3","performer":"Lena","title":"Noise"}`,
			channel.Message{Type: channel.Audio, Detail: "Lena – Noise", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "A", Name: "a.mp3"}}}},
		{"a card", `"contact":{"phone_number":"1","first_name":"Nora","user_id":888,"vcard":"FN:Nora\nORG:Vale Lamps\nADR:;;Rope Walk 9;Bremen;;;\nTEL:1"}`,
			channel.Message{Type: channel.Contacts, Detail: "Vale Lamps\nRope Walk 9, Bremen", Payload: "888", People: []channel.Person{{Name: "Nora", Phones: []string{"1"}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parse(t, message("message", tt.parts))[0].Message
			m.ID = ""
			if diff := cmp.Diff(tt.want, m); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadNamesOfGroups holds where the name of a group and a signature stand.
func TestReadNamesOfGroups(t *testing.T) {
	e := parse(t, `{"update_id":1,"message":{"message_id":1,"from":{"id":7},"chat":{"id":-5,"type":"group","title":"Owners"},"text":"help"}}`)[0]
	require.Equal(t, []string{"-5", "Owners"}, []string{e.Message.Group, e.Notice.Subject})
	e = parse(t, `{"update_id":1,"channel_post":{"message_id":1,"chat":{"id":-9,"type":"channel","title":"News"},"author_signature":"Editor","text":"new"}}`)[0]
	require.Equal(t, channel.Notice{Field: "channel_post", Name: "business", Subject: "News", Detail: "Editor"}, e.Notice)
	e = parse(t, `{"update_id":1,"message":{"message_id":1,"from":{"id":7},"chat":{"id":-5,"type":"group","title":"Owners"},"delete_chat_photo":true}}`)[0]
	require.Equal(t, []any{channel.EventAccount, "Owners"}, []any{e.Type, e.Message.Detail})
}

// TestReadNoticesWhole holds that all of a notice is its payload.
func TestReadNoticesWhole(t *testing.T) {
	for _, kind := range []string{"pre_checkout_query", "chat_boost", "business_connection", "my_chat_member"} {
		const body = `{"id":"q","from":{"id":7},"order_info":{"email":"a@b.example"}}`
		require.Equal(t, body, parse(t, `{"update_id":1,"`+kind+`":`+body+`}`)[0].Message.Payload, kind)
	}
}
