package main

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
)

const token = "EAAG-not-to-be-seen"

func env(name string) string {
	return map[string]string{"WHATSAPP_NUMBER": "100200300400500", "WHATSAPP_TOKEN": token}[name]
}

// call runs the command against a platform.
func call(ctx context.Context, t *testing.T, g *channeltest.Graph, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	server := httptest.NewServer(g)
	defer server.Close()
	var out, errs strings.Builder
	status = run(ctx, append([]string{"-url", server.URL}, args...), env, &out, &errs)
	require.NotContains(t, out.String()+errs.String(), token)
	return status, out.String(), errs.String()
}

func TestSend(t *testing.T) {
	refuse := func(code string, after time.Duration) channeltest.Step {
		return channeltest.Step{Act: channeltest.Refuse, After: after, Error: channel.Error{Code: code, Title: "Refused with " + token}}
	}
	tests := []struct {
		name   string
		step   channeltest.Step
		status int
		stdout string
		stderr string
	}{
		{"taken", channeltest.Step{}, taken, "fake.1\n", ""},
		{"held", channeltest.Step{Act: channeltest.Hold}, taken, "fake.1\n", "keeps the message back"},
		{"window closed", refuse("131047", 0), refused, "", "More than 24 hours have passed since the customer last wrote."},
		{"token expired", refuse("190", 0), refused, "", "access token has expired"},
		{"too fast", refuse("130429", 30*time.Second), later, "", "wait 30s before the next try"},
		{"down", channeltest.Step{Act: channeltest.Down}, later, "", "http_503"},
		{"answer lost", channeltest.Step{Act: channeltest.Reset}, later, "", "it is not known whether the message went"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := &channeltest.Graph{Token: token}
			require.NoError(t, g.Script(tt.step))
			status, stdout, stderr := call(t.Context(), t, g, "-to", "+15550101", "-text", "Good morning", "-id", "m1")
			require.Equal(t, tt.status, status, stderr)
			require.Equal(t, tt.stdout, stdout)
			require.Contains(t, stderr, tt.stderr)
			require.Len(t, g.Arrivals(), 1)
			require.Equal(t, "m1", g.Arrivals()[0].Reference)
		})
	}
}

func TestSendTemplate(t *testing.T) {
	g := &channeltest.Graph{Token: token}
	status, stdout, stderr := call(t.Context(), t, g, "-to", "15550101", "-template", "order_shipped", "-value", "Ada", "-value", "17")
	require.Equal(t, taken, status, stderr)
	require.Equal(t, "fake.1\n", stdout)
	var body struct {
		Type     string          `json:"type"`
		Template json.RawMessage `json:"template"`
	}
	require.NoError(t, json.Unmarshal(g.Arrivals()[0].Body, &body))
	require.Equal(t, "template", body.Type)
	require.JSONEq(t, `{"name":"order_shipped","language":{"code":"en_US"},"components":[{"type":"body","parameters":[
		{"type":"text","text":"Ada"},{"type":"text","text":"17"}]}]}`, string(body.Template))
}

func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	g := &channeltest.Graph{}
	status, _, stderr := call(ctx, t, g, "-to", "15550101", "-text", "Good morning")
	require.Equal(t, later, status)
	require.Contains(t, stderr, "context canceled")
	require.Empty(t, g.Arrivals())
}

func TestMisunderstood(t *testing.T) {
	for args, want := range map[string]string{
		"":                                "-to is missing",
		"-to 1":                           "either -text or -template",
		"-to 1 -text a -template b":       "either -text or -template",
		"-to 1 -text a -value b":          "-value belongs to -template",
		"-to 1 hello":                     "-text",
		"-to 1 -text a -url graph.face":   "base URL",
		"-to 1 -text a -timeout soon":     "-timeout",
		"-to 1 -text a -timeout -1s":      "negative",
		"-to 1 -text a -number 100200300": "-number",
	} {
		var out, errs strings.Builder
		require.Equal(t, misunderstood, run(t.Context(), strings.Fields(args), env, &out, &errs), args)
		require.Contains(t, errs.String(), want, args)
	}
	var out, errs strings.Builder
	none := func(string) string { return "" }
	require.Equal(t, misunderstood, run(t.Context(), []string{"-to", "1", "-text", "a"}, none, &out, &errs))
	require.Contains(t, errs.String(), "phone_number_id")
	require.Equal(t, taken, run(t.Context(), []string{"-help"}, none, &out, &errs))
}
