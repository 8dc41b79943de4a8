package whatsapp_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// signed is the platform of an app whose secret is "fictional secret".
func signed(t testing.TB) *whatsapp.Platform {
	t.Helper()
	p, err := whatsapp.New(whatsapp.Config{Secret: "fictional secret", VerifyToken: "mine"})
	require.NoError(t, err)
	return p
}

// hook is a webhook with a signature.
func hook(signature string, body []byte) platform.Request {
	return platform.Request{Header: http.Header{"X-Hub-Signature-256": {signature}}, Body: body, Received: received()}
}

func TestVerify(t *testing.T) {
	body := []byte(oneText)
	right := sign("fictional secret", body)
	tests := []struct {
		name, header, want string
	}{
		{"right", right, ""},
		{"capitals", "sha256=" + strings.ToUpper(right[7:]), ""},
		{"missing", "", "whatsapp: signature: header X-Hub-Signature-256: it is missing"},
		{"the old kind", "sha1=" + right[7:], "whatsapp: signature: header X-Hub-Signature-256: it is not sha256= and 64 hex digits"},
		{"too short", right[:70], "whatsapp: signature: header X-Hub-Signature-256: it is not sha256= and 64 hex digits"},
		{"no hex", right[:70] + "g", "whatsapp: signature: header X-Hub-Signature-256: it is not sha256= and 64 hex digits"},
		{"another secret", sign("other", body), "whatsapp: signature: header X-Hub-Signature-256: it belongs to another secret or another body"},
		{"another body", sign("fictional secret", body[1:]), "whatsapp: signature: header X-Hub-Signature-256: it belongs to another secret or another body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, err := signed(t).Events(hook(tt.header, body))
			if tt.want == "" {
				require.NoError(t, err)
				require.Len(t, events, 1)
				return
			}
			require.ErrorIs(t, err, platform.ErrSignature)
			require.ErrorContains(t, err, tt.want)
			require.Empty(t, events)
		})
	}
}

func TestVerifyConcurrently(t *testing.T) {
	p := signed(t)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			body := []byte("{" + strings.Repeat(" ", i) + "}")
			for range 200 {
				_, right := p.Events(hook(sign("fictional secret", body), body))
				_, wrong := p.Events(hook(sign("other", body), body))
				if right != nil || wrong == nil {
					t.Error("goroutines disturb each other")
				}
			}
		})
	}
	group.Wait()
}

func TestGreet(t *testing.T) {
	query := func(mode, token string) platform.Request {
		return platform.Request{Query: url.Values{"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {"1158201444"}}}
	}
	reply, err := signed(t).Greet(query("subscribe", "mine"))
	require.NoError(t, err)
	require.Equal(t, platform.Reply{Type: "text/plain", Body: []byte("1158201444")}, reply)
	for name, q := range map[string]platform.Request{
		"another mode": query("unsubscribe", "mine"), "another token": query("subscribe", "Mine"),
		"no token": query("subscribe", ""), "nothing": {},
	} {
		reply, err := signed(t).Greet(q)
		require.ErrorIs(t, err, platform.ErrHandshake, name)
		require.Empty(t, reply, name)
	}
	_, err = unsigned(t).Greet(query("subscribe", ""))
	require.ErrorIs(t, err, platform.ErrHandshake, "an empty token matches nothing")
}

func TestNew(t *testing.T) {
	tests := []struct {
		name string
		cfg  whatsapp.Config
		want string
	}{
		{"no secret", whatsapp.Config{}, "whatsapp: the app secret is missing"},
		{"a path as number", whatsapp.Config{Secret: "s", Number: "1/messages"}, `whatsapp: number "1/messages": want a phone_number_id`},
		{"a host as address", whatsapp.Config{Secret: "s", BaseURL: "graph.facebook.com"}, `whatsapp: base URL "graph.facebook.com": want an address like https://graph.facebook.com`},
		{"another protocol", whatsapp.Config{Secret: "s", BaseURL: "ftp://x.example"}, `whatsapp: base URL "ftp://x.example": want an address like https://graph.facebook.com`},
	}
	for _, tt := range tests {
		_, err := whatsapp.New(tt.cfg)
		require.EqualError(t, err, tt.want, tt.name)
	}
}
