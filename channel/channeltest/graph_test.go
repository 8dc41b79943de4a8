package channeltest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// post calls the graph as a client does, and returns the status and the body.
func post(t *testing.T, g *channeltest.Graph, body string) (*http.Response, string, error) {
	t.Helper()
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/v25.0/100200300400500/messages", strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer token")
	resp, err := server.Client().Do(r)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return resp, string(text), err
}

const text = `{"messaging_product":"whatsapp","to":"+15550101","type":"text","text":{"body":"Hello"},"biz_opaque_callback_data":"m0"}`

func TestGraphAnswers(t *testing.T) {
	refuse := func(code string, after time.Duration) channeltest.Step {
		return channeltest.Step{Act: channeltest.Refuse, After: after, Error: channel.Error{Code: code, Title: "No", Detail: "Not now"}}
	}
	tests := []struct {
		name   string
		step   channeltest.Step
		token  string
		body   string
		status int
		after  string
		want   string
	}{
		{name: "taken", body: text, status: 200, want: `{"contacts":[{"input":"15550101","wa_id":"15550101"}],"messages":[{"id":"fake.1","message_status":"accepted"}],"messaging_product":"whatsapp"}`},
		{name: "held", step: channeltest.Step{Act: channeltest.Hold}, body: text, status: 200, want: `"held_for_quality_assessment"`},
		{name: "refused", step: refuse("131047", 0), body: text, status: 400, want: `{"error":{"code":131047,"error_data":{"details":"Not now","messaging_product":"whatsapp"},"fbtrace_id":"fake","message":"(#131047) No","type":"OAuthException"}}`},
		{name: "too fast", step: refuse("130429", 30*time.Second), body: text, status: 429, after: "30", want: `"code":130429`},
		{name: "down", step: channeltest.Step{Act: channeltest.Down, After: time.Minute}, body: text, status: 503, after: "60", want: "<html>"},
		{name: "another token", token: "other", body: text, status: 401, want: `"code":190`},
		{name: "no JSON", body: "{", status: 400, want: `"code":100`},
		{name: "no product", body: `{"to":"1"}`, status: 400, want: `"code":100`},
		{name: "nobody", body: `{"messaging_product":"whatsapp"}`, status: 400, want: `"code":131008`},
		{name: "a user id", body: `{"messaging_product":"whatsapp","recipient":"US.1"}`, status: 200, want: `"US.1"`},
		{name: "read", body: `{"messaging_product":"whatsapp","status":"read","message_id":"wamid.1"}`, status: 200, want: `{"success":true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := &channeltest.Graph{Token: tt.token}
			require.NoError(t, g.Script(tt.step))
			resp, body, err := post(t, g, tt.body)
			require.NoError(t, err)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Equal(t, tt.after, resp.Header.Get("Retry-After"))
			require.Contains(t, body, tt.want)
		})
	}
}

func TestGraphLosesAnswers(t *testing.T) {
	g := &channeltest.Graph{}
	require.NoError(t, g.Script(channeltest.Step{Act: channeltest.Reset}, channeltest.Step{Act: channeltest.Garble}))
	_, _, err := post(t, g, text)
	require.ErrorIs(t, err, io.EOF)
	_, body, err := post(t, g, text)
	require.NoError(t, err)
	require.False(t, strings.HasSuffix(strings.TrimSpace(body), "}"), body)
	require.Len(t, g.Arrivals(), 2)
	require.Len(t, g.Events(start().Add(time.Hour)), 4, "both messages went all the same")
}

// TestGraphWebhooks checks the law of webhooks: read by package whatsapp they are
// the events that the platform reports without a network.
func TestGraphWebhooks(t *testing.T) {
	reader, err := whatsapp.New(whatsapp.Config{Secret: "app secret"})
	require.NoError(t, err)
	for seed := range uint64(4) {
		p := &channeltest.Platform{Seed: seed}
		g := &channeltest.Graph{Secret: "app secret", Platform: channeltest.Platform{Seed: seed}}
		report(t, p)
		report(t, &g.Platform)
		hooks, err := g.Webhooks(start().Add(72 * time.Hour))
		require.NoError(t, err)
		require.NotEmpty(t, hooks)
		var got []channel.Event
		for _, h := range hooks {
			header := http.Header{"X-Hub-Signature-256": {h.Signature}}
			events, err := reader.Events(platform.Request{Header: header, Body: h.Body, Received: h.At})
			require.NoError(t, err)
			got = append(got, events...)
		}
		for i := range got {
			got[i].Raw = nil
			if got[i].Type == channel.EventStatus {
				got[i].Profile = channel.Profile{} // the number again
			}
		}
		if diff := cmp.Diff(p.Events(start().Add(72*time.Hour)), got); diff != "" {
			t.Errorf("seed %d: webhooks mismatch (-events +webhooks):\n%s", seed, diff)
		}
	}
}

// report has a platform report all kinds of things.
func report(t *testing.T, p *channeltest.Platform) {
	t.Helper()
	closed := channel.Error{Code: "131047", Title: "Re-engagement message", Detail: "More than 24 hours", Class: channel.ClassTemplate}
	require.NoError(t, p.Script(
		channeltest.Step{},
		channeltest.Step{Then: []channeltest.Report{{State: channel.StateFailed, After: time.Second, Error: closed}}},
		channeltest.Step{Then: []channeltest.Report{{State: channel.StateRead, After: time.Hour, Late: 24 * time.Hour}}},
	))
	sendAll(t, p, 3)
	for i, m := range []channel.Message{
		{ID: "wamid.in1", Type: channel.Text, Text: "Is anybody there?"},
		{ID: "wamid.in2", Type: channel.Unsupported, Errors: []channel.Error{
			{Code: "131051", Title: "Message type unknown", Class: channel.ClassNever},
		}},
	} {
		to := hello("").To
		p.Emit(channel.Event{
			ID: m.ID, Type: channel.EventMessage, Account: to.Account, From: to.Handle,
			Profile: channel.Profile{Name: "Ada", Phone: to.Handle},
			Sent:    start().Add(time.Duration(i) * time.Minute), Opens: channel.OpenMessage, Message: m,
		})
	}
}

func TestWebhookRequest(t *testing.T) {
	h := channeltest.Webhook{Body: []byte("{}"), Signature: "sha256=00"}
	r, err := h.Request(t.Context(), "http://localhost/hook")
	require.NoError(t, err)
	require.Equal(t, "sha256=00", r.Header.Get("X-Hub-Signature-256"))
	_, err = h.Request(t.Context(), "://")
	require.ErrorContains(t, err, "channeltest: webhook")
}

func TestGraphMedia(t *testing.T) {
	at := start()
	g := &channeltest.Graph{Platform: channeltest.Platform{Now: func() time.Time { return at }}}
	a := g.Keep("image/png", []byte("a picture"))
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	get := func(path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer token")
		resp, err := server.Client().Do(r)
		require.NoError(t, err)
		defer func() { _ = resp.Body.Close() }()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return resp.StatusCode, string(body)
	}
	status, body := get("/v25.0/" + a.ID)
	require.Equal(t, 200, status)
	_, address, found := strings.Cut(body, server.URL)
	require.True(t, found, body)
	address, _, _ = strings.Cut(address, `"`)

	status, body = get(address)
	require.Equal(t, 200, status)
	require.Equal(t, "a picture", body)

	at = at.Add(5 * time.Minute)
	status, _ = get(address)
	require.Equal(t, 404, status, "the address is good for five minutes")
	status, _ = get("/v25.0/unknown")
	require.Equal(t, 400, status)
}
