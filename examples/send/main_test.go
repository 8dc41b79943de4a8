package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
)

const token = "123:not-to-be-seen"

// env has every variable of every platform.
func env(name string) string {
	switch {
	case strings.HasSuffix(name, "TOKEN"):
		return token
	case name == "VIBER_SENDER":
		return "The shop"
	}
	return "100200300400500"
}

// call runs the command against a platform.
func call(ctx context.Context, t *testing.T, server http.Handler, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	s := httptest.NewServer(server)
	defer s.Close()
	var out, errs strings.Builder
	status = run(ctx, append([]string{"-url", s.URL}, args...), env, &out, &errs)
	require.NotContains(t, out.String()+errs.String(), token)
	return status, out.String(), errs.String()
}

// TestPlatforms sends a text through each platform's transport: the call goes where the
// platform wants it, with the token, and the answer's id is printed.
func TestPlatforms(t *testing.T) {
	tests := []struct{ kind, to, path, answer, want string }{
		{"whatsapp", "+15550101", "/v25.0/100200300400500/messages", `{"messages":[{"id":"m1"}]}`, "m1\n"},
		{"messenger", "7", "/me/messages", `{"recipient_id":"7","message_id":"m1"}`, "m1\n"},
		{"instagram", "7", "/me/messages", `{"recipient_id":"7","message_id":"m1"}`, "m1\n"},
		{"line", "U7", "/v2/bot/message/push", `{"sentMessages":[{"id":"m1"}]}`, "m1\n"},
		{"telegram", "7", "/bot" + token + "/sendMessage", `{"ok":true,"result":{"message_id":5,"chat":{"id":7}}}`, "7:5\n"},
		{"viber", "u7", "/pa/send_message", `{"status":0,"message_token":5}`, "5\n"},
		{"wechat", "o7", "/cgi-bin/message/custom/send", `{"errcode":0,"errmsg":"ok"}`, "\n"},
		{"wechat_subscription", "o7", "/cgi-bin/message/custom/send", `{"errcode":0,"errmsg":"ok"}`, "\n"},
		{"wechat_mini_program", "o7", "/cgi-bin/message/custom/send", `{"errcode":0,"errmsg":"ok"}`, "\n"},
		{"wecom", "wm7", "/cgi-bin/kf/send_msg", `{"errcode":0,"errmsg":"ok","msgid":"m1"}`, "m1\n"},
		{"x", "7", "/2/dm_conversations/with/7/messages", `{"data":{"dm_event_id":"5"}}`, "5\n"},
	}
	require.Len(t, tests, len(rows()))
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			var path, all string
			status, stdout, stderr := call(t.Context(), t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				path, all = r.URL.Path, r.URL.String()+string(body)
				for _, values := range r.Header {
					all += strings.Join(values, " ")
				}
				_, _ = io.WriteString(w, tt.answer)
			}), "-platform", tt.kind, "-to", tt.to, "-text", "Good morning")
			require.Equal(t, taken, status, stderr)
			require.Equal(t, tt.want, stdout)
			require.Equal(t, tt.path, path)
			require.Contains(t, all, "Good morning")
			require.True(t, strings.Contains(all, token) || strings.Contains(all, strings.ReplaceAll(token, ":", "%3A")), all)
		})
	}
}

// TestOutcomes tells what came of a message on WhatsApp.
func TestOutcomes(t *testing.T) {
	refuse := func(code string, after time.Duration) channeltest.Step {
		return channeltest.Step{Act: channeltest.Refuse, After: after, Error: channel.Error{Code: code, Title: "Refused with " + token}}
	}
	tests := []struct {
		name   string
		step   channeltest.Step
		status int
		stderr string
	}{
		{"held", channeltest.Step{Act: channeltest.Hold}, taken, "keeps the message back"},
		{"window closed", refuse("131047", 0), refused, "More than 24 hours have passed since the customer last wrote."},
		{"token expired", refuse("190", 0), refused, "access token has expired"},
		{"too fast", refuse("130429", 30*time.Second), later, "wait 30s before the next try"},
		{"down", channeltest.Step{Act: channeltest.Down}, later, "http_503"},
		{"answer lost", channeltest.Step{Act: channeltest.Reset}, later, "it is not known whether"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := &channeltest.Graph{Token: token}
			require.NoError(t, g.Script(tt.step))
			status, _, stderr := call(t.Context(), t, g, "-to", "+15550101", "-text", "Good morning", "-id", "m1")
			require.Equal(t, tt.status, status, stderr)
			require.Contains(t, stderr, tt.stderr)
			require.Len(t, g.Arrivals(), 1)
			require.Equal(t, "m1", g.Arrivals()[0].Reference)
		})
	}
}

// TestCalls sends a template, a message in several calls, and what no call can carry.
func TestCalls(t *testing.T) {
	g := &channeltest.Graph{Token: token}
	status, stdout, stderr := call(t.Context(), t, g, "-to", "15550101", "-template", "order_shipped", "-value", "Ada", "-value", "code=17")
	require.Equal(t, taken, status, stderr)
	require.Equal(t, "fake.1\n", stdout)
	require.Contains(t, string(g.Arrivals()[0].Body), `"order_shipped"`)

	status, stdout, stderr = call(t.Context(), t, g, "-to", "15550101", "-text", strings.Repeat("word ", 1000))
	require.Equal(t, taken, status, stderr)
	require.Equal(t, "fake.2\nfake.3\n", stdout)

	status, _, stderr = call(t.Context(), t, g, "-to", "U7", "-platform", "line", "-file", "document=https://example.com/a.pdf")
	require.Equal(t, refused, status)
	require.Contains(t, stderr, "attachments[0]")
	require.Len(t, g.Arrivals(), 3)

	ctx, stop := context.WithCancel(t.Context())
	stop()
	status, _, stderr = call(ctx, t, g, "-to", "15550101", "-text", "Good morning")
	require.Equal(t, later, status)
	require.Contains(t, stderr, "context canceled")
	require.Len(t, g.Arrivals(), 3)
}

func TestMisunderstood(t *testing.T) {
	for args, want := range map[string]string{
		"":                              "-to is missing",
		"-to 1":                         "either -text and -file or -template",
		"-to 1 -text a -template b":     "either -text and -file or -template",
		"-to 1 -text a -value b":        "-value belongs to -template",
		"-to 1 hello":                   "-text",
		"-to 1 -file a.jpg":             "want type=URL",
		"-to 1 -text a -platform pager": "want one of whatsapp",
		"-to 1 -text a -url graph.face": "base URL",
		"-to 1 -text a -timeout -1s":    "negative",
	} {
		var out, errs strings.Builder
		require.Equal(t, misunderstood, run(t.Context(), strings.Fields(args), env, &out, &errs), args)
		require.Contains(t, errs.String(), want, args)
	}
	var out, errs strings.Builder
	none := func(string) string { return "" }
	require.Equal(t, misunderstood, run(t.Context(), []string{"-to", "1", "-text", "a"}, none, &out, &errs))
	require.Contains(t, errs.String(), "WHATSAPP_PHONE_NUMBER_ID is not set")
	errs.Reset()
	require.Equal(t, taken, run(t.Context(), []string{"-help"}, none, &out, &errs))
	for _, r := range rows() {
		require.Contains(t, errs.String(), r.token)
	}
}
