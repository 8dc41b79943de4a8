package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestBot lets a customer write on each platform: each is answered once, also when the
// webhook comes again.
func TestBot(t *testing.T) {
	sent := make(chan string, 10)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent <- r.URL.Path + " " + r.Header.Get("Authorization") + " " + string(body)
		_, _ = io.WriteString(w, `{"messages":[{"id":"m1"}],"ok":true,"result":{"message_id":6,"chat":{"id":7}}}`)
	}))
	defer api.Close()
	handler, w, err := newBot(func(name string) string {
		return map[string]string{
			"WHATSAPP_PHONE_NUMBER_ID": "106", "WHATSAPP_TOKEN": "wa-token", "WHATSAPP_APP_SECRET": "secret", "WHATSAPP_VERIFY_TOKEN": "verify",
			"TELEGRAM_TOKEN": "42:tg-token", "TELEGRAM_SECRET": "tg-secret", "WHATSAPP_API_URL": api.URL, "TELEGRAM_API_URL": api.URL,
		}[name]
	})
	require.NoError(t, err)
	hooks := httptest.NewServer(handler)
	defer hooks.Close()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()

	post := func(path, header, value, body string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, hooks.URL+path, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set(header, value)
		resp, err := hooks.Client().Do(r)
		require.NoError(t, err)
		_ = resp.Body.Close()
		require.Equal(t, http.StatusOK, resp.StatusCode)
	}
	now := time.Now().Unix() //nolint:forbidigo // the bot looks at the system's clock
	wa := fmt.Sprintf(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106"},
		"messages":[{"id":"wamid.1","from":"15550101","timestamp":"%d","type":"text","text":{"body":"Hello"}}]}}]}]}`, now)
	mac := hmac.New(sha256.New, []byte("secret"))
	mac.Write([]byte(wa))
	tg := fmt.Sprintf(`{"update_id":1,"message":{"message_id":5,"date":%d,"from":{"id":7,"first_name":"Ada"},"chat":{"id":7,"type":"private"},"text":"Hi"}}`, now)
	for range 2 {
		post("/whatsapp", "X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)), wa)
		post("/telegram", "X-Telegram-Bot-Api-Secret-Token", "tg-secret", tg)
	}
	var calls []string
	for range 2 {
		select {
		case call := <-sent:
			calls = append(calls, call)
		case <-time.After(20 * time.Second):
			t.Fatalf("only %q went out", calls)
		}
	}
	all := strings.Join(calls, "\n")
	require.Contains(t, all, "/v25.0/106/messages Bearer wa-token")
	require.Contains(t, all, "/bot42:tg-token/sendMessage")
	require.Equal(t, 2, strings.Count(all, "We got your message."))
	stop()
	require.NoError(t, <-done)
	require.Empty(t, sent, "a message was answered twice")
	_, _, err = newBot(func(string) string { return "" })
	require.ErrorContains(t, err, "app secret")
}
