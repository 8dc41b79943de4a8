package telegram_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
)

// FuzzRead: nothing makes the reading panic or answer twice in two ways, what it makes
// can be stored, and an update beside a valid one never spoils it.
func FuzzRead(f *testing.F) {
	batch, err := os.ReadFile("testdata/batch.json")
	require.NoError(f, err)
	f.Add(batch)
	f.Add([]byte(message("message", `"photo":{"width":"x"},"contact":[],"sticker":7`)))
	f.Add([]byte(message("message", `"message_thread_id":5,"is_topic_message":true,"text":"x"`)))
	f.Add([]byte(message("message", `"rich_message":{"blocks":[{"type":"list","items":[{"label":"1.","blocks":[{"text":["a",{"type":"url","url":"b"}]}]}]},{"cells":[[{"text":"c"},7]]}]}`)))
	f.Add([]byte(message("edited_channel_post", `"text":{"a":1}`)))
	f.Add([]byte(membership("kicked", "private")))
	f.Add([]byte(`{"callback_query":{"message":{"reply_markup":{"inline_keyboard":[[null]]}}}}`))
	f.Add([]byte(`{"update_id":1,"deleted_business_messages":{"chat":{"id":7},"message_ids":[1,{},null]},"new":{"from":{"id":1},"text":"x"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := read(t, body)
		again, _ := read(t, body)
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
	f.Add("chosen", "")
	f.Fuzz(func(t *testing.T, secret, header string) {
		p, err := telegram.New(telegram.Config{Secret: secret})
		if secret == "" {
			require.Error(t, err)
			return
		}
		events, err := p.Events(platform.Request{Body: []byte(`{}`), Header: http.Header{"X-Telegram-Bot-Api-Secret-Token": {header}}})
		require.Equal(t, secret == header, !errors.Is(err, platform.ErrSignature))
		require.Equal(t, secret == header, len(events) == 1)
	})
}

// BenchmarkEvents reads one message, its secret checked.
func BenchmarkEvents(b *testing.B) {
	benchmarkEvents(b, message("message", `"text":"`+strings.Repeat("How long does it take? ", 5)+`"`))
}

// BenchmarkEventsBatch reads 1,000 messages, more than getUpdates hands out at once.
func BenchmarkEventsBatch(b *testing.B) {
	one := message("message", `"text":"`+strings.Repeat("How long does it take? ", 5)+`"`)
	benchmarkEvents(b, `{"ok":true,"result":[`+strings.Repeat(one+",", 999)+one+`]}`)
}

func benchmarkEvents(b *testing.B, body string) {
	b.Helper()
	p, err := telegram.New(telegram.Config{Bot: bot, Secret: "secret"})
	require.NoError(b, err)
	r := platform.Request{Body: []byte(body), Received: received, Header: http.Header{"X-Telegram-Bot-Api-Secret-Token": {"secret"}}}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Events(r); err != nil {
			b.Fatal(err)
		}
	}
}
