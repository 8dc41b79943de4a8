package messenger_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/messenger"
)

// to returns the address of user 7 at account 4.
func to(kind channel.Kind) channel.Address {
	return channel.Address{Account: channel.Account{Kind: kind, ID: "4"}, Handle: "7"}
}

func TestBuild(t *testing.T) {
	const user = `{"recipient":{"id":"7"},`
	const response = user + `"messaging_type":"RESPONSE",`
	const meta = `"metadata":"socialticket:c1"}}`
	image := channel.Attachment{Type: channel.Image, URL: "https://cdn.example/1.jpg", Size: messenger.MaxImage}
	tests := []struct {
		name string
		kind channel.Kind
		o    channel.Outbound
		want []string
	}{
		{"text", channel.Messenger, channel.Outbound{Text: "Hi"}, []string{response + `"message":{"text":"Hi",` + meta}},
		{"text on Instagram", channel.Instagram, channel.Outbound{Text: "Hi"}, []string{user + `"message":{"text":"Hi"}}`}},
		{
			"files before words, a quote once", channel.Messenger,
			channel.Outbound{Text: "Hi", ReplyTo: "m1", Attachments: []channel.Attachment{image, {Type: channel.Document, ID: "55", Size: 1 << 40}}},
			[]string{
				response + `"reply_to":{"mid":"m1"},"message":{"attachment":{"type":"image","payload":{"url":"https://cdn.example/1.jpg"}},` + meta,
				response + `"message":{"attachment":{"type":"file","payload":{"attachment_id":"55"}},` + meta,
				response + `"message":{"text":"Hi",` + meta,
			},
		},
		{
			"by a person", channel.Instagram, channel.Outbound{Text: "Hi", Via: channel.RouteHuman},
			[]string{user + `"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","message":{"text":"Hi"}}`},
		},
		{
			"to a comment", channel.Instagram, channel.Outbound{Text: "Hi", Via: channel.RoutePrivate, ReplyTo: "88_99"},
			[]string{`{"recipient":{"comment_id":"88_99"},"message":{"text":"Hi"}}`},
		},
		{
			"to a post", channel.Messenger, channel.Outbound{Text: "Hi", Via: channel.RoutePrivate, ReplyTo: "4_88"},
			[]string{`{"recipient":{"post_id":"4_88"},"messaging_type":"RESPONSE","message":{"text":"Hi",` + meta},
		},
		{
			"question", channel.Messenger,
			channel.Outbound{Type: channel.Interactive, Text: "Size?", Question: channel.Question{Choices: []channel.Choice{{ID: "m", Title: "Medium"}}}},
			[]string{response + `"message":{"text":"Size?","quick_replies":[{"content_type":"text","title":"Medium","payload":"m"}],` + meta},
		},
		{
			"link under a picture", channel.Instagram,
			channel.Outbound{Type: channel.Interactive, Text: "See", Question: channel.Question{Media: image, Link: channel.Link{Label: "Open", URL: "https://shop.example"}}},
			[]string{
				user + `"message":{"attachment":{"type":"image","payload":{"url":"https://cdn.example/1.jpg"}}}}`,
				user + `"message":{"attachment":{"type":"template","payload":{"template_type":"button","text":"See","buttons":[{"type":"web_url","url":"https://shop.example","title":"Open"}]}}}}`,
			},
		},
		{
			"template", channel.Messenger,
			channel.Outbound{Type: channel.Template, Template: channel.TemplateCall{Name: "late", Language: "en", Values: []channel.Parameter{
				{Text: "Mira"}, {Component: "header", Media: channel.Attachment{URL: "https://cdn.example/h.jpg"}}, {Name: "day", Text: "Monday"},
			}}},
			[]string{user + `"messaging_type":"UTILITY","message":{"template":{"name":"late","language":{"code":"en"},"components":[` +
				`{"type":"body","parameters":[{"type":"text","text":"Mira"},{"type":"text","parameter_name":"day","text":"Monday"}]},` +
				`{"type":"header","parameters":[{"type":"image","image":{"link":"https://cdn.example/h.jpg"}}]}]},` + meta},
		},
		{
			"heart", channel.Instagram, channel.Outbound{Type: channel.Reaction, Text: "❤️", Target: "m1"},
			[]string{user + `"sender_action":"react","payload":{"message_id":"m1","reaction":"love"}}`},
		},
		{
			"heart taken back", channel.Instagram, channel.Outbound{Type: channel.Reaction, Target: "m1"},
			[]string{user + `"sender_action":"unreact","payload":{"message_id":"m1"}}`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.ID, tt.o.To = "c1", to(tt.kind)
			requests, err := messenger.Build(tt.o)
			require.NoError(t, err)
			var got []string
			for _, r := range requests {
				require.Equal(t, "/me/messages", r.Path)
				got = append(got, string(r.Body))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("requests differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBuildRefuses(t *testing.T) {
	choices := make([]channel.Choice, messenger.MaxChoices+1)
	picture := func(size int64) []channel.Attachment {
		return []channel.Attachment{{Type: channel.Image, URL: "u", Size: size}}
	}
	tests := []struct {
		kind channel.Kind
		o    channel.Outbound
		want string
	}{
		{channel.Messenger, channel.Outbound{}, "neither text nor attachments"},
		{channel.Messenger, channel.Outbound{Text: strings.Repeat("é", 2001)}, "text of 2001 characters: at most 2000"},
		{channel.Instagram, channel.Outbound{Text: strings.Repeat("é", 501)}, "text of 1002 bytes: at most 1000"},
		{channel.Messenger, channel.Outbound{Attachments: picture(messenger.MaxImage + 1)}, "image of 8388609 bytes: at most 8388608"},
		{channel.Messenger, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Video, URL: "u", Size: messenger.MaxFile + 1}}}, "video of 26214401 bytes: at most 26214400"},
		{channel.Messenger, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Audio}}}, "an attachment with neither id nor address"},
		{channel.Messenger, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "1"}}}, `no attachments of type "sticker"`},
		{channel.Messenger, channel.Outbound{Type: channel.Location}, `no messages of type "location"`},
		{channel.Messenger, channel.Outbound{Text: "x", Via: channel.RoutePush}, `no way of sending called "push"`},
		{channel.Messenger, channel.Outbound{Text: "x", Via: channel.RoutePrivate}, "a private answer to nothing"},
		{channel.Messenger, channel.Outbound{Text: "x", Attachments: picture(1), Via: channel.RoutePrivate, ReplyTo: "c"}, "a private answer of 2 messages: one is allowed"},
		{channel.Messenger, channel.Outbound{Text: "?", Question: channel.Question{Choices: choices}}, "a question of 14 choices: at most 13"},
		{channel.Messenger, channel.Outbound{Text: "?", Question: channel.Question{AskPlace: true}}, "no question for a place"},
		{channel.Messenger, channel.Outbound{Type: channel.Reaction, Text: "❤", Target: "m"}, "no reactions but on Instagram, to a message"},
		{channel.Instagram, channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "m"}, `no reaction "👍", only a heart`},
		{channel.Instagram, channel.Outbound{Type: channel.Template}, "no templates here"},
		{channel.Messenger, channel.Outbound{Type: channel.Template}, "a template without name or language"},
		{channel.X, channel.Outbound{Text: "x"}, "this is package messenger"},
	}
	for _, tt := range tests {
		tt.o.To = to(tt.kind)
		_, err := messenger.Build(tt.o)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal, tt.want)
		require.Equal(t, string(tt.kind)+": "+tt.want, refusal.Reason.Title)
		require.Equal(t, channel.ClassNever, refusal.Reason.Class)
	}
	_, err := messenger.Build(channel.Outbound{To: channel.Address{Account: channel.Account{Kind: channel.Messenger}}, Text: "x"})
	require.ErrorContains(t, err, "no user to send to")
}

