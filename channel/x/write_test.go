package x_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

var to = channel.Address{Account: account, Handle: "70"}

func TestCall(t *testing.T) {
	photo, video := channel.Attachment{Type: channel.Image, ID: "880"}, channel.Attachment{Type: channel.Video, ID: "881"}
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"text", channel.Outbound{Text: "Hi"}, `{"text":"Hi"}`},
		{"photo", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{photo}}, `{"text":"Hi","attachments":[{"media_id":"880"}]}`},
		{"video alone", channel.Outbound{Attachments: []channel.Attachment{video}}, `{"attachments":[{"media_id":"881"}]}`},
		{"what a tag looks like", channel.Outbound{Text: "a < b & c"}, `{"text":"a < b & c"}`},
		{"quotes stay behind", channel.Outbound{Text: "Hi", ReplyTo: "9001"}, `{"text":"Hi"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.To = to
			got, err := unsigned(t).Call(tt.o)
			require.NoError(t, err)
			require.Equal(t, "https://api.x.com/2/dm_conversations/with/70/messages", got.URL)
			require.JSONEq(t, tt.want, string(got.Body))
			require.Equal(t, http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer {token}"}}, got.Header)
		})
	}
}

// Two files are two calls, and each is one that X takes.
func TestCallParts(t *testing.T) {
	ability := channel.AbilityOf(channel.X)
	parts := ability.Split(channel.Outbound{To: to, Text: "See", Attachments: []channel.Attachment{{Type: channel.Image, ID: "880"}, {Type: channel.Video, ID: "881"}}})
	var got []string
	for _, part := range parts {
		call, err := unsigned(t).Call(part)
		require.NoError(t, err)
		got = append(got, string(call.Body))
	}
	require.Equal(t, []string{`{"attachments":[{"media_id":"880"}],"text":"See"}`, `{"attachments":[{"media_id":"881"}]}`}, got)
}

// An answer goes to where the message came from: a user, or a conversation of several.
func TestCallGroup(t *testing.T) {
	e := parse(t, `{"data":{"filter":{"user_id":"40"},"event_type":"dm.received","payload":{"id":"1","sender_id":"70","text":"Hi","dm_conversation_id":"555"}}}`)[0]
	for handle, want := range map[string]string{
		e.Message.Group: "https://api.x.com/2/dm_conversations/555/messages",
		e.From:          "https://api.x.com/2/dm_conversations/with/70/messages",
		"a/b?":          "https://api.x.com/2/dm_conversations/with/a%2Fb%3F/messages",
	} {
		call, err := unsigned(t).Call(channel.Outbound{To: channel.Address{Account: account, Handle: handle}, Text: "Hi"})
		require.NoError(t, err)
		require.Equal(t, want, call.URL)
	}
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	tests := []struct {
		o    channel.Outbound
		want string
	}{
		{channel.Outbound{To: channel.Address{Account: account}, Text: "x"}, "no user to send to"},
		{channel.Outbound{To: channel.Address{Account: account, Handle: "conversation/"}, Text: "x"}, "no user to send to"},
		{channel.Outbound{To: to, Text: "x", Via: channel.RouteHuman}, `no way of sending called "human_agent"`},
		{channel.Outbound{To: to, Attachments: []channel.Attachment{{Type: channel.Image, URL: "u"}}}, "an attachment that was not uploaded"},
	}
	for _, tt := range tests {
		_, err := unsigned(t).Call(tt.o)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal, tt.want)
		require.Equal(t, []any{"x: " + tt.want, channel.ClassNever}, []any{refusal.Reason.Title, refusal.Reason.Class})
	}
}

func TestAnswer(t *testing.T) {
	answer := func(status int, header http.Header, body string) (channel.Accepted, error) {
		return unsigned(t).Answer(platform.Response{Status: status, Header: header, Body: []byte(body), At: sent})
	}
	accepted, err := answer(http.StatusCreated, nil, `{"data":{"dm_conversation_id":"40-70","dm_event_id":"9003"}}`)
	require.NoError(t, err)
	require.Equal(t, channel.Accepted{MessageID: "9003", At: sent}, accepted)

	limited := func(remaining string) http.Header {
		h := http.Header{}
		h.Set("x-rate-limit-reset", strconv.FormatInt(sent.Add(7*time.Minute).Unix(), 10))
		h.Set("x-rate-limit-remaining", remaining)
		return h
	}
	problem := func(kind string) string {
		return `{"title":"Forbidden","detail":"why","type":"https://api.twitter.com/2/problems/` + kind + `"}`
	}
	tests := []struct {
		status int
		header http.Header
		body   string
		code   string
		class  channel.Class
		wait   time.Duration
	}{
		{403, nil, `{"title":"Forbidden","type":"about:blank","status":403,"detail":"You do not have permission to DM one or more participants."}`, "http_403", channel.ClassUser, 0},
		{403, nil, `{"errors":[{"code":349,"message":"You cannot send messages to this user."}]}`, "349", channel.ClassUser, 0},
		{403, nil, problem("client-forbidden"), "client-forbidden", channel.ClassFix, 0},
		{404, nil, problem("resource-not-found"), "resource-not-found", channel.ClassNever, 0},
		{429, limited("0"), `{"title":"Too Many Requests","type":"about:blank"}`, "http_429", channel.ClassRetry, 7 * time.Minute},
		{429, limited("3"), ``, "http_429", channel.ClassRetry, 0},
		{429, http.Header{"Retry-After": {"30"}}, ``, "http_429", channel.ClassRetry, 30 * time.Second},
		{503, nil, `<html>`, "http_503", channel.ClassRetry, 0},
		{401, nil, `{}`, "http_401", channel.ClassFix, 0},
		{409, nil, `{"errors":[{"code":999999,"message":"new"}]}`, "999999", "", 0},
		{409, nil, problem("something-new"), "something-new", "", 0},
		{400, nil, `{"errors":[{"parameters":{"text":[""]},"message":"text is empty"}],"title":"Invalid Request","type":"https://api.twitter.com/2/problems/invalid-request"}`, "invalid-request", channel.ClassNever, 0},
		{400, nil, `{"title":"Bad Request","type":"about:blank"}`, "http_400", channel.ClassNever, 0},
		{402, nil, `{"title":"CreditsDepleted"}`, "http_402", channel.ClassFix, 0},
		{201, nil, `{}`, channel.CodeNoAnswer, channel.ClassRetry, 0},
	}
	for _, tt := range tests {
		_, err := answer(tt.status, tt.header, tt.body)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal)
		got := []any{refusal.Reason.Code, refusal.Reason.Class, refusal.RetryAfter}
		if diff := cmp.Diff([]any{tt.code, tt.class, tt.wait}, got); diff != "" {
			t.Errorf("%d %s (-want +got):\n%s", tt.status, tt.body, diff)
		}
		require.NotEmpty(t, refusal.Reason.Title)
	}
}
