package messenger_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/messenger"
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
	f.Add([]byte(item(`"message":{"mid":7,"attachments":[{"payload":[]},null],"reply_to":"x"},"read":{"watermark":"NaN"}`)))
	f.Add([]byte(`{"object":"instagram","entry":[{"messaging":[[]],"standby":{},"changes":[null],"field":"feed","value":[[],{"item":1}]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := messenger.Parse(body, received)
		var object map[string]json.RawMessage
		isObject := json.Unmarshal(body, &object) == nil && object != nil
		require.Equal(t, isObject, err == nil)
		again, _ := messenger.Parse(body, received)
		if !reflect.DeepEqual(events, again) {
			t.Fatalf("not the same twice:\n%s", cmp.Diff(events, again))
		}
		for _, e := range events {
			if e.ID == "" || e.Type == "" || e.Sent.IsZero() || !json.Valid(e.Raw) {
				t.Fatalf("incomplete: %+v", e)
			}
			_, err := json.Marshal(e)
			require.NoError(t, err)
		}
	})
}

// FuzzParseSibling puts any JSON beside a good message, in every place where a bad
// item can stand. The good message comes out as if it were alone.
func FuzzParseSibling(f *testing.F) {
	for _, bad := range []string{`{}`, `null`, `[[]]`, `"text"`, `{"message":{"attachments":{}}}`, `{"messaging":7,"changes":[{}]}`, `{"sender":[],"delivery":{"mids":{}}}`} {
		f.Add(bad)
	}
	good := strings.TrimSuffix(strings.SplitN(item(`"message":{"mid":"good","text":"here"}`), `"messaging":[`, 2)[1], "]}]}")
	whole := item(`"message":{"mid":"good","text":"here"}`)
	f.Fuzz(func(t *testing.T, bad string) {
		if !json.Valid([]byte(bad)) {
			return
		}
		want := parse(t, whole)[0]
		for _, body := range []string{
			strings.Replace(whole, good, bad+","+good, 1),
			strings.Replace(whole, good, good+","+bad, 1),
			strings.Replace(whole, `"entry":[`, `"entry":[`+bad+`,`, 1),
			strings.Replace(whole, `"messaging":[`, `"standby":`+bad+`,"messaging":[`, 1),
			strings.Replace(whole, `"messaging":[`, `"changes":[`+bad+`],"messaging":[`, 1),
		} {
			found := 0
			for _, e := range parse(t, body) {
				if cmp.Equal(want, e) {
					found++
				}
			}
			if found < 1 {
				t.Fatalf("the good message was lost in %s", body)
			}
		}
	})
}

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// FuzzVerify checks that a header is right exactly if it is the signature.
func FuzzVerify(f *testing.F) {
	f.Add("secret", []byte("body"), "sha256=00", false)
	f.Add("secret", []byte("{}"), "", true)
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string, honest bool) {
		v, err := messenger.NewVerifier(secret)
		require.Equal(t, secret == "", err != nil)
		if err != nil {
			return
		}
		if honest {
			header = sign(secret, body)
		}
		prefix, digits, _ := strings.Cut(header, "=")
		right := prefix+"="+strings.ToLower(digits) == sign(secret, body)
		err = v.Verify(header, body)
		require.Equal(t, right, err == nil)
		if err != nil {
			require.ErrorIs(t, err, messenger.ErrSignature)
		}
	})
}

func TestVerify(t *testing.T) {
	v, err := messenger.NewVerifier("fictional")
	require.NoError(t, err)
	require.NoError(t, v.Verify(sign("fictional", []byte("{}")), []byte("{}")))
	require.EqualError(t, v.Verify("", nil), "messenger: signature: header X-Hub-Signature-256: it is missing")
	require.ErrorIs(t, new(messenger.Verifier).Verify(sign("", nil), nil), messenger.ErrSignature)
}

func TestHandshake(t *testing.T) {
	q := url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {"mine"}, "hub.challenge": {"1158201444"}}
	challenge, err := messenger.Handshake(q, "mine")
	require.NoError(t, err)
	require.Equal(t, "1158201444", challenge)
	_, err = messenger.Handshake(q, "yours")
	require.ErrorIs(t, err, messenger.ErrHandshake)
}

func BenchmarkParse(b *testing.B) {
	body := []byte(item(`"message":{"mid":"m_fictional-1","text":"` + strings.Repeat("How long does it take? ", 5) + `"}`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := messenger.Parse(body, received); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodingJSON is what Parse is measured against: the same body, only read
// into maps.
func BenchmarkEncodingJSON(b *testing.B) {
	body := []byte(item(`"message":{"mid":"m_fictional-1","text":"` + strings.Repeat("How long does it take? ", 5) + `"}`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var v map[string]any
		if err := json.Unmarshal(body, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	v, err := messenger.NewVerifier("fictional")
	require.NoError(b, err)
	body := []byte(item(`"message":{"mid":"m"}`))
	header := sign("fictional", body)
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Verify(header, body); err != nil {
			b.Fatal(err)
		}
	}
}
