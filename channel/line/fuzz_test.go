package line_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
)

const text = `"type":"message","message":{"id":"9","type":"text","text":"still here"}`

// FuzzRead: nothing makes the reading panic or answer twice in two ways, what it makes
// can be stored, and an item beside a valid one never spoils it.
func FuzzRead(f *testing.F) {
	batch, err := os.ReadFile("testdata/batch.json")
	require.NoError(f, err)
	f.Add(batch)
	f.Add([]byte(webhook(text)))
	f.Add([]byte(`{"type":"memberLeft","left":{"members":[1,null,{}]}}`))
	f.Add([]byte(`{"type":"message","source":{"userId":5},"message":{"type":"sticker","keywords":"x"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := read(t, body)
		again, _ := read(t, body)
		if !reflect.DeepEqual(first, again) {
			t.Errorf("reading twice differs:\n%s", cmp.Diff(first, again))
		}
		for _, e := range first {
			require.NotEmpty(t, e.ID)
			require.NotEmpty(t, e.Type)
			_, err := json.Marshal(e)
			require.NoError(t, err)
		}
		if err != nil && !json.Valid(body) {
			return
		}
		events := parse(t, strings.Replace(webhook(text, `"type":"here"`, text), `{"timestamp":1773050400000,"mode":"active","webhookEventId":"e1","source":{"type":"user","userId":"Umira"},"type":"here"}`, string(body), 1))
		require.Equal(t, "still here", events[0].Message.Text)
		require.Equal(t, "still here", events[len(events)-1].Message.Text)
	})
}

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func FuzzVerify(f *testing.F) {
	f.Add("secret", []byte(`{}`), "x")
	f.Add("secret", []byte(`{"events":[]}`), sign("secret", []byte(`{"events":[]}`)))
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string) {
		p, err := line.New(line.Config{Secret: secret})
		if secret == "" {
			require.Error(t, err)
			return
		}
		right := func(body []byte, header string) bool {
			_, err := p.Events(platform.Request{Body: body, Header: http.Header{"X-Line-Signature": {header}}})
			return !errors.Is(err, platform.ErrSignature)
		}
		require.True(t, right(body, sign(secret, body)))
		require.Equal(t, header == sign(secret, body), right(body, header))
		require.False(t, right(append(body, ' '), sign(secret, body)))
	})
}

// BenchmarkEvents reads one message, its signature checked.
func BenchmarkEvents(b *testing.B) {
	p, err := line.New(line.Config{Secret: "secret"})
	require.NoError(b, err)
	body := []byte(webhook(`"type":"message","replyToken":"r","message":{"id":"9","type":"text","text":"` + strings.Repeat("How long does it take? ", 5) + `"}`))
	r := platform.Request{Body: body, Received: received, Header: http.Header{"X-Line-Signature": {sign("secret", body)}}}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Events(r); err != nil {
			b.Fatal(err)
		}
	}
}
