package whatsapp_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// TestReadSole holds that a contact beside a message is its sender only if one of
// the names says so.
func TestReadSole(t *testing.T) {
	one := `{"id":"m","from":"491","type":"text","text":{"body":"hi"}}`
	other := `"contacts":[{"wa_id":"5511987654321","user_id":"BR.1","profile":{"name":"Ana"}}],`
	t.Run("beside one message it is another user", func(t *testing.T) {
		e := parse(t, change("messages", other+`"messages":[`+one+`]`))[0]
		if diff := cmp.Diff(channel.Profile{Phone: "491"}, e.Profile); diff != "" {
			t.Errorf("profile mismatch (-want +got):\n%s", diff)
		}
	})
	t.Run("beside several it is somebody", func(t *testing.T) {
		e := parse(t, change("messages", other+`"messages":[`+one+`,`+one+`]`))[0]
		if diff := cmp.Diff(channel.Profile{Phone: "491"}, e.Profile); diff != "" {
			t.Errorf("profile mismatch (-want +got):\n%s", diff)
		}
	})
	t.Run("it names a sender who is not named", func(t *testing.T) {
		nameless := strings.Replace(one, `"from":"491",`, "", 1)
		for _, e := range parse(t, change("messages", other+`"messages":[`+nameless+`,`+nameless+`]`)) {
			if e.From != "5511987654321" {
				t.Errorf("from %q", e.From)
			}
		}
	})
}

func TestReadTimes(t *testing.T) {
	tests := map[string]time.Time{
		`"1772960400"`:    at(1772960400),
		`1772960400`:      at(1772960400),
		`1772960400.0`:    at(1772960400),
		`"1772960400123"`: time.UnixMilli(1772960400123).UTC(),
		`"TIMESTAMP"`:     received(),
		`null`:            received(),
		`-5`:              received(),
		`1e300`:           received(),
	}
	for stamp, want := range tests {
		got := parse(t, message(`{"from":"491","id":"m","type":"text","text":{"body":"hi"},"timestamp":`+stamp+`}`))[0].Sent
		if !got.Equal(want) {
			t.Errorf("timestamp %s: sent %v, want %v", stamp, got, want)
		}
	}
}

func TestReadErrors(t *testing.T) {
	tests := map[string]string{
		``:            "whatsapp: body: no JSON at byte 0: the text ends there",
		`{"entry":[`:  "whatsapp: body: no JSON at byte 10: the text ends there",
		`{"entry":x}`: `whatsapp: body: no JSON at byte 9: unexpected 'x'`,
		`[1]`:         `whatsapp: body: no JSON object: it begins with '['`,
		` 7`:          `whatsapp: body: no JSON object: it begins with '7'`,
		`{} {}`:       `whatsapp: body: no JSON at byte 3: unexpected '{'`,
	}
	for body, want := range tests {
		_, err := read(t, []byte(body), received())
		require.ErrorIs(t, err, platform.ErrBody)
		require.EqualError(t, err, want)
	}
}

// A text that is nested deeper than a host could store comes as a JSON string.
func TestReadDeep(t *testing.T) {
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	events, err := read(t, []byte(message(`{"from":"491","id":"m","type":"maze","maze":`+deep+`}`)), received())
	require.NoError(t, err)
	require.Len(t, events, 1)
	stored, err := json.Marshal(events[0])
	require.NoError(t, err)
	var back channel.Event
	require.NoError(t, json.Unmarshal(stored, &back))
	var raw string
	require.NoError(t, json.Unmarshal(back.Raw, &raw))
	require.Contains(t, raw, deep)
}

// What the caller does with the body afterwards does not change the events.
func TestReadCopies(t *testing.T) {
	body := []byte(oneText)
	first, err := read(t, body, received())
	require.NoError(t, err)
	for i := range body {
		body[i] = 'x'
	}
	second, err := read(t, []byte(oneText), received())
	require.NoError(t, err)
	if diff := cmp.Diff(second, first); diff != "" {
		t.Errorf("the events changed with the body (-want +got):\n%s", diff)
	}
}
