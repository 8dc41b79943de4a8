package cloudapi_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
)

// refusedBy sends a message and returns the refusal.
func refusedBy(t testing.TB, cfg cloudapi.Config, o channel.Outbound) *channel.SendError {
	t.Helper()
	accepted, err := client(t, cfg).Send(t.Context(), o)
	require.Zero(t, accepted)
	refused, ok := errors.AsType[*channel.SendError](err)
	require.True(t, ok, "%v", err)
	require.NotContains(t, err.Error()+refused.Reason.Detail, token)
	return refused
}

// TestRefusals checks how answers are read.
func TestRefusals(t *testing.T) {
	seconds := http.Header{"Retry-After": {"90"}}
	tests := []struct {
		name   string
		status int
		header http.Header
		body   string
		want   channel.Error
		after  time.Duration
	}{
		{"window closed", 400, nil, `{"error":{"code":131047,"message":"(#131047) Re-engagement message","error_data":{"details":"More than 24 hours"}}}`,
			channel.Error{Code: "131047", Title: "Re-engagement message", Detail: "More than 24 hours", Class: channel.ClassTemplate}, 0},
		{"token expired", 401, nil, `{"error":{"code":190,"message":"Session has expired"}}`,
			channel.Error{Code: "190", Title: "Session has expired", Class: channel.ClassFix}, 0},
		{"token repeated", 401, nil, `{"error":{"code":190,"message":"Malformed access token ` + token + `","error_data":{"details":"` + token + `"}}}`,
			channel.Error{Code: "190", Title: "Malformed access token …", Detail: "…", Class: channel.ClassFix}, 0},
		{"too fast, seconds", 429, seconds, `{"error":{"code":130429,"message":"Rate limit hit"}}`,
			channel.Error{Code: "130429", Title: "Rate limit hit", Class: channel.ClassRetry}, 90 * time.Second},
		{"too fast, date", 429, http.Header{"Retry-After": {"Sun, 01 Mar 2026 12:02:00 GMT"}}, `{"error":{"code":130429,"message":"Rate limit hit"}}`,
			channel.Error{Code: "130429", Title: "Rate limit hit", Class: channel.ClassRetry}, 2 * time.Minute},
		{"too fast, past", 429, http.Header{"Retry-After": {"Sun, 01 Mar 2026 11:02:00 GMT"}}, `{"error":{"code":130429}}`,
			channel.Error{Code: "130429", Class: channel.ClassRetry}, 0},
		{"maintenance, as documented", 500, nil, `{"error":{"code":131057,"message":"Maintenance"}}`,
			channel.Error{Code: "131057", Title: "Maintenance", Class: channel.ClassRetry}, time.Minute},
		{"too much marketing, as documented", 400, nil, `{"error":{"code":131049}}`,
			channel.Error{Code: "131049", Class: channel.ClassRetry}, 24 * time.Hour},
		{"a code as text", 400, nil, `{"error":{"code":"131026","message":"Undeliverable"}}`,
			channel.Error{Code: "131026", Title: "Undeliverable", Class: channel.ClassUser}, 0},
		{"a field of another type", 400, nil, `{"error":{"code":131026,"is_transient":"perhaps","error_data":[]}}`,
			channel.Error{Code: "131026", Class: channel.ClassUser}, 0},
		{"an unknown code", 400, nil, `{"error":{"code":987654}}`, channel.Error{Code: "987654"}, 0},
		{"an unknown code that passes", 400, nil, `{"error":{"code":987654,"is_transient":true}}`,
			channel.Error{Code: "987654", Class: channel.ClassRetry}, 0},
		{"an unknown code under load", 429, seconds, `{"error":{"code":987654}}`,
			channel.Error{Code: "987654", Class: channel.ClassRetry}, 90 * time.Second},
		{"an error with a good status", 200, nil, `{"error":{"code":131047}}`,
			channel.Error{Code: "131047", Class: channel.ClassTemplate}, 0},
		{"a proxy", 502, nil, "<html>", channel.Error{Code: "http_502", Title: "Bad Gateway", Class: channel.ClassRetry}, 0},
		{"a wall", 403, nil, "", channel.Error{Code: "http_403", Title: "Forbidden", Class: channel.ClassFix}, 0},
		{"too large", 413, nil, "", channel.Error{Code: "http_413", Title: "Request Entity Too Large", Class: channel.ClassNever}, 0},
		{"a strange status", 418, nil, "{}", channel.Error{Code: "http_418", Title: "I'm a teapot"}, 0},
		{"elsewhere", 307, http.Header{"Location": {"https://graph.facebook.com/"}}, taken,
			channel.Error{Code: "http_307", Title: "Temporary Redirect", Class: channel.ClassFix}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := answering(tt.status, tt.header, tt.body)
			cfg.Clock = newClock()
			got := refusedBy(t, cfg, hello())
			if diff := cmp.Diff(&channel.SendError{Reason: tt.want, RetryAfter: tt.after}, got); diff != "" {
				t.Errorf("refusal mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnknownFate checks what counts as perhaps sent.
func TestUnknownFate(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "no JSON": "<html>", "half": `{"messages":[{"id":`, "no messages": `{}`, "no id": `{"messages":[{}]}`,
		"another form": `{"messages":{"id":"wamid.1"}}`, "endless": `{"a":"` + strings.Repeat("a", 2<<20),
	} {
		t.Run(name, func(t *testing.T) {
			got := refusedBy(t, answering(http.StatusOK, nil, body), hello())
			require.Equal(t, channel.CodeNoAnswer, got.Reason.Code)
			require.Equal(t, channel.ClassRetry, got.Reason.Class)
		})
	}
}

// TestTimeout checks that a platform which does not answer is given up.
func TestTimeout(t *testing.T) {
	g, cfg := graph(t)
	require.NoError(t, g.Script(channeltest.Step{Act: channeltest.Hang}))
	cfg.Timeout = 50 * time.Millisecond
	got := refusedBy(t, cfg, hello())
	require.Equal(t, channel.CodeNoAnswer, got.Reason.Code)
	require.Equal(t, channel.ClassRetry, got.Reason.Class)
	require.ErrorIs(t, got, context.DeadlineExceeded)
}

// TestUnreachable checks what certainly did not go.
func TestUnreachable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	got := refusedBy(t, cloudapi.Config{Number: number, Token: token, BaseURL: server.URL}, hello())
	require.Equal(t, channel.Error{Code: platform.CodeUnreachable, Title: "The platform could not be reached", Class: channel.ClassRetry}, got.Reason)
	_, ok := errors.AsType[*net.OpError](got)
	require.True(t, ok, "the cause is kept")
	_, ok = errors.AsType[*url.Error](got)
	require.False(t, ok, "but no address")
}

// TestNotSent checks what never reaches the platform.
func TestNotSent(t *testing.T) {
	change := func(f func(*channel.Outbound)) channel.Outbound {
		o := hello()
		f(&o)
		return o
	}
	broken := errors.New("vault is sealed")
	tests := []struct {
		name  string
		o     channel.Outbound
		token func(context.Context) (string, error)
		code  string
		class channel.Class
	}{
		{name: "another number", o: change(func(o *channel.Outbound) { o.To.Account.ID = "1" }), code: platform.CodeWrongAccount, class: channel.ClassFix},
		{name: "another channel", o: change(func(o *channel.Outbound) { o.To.Account.Kind = channel.LINE }), code: platform.CodeWrongAccount, class: channel.ClassFix},
		{name: "no text", o: change(func(o *channel.Outbound) { o.Text = "" }), code: channel.CodeUnsendable, class: channel.ClassNever},
		{name: "no user", o: change(func(o *channel.Outbound) { o.To.Handle = "Ada" }), code: channel.CodeUnsendable, class: channel.ClassNever},
		{name: "no token", o: hello(), token: func(context.Context) (string, error) { return "", broken }, code: platform.CodeNoToken, class: channel.ClassRetry},
		{name: "an empty token", o: hello(), token: func(context.Context) (string, error) { return "", nil }, code: platform.CodeNoToken, class: channel.ClassFix},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, cfg := graph(t)
			cfg.TokenFunc = tt.token
			got := refusedBy(t, cfg, tt.o)
			require.Equal(t, tt.code, got.Reason.Code)
			require.Equal(t, tt.class, got.Reason.Class)
			require.Empty(t, g.Arrivals())
		})
	}
}

// TestDataErrors reads the gathered refusals of WhatsApp, each named by its code.
func TestDataErrors(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/api-errors") {
		_, rest, found := strings.Cut(filepath.Base(file), "-whatsapp-")
		if !found {
			continue // another platform's
		}
		code, _, _ := strings.Cut(strings.TrimSuffix(rest, ".json"), "-")
		t.Run(filepath.Base(file), func(t *testing.T) {
			var body jsonText
			datatest.JSON(t, filepath.Join("webhooks/api-errors", filepath.Base(file)), &body)
			got := refusedBy(t, answering(http.StatusBadRequest, nil, string(body)), hello())
			require.Equal(t, code, got.Reason.Code)
			require.NotEmpty(t, got.Reason.Class, "a code that the facts list has a class")
			require.NotEmpty(t, got.Reason.Title)
		})
	}
}

