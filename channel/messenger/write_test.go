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
	"github.com/socialticket/socialticket/channel/platform"
)

// to returns the address of user 7 at account 4.
func to(kind channel.Kind) channel.Address {
	return channel.Address{Account: channel.Account{Kind: kind, ID: "4"}, Handle: "7"}
}

func TestCall(t *testing.T) {
	const user = `{"recipient":{"id":"7"},`
	const response = user + `"messaging_type":"RESPONSE",`
	const meta = `"metadata":"socialticket:c1"}}`
	image := channel.Attachment{Type: channel.Image, URL: "https://cdn.example/1.jpg", Size: 8 << 20}
	tests := []struct {
		name string
		kind channel.Kind
		o    channel.Outbound
		want []string // of each part
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
			"thumb", channel.Messenger, channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "m1"},
			[]string{user + `"sender_action":"react","payload":{"message_id":"m1","reaction":"👍"}}`},
		},
		{
			"thumb taken back", channel.Messenger, channel.Outbound{Type: channel.Reaction, Target: "m1"},
			[]string{user + `"sender_action":"unreact","payload":{"message_id":"m1"}}`},
		},
		{
			"heart taken back", channel.Instagram, channel.Outbound{Type: channel.Reaction, Target: "m1"},
			[]string{user + `"sender_action":"unreact","payload":{"message_id":"m1"}}`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.ID, tt.o.To = "c1", to(tt.kind)
			var got []string
			for _, part := range channel.AbilityOf(tt.kind).Split(tt.o) {
				c, err := unsigned(t).Call(part)
				require.NoError(t, err)
				require.Equal(t, "https://graph.facebook.com/v25.0/me/messages", c.URL)
				require.Equal(t, "Bearer {token}", c.Header.Get("Authorization"))
				got = append(got, string(c.Body))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("calls differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCallURL holds which host a call goes to.
func TestCallURL(t *testing.T) {
	for want, cfg := range map[string]messenger.Config{
		"https://graph.facebook.com/v25.0":  {},
		"https://graph.instagram.com/v25.0": {InstagramLogin: true},
		"https://graph.example/v26.0":       {InstagramLogin: true, BaseURL: "https://graph.example/v26.0/"},
	} {
		cfg.Secret = "fictional"
		p, err := messenger.New(cfg)
		require.NoError(t, err)
		c, err := p.Call(channel.Outbound{ID: "c1", To: to(channel.Instagram), Text: "Hi"})
		require.NoError(t, err)
		require.Equal(t, want+"/me/messages", c.URL)
	}
}

// TestCallAbility gives one kind an ability of the host's, or both.
func TestCallAbility(t *testing.T) {
	short := channel.AbilityOf(channel.Messenger)
	short.Text = channel.Limit{Most: 5}
	call := func(a channel.Ability, kind channel.Kind) error {
		p, err := messenger.New(messenger.Config{Unsigned: true, Ability: &a})
		require.NoError(t, err)
		_, err = p.Call(channel.Outbound{To: to(kind), Text: "Good morning"})
		return err
	}
	require.ErrorContains(t, call(short, channel.Messenger), "it needs 3 calls")
	require.NoError(t, call(short, channel.Instagram))
	short.Channel = ""
	require.ErrorContains(t, call(short, channel.Instagram), "it needs 3 calls")
	require.ErrorContains(t, call(short, channel.X), "a message for x:4")

	other := channel.AbilityOf(channel.LINE)
	_, err := messenger.New(messenger.Config{Unsigned: true, Ability: &other})
	require.EqualError(t, err, "messenger: an ability of line")
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	tests := []struct {
		kind channel.Kind
		o    channel.Outbound
		want string
	}{
		{channel.Messenger, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Audio}}}, "an attachment with neither id nor address"},
		{channel.Messenger, channel.Outbound{Text: "x", Via: channel.RoutePush}, `no way of sending called "push"`},
		{channel.Instagram, channel.Outbound{Text: "x", Via: channel.RouteReplyToken}, `no way of sending called "reply_token"`},
		{channel.Messenger, channel.Outbound{Text: "x", Via: channel.RoutePrivate}, "a private answer needs the comment that it answers: ReplyTo"},
		{channel.Messenger, channel.Outbound{Type: channel.Template, Template: channel.TemplateCall{Name: "late"}}, "a template without name or language"},
	}
	for _, tt := range tests {
		tt.o.To = to(tt.kind)
		_, err := unsigned(t).Call(tt.o)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal, tt.want)
		require.Equal(t, string(tt.kind)+": "+tt.want, refusal.Reason.Title)
		require.Equal(t, channel.ClassNever, refusal.Reason.Class)
	}
	_, err := unsigned(t).Call(channel.Outbound{To: channel.Address{Account: channel.Account{Kind: channel.Messenger}}, Text: "x"})
	require.ErrorContains(t, err, "no user to send to")

	anything := channel.Ability{} // of a host that checks nothing
	p, err := messenger.New(messenger.Config{Unsigned: true, Ability: &anything})
	require.NoError(t, err)
	_, err = p.Call(channel.Outbound{To: to(channel.Messenger)})
	require.ErrorContains(t, err, "neither text nor attachments")
	_, err = p.Call(channel.Outbound{To: to(channel.Messenger), Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "1"}}})
	require.ErrorContains(t, err, `no attachments of type "sticker"`)
}

