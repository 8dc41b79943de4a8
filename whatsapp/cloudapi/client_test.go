package cloudapi_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

const (
	number = "100200300400500"
	token  = "EAAG-not-to-be-seen"
)

// TestTransport runs the suite for transports against the Cloud API's stand-in.
func TestTransport(t *testing.T) {
	for name, change := range map[string]func(*cloudapi.Config){
		"plain": func(*cloudapi.Config) {},
		"paced": func(cfg *cloudapi.Config) { cfg.Pace = quota.NewPairs(platform.NewRate(80)) },
	} {
		t.Run(name, func(t *testing.T) {
			channeltest.TestTransport(t, func(t *testing.T) channeltest.Subject {
				g, cfg := graph(t)
				change(&cfg)
				return channeltest.Subject{
					Transport: client(t, cfg), Platform: g, To: hello().To, Secret: token, Refusals: refusals(),
				}
			})
		})
	}
}

func refusals() []channel.Error {
	return []channel.Error{
		{Code: "130429", Title: "Rate limit hit", Class: channel.ClassRetry},
		{Code: "131057", Title: "Account in maintenance mode", Class: channel.ClassRetry},
		{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate},
		{Code: "131050", Title: "The user has stopped marketing messages", Class: channel.ClassUser},
		{Code: "190", Title: "The access token has expired", Class: channel.ClassFix},
		{Code: "131026", Title: "Message undeliverable", Class: channel.ClassUser},
		{Code: "131009", Title: "Parameter value is not valid", Class: channel.ClassNever},
	}
}

// graph starts a stand-in for the platform, and returns how to reach it.
func graph(t testing.TB) (*channeltest.Graph, cloudapi.Config) {
	t.Helper()
	g := &channeltest.Graph{Token: token}
	return g, serve(t, g)
}

// serve starts a platform that answers as h does.
func serve(t testing.TB, h http.Handler) cloudapi.Config {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return cloudapi.Config{Number: number, Token: token, BaseURL: server.URL, HTTP: server.Client()}
}

func client(t testing.TB, cfg cloudapi.Config) *cloudapi.Client {
	t.Helper()
	c, err := cloudapi.New(cfg)
	require.NoError(t, err)
	return c
}

func hello() channel.Outbound {
	to := channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: number}, Handle: "15550101"}
	return channel.Outbound{ID: "m0", To: to, Type: channel.Text, Text: "Hello"}
}

// network answers requests without one.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	return n(r)
}

// answering is a platform that always gives one answer.
func answering(status int, header http.Header, body string) cloudapi.Config {
	return cloudapi.Config{Number: number, Token: token, HTTP: &http.Client{
		Transport: network(func(r *http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: status, Header: header.Clone(), Request: r,
				Body: io.NopCloser(strings.NewReader(body)),
			}, nil
		}),
	}}
}

const taken = `{"messages":[{"id":"wamid.1"}]}`

// clock is a time that tests set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func TestNewRefuses(t *testing.T) {
	tests := map[string]struct {
		cfg  cloudapi.Config
		want string
	}{
		"nothing":          {cloudapi.Config{}, "number"},
		"a path":           {cloudapi.Config{Number: "1/2", Token: token}, "number"},
		"no token":         {cloudapi.Config{Number: number}, "token"},
		"no address":       {cloudapi.Config{Number: number, Token: token, BaseURL: "graph.facebook.com"}, "base URL"},
		"another protocol": {cloudapi.Config{Number: number, Token: token, BaseURL: "ftp://localhost"}, "base URL"},
		"a negative time":  {cloudapi.Config{Number: number, Token: token, Timeout: -1}, "negative"},
		"a negative size":  {cloudapi.Config{Number: number, Token: token, MaxDownload: -1}, "negative"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := cloudapi.New(tt.cfg)
			require.ErrorContains(t, err, "cloudapi: ")
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), token)
		})
	}
	_, err := cloudapi.New(cloudapi.Config{Number: number, TokenFunc: func(context.Context) (string, error) { return token, nil }})
	require.NoError(t, err)
}

// TestRequest checks what goes over the wire.
func TestRequest(t *testing.T) {
	var got http.Request
	var body string
	cfg := answering(http.StatusOK, nil, taken)
	cfg.HTTP.Transport = network(func(r *http.Request) (*http.Response, error) {
		text, err := io.ReadAll(r.Body)
		got, body = *r, string(text)
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(taken))}, err
	})
	cfg.Clock = newClock()
	accepted, err := client(t, cfg).Send(t.Context(), hello())
	require.NoError(t, err)
	if diff := cmp.Diff(channel.Accepted{MessageID: "wamid.1", At: newClock().at}, accepted); diff != "" {
		t.Errorf("accepted mismatch (-want +got):\n%s", diff)
	}
	require.Equal(t, "POST https://graph.facebook.com/v25.0/100200300400500/messages", got.Method+" "+got.URL.String())
	require.Equal(t, "Bearer "+token, got.Header.Get("Authorization"))
	require.Equal(t, "application/json", got.Header.Get("Content-Type"))
	require.JSONEq(t, `{"messaging_product":"whatsapp","recipient_type":"individual","to":"+15550101","type":"text",
		"text":{"body":"Hello"},"biz_opaque_callback_data":"m0"}`, body)
}

// TestTokenFunc checks that each call asks for a token anew.
func TestTokenFunc(t *testing.T) {
	g, cfg := graph(t)
	calls := 0
	cfg.Token, cfg.TokenFunc = "", func(context.Context) (string, error) {
		calls++
		return token, nil
	}
	c := client(t, cfg)
	for range 3 {
		_, err := c.Send(t.Context(), hello())
		require.NoError(t, err)
	}
	require.Equal(t, 3, calls)
	require.Len(t, g.Arrivals(), 3)
}

func TestMarks(t *testing.T) {
	g, cfg := graph(t)
	c := client(t, cfg)
	require.NoError(t, c.MarkRead(t.Context(), "wamid.1"))
	require.NoError(t, c.Typing(t.Context(), "wamid.2"))
	if diff := cmp.Diff([]channeltest.Mark{{MessageID: "wamid.1"}, {MessageID: "wamid.2", Typing: true}}, g.Marks()); diff != "" {
		t.Errorf("marks mismatch (-want +got):\n%s", diff)
	}
	require.Empty(t, g.Arrivals(), "a mark is no message")

	err := client(t, answering(http.StatusBadRequest, nil, `{"error":{"code":131009,"message":"(#131009) No such message"}}`)).MarkRead(t.Context(), "x")
	require.ErrorContains(t, err, "cloudapi: mark read: ")
	require.ErrorContains(t, err, "131009: No such message")
	require.Error(t, client(t, answering(http.StatusOK, nil, `{}`)).Typing(t.Context(), "x"))
}