// jsonText is JSON as it is written.
type jsonText string

func (j *jsonText) UnmarshalJSON(text []byte) error {
	*j = jsonText(text)
	return nil
}

// FuzzAnswer checks that whatever comes back is an acceptance with an id or a
// refusal that can be acted on, the same each time, and never shows the token.
func FuzzAnswer(f *testing.F) {
	f.Add(200, "", taken)
	f.Add(200, "", `{"messages":[{"id":"wamid.1","message_status":"held_for_quality_assessment"}]}`)
	f.Add(429, "30", `{"error":{"code":130429,"message":"`+token+`"}}`)
	f.Add(400, "-1", `{"error":{"code":null}}`)
	f.Add(503, "99999999999999999999", "<html>")
	f.Fuzz(func(t *testing.T, status int, after, body string) {
		if status < 100 || status > 999 {
			return
		}
		cfg := answering(status, http.Header{"Retry-After": {after}}, body)
		cfg.Clock = newClock()
		c := client(t, cfg)
		accepted, err := c.Send(t.Context(), hello())
		again, errAgain := c.Send(t.Context(), hello())
		require.Equal(t, accepted, again)
		if err == nil {
			require.NoError(t, errAgain)
			require.NotEmpty(t, accepted.MessageID)
			require.Equal(t, 2, status/100)
			return
		}
		refused, ok := errors.AsType[*channel.SendError](err)
		require.True(t, ok)
		require.Zero(t, accepted)
		require.NotEmpty(t, refused.Reason.Code)
		require.GreaterOrEqual(t, refused.RetryAfter, time.Duration(0))
		require.NotContains(t, err.Error()+refused.Reason.Detail, token)
		require.Equal(t, err.Error(), errAgain.Error())
	})
}

func BenchmarkSend(b *testing.B) {
	cfg := answering(http.StatusOK, nil, taken)
	cfg.Clock = newClock()
	c, o := client(b, cfg), hello()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Send(b.Context(), o); err != nil {
			b.Fatal(err)
		}
	}
}