// TestCallComesBack holds that the echo of a message that Call wrote names it.
func TestCallComesBack(t *testing.T) {
	c, err := unsigned(t).Call(channel.Outbound{ID: "c1", To: to(channel.Messenger), Text: "Hi"})
	require.NoError(t, err)
	echo := strings.Replace(string(c.Body), `"message":{`, `"message":{"mid":"m9","is_echo":true,`, 1)
	echo = strings.Replace(echo, `"recipient"`, `"sender":{"id":"4"},"recipient"`, 1)
	e := parse(t, `{"object":"page","entry":[{"id":"4","messaging":[`+echo+`]}]}`)[0]
	require.Equal(t, []any{channel.EventEcho, true, "m9", "7"}, []any{e.Type, e.Echo, e.Message.ID, e.From})
	require.Equal(t, channel.Status{Reference: "c1"}, e.Status)
}

func TestAnswer(t *testing.T) {
	answer := func(status int, header http.Header, body string) (channel.Accepted, error) {
		return unsigned(t).Answer(platform.Response{Status: status, Header: header, Body: []byte(body), At: sent})
	}
	for body, want := range map[string]string{`{"recipient_id":"7","message_id":"m9"}`: "m9", `{"recipient_id":"7"}`: ""} { // the latter of a reaction
		accepted, err := answer(http.StatusOK, nil, body)
		require.NoError(t, err)
		require.Equal(t, channel.Accepted{MessageID: want, At: sent}, accepted)
	}
	refused := func(code, sub string) string {
		return `{"error":{"message":"no","type":"OAuthException","code":` + code + `,"error_subcode":` + sub + `}}`
	}
	const usageHeader = "X-Business-Use-Case-Usage"
	usage := http.Header{usageHeader: {`{"4":[{"type":"messenger","estimated_time_to_regain_access":19},{"estimated_time_to_regain_access":3}]}`}}
	both := http.Header{usageHeader: {`{"4":[{"estimated_time_to_regain_access":1}]}`}, "Retry-After": {"90"}}
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
		{400, nil, refused("10900", "0"), "10900", channel.ClassNever, 0},
		{400, nil, refused("1", "99"), "1/99", channel.ClassFix, 0},
		{500, nil, refused("1", "1357046"), "1/1357046", "", 0},
		{500, nil, refused("2", "0"), "2", channel.ClassRetry, 0},
		{400, usage, refused("80006", "0"), "80006", channel.ClassRetry, 19 * time.Minute},
		{400, both, refused("613", "0"), "613", channel.ClassRetry, 90 * time.Second},
		{400, http.Header{usageHeader: {`{"4":[{"estimated_time_to_regain_access":99999}]}`}}, refused("4", "0"), "4", channel.ClassRetry, 24 * time.Hour},
		{400, http.Header{usageHeader: {`soon`}}, refused("4", "0"), "4", channel.ClassRetry, 0},
		{400, nil, refused("999999", "1"), "999999/1", "", 0},
		{400, nil, `{"error":{"code":999999,"is_transient":true}}`, "999999", channel.ClassRetry, 0},
		{400, nil, `{"error":{"message":"no"}}`, "http_400", "", 0},
		{503, http.Header{"Retry-After": {"-1"}}, `<html>`, "http_503", channel.ClassRetry, 0},
		{401, nil, `{}`, "http_401", channel.ClassFix, 0},
		{200, nil, `<html>`, channel.CodeNoAnswer, channel.ClassRetry, 0},
		{200, nil, `{}`, channel.CodeNoAnswer, channel.ClassRetry, 0},
		{200, nil, refused("1200", "0"), "1200", channel.ClassRetry, 0},
	}
	for _, tt := range tests {
		_, err := answer(tt.status, tt.header, tt.body)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal)
		got := []any{refusal.Reason.Code, refusal.Reason.Class, refusal.RetryAfter}
		if diff := cmp.Diff([]any{tt.code, tt.class, tt.wait}, got); diff != "" {
			t.Errorf("%d %s (-want +got):\n%s", tt.status, tt.body, diff)
		}
	}
}
