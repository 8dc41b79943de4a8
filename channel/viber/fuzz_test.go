package viber_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/viber"
)

// FuzzRead: nothing makes the reading panic or answer twice in two ways, and what it
// makes can be stored. A member beside those of a message never spoils it, and whatever
// the message is, it is the user's.
func FuzzRead(f *testing.F) {
	file, err := os.ReadFile("testdata/message.json")
	require.NoError(f, err)
	f.Add(file)
	f.Add([]byte(message(`"type":"location","location":[]`)))
	f.Add([]byte(`{"event":"failed","user_id":5,"timestamp":"x"}`))
	f.Add([]byte(`{"type":"contact","contact":{"phone_number":5}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := read(t, body)
		again, _ := read(t, body)
		if !reflect.DeepEqual(first, again) {
			t.Errorf("reading twice differs:\n%s", cmp.Diff(first, again))
		}
		if err != nil {
			return
		}
		require.Len(t, first, 1)
		require.NotEmpty(t, first[0].ID)
		require.NotEmpty(t, first[0].Type)
		_, err = json.Marshal(first[0])
		require.NoError(t, err)
		beside := strings.Replace(message(`"type":"text","text":"still here"`), "{", `{"news":`+string(body)+`,`, 1)
		require.Equal(t, "still here", parse(t, beside).Message.Text)
		wrote := parse(t, `{"event":"message","message_token":1,"sender":{"id":"mira=="},"message":`+string(body)+`}`)
		require.Equal(t, []any{channel.EventMessage, "mira=="}, []any{wrote.Type, wrote.From})
		require.NotEmpty(t, wrote.Message.Type)
	})
}

func sign(token string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func FuzzVerify(f *testing.F) {
	f.Add("token", []byte("{}"), "x")
	f.Add("token", []byte("{}"), sign("token", []byte("{}")))
	f.Add("token", []byte("body"), "not hexadecimal")
	f.Add("token", []byte("body"), sign("other", []byte("body")))
	f.Fuzz(func(t *testing.T, token string, body []byte, header string) {
		p, err := viber.New(viber.Config{Bot: bot, Secret: token})
		if token == "" {
			require.Error(t, err)
			return
		}
		right := func(body []byte, header string) bool {
			_, err := p.Events(platform.Request{Body: body, Header: http.Header{"X-Viber-Content-Signature": {header}}})
			return !errors.Is(err, platform.ErrSignature)
		}
		require.True(t, right(body, sign(token, body)))
		require.Equal(t, strings.EqualFold(header, sign(token, body)), right(body, header))
		require.False(t, right(append(body, ' '), sign(token, body)))
		require.False(t, right(body, ""))
	})
}

// BenchmarkEvents reads one message, its signature checked.
func BenchmarkEvents(b *testing.B) {
	p, err := viber.New(viber.Config{Bot: bot, Secret: "token"})
	require.NoError(b, err)
	body := []byte(message(`"type":"text","text":"` + strings.Repeat("How long does it take? ", 5) + `"`))
	r := platform.Request{Body: body, Received: received, Header: http.Header{"X-Viber-Content-Signature": {sign("token", body)}}}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Events(r); err != nil {
			b.Fatal(err)
		}
	}
}
