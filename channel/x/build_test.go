package x_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/x"
)

var to = channel.Address{Account: account, Handle: "70"}

func TestBuild(t *testing.T) {
	photo, video := channel.Attachment{Type: channel.Image, ID: "880"}, channel.Attachment{Type: channel.Video, ID: "881"}
	tests := []struct {
		name string
		o    channel.Outbound
		want []string
	}{
		{"text", channel.Outbound{Text: "Hi"}, []string{`{"text":"Hi"}`}},
		{"photo", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{photo}}, []string{`{"text":"Hi","attachments":[{"media_id":"880"}]}`}},
		{
			"two files", channel.Outbound{Attachments: []channel.Attachment{photo, video}},
			[]string{`{"attachments":[{"media_id":"880"}]}`, `{"attachments":[{"media_id":"881"}]}`},
		},
	}
	for _, tt := range tests {
		tt.o.To = to
		requests, err := x.Build(tt.o)
		require.NoError(t, err, tt.name)
		var got []string
		for _, r := range requests {
			require.Equal(t, "/2/dm_conversations/with/70/messages", r.Path)
			got = append(got, string(r.Body))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	tests := []struct {
		o    channel.Outbound
		want string
	}{
		{channel.Outbound{To: to}, "neither text nor attachments"},
		{channel.Outbound{Text: "x"}, "no user to send to"},
		{channel.Outbound{To: to, Text: strings.Repeat("é", x.MaxText+1)}, "text of 10001 characters: at most 10000"},
		{channel.Outbound{To: to, Type: channel.Template}, `no messages of type "template"`},
		{channel.Outbound{To: to, Text: "x", Via: channel.RouteHuman}, `no way of sending called "human_agent"`},
		{channel.Outbound{To: to, Attachments: []channel.Attachment{{Type: channel.Image, URL: "u"}}}, "an attachment that was not uploaded"},
		{channel.Outbound{To: to, Attachments: []channel.Attachment{{Type: channel.Document, ID: "1"}}}, `no attachments of type "document"`},
	}
	for _, tt := range tests {
		_, err := x.Build(tt.o)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal, tt.want)
		require.Equal(t, []any{"x: " + tt.want, channel.ClassNever}, []any{refusal.Reason.Title, refusal.Reason.Class})
	}
}

func TestAnswer(t *testing.T) {
	accepted, err := x.Answer(http.StatusCreated, nil, []byte(`{"data":{"dm_conversation_id":"40-70","dm_event_id":"9003"}}`), sent)
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
		{201, nil, `{}`, "http_201", "", 0},
	}
	for _, tt := range tests {
		_, err := x.Answer(tt.status, tt.header, []byte(tt.body), sent)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal)
		got := []any{refusal.Reason.Code, refusal.Reason.Class, refusal.RetryAfter}
		if diff := cmp.Diff([]any{tt.code, tt.class, tt.wait}, got); diff != "" {
			t.Errorf("%d %s (-want +got):\n%s", tt.status, tt.body, diff)
		}
		require.NotEmpty(t, refusal.Reason.Title)
	}
}