// TestBuildComesBack holds that the echo of a message that Build wrote names it.
func TestBuildComesBack(t *testing.T) {
	requests, err := messenger.Build(channel.Outbound{ID: "c1", To: to(channel.Messenger), Text: "Hi"})
	require.NoError(t, err)
	echo := strings.Replace(string(requests[0].Body), `"message":{`, `"message":{"mid":"m9","is_echo":true,`, 1)
	echo = strings.Replace(echo, `"recipient"`, `"sender":{"id":"4"},"recipient"`, 1)
	e := parse(t, `{"object":"page","entry":[{"id":"4","messaging":[`+echo+`]}]}`)[0]
	require.Equal(t, []any{channel.EventEcho, true, "m9", "7"}, []any{e.Type, e.Echo, e.Message.ID, e.From})
	require.Equal(t, channel.Status{Reference: "c1"}, e.Status)
}

func TestAnswer(t *testing.T) {
	accepted, err := messenger.Answer(http.StatusOK, nil, []byte(`{"recipient_id":"7","message_id":"m9"}`), sent)
	require.NoError(t, err)
	require.Equal(t, channel.Accepted{MessageID: "m9", At: sent}, accepted)

	refused := func(code, sub string) string {
		return `{"error":{"message":"no","type":"OAuthException","code":` + code + `,"error_subcode":` + sub + `}}`
	}
	usage := http.Header{"X-Business-Use-Case-Usage": {`{"4":[{"type":"messenger","estimated_time_to_regain_access":19},{"estimated_time_to_regain_access":3}]}`}}
	tests := []struct {
		status int
		header http.Header
		body   string
		code   string
		class  channel.Class
		wait   time.Duration
	}{
		{400, nil, refused("10", "2018278"), "10/2018278", channel.ClassTemplate, 0},
		{403, nil, refused("10", "2534022"), "10/2534022", channel.ClassTemplate, 0},
		{400, nil, refused("10", "1893063"), "10/1893063", channel.ClassFix, 0},
		{400, nil, refused("551", "1545041"), "551/1545041", channel.ClassUser, 0},
		{400, nil, refused("200", "1545041"), "200/1545041", channel.ClassUser, 0},
		{400, nil, refused("200", "2018028"), "200/2018028", channel.ClassFix, 0},
		{400, nil, refused("100", "2018001"), "100/2018001", channel.ClassNever, 0},
		{400, usage, refused("80006", "0"), "80006", channel.ClassRetry, 19 * time.Minute},
		{400, http.Header{"Retry-After": {"30"}}, refused("613", "0"), "613", channel.ClassRetry, 30 * time.Second},
		{400, nil, refused("999999", "1"), "999999/1", "", 0},
		{503, http.Header{"Retry-After": {"-1"}}, `<html>`, "http_503", channel.ClassRetry, 0},
		{401, nil, `{}`, "http_401", channel.ClassFix, 0},
		{200, nil, `<html>`, "http_200", "", 0},
		{200, nil, refused("1200", "0"), "1200", channel.ClassRetry, 0},
	}
	for _, tt := range tests {
		_, err := messenger.Answer(tt.status, tt.header, []byte(tt.body), sent)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal)
		got := []any{refusal.Reason.Code, refusal.Reason.Class, refusal.RetryAfter}
		if diff := cmp.Diff([]any{tt.code, tt.class, tt.wait}, got); diff != "" {
			t.Errorf("%d %s (-want +got):\n%s", tt.status, tt.body, diff)
		}
	}
}
