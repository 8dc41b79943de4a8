package telegram_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/telegram"
)

const bot = "500000001"

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Second)
)

// parse reads one update and returns its events without what all have alike.
func parse(t *testing.T, body string) []channel.Event {
	t.Helper()
	events, err := telegram.Parse(bot, []byte(body), received)
	require.NoError(t, err)
	return events
}

// message returns an update with the parts of a message.
func message(kind, parts string) string {
	return fmt.Sprintf(`{"update_id":1,%q:{"message_id":11,"date":1773050400,"from":{"id":7,"first_name":"Mira"},"chat":{"id":7,"type":"private"},%s}}`, kind, parts)
}

func TestParseBatch(t *testing.T) {
	body, err := os.ReadFile("testdata/batch.json")
	require.NoError(t, err)
	got, err := telegram.Parse(bot, body, received)
	require.NoError(t, err)

	account := channel.Account{Kind: channel.Telegram, ID: bot}
	business := channel.Account{Kind: channel.TelegramBusiness, ID: "bc-1"}
	mira := channel.Profile{Name: "Mira"}
	want := []channel.Event{
		{
			ID: "9001", Type: channel.EventMessage, Account: account, From: "700000001", Sent: sent, Opens: channel.OpenMessage,
			Profile: channel.Profile{Name: "Mira Beispiel", Username: "mira_example", Locale: "de"},
			Message: channel.Message{ID: "700000001:11", Type: channel.Text, Text: "Is my parcel on its way? 📦", ReplyTo: "700000001:9"},
		},
		{
			ID: "9002", Type: channel.EventUnknown, Account: account, From: "700000001", Profile: mira, Sent: received,
			Notice: channel.Notice{Field: "some_new_kind", Detail: "a kind of update that this version does not know"},
		},
		{
			ID: "9003", Type: channel.EventMessage, Account: account, From: "700000001", Profile: mira, Sent: received, Opens: channel.OpenMessage,
			Message: channel.Message{ID: "4400", Type: channel.Button, Text: "Medium", Payload: "size:m", ReplyTo: "700000001:12"},
		},
		{Type: channel.EventUnknown, Account: account, Sent: received, Notice: channel.Notice{Detail: "an update that holds nothing"}},
		{ID: "9004", Type: channel.EventRevoke, Account: business, From: "700000002", Sent: received, Message: channel.Message{Target: "700000002:21"}},
		{ID: "9004/1", Type: channel.EventRevoke, Account: business, From: "700000002", Sent: received, Message: channel.Message{Target: "700000002:22"}},
		{
			ID: "9005", Type: channel.EventMessage, Account: account, From: "700000001", Profile: mira, Sent: sent.Add(time.Minute), Opens: channel.OpenReaction,
			Message: channel.Message{Type: channel.Reaction, Text: "👍", Payload: "5555", Target: "-100700:13", Group: "-100700"},
		},
	}
	require.Len(t, got, len(want))
	require.NotEmpty(t, got[3].ID)
	got[3].ID = ""
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(channel.Event{}, "Raw", "Received")); diff != "" {
		t.Errorf("events differ (-want +got):\n%s", diff)
	}
}

