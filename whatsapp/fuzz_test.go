package whatsapp_test

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// FuzzRead checks what holds for every body: Events accepts what is a JSON
// object and nothing else, gives the same answer twice, and gives events that a
// host can store.
func FuzzRead(f *testing.F) {
	f.Add([]byte(oneText))
	f.Add([]byte(message(`{"id":"\u0041","type":"text","text":{"body":"\ud83d"}}`)))
	f.Add([]byte(change("calls", `"calls":[{"event":"connect"}],"statuses":[[]],"extra":[1]`)))
	f.Add([]byte(change("x", `"\u006dessages":[{"fr\u006fm":"1","id":"2","text":{"body":"\/"}}]`)))
	f.Add([]byte(`{"entry":[{"changes":[{"value":null},7]},null]}`))
	f.Add([]byte(message(`{"from":"1","type":"location","location":{"latitude":"NaN","longitude":"-Inf"}}`)))
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(f, err)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := read(t, body, received())
		var object map[string]json.RawMessage
		isObject := json.Unmarshal(body, &object) == nil && object != nil
		if isObject != (err == nil) {
			t.Fatalf("encoding/json reads an object: %v, Events: %v", isObject, err)
		}
		if err != nil {
			return
		}
		again, err := read(t, body, received())
		require.NoError(t, err)
		if diff := cmp.Diff(events, again); diff != "" {
			t.Fatalf("not the same twice:\n%s", diff)
		}
		for _, e := range events {
			if e.ID == "" || e.Type == "" || e.Sent.IsZero() || !json.Valid(e.Raw) {
				t.Fatalf("incomplete: %+v", e)
			}
			if _, err := json.Marshal(e); err != nil {
				t.Fatalf("cannot be stored: %v", err)
			}
		}
	})
}

// FuzzReadSibling puts any JSON beside a good message, in every place where a
// bad item can stand. The good message comes out as if it were alone.
func FuzzReadSibling(f *testing.F) {
	good := `{"from":"491","id":"good","timestamp":"1772960400","type":"text","text":{"body":"here"}}`
	for _, bad := range []string{`{}`, `null`, `[[]]`, `"text"`, `{"type":"text","text":[]}`, `{"id":{},"from":[],"errors":{}}`, `{"value":{"messages":7}}`} {
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, bad string) {
		if !json.Valid([]byte(bad)) {
			return
		}
		want := parse(t, message(good))[0]
		for _, body := range []string{
			message(bad + "," + good),
			message(good + "," + bad),
			change("messages", `"statuses":`+bad+`,"messages":[`+good+`]`),
			change("messages", `"messages":[`+good+`],"new":`+bad+`,"calls":[`+bad+`]`),
			strings.Replace(message(good), `"changes":[`, `"changes":[`+bad+`,`, 1),
			strings.Replace(message(good), `"entry":[`, `"entry":[`+bad+`,`, 1),
		} {
			events, err := read(t, []byte(body), received())
			require.NoError(t, err)
			found := 0
			for _, e := range events {
				e.Raw, e.Received = nil, want.Received
				if e.ID == "good" && cmp.Equal(want, e) {
					found++
				}
			}
			if found != 1 {
				t.Fatalf("the good message came %d times of %s", found, body)
			}
		}
	})
}

// FuzzReadText reads texts as encoding/json does, whatever the escapes.
func FuzzReadText(f *testing.F) {
	for _, text := range []string{`"\u0041\/\"\n"`, `"\ud83d\ude80\ud83d\ud83d\ude80"`, `"\ud83dx\udE80"`, "\"\xff\xfe \\u00e9\"", `"\u0000\b\f\r\t\\"`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want string
		if json.Unmarshal([]byte(text), &want) != nil || strings.TrimSpace(text) == "null" {
			return
		}
		got := parse(t, message(`{"from":"1","id":"2","type":"text","text":{"body":`+text+`}}`))[0].Message.Text
		if got != want {
			t.Errorf("%s is read as %q, want %q", text, got, want)
		}
	})
}

// FuzzVerify checks that a header is right exactly if it is the signature.
func FuzzVerify(f *testing.F) {
	f.Add("secret", []byte("{}"), "sha256=00", false)
	f.Add("secret", []byte(oneText), "", true)
	f.Add("s", []byte{}, strings.Repeat("0", 71), false)
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string, honest bool) {
		p, err := whatsapp.New(whatsapp.Config{Secret: secret})
		if secret == "" {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		want := sign(secret, body)
		if honest {
			header = want
		}
		for range 2 { // the second check works with a used state
			_, err := p.Events(hook(header, body))
			prefix, digits, _ := strings.Cut(header, "=")
			right := hmac.Equal([]byte(prefix+"="+strings.ToLower(digits)), []byte(want))
			if right == errors.Is(err, platform.ErrSignature) {
				t.Fatalf("header %q, want %q: %v", header, want, err)
			}
		}
	})
}

// Ids are the same when a webhook is repeated, and differ between different news.
func TestReadIDs(t *testing.T) {
	news := func(when, event string) string {
		return `{"entry":[{"id":"2","time":` + when + `,"changes":[{"field":"account_update","value":{"event":"` + event + `"}}]}]}`
	}
	first := parse(t, news("1772960500", "A"))[0].ID
	seen := map[string]string{first: "first"}
	require.Equal(t, first, parse(t, news("1772960500", "A"))[0].ID)
	for name, body := range map[string]string{
		"another event":   news("1772960500", "B"),
		"another instant": news("1772960501", "A"),
		"another account": strings.Replace(news("1772960500", "A"), `"id":"2"`, `"id":"22"`, 1),
		"another field":   strings.Replace(news("1772960500", "A"), "account_update", "account_alerts", 1),
	} {
		id := parse(t, body)[0].ID
		require.NotContains(t, seen, id, name)
		seen[id] = name
	}
	var ids []string
	for _, e := range []channel.Event{
		parse(t, change("messages", `"statuses":[{"id":"m","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_id":"1"}]`))[0],
		parse(t, change("messages", `"statuses":[{"id":"m","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_id":"2"}]`))[0],
		parse(t, change("messages", `"statuses":[{"id":"m","status":"sent","recipient_id":"1"}]`))[0],
		parse(t, change("calls", `"calls":[{"id":"c","from":"1","event":"connect"}]`))[0],
		parse(t, change("calls", `"calls":[{"id":"c","from":"1","event":"terminate"}]`))[0],
	} {
		ids = append(ids, e.ID)
	}
	if diff := cmp.Diff([]string{"m/read/1", "m/read/2", "m/sent", "c/connect", "c/terminate"}, ids); diff != "" {
		t.Errorf("ids mismatch (-want +got):\n%s", diff)
	}
}
