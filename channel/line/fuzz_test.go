package line_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/line"
)

const text = `"type":"message","message":{"id":"9","type":"text","text":"still here"}`

// FuzzParse: nothing makes Parse panic or answer twice in two ways, what it makes
// can be stored, and an item beside a valid one never spoils it.
func FuzzParse(f *testing.F) {
	batch, err := os.ReadFile("testdata/batch.json")
	require.NoError(f, err)
	f.Add(batch)
	f.Add([]byte(webhook(text)))
	f.Add([]byte(`{"type":"memberLeft","left":{"members":[1,null,{}]}}`))
	f.Add([]byte(`{"type":"message","source":{"userId":5},"message":{"type":"sticker","keywords":"x"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := line.Parse(body, received)
		again, _ := line.Parse(body, received)
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
	f.Add("secret", []byte("body"), "x")
	f.Add("secret", []byte("body"), sign("secret", []byte("body")))
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string) {
		v, err := line.NewVerifier(secret)
		if secret == "" {
			require.Error(t, err)
			return
		}
		require.NoError(t, v.Verify(sign(secret, body), body))
		require.Equal(t, header == sign(secret, body), v.Verify(header, body) == nil)
		require.ErrorIs(t, v.Verify(sign(secret, body), append(body, ' ')), line.ErrSignature)
	})
}

func TestVerify(t *testing.T) {
	v, err := line.NewVerifier("secret")
	require.NoError(t, err)
	body := []byte(webhook(text))
	require.NoError(t, v.Verify(sign("secret", body), body))
	for _, header := range []string{"", "not base64!", sign("other", body), "QUJD"} {
		require.ErrorIs(t, v.Verify(header, body), line.ErrSignature)
	}
	require.ErrorIs(t, (&line.Verifier{}).Verify(sign("", body), body), line.ErrSignature)
}

func BenchmarkParse(b *testing.B) {
	body := []byte(webhook(`"type":"message","replyToken":"r","message":{"id":"9","type":"text","text":"` + strings.Repeat("How long does it take? ", 5) + `"}`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := line.Parse(body, received); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	v, err := line.NewVerifier("secret")
	require.NoError(b, err)
	body := []byte(webhook(text))
	header := sign("secret", body)
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Verify(header, body); err != nil {
			b.Fatal(err)
		}
	}
}