func TestParseContent(t *testing.T) {
	tests := []struct {
		name, parts string
		want        channel.Message
	}{
		{
			"photo in three sizes", `"caption":"broken","photo":[{"file_id":"s","width":90,"height":90},{"file_id":"l","width":900,"height":900,"file_size":77},{"file_id":"m","width":300,"height":300}]`,
			channel.Message{Type: channel.Image, Text: "broken", Attachments: []channel.Attachment{{Type: channel.Image, ID: "l", Size: 77}}},
		},
		{
			"voice", `"voice":{"file_id":"v","mime_type":"audio/ogg","duration":3}`,
			channel.Message{Type: channel.Audio, Subtype: "voice", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "v", MIME: "audio/ogg", Millis: 3000}}},
		},
		{
			"animation, which is a document as well", `"document":{"file_id":"d"},"animation":{"file_id":"a","file_name":"a.mp4"}`,
			channel.Message{Type: channel.Video, Subtype: "animation", Attachments: []channel.Attachment{{Type: channel.Video, ID: "a", Name: "a.mp4"}}},
		},
		{
			"sticker", `"sticker":{"file_id":"k","emoji":"🤣","set_name":"cats"}`,
			channel.Message{Type: channel.Sticker, Text: "🤣", Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "k", Name: "cats"}}},
		},
		{
			"venue", `"location":{"latitude":52.5,"longitude":"13.25"},"venue":{"location":{"latitude":52.5,"longitude":13.25},"title":"Office","address":"Example street 1"}`,
			channel.Message{Type: channel.Location, Place: channel.Place{Latitude: 52.5, Longitude: 13.25, Name: "Office", Address: "Example street 1"}},
		},
		{
			"contact", `"contact":{"first_name":"Mira","phone_number":"+4915550100001"}`,
			channel.Message{Type: channel.Contacts, People: []channel.Person{{Name: "Mira", Phones: []string{"+4915550100001"}}}},
		},
		{
			"unknown content is still the user's message", `"hologram":{"title":"A ship"}`,
			channel.Message{Type: channel.Unsupported, Subtype: "hologram", Payload: `{"title":"A ship"}`, Text: "A ship"},
		},
		{
			"poll", `"poll":{"id":"1","question":"Which?"}`,
			channel.Message{Type: channel.Unsupported, Subtype: "poll", Payload: `{"id":"1","question":"Which?"}`, Text: "Which?"},
		},
		{"unknown flag beside a text", `"text":"hi","glows":true`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"forwarded", `"text":"hi","forward_origin":{"type":"hidden_user"}`, channel.Message{Type: channel.Text, Text: "hi", Forwarded: true}},
		{"null content", `"text":"hi","document":null`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"nothing", `"entities":[]`, channel.Message{Type: channel.Unsupported}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, message("message", tt.parts))
			require.Len(t, got, 1)
			require.Equal(t, channel.EventMessage, got[0].Type)
			require.Equal(t, channel.OpenMessage, got[0].Opens)
			tt.want.ID = "7:11"
			if diff := cmp.Diff(tt.want, got[0].Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseKinds(t *testing.T) {
	tests := []struct {
		name, body string
		event      channel.EventType
		opens      channel.Opener
		account    channel.Account
		from       string
	}{
		{"start", message("message", `"text":"/start summer"`), channel.EventOpen, channel.OpenFollow, channel.Account{}, "7"},
		{"a command", message("message", `"text":"/started"`), channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"edit", message("edited_message", `"text":"new","edit_date":1773050500`), channel.EventEdit, "", channel.Account{}, "7"},
		{"business", message("business_message", `"business_connection_id":"bc","text":"hi"`), channel.EventMessage, channel.OpenMessage,
			channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, "7"},
		{"business, connection not told", message("business_message", `"text":"hi"`), channel.EventMessage, channel.OpenMessage,
			channel.Account{Kind: channel.TelegramBusiness, ID: bot}, "7"},
		{"business, by its bot", message("business_message", `"text":"hi","sender_business_bot":{"id":5}`), channel.EventEcho, "",
			channel.Account{Kind: channel.TelegramBusiness, ID: bot}, "7"},
		{"business, by its owner", `{"update_id":1,"edited_business_message":{"message_id":2,"business_connection_id":"bc","from":{"id":8},"chat":{"id":7,"type":"private"},"text":"x"}}`,
			channel.EventEdit, "", channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, "7"},
		{"channel post", `{"update_id":1,"channel_post":{"message_id":2,"chat":{"id":-9,"type":"channel","title":"News"},"text":"x"}}`,
			channel.EventHistory, "", channel.Account{}, "-9"},
		{"pinned", message("message", `"pinned_message":{"message_id":3}`), channel.EventAccount, "", channel.Account{}, "7"},
		{"migrated", message("message", `"migrate_to_chat_id":-100`), channel.EventHandle, "", channel.Account{}, "7"},
		{"migrated from", message("message", `"migrate_from_chat_id":-5`), channel.EventHandle, "", channel.Account{}, "-5"},
		{"allowed", message("message", `"write_access_allowed":{}`), channel.EventOpen, channel.OpenFollow, channel.Account{}, "7"},
		{"blocked", membership("kicked", "private"), channel.EventLeave, "", channel.Account{}, "7"},
		{"unblocked", membership("member", "private"), channel.EventOpen, channel.OpenFollow, channel.Account{}, "7"},
		{"put out of a group", membership("kicked", "group"), channel.EventAccount, "", channel.Account{}, "7"},
		{"connected", `{"update_id":1,"business_connection":{"id":"bc","user":{"id":8},"is_enabled":true}}`, channel.EventAccount, "",
			channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, ""},
		{"vote", `{"update_id":1,"poll_answer":{"poll_id":"3","user":{"id":7},"option_ids":[1]}}`, channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"inline query", `{"update_id":1,"inline_query":{"id":"3","from":{"id":7},"query":"shoes"}}`, channel.EventAccount, "", channel.Account{}, "7"},
		{"nobody", `{"update_id":1,"message":{"message_id":2,"text":"x"}}`, channel.EventUnknown, "", channel.Account{}, ""},
		{"no object", `{"update_id":1,"message":[1]}`, channel.EventUnknown, "", channel.Account{}, ""},
		{"nothing", `{"update_id":1}`, channel.EventUnknown, "", channel.Account{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events := parse(t, tt.body)
			require.Len(t, events, 1)
			e := events[0]
			if tt.account == (channel.Account{}) {
				tt.account = channel.Account{Kind: channel.Telegram, ID: bot}
			}
			if diff := cmp.Diff([]any{tt.event, tt.opens, tt.account, tt.from}, []any{e.Type, e.Opens, e.Account, e.From}); diff != "" {
				t.Errorf("event differs (-want +got):\n%s", diff)
			}
			require.JSONEq(t, tt.body, string(e.Raw))
		})
	}
}

func membership(status, chat string) string {
	return fmt.Sprintf(`{"update_id":1,"my_chat_member":{"chat":{"id":7,"type":%q},"from":{"id":7},"date":1773050400,"new_chat_member":{"status":%q}}}`, chat, status)
}

func TestParseDetails(t *testing.T) {
	start := parse(t, message("message", `"text":"/start summer"`))[0]
	if diff := cmp.Diff(channel.Referral{Source: "link", Payload: "summer"}, start.Message.Referral); diff != "" {
		t.Errorf("referral differs (-want +got):\n%s", diff)
	}
	edit := parse(t, message("edited_message", `"text":"new","edit_date":1773050500`))[0]
	require.Equal(t, "7:11", edit.Message.Target)
	require.Equal(t, sent.Add(100*time.Second), edit.Sent)
	moved := parse(t, message("message", `"migrate_to_chat_id":-100`))[0]
	require.Equal(t, []string{"-100"}, moved.Profile.Handles)
	own := parse(t, message("message", `"contact":{"user_id":7,"phone_number":"+4915550100001"}`))[0]
	require.Equal(t, "+4915550100001", own.Profile.Phone)
	other := parse(t, message("message", `"contact":{"user_id":8,"phone_number":"+4915550100002"}`))[0]
	require.Empty(t, other.Profile.Phone)
}

func TestParseRefuses(t *testing.T) {
	for _, body := range []string{``, `[]`, `{"update_id":`, `null`} {
		_, err := telegram.Parse(bot, []byte(body), received)
		require.ErrorContains(t, err, "telegram: body: no JSON")
	}
}
