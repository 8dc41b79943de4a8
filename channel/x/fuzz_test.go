package x_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/x"
)

// FuzzParse: every JSON object can be read, twice in the same way, into events that
// can be stored.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(f, err)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(body)
	}
	f.Add([]byte(`{"direct_message_events":[{"message_create":{"message_data":{"attachment":{"type":"media","media":[]}}}}],"users":[7]}`))
	f.Add([]byte(`{"data":[{"event_type":"chat.sent","payload":7},null],"user_event":{"revoke":{}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := x.Parse(body, received)
		var object map[string]json.RawMessage
		isObject := json.Unmarshal(body, &object) == nil && object != nil
		require.Equal(t, isObject, err == nil)
		again, _ := x.Parse(body, received)
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

// FuzzParseSibling puts any JSON beside a good message. The good message comes out
// as if it were alone.
func FuzzParseSibling(f *testing.F) {
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

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// FuzzVerify checks that a header is right exactly if it is the signature.
func FuzzVerify(f *testing.F) {
	f.Add("secret", []byte("body"), "sha256=00", false)
	f.Add("secret", []byte("{}"), "", true)
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string, honest bool) {
		v, err := x.NewVerifier(secret)
		require.Equal(t, secret == "", err != nil)
		if err != nil {
			return
		}
		if honest {
			header = sign(secret, body)
		}
		err = v.Verify(header, body)
		require.Equal(t, header == sign(secret, body), err == nil)
		if err != nil {
			require.ErrorIs(t, err, x.ErrSignature)
		}
	})
}

// FuzzHandshake: no answer is the signature of a body that Parse reads.
func FuzzHandshake(f *testing.F) {
	f.Add("MDhiYmM1ZGMtNzU4Zi00NjQw")
	f.Add(` {"for_user_id":"40"}`)
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		v, err := x.NewVerifier("fictional")
		require.NoError(t, err)
		answer, err := v.Handshake(url.Values{"crc_token": {token}})
		if err != nil {
			require.ErrorIs(t, err, x.ErrHandshake)
			return
		}
		require.JSONEq(t, `{"response_token":"`+sign("fictional", []byte(token))+`"}`, string(answer))
		_, err = x.Parse([]byte(token), received)
		require.Error(t, err, "anybody could have this webhook signed")
	})
}

func TestVerify(t *testing.T) {
	v, err := x.NewVerifier("fictional")
	require.NoError(t, err)
	require.NoError(t, v.Verify(sign("fictional", []byte("{}")), []byte("{}")))
	require.EqualError(t, v.Verify("", nil), "x: signature: header x-twitter-webhooks-signature: it is missing")
	require.ErrorIs(t, new(x.Verifier).Verify(sign("", nil), nil), x.ErrSignature)
	_, err = new(x.Verifier).Handshake(url.Values{"crc_token": {"a"}})
	require.ErrorIs(t, err, x.ErrHandshake)
}

func BenchmarkParse(b *testing.B) {
	body := []byte(`{"for_user_id":"40","direct_message_events":[` + strings.Replace(good, "here", strings.Repeat("How long does it take? ", 5), 1) + `]}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Parse(body, received); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	v, err := x.NewVerifier("fictional")
	require.NoError(b, err)
	body := []byte(good)
	header := sign("fictional", body)
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Verify(header, body); err != nil {
			b.Fatal(err)
		}
	}
}
