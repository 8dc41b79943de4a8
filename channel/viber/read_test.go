package viber_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/channel/viber"
)

const bot = "bot-1"

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Second)
	account  = channel.Account{Kind: channel.Viber, ID: bot}
)

// unsigned is the platform of callbacks that somebody else has checked.
func unsigned(t testing.TB) *viber.Platform {
	t.Helper()
	p, err := viber.New(viber.Config{Bot: bot, Unsigned: true, Sender: viber.Sender{Name: "Shop"}})
	require.NoError(t, err)
	return p
}

func read(t testing.TB, body []byte) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t).Events(platform.Request{Body: body, Received: received})
}

// parse reads a callback and returns its event without Raw.
func parse(t *testing.T, body string) channel.Event {
	t.Helper()
	events, err := read(t, []byte(body))
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.Equal(t, compact(t, []byte(body)), compact(t, events[0].Raw)) // numbers as they are written, however large
	events[0].Raw = nil
	return events[0]
}

// compact returns JSON without white space.
func compact(t *testing.T, text []byte) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, json.Compact(&out, text))
	return out.String()
}

// message returns a callback with a message of the parts.
func message(parts string) string {
	return fmt.Sprintf(`{"event":"message","timestamp":1773050400000,"message_token":77,"sender":{"id":"mira==","name":"Mira"},"message":{%s}}`, parts)
}

func TestReadFile(t *testing.T) {
	body, err := os.ReadFile("testdata/message.json")
	require.NoError(t, err)
	want := channel.Event{
		ID: "4912661846655238145", Type: channel.EventMessage, Account: account, From: "mira==", Sent: sent, Received: received, Opens: channel.OpenMessage,
		Profile: channel.Profile{Name: "Mira", Locale: "de", Picture: "https://pictures.example/mira"},
		Message: channel.Message{ID: "4912661846655238145", Type: channel.Video, Text: "the noise", Payload: "out-7", Attachments: []channel.Attachment{
			{Type: channel.Video, URL: "https://files.example/v.mp4", Preview: "https://files.example/t.jpg", Size: 10000, Millis: 7000}}},
	}
	if diff := cmp.Diff(want, parse(t, string(body))); diff != "" {
		t.Errorf("event differs (-want +got):\n%s", diff)
	}
}

