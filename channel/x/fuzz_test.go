package x_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/x"
)

// FuzzRead: every JSON object can be read, twice in the same way, into events that
// can be stored.
func FuzzRead(f *testing.F) {
	for _, body := range samples(f) {
		f.Add(body)
	}
	f.Add([]byte(`{"direct_message_events":[{"message_create":{"message_data":{"attachment":{"type":"media","media":[]}}}}],"users":[7]}`))
	f.Add([]byte(`{"data":[{"event_type":"chat.sent","payload":7},null],"user_event":{"revoke":{}}}`))
	f.Add([]byte(`{"data":{"event_type":"dm.received","payload":{"sender_id":"7","attachments":{"media_keys":[1,1]},"referenced_tweets":[{}]},"includes":{"media":[{"media_key":1,"variants":[{}]}],"tweets":[null]}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := read(t, body, received)
		var object map[string]json.RawMessage
		isObject := json.Unmarshal(body, &object) == nil && object != nil
		require.Equal(t, isObject, err == nil)
		again, _ := read(t, body, received)
		if !reflect.DeepEqual(events, again) {
			t.Fatalf("not the same twice:\n%s", cmp.Diff(events, again))
		}
		require.Equal(t, isObject, len(events) > 0)
		for _, e := range events {
			if e.ID == "" || e.Type == "" || e.Sent.IsZero() || !json.Valid(e.Raw) {
				t.Fatalf("incomplete: %+v", e)
			}
			_, err := json.Marshal(e)
			require.NoError(t, err)
		}
	})
}

const good = `{"type":"message_create","id":"good","message_create":{"sender_id":"70","message_data":{"text":"here"}}}`

// FuzzReadSibling puts any JSON beside a good message. The good message comes out
// as if it were alone.
func FuzzReadSibling(f *testing.F) {
	for _, bad := range []string{`{}`, `null`, `[[]]`, `"text"`, `{"message_create":[]}`, `{"source":{"data":7}}`} {
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, bad string) {
		if !json.Valid([]byte(bad)) {
			return
		}
		want := parse(t, `{"for_user_id":"40","direct_message_events":[`+good+`]}`)[0]
		for _, members := range []string{
			`"direct_message_events":[` + bad + `,` + good + `]`,
			`"direct_message_events":[` + good + `,` + bad + `]`,
			`"follow_events":[` + bad + `],"new_events":` + bad + `,"tweet_create_events":[` + bad + `],"direct_message_events":[` + good + `]`,
		} {
			found := false
			for _, e := range parse(t, `{"for_user_id":"40",`+members+`}`) {
				found = found || reflect.DeepEqual(want, e)
			}
			require.True(t, found, members)
		}
	})
}

// FuzzVerify checks that a header is right exactly if it is the signature.
func FuzzVerify(f *testing.F) {
	f.Add("secret", []byte("body"), "sha256=00", false)
	f.Add("secret", []byte("{}"), "", true)
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string, honest bool) {
		p, err := x.New(x.Config{Secret: secret})
		require.Equal(t, secret == "", err != nil)
		if err != nil {
			return
		}
		if honest {
			header = sign(secret, body)
		}
		_, err = p.Events(platform.Request{Body: body, Header: http.Header{"X-Twitter-Webhooks-Signature": {header}}})
		require.Equal(t, header == sign(secret, body), !errors.Is(err, platform.ErrSignature))
	})
}

// FuzzGreet: the answer to a challenge is never the signature of a body that can be read.
func FuzzGreet(f *testing.F) {
	f.Add("MDhiYmM1ZGMtNzU4Zi00NjQw")
	f.Add(` {"for_user_id":"40"}`)
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		p, err := x.New(x.Config{Secret: "fictional"})
		require.NoError(t, err)
		reply, err := p.Greet(platform.Request{Query: url.Values{"crc_token": {token}}})
		if err != nil {
			require.ErrorIs(t, err, platform.ErrHandshake)
			return
		}
		require.JSONEq(t, `{"response_token":"`+sign("fictional", []byte(token))+`"}`, string(reply.Body))
		_, err = read(t, []byte(token), received)
		require.Error(t, err, "anybody could have this webhook signed")
	})
}

// BenchmarkEvents reads one message, its signature checked, and a webhook of 1,000.
func BenchmarkEvents(b *testing.B) {
	p, err := x.New(x.Config{Secret: "secret"})
	require.NoError(b, err)
	message := strings.Replace(good, "here", strings.Repeat("How long does it take? ", 5), 1)
	users := `"users":{"70":{"id":"70","name":"Mira","screen_name":"mira_example","profile_image_url_https":"https://cdn.example/mira.jpg"}}`
	for name, messages := range map[string]string{"one": message, "thousand": message + strings.Repeat(","+message, 999)} {
		b.Run(name, func(b *testing.B) {
			body := []byte(`{"for_user_id":"40","direct_message_events":[` + messages + `],` + users + `}`)
			r := platform.Request{Body: body, Received: received, Header: http.Header{"X-Twitter-Webhooks-Signature": {sign("secret", body)}}}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Events(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
