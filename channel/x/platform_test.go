package x_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/channel/x"
)

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// samples returns the webhooks of this package by the names of their files.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string][]byte{}
	for _, file := range files {
		all[filepath.Base(file)], err = os.ReadFile(file)
		require.NoError(t, err)
	}
	return all
}

// TestPlatform runs the suite of all platforms.
func TestPlatform(t *testing.T) {
	platformtest.TestPlatform(t, platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return x.New(x.Config{Secret: secret, BaseURL: base})
		},
		Sign: func(secret string, r *platform.Request) {
			r.Header.Set("x-twitter-webhooks-signature", sign(secret, r.Body))
		},
		To: to,
		Hello: func(text, id string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"for_user_id":"40","direct_message_events":[{"type":"message_create","id":%q,"created_timestamp":"%d",
				"message_create":{"target":{"recipient_id":"40"},"sender_id":"70","message_data":{"text":%q}}}]}`, id, at.UnixMilli(), text)
		},
		Batch:   batch,
		Samples: samples(t),
		Greeting: func(secret string) (url.Values, string) {
			return url.Values{"crc_token": {"MDhiYmM1"}}, `{"response_token":"` + sign(secret, []byte("MDhiYmM1")) + `"}`
		},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct{ Text string }
			_ = json.Unmarshal(body, &call)
			whom := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/2/dm_conversations/with/"), "/messages")
			return platformtest.Arrived{To: whom, Text: call.Text, Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
		},
		Taken: func(to, id string) string {
			return fmt.Sprintf(`{"data":{"dm_conversation_id":"40-%s","dm_event_id":%q}}`, to, id)
		},
		Refused: refused,
		Refusals: []channel.Error{
			{Code: "349", Title: "You cannot send messages to this user.", Class: channel.ClassUser},
			{Code: "88", Title: "Rate limit exceeded", Class: channel.ClassRetry},
			{Code: "client-forbidden", Title: "Client Forbidden", Class: channel.ClassFix},
			{Code: "invalid-request", Title: "Invalid Request", Class: channel.ClassNever},
		},
		Nameless: true,
	})
}

// batch returns one webhook with the messages of several.
func batch(hooks ...[]byte) []byte {
	type webhook struct {
		Account  string            `json:"for_user_id"`
		Messages []json.RawMessage `json:"direct_message_events"`
	}
	var all webhook
	for _, hook := range hooks {
		var one webhook
		_ = json.Unmarshal(hook, &one)
		all.Account, all.Messages = "40", append(all.Messages, one.Messages...)
	}
	body, _ := json.Marshal(all)
	return body
}

// refused answers as X does: with numbers in a list, or with a problem.
func refused(e channel.Error) (status int, body string) {
	if strings.Trim(e.Code, "0123456789") == "" {
		return http.StatusForbidden, fmt.Sprintf(`{"errors":[{"code":%s,"message":%q,"detail":%q}]}`, e.Code, e.Title, e.Detail)
	}
	return http.StatusForbidden, fmt.Sprintf(`{"title":%q,"detail":%q,"type":"https://api.twitter.com/2/problems/%s","status":403}`, e.Title, e.Detail, e.Code)
}

func TestNew(t *testing.T) {
	_, err := x.New(x.Config{})
	require.EqualError(t, err, "x: the consumer secret is missing")

	p, err := x.New(x.Config{Unsigned: true, BaseURL: "https://x.example/", Ability: &channel.Ability{Text: channel.Limit{Most: 3}, Single: true}})
	require.NoError(t, err)
	call, err := p.Call(channel.Outbound{To: to, Text: "Yes"})
	require.NoError(t, err)
	require.Equal(t, "https://x.example/2/dm_conversations/with/70/messages", call.URL)
	_, err = p.Call(channel.Outbound{To: to, Text: "Yes!"})
	require.Error(t, err)
}

// TestVerify holds what is said of a signature that is not right.
func TestVerify(t *testing.T) {
	p, err := x.New(x.Config{Secret: "fictional"})
	require.NoError(t, err)
	for header, want := range map[string]string{
		"":             "it is missing",
		"sha256=00":    "it is not sha256= and 44 characters of base64",
		sign("x", nil): "it belongs to another secret or another body",
	} {
		_, err = p.Events(platform.Request{Header: http.Header{"X-Twitter-Webhooks-Signature": {header}}, Body: []byte("{}")})
		require.ErrorIs(t, err, platform.ErrSignature)
		require.EqualError(t, err, "x: signature: header X-Twitter-Webhooks-Signature: "+want)
	}
}

func TestGreet(t *testing.T) {
	p, err := x.New(x.Config{Secret: "fictional"})
	require.NoError(t, err)
	reply, err := p.Greet(platform.Request{Query: url.Values{"crc_token": {"abc"}}})
	require.NoError(t, err)
	require.Equal(t, "application/json", reply.Type)
	require.JSONEq(t, `{"response_token":"`+sign("fictional", []byte("abc"))+`"}`, string(reply.Body))

	for token, want := range map[string]string{
		"":                     "x: handshake: crc_token is missing",
		`{"for_user_id":"40"}`: "x: handshake: crc_token could be the body of a webhook",
		` {}`:                  "x: handshake: crc_token could be the body of a webhook",
	} {
		reply, err = p.Greet(platform.Request{Query: url.Values{"crc_token": {token}}})
		require.ErrorIs(t, err, platform.ErrHandshake)
		require.EqualError(t, err, want)
		require.Empty(t, reply)
	}
	_, err = unsigned(t).Greet(platform.Request{Query: url.Values{"crc_token": {"abc"}}})
	require.EqualError(t, err, "x: handshake: the secret to answer with is missing")
}
