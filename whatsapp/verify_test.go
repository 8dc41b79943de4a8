package whatsapp_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/whatsapp"
)

func TestVerify(t *testing.T) {
	v, err := whatsapp.NewVerifier("fictional secret")
	require.NoError(t, err)
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
			err := v.Verify(tt.header, body)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, whatsapp.ErrSignature)
			require.EqualError(t, err, tt.want)
		})
	}
	require.ErrorIs(t, new(whatsapp.Verifier).Verify(right, body), whatsapp.ErrSignature)
}

func TestVerifyConcurrently(t *testing.T) {
	v, err := whatsapp.NewVerifier("fictional secret")
	require.NoError(t, err)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			body := []byte(strings.Repeat("x", i))
			for range 200 {
				if v.Verify(sign("fictional secret", body), body) != nil || v.Verify(sign("other", body), body) == nil {
					t.Error("goroutines disturb each other")
				}
			}
		})
	}
	group.Wait()
}

func TestHandshake(t *testing.T) {
	query := func(mode, token string) url.Values {
		return url.Values{"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {"1158201444"}}
	}
	challenge, err := whatsapp.Handshake(query("subscribe", "mine"), "mine")
	require.NoError(t, err)
	require.Equal(t, "1158201444", challenge)
	for name, q := range map[string]url.Values{
		"another mode": query("unsubscribe", "mine"), "another token": query("subscribe", "Mine"),
		"no token": query("subscribe", ""), "nothing": {},
	} {
		challenge, err := whatsapp.Handshake(q, "mine")
		require.ErrorIs(t, err, whatsapp.ErrHandshake, name)
		require.Empty(t, challenge, name)
	}
	_, err = whatsapp.Handshake(query("subscribe", ""), "")
	require.ErrorIs(t, err, whatsapp.ErrHandshake, "an empty token matches nothing")
}
