package viber_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/viber"
)

const bot = "bot-1"

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Second)
	account  = channel.Account{Kind: channel.Viber, ID: bot}
)

// parse reads a callback and returns its event without Raw.
func parse(t *testing.T, body string) channel.Event {
	t.Helper()
	events, err := viber.Parse(bot, []byte(body), received)
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.JSONEq(t, body, string(events[0].Raw))
	events[0].Raw = nil
	return events[0]
}

// message returns a callback with a message of the parts.
func message(parts string) string {
	return fmt.Sprintf(`{"event":"message","timestamp":1773050400000,"message_token":77,"sender":{"id":"mira==","name":"Mira"},"message":{%s}}`, parts)
}

func TestParseFile(t *testing.T) {
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

func TestParseContent(t *testing.T) {
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

func TestParseKinds(t *testing.T) {
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
func TestParseReasons(t *testing.T) {
	failed := func(parts string) string {
		return parse(t, `{"event":"failed","timestamp":1773050400000,"message_token":5,"user_id":"mira=="`+parts+`}`).ID
	}
	ids := []string{failed(``), failed(`,"desc":"no device"`), failed(`,"desc":"not subscribed"`)}
	require.Equal(t, "5/failed", ids[0])
	require.NotEqual(t, ids[0], ids[1])
	require.NotEqual(t, ids[1], ids[2])
	require.Equal(t, ids[1], failed(`,"desc":"no device"`))
}

func TestParseRefuses(t *testing.T) {
	for _, body := range []string{``, `[]`, `{"event":`, `null`} {
		_, err := viber.Parse(bot, []byte(body), received)
		require.ErrorContains(t, err, "viber: body: no JSON")
	}
}
