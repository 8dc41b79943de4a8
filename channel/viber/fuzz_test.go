package viber_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/viber"
)

// FuzzParse: nothing makes Parse panic or answer twice in two ways, and what it
// makes can be stored. A member beside those of a message never spoils it.
func FuzzParse(f *testing.F) {
	file, err := os.ReadFile("testdata/message.json")
	require.NoError(f, err)
	f.Add(file)
	f.Add([]byte(message(`"type":"location","location":[]`)))
	f.Add([]byte(`{"event":"failed","user_id":5,"timestamp":"x"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := viber.Parse(bot, body, received)
		again, _ := viber.Parse(bot, body, received)
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
		events, err := viber.Parse(bot, []byte(beside), received)
		require.NoError(t, err)
		require.Equal(t, "still here", events[0].Message.Text)
	})
}

func sign(token string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func FuzzVerify(f *testing.F) {
	f.Add("token", []byte("body"), "x")
	f.Add("token", []byte("body"), sign("token", []byte("body")))
	f.Fuzz(func(t *testing.T, token string, body []byte, header string) {
		v, err := viber.NewVerifier(token)
		if token == "" {
			require.Error(t, err)
			return
		}
		require.NoError(t, v.Verify(sign(token, body), body))
		require.Equal(t, strings.EqualFold(header, sign(token, body)), v.Verify(header, body) == nil)
		require.ErrorIs(t, v.Verify(sign(token, body), append(body, ' ')), viber.ErrSignature)
	})
}

func TestVerify(t *testing.T) {
	v, err := viber.NewVerifier("token")
	require.NoError(t, err)
	body := []byte(message(`"type":"text"`))
	require.NoError(t, v.Verify(sign("token", body), body))
	for _, header := range []string{"", "not hexadecimal", sign("other", body), "abcd"} {
		require.ErrorIs(t, v.Verify(header, body), viber.ErrSignature)
	}
	require.ErrorIs(t, (&viber.Verifier{}).Verify(sign("", body), body), viber.ErrSignature)
}

func BenchmarkParse(b *testing.B) {
	body := []byte(message(`"type":"text","text":"` + strings.Repeat("How long does it take? ", 5) + `"`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := viber.Parse(bot, body, received); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	v, err := viber.NewVerifier("token")
	require.NoError(b, err)
	body := []byte(message(`"type":"text"`))
	header := sign("token", body)
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Verify(header, body); err != nil {
			b.Fatal(err)
		}
	}
}
