package line_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

var mira = channel.Address{Account: account, Handle: "Umira"}

func TestCall(t *testing.T) {
	const push, reply = "/v2/bot/message/push", "/v2/bot/message/reply"
	tests := []struct {
		name string
		o    channel.Outbound
		path string
		body string
	}{
		{"push", channel.Outbound{Text: "Hi", Via: channel.RoutePush}, push, `{"to":"Umira","messages":[{"type":"text","text":"Hi"}]}`},
		{"reply", channel.Outbound{Text: "Hi", Via: channel.RouteReplyToken, Token: "rt"}, reply, `{"replyToken":"rt","messages":[{"type":"text","text":"Hi"}]}`},
		{"quoted", channel.Outbound{Text: "Hi", ReplyTo: "q-1"}, push, `{"to":"Umira","messages":[{"type":"text","text":"Hi","quoteToken":"q-1"}]}`},
		{"media", channel.Outbound{Text: "See", Attachments: []channel.Attachment{
			{Type: channel.Image, URL: "https://x.example/i"},
			{Type: channel.Video, URL: "https://x.example/v", Preview: "https://x.example/p"},
			{Type: channel.Audio, URL: "https://x.example/a", Millis: 1500},
			{Type: channel.Sticker, ID: "11/22"},
		}}, push, `{"to":"Umira","messages":[
			{"type":"image","originalContentUrl":"https://x.example/i","previewImageUrl":"https://x.example/i"},
			{"type":"video","originalContentUrl":"https://x.example/v","previewImageUrl":"https://x.example/p"},
			{"type":"audio","originalContentUrl":"https://x.example/a","duration":1500},
			{"type":"sticker","packageId":"11","stickerId":"22"},
			{"type":"text","text":"See"}]}`},
		{"place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1.5, Longitude: 2, Name: "Shop", Address: "Example 1"}}, push,
			`{"to":"Umira","messages":[{"type":"location","title":"Shop","address":"Example 1","latitude":1.5,"longitude":2}]}`},
		{"question", channel.Outbound{Type: channel.Interactive, Text: "Which?", Question: channel.Question{Choices: []channel.Choice{{ID: "s", Title: "Small"}}}}, push,
			`{"to":"Umira","messages":[{"type":"text","text":"Which?","quickReply":{"items":[{"type":"action","action":{"type":"postback","label":"Small","data":"s","displayText":"Small"}}]}}]}`},
		{"as long as may be", channel.Outbound{Text: strings.Repeat("😀", 2500)}, push,
			`{"to":"Umira","messages":[{"type":"text","text":"` + strings.Repeat("😀", 2500) + `"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.ID, tt.o.To = "out-1", mira
			got, err := unsigned(t).Call(tt.o)
			require.NoError(t, err)
			require.Equal(t, "https://api.line.me"+tt.path, got.URL)
			require.JSONEq(t, tt.body, string(got.Body))
			require.Equal(t, "Bearer {token}", got.Header.Get("Authorization"))
			require.Equal(t, tt.path == push, got.Header.Get("X-Line-Retry-Key") != "")
		})
	}
}

// The key of a push is a UUID, the same for one message and another for another.
func TestCallRetryKey(t *testing.T) {
	key := func(id string) string {
		c, err := unsigned(t).Call(channel.Outbound{ID: id, To: mira, Text: "x"})
		require.NoError(t, err)
		return c.Header.Get("X-Line-Retry-Key")
	}
	require.Regexp(t, regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), key("a"))
	require.Equal(t, key("a"), key("a"))
	require.NotEqual(t, key("a"), key("b"))
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	file := func(a channel.Attachment) channel.Outbound {
		return channel.Outbound{To: mira, Attachments: []channel.Attachment{a}}
	}
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nobody", channel.Outbound{To: channel.Address{Account: account}, Text: "x"}, "to is missing"},
		{"no token", channel.Outbound{To: mira, Text: "x", Via: channel.RouteReplyToken}, "replyToken is missing"},
		{"no address", file(channel.Attachment{Type: channel.Image}), "an attachment without an address"},
		{"video without a picture", file(channel.Attachment{Type: channel.Video, URL: "https://x.example"}), "a video needs a picture"},
		{"audio without its time", file(channel.Attachment{Type: channel.Audio, URL: "https://x.example"}), "audio needs its playing time"},
		{"sticker", file(channel.Attachment{Type: channel.Sticker, ID: "12"}), "package/sticker is wanted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := unsigned(t).Call(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
}

func TestAnswer(t *testing.T) {
	answer := func(status int, body string) (channel.Accepted, error) {
		return unsigned(t).Answer(platform.Response{Status: status, Body: []byte(body), At: received})
	}
	for _, status := range []int{200, 409} {
		got, err := answer(status, `{"sentMessages":[{"id":"461","quoteToken":"q"},{"id":"462"}]}`)
		require.NoError(t, err)
		require.Equal(t, channel.Accepted{MessageID: "461", At: received}, got)
	}
	tests := []struct {
		name   string
		status int
		body   string
		want   channel.Error
	}{
		{"token", 400, `{"message":"Invalid reply token"}`, channel.Error{Code: "http_400", Title: "Invalid reply token", Class: channel.ClassNever}},
		{"details", 400, `{"message":"The request body has 1 error(s)","details":[{"message":"May not be empty","property":"messages[0].text"}]}`,
			channel.Error{Code: "http_400", Title: "The request body has 1 error(s)", Detail: "messages[0].text: May not be empty", Class: channel.ClassNever}},
		{"no friend", 400, `{"message":"Failed to send messages"}`, channel.Error{Code: "http_400", Title: "Failed to send messages", Class: channel.ClassUser}},
		{"access", 401, `{"message":"Authentication failed"}`, channel.Error{Code: "http_401", Title: "Authentication failed", Class: channel.ClassFix}},
		{"quota", 429, `{"message":"You have reached your monthly limit."}`, channel.Error{Code: "http_429", Title: "You have reached your monthly limit.", Class: channel.ClassFix}},
		{"rate", 429, `{"message":"The API rate limit has been exceeded. Try again later."}`,
			channel.Error{Code: "http_429", Title: "The API rate limit has been exceeded. Try again later.", Class: channel.ClassRetry}},
		{"gone", 404, `{"message":"Not found"}`, channel.Error{Code: "http_404", Title: "Not found", Class: channel.ClassUser}},
		{"new", 418, `{}`, channel.Error{Code: "http_418", Title: "I'm a teapot"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := answer(tt.status, tt.body)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if diff := cmp.Diff(tt.want, refusal.Reason); diff != "" {
				t.Errorf("reason differs (-want +got):\n%s", diff)
			}
		})
	}
}
