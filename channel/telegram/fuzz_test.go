package telegram_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/telegram"
)

// FuzzParse: nothing makes Parse panic or answer twice in two ways, what it makes
// can be stored, and an update beside a valid one never spoils it.
func FuzzParse(f *testing.F) {
	batch, err := os.ReadFile("testdata/batch.json")
	require.NoError(f, err)
	f.Add(batch)
	f.Add([]byte(message("message", `"photo":{"width":"x"},"contact":[],"sticker":7`)))
	f.Add([]byte(message("edited_channel_post", `"text":{"a":1}`)))
	f.Add([]byte(membership("kicked", "private")))
	f.Add([]byte(`{"callback_query":{"message":{"reply_markup":{"inline_keyboard":[[null]]}}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := telegram.Parse(bot, body, received)
		again, _ := telegram.Parse(bot, body, received)
		if !reflect.DeepEqual(first, again) {
			t.Errorf("reading twice differs:\n%s", cmp.Diff(first, again))
		}
		if err != nil {
			return
		}
		for _, e := range first {
			require.NotEmpty(t, e.ID)
			require.NotEmpty(t, e.Type)
			_, err := json.Marshal(e)
			require.NoError(t, err)
		}
		valid := message("message", `"text":"still here"`)
		events := parse(t, `{"result":[`+valid+`,`+string(body)+`,`+valid+`]}`)
		require.Equal(t, "still here", events[0].Message.Text)
		require.Equal(t, "still here", events[len(events)-1].Message.Text)
	})
}

func FuzzVerify(f *testing.F) {
	f.Add("chosen", "chosen")
	f.Add("chosen", "chosen ")
	f.Fuzz(func(t *testing.T, secret, header string) {
		v, err := telegram.NewVerifier(secret)
		if secret == "" {
			require.Error(t, err)
			return
		}
		require.Equal(t, secret == header, v.Verify(header) == nil)
	})
}

func TestVerify(t *testing.T) {
	v, err := telegram.NewVerifier("chosen")
	require.NoError(t, err)
	require.NoError(t, v.Verify("chosen"))
	for _, header := range []string{"", "other", "chosenn"} {
		require.ErrorIs(t, v.Verify(header), telegram.ErrSecret)
	}
	require.ErrorIs(t, (&telegram.Verifier{}).Verify("x"), telegram.ErrSecret)
}

func BenchmarkParse(b *testing.B) {
	body := []byte(message("message", `"text":"`+strings.Repeat("How long does it take? ", 5)+`"`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := telegram.Parse(bot, body, received); err != nil {
			b.Fatal(err)
		}
	}
}
