package messenger_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/messenger"
	"github.com/socialticket/socialticket/channel/platform"
)

// FuzzRead: every JSON object can be read, twice in the same way, into events that
// can be stored.
func FuzzRead(f *testing.F) {
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
		events, err := read(t, body)
		var object map[string]json.RawMessage
		isObject := json.Unmarshal(body, &object) == nil && object != nil
		require.Equal(t, isObject, err == nil)
		again, _ := read(t, body)
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

// FuzzReadSibling puts any JSON beside a good message, in every place where a bad
// item can stand. The good message comes out as if it were alone.
func FuzzReadSibling(f *testing.F) {
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
		p, err := messenger.New(messenger.Config{Secret: secret})
		require.Equal(t, secret == "", err != nil)
		if err != nil {
			return
		}
		if honest {
			header = sign(secret, body)
		}
		prefix, digits, _ := strings.Cut(header, "=")
		right := prefix+"="+strings.ToLower(digits) == sign(secret, body)
		_, err = p.Events(platform.Request{Body: body, Header: http.Header{"X-Hub-Signature-256": {header}}})
		require.Equal(t, !right, errors.Is(err, platform.ErrSignature))
	})
}

func TestVerify(t *testing.T) {
	p, err := messenger.New(messenger.Config{Secret: "fictional"})
	require.NoError(t, err)
	_, err = p.Events(platform.Request{Body: []byte("{}"), Header: http.Header{"X-Hub-Signature-256": {sign("fictional", []byte("{}"))}}})
	require.NoError(t, err)
	_, err = p.Events(platform.Request{})
	require.EqualError(t, err, "messenger: signature: header X-Hub-Signature-256: it is missing")
	_, err = messenger.New(messenger.Config{})
	require.EqualError(t, err, "messenger: the app secret is missing")
}

// BenchmarkEvents reads one message, its signature checked, and a batch of 1,000.
func BenchmarkEvents(b *testing.B) {
	p, err := messenger.New(messenger.Config{Secret: "fictional"})
	require.NoError(b, err)
	one := item(`"message":{"mid":"m_fictional-1","text":"` + strings.Repeat("How long does it take? ", 5) + `"}`)
	before, entry, _ := strings.Cut(strings.TrimSuffix(one, "]}"), `"entry":[`)
	for name, body := range map[string]string{
		"one": one, "batch": before + `"entry":[` + strings.Repeat(entry+",", 999) + entry + "]}",
	} {
		r := platform.Request{Body: []byte(body), Received: received, Header: http.Header{"X-Hub-Signature-256": {sign("fictional", []byte(body))}}}
		b.Run(name, func(b *testing.B) {
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

// BenchmarkEncodingJSON is what reading is measured against: the same body, only read
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