func TestReadContent(t *testing.T) {
	tests := []struct {
		name, parts string
		want        channel.Message
	}{
		{"text", `"type":"text","text":"hi"`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"picture", `"type":"picture","text":"broken","media":"https://x.example/p"`,
			channel.Message{Type: channel.Image, Text: "broken", Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://x.example/p"}}}},
		{"file", `"type":"file","media":"https://x.example/f","file_name":"a.pdf","size":12`,
			channel.Message{Type: channel.Document, Attachments: []channel.Attachment{{Type: channel.Document, URL: "https://x.example/f", Name: "a.pdf", Size: 12}}}},
		{"sticker", `"type":"sticker","sticker_id":46105,"media":"https://x.example/s"`,
			channel.Message{Type: channel.Sticker, Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "46105", URL: "https://x.example/s"}}}},
		{"link", `"type":"url","media":"https://x.example"`, channel.Message{Type: channel.Text, Subtype: "url", Text: "https://x.example"}},
		{"link with a text", `"type":"url","text":"see","media":"https://x.example"`, channel.Message{Type: channel.Text, Subtype: "url", Text: "see\nhttps://x.example"}},
		{"place", `"type":"location","location":{"lat":50.5,"lon":"6.25"}`, channel.Message{Type: channel.Location, Place: channel.Place{Latitude: 50.5, Longitude: 6.25}}},
		{"card", `"type":"contact","contact":{"name":"Koji","phone_number":"+4915550100009"}`,
			channel.Message{Type: channel.Contacts, People: []channel.Person{{Name: "Koji", Phones: []string{"+4915550100009"}}}}},
		{"unknown content is still the user's message", `"type":"scent"`, channel.Message{Type: channel.Unsupported, Subtype: "scent", Payload: `{"type":"scent"}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, message(tt.parts))
			require.Equal(t, channel.OpenMessage, got.Opens)
			tt.want.ID = "77"
			if diff := cmp.Diff(tt.want, got.Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadKinds(t *testing.T) {
	mira := channel.Profile{Name: "Mira"}
	tests := []struct {
		name, parts string
		want        channel.Event
	}{
		{"subscribed", `"event":"subscribed","user":{"id":"mira==","name":"Mira"}`,
			channel.Event{Type: channel.EventOpen, Opens: channel.OpenFollow, From: "mira==", Profile: mira}},
		{"unsubscribed", `"event":"unsubscribed","user_id":"mira=="`, channel.Event{Type: channel.EventLeave, From: "mira=="}},
		{"opened", `"event":"conversation_started","message_token":"5","type":"open","context":"summer","subscribed":false,"user":{"id":"mira==","name":"Mira"}`,
			channel.Event{ID: "5", Type: channel.EventOpen, Opens: channel.OpenWelcome, From: "mira==", Profile: mira,
				Message: channel.Message{Subtype: "open", Referral: channel.Referral{Source: "link", Payload: "summer"}}}},
		{"opened by a subscriber", `"event":"conversation_started","message_token":5,"subscribed":true,"user":{"id":"mira==","name":"Mira"}`,
			channel.Event{ID: "5", Type: channel.EventOpen, Opens: channel.OpenFollow, From: "mira==", Profile: mira}},
		{"delivered", `"event":"delivered","message_token":5,"user_id":"mira=="`,
			channel.Event{ID: "5/delivered", Type: channel.EventStatus, From: "mira==", Status: channel.Status{MessageID: "5", State: channel.StateDelivered}}},
		{"seen", `"event":"seen","message_token":5,"user_id":"mira=="`,
			channel.Event{ID: "5/seen", Type: channel.EventStatus, From: "mira==", Status: channel.Status{MessageID: "5", State: channel.StateRead}}},
		{"failed", `"event":"failed","message_token":5,"user_id":"mira==","desc":"no device"`,
			channel.Event{ID: "5/failed/a88e5003", Type: channel.EventStatus, From: "mira==", Status: channel.Status{
				MessageID: "5", State: channel.StateFailed, Errors: []channel.Error{{Code: "failed", Title: "no device"}}}}},
		{"failed, without a reason", `"event":"failed","message_token":5,"user_id":"mira=="`,
			channel.Event{ID: "5/failed", Type: channel.EventStatus, From: "mira==", Status: channel.Status{MessageID: "5", State: channel.StateFailed}}},
		{"address checked", `"event":"webhook","message_token":5`, channel.Event{Type: channel.EventAccount, Notice: channel.Notice{Field: "webhook", Subject: "5"}}},
		{"unknown", `"event":"waved","user_id":"mira=="`, channel.Event{Type: channel.EventUnknown, From: "mira==",
			Notice: channel.Notice{Field: "waved", Detail: "a kind of callback that this version does not know"}}},
		{"nobody", `"event":"subscribed","user":7`, channel.Event{Type: channel.EventUnknown, Notice: channel.Notice{Field: "subscribed", Detail: "a callback about nobody"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, `{"timestamp":1773050400000,`+tt.parts+`}`)
			require.NotEmpty(t, got.ID)
			if tt.want.ID == "" {
				got.ID = ""
			}
			tt.want.Account, tt.want.Sent, tt.want.Received = account, sent, received
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("event differs (-want +got):\n%s", diff)
			}
		})
	}
}

// A failure that is told with another reason is another event.
func TestReadReasons(t *testing.T) {
	failed := func(parts string) string {
		return parse(t, `{"event":"failed","timestamp":1773050400000,"message_token":5,"user_id":"mira=="`+parts+`}`).ID
	}
	ids := []string{failed(``), failed(`,"desc":"no device"`), failed(`,"desc":"not subscribed"`)}
	require.Equal(t, "5/failed", ids[0])
	require.NotEqual(t, ids[0], ids[1])
	require.NotEqual(t, ids[1], ids[2])
	require.Equal(t, ids[1], failed(`,"desc":"no device"`))
}

func TestReadRefuses(t *testing.T) {
	for _, body := range []string{``, `[]`, `{"event":`, `null`} {
		_, err := read(t, []byte(body))
		require.ErrorIs(t, err, platform.ErrBody)
		require.ErrorContains(t, err, "viber: body: no JSON")
	}
}

// A message that cannot be read is still the user's, with its raw form and the words that
// are found in it.
func TestReadUnreadable(t *testing.T) {
	tests := []struct{ name, message, subtype, text, payload string }{
		{"text without words", `{"type":"text"}`, "text", "", `{"type":"text"}`},
		{"text of another kind", `{"type":"text","text":{"text":"Hello"}}`, "text", "Hello", `{"type":"text","text":{"text":"Hello"}}`},
		{"picture without an address", `{"type":"picture","text":"See","media":null}`, "picture", "See", `{"type":"picture","text":"See","media":null}`},
		{"place without a point", `{"type":"location","location":[]}`, "location", "", `{"type":"location","location":[]}`},
		{"card of nobody", `{"type":"contact","contact":{"avatar":"x"}}`, "contact", "", `{"type":"contact","contact":{"avatar":"x"}}`},
		{"address without one", `{"type":"url"}`, "url", "", `{"type":"url"}`},
		{"words within", `{"type":"poll","poll":{"question":"Which?","options":[{"text":"Red"},{"text":"Blue"}]}}`, "poll",
			"Which?\nRed\nBlue", `{"type":"poll","poll":{"question":"Which?","options":[{"text":"Red"},{"text":"Blue"}]}}`},
		{"only words", `"Hello"`, "", "Hello", `"Hello"`},
		{"a list", `[1]`, "", "", `[1]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, `{"event":"message","timestamp":1773050400000,"message_token":77,"sender":{"id":"mira=="},"message":`+tt.message+`}`)
			require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, "mira=="}, []any{got.Type, got.Opens, got.From})
			want := channel.Message{ID: "77", Type: channel.Unsupported, Subtype: tt.subtype, Text: tt.text, Payload: tt.payload}
			if diff := cmp.Diff(want, got.Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
	const bare = `{"event":"message","message_token":77,"sender":{"id":"mira=="},"message":null}`
	require.Equal(t, channel.Message{ID: "77", Type: channel.Unsupported, Payload: bare}, parse(t, bare).Message)
}

// Words in a callback of an unknown kind are kept, with whom it is about.
func TestReadUnknown(t *testing.T) {
	got := parse(t, `{"event":"waved","timestamp":1773050400000,"sender":{"id":"mira==","name":"Mira"},"wave":{"text":"Hello"}}`)
	require.Equal(t, []any{channel.EventUnknown, "mira==", "Mira", "Hello"}, []any{got.Type, got.From, got.Profile.Name, got.Message.Text})
	require.Empty(t, got.Opens)
}

// Reading takes time and memory in proportion to the callback, however it is made.
func TestReadLinear(t *testing.T) {
	shapes := map[string]func(n int) string{
		"long text":    func(n int) string { return message(`"type":"text","text":"` + strings.Repeat("好\\n", n) + `"`) },
		"many members": func(n int) string { return message(`"type":"poll"` + strings.Repeat(`,"text":"a"`, n)) },
		"many words":   func(n int) string { return message(`"type":"poll","a":[` + strings.Repeat(`{"text":"a"},`, n) + `0]`) },
		"deep": func(n int) string {
			return message(`"type":"poll","a":` + strings.Repeat(`[`, n) + strings.Repeat(`]`, n))
		},
		"long id": func(n int) string {
			return `{"event":"failed","message_token":"` + strings.Repeat("7", n) + `","user_id":"u","desc":"x"}`
		},
		"unknown event": func(n int) string { return `{"event":"waved"` + strings.Repeat(`,"sender":{"id":"a"}`, n) + `}` },
	}
	platformtest.Linear(t, shapes, func(t *testing.T, body []byte) {
		_, err := read(t, body)
		require.NoError(t, err)
	})
}

// TestReadRestOf holds where the title and the picture of a link go, and that of a card.
func TestReadRestOf(t *testing.T) {
	picture := []channel.Attachment{{Type: channel.Image, URL: "https://cdn.example/p"}}
	link := parse(t, message(`"type":"url","media":"https://vale.example","title":"A lamp","thumbnail":"https://cdn.example/p"`)).Message
	require.Equal(t, []any{"https://vale.example", "A lamp", picture}, []any{link.Text, link.Detail, link.Attachments})
	card := parse(t, message(`"type":"contact","contact":{"name":"Nora","avatar":"https://cdn.example/p"}`)).Message
	require.Equal(t, []any{channel.Contacts, picture}, []any{card.Type, card.Attachments})
}
