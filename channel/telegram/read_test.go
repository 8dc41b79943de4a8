package telegram_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
)

const bot = "500000001"

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Second)
)

// unsigned is the platform of webhooks that somebody else has checked.
func unsigned(t testing.TB) *telegram.Platform {
	t.Helper()
	p, err := telegram.New(telegram.Config{Bot: bot, Unsigned: true})
	require.NoError(t, err)
	return p
}

func read(t testing.TB, body []byte) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t).Events(platform.Request{Body: body, Received: received})
}

func parse(t testing.TB, body string) []channel.Event {
	t.Helper()
	events, err := read(t, []byte(body))
	require.NoError(t, err)
	return events
}

// message returns an update with the parts of a message.
func message(kind, parts string) string {
	return fmt.Sprintf(`{"update_id":1,%q:{"message_id":11,"date":1773050400,"from":{"id":7,"first_name":"Mira"},"chat":{"id":7,"type":"private"},%s}}`, kind, parts)
}

func TestReadBatch(t *testing.T) {
	body, err := os.ReadFile("testdata/batch.json")
	require.NoError(t, err)
	got := parse(t, string(body))

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

func TestReadContent(t *testing.T) {
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
			channel.Message{Type: channel.Audio, Subtype: "voice", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "v", MIME: "audio/ogg", Millis: 3000, Voice: true}}},
		},
		{
			"video note", `"video_note":{"file_id":"n","duration":5}`,
			channel.Message{Type: channel.Video, Subtype: "video_note", Attachments: []channel.Attachment{{Type: channel.Video, ID: "n", Millis: 5000, Voice: true}}},
		},
		{
			"audio without a name", `"audio":{"file_id":"a","performer":"Lena","title":"Noise"}`,
			channel.Message{Type: channel.Audio, Attachments: []channel.Attachment{{Type: channel.Audio, ID: "a", Name: "Lena – Noise"}}},
		},
		{
			"audio with half a name", `"audio":{"file_id":"a","title":"Noise"}`,
			channel.Message{Type: channel.Audio, Attachments: []channel.Attachment{{Type: channel.Audio, ID: "a", Name: "Noise"}}},
		},
		{
			"live photo, which is a photo as well", `"photo":[{"file_id":"p"}],"live_photo":{"file_id":"l"}`,
			channel.Message{Type: channel.Video, Subtype: "live_photo", Attachments: []channel.Attachment{{Type: channel.Image, ID: "p"}, {Type: channel.Video, ID: "l"}}},
		},
		{
			"contact with a vCard", `"contact":{"first_name":"Mira","phone_number":"+4915550100001","vcard":"BEGIN:VCARD\r\nTEL;TYPE=cell:+49 155 50100001\r\nitem1.TEL;VALUE=uri:tel:+49-30-555010\r\nEMAIL:mira@example.\r\n com\r\nEND:VCARD"}`,
			channel.Message{Type: channel.Contacts, People: []channel.Person{{Name: "Mira", Phones: []string{"+4915550100001", "+49-30-555010"}, Emails: []string{"mira@example.com"}}}},
		},
		{
			"users shared", `"user_shared":{"request_id":3,"user_id":901},"users_shared":{"users":[{"user_id":901,"first_name":"Tom","last_name":"Fo"},{"user_id":902,"username":"ana"},{"user_id":903}]}`,
			channel.Message{Type: channel.Contacts, Subtype: "users_shared", People: []channel.Person{{Name: "Tom Fo"}, {Name: "ana"}, {Name: "903"}},
				Payload: `{"users":[{"user_id":901,"first_name":"Tom","last_name":"Fo"},{"user_id":902,"username":"ana"},{"user_id":903}]}`},
		},
		{
			"users shared, by older versions", `"users_shared":{"user_ids":[901,902]}`,
			channel.Message{Type: channel.Contacts, Subtype: "users_shared", People: []channel.Person{{Name: "901"}, {Name: "902"}}, Payload: `{"user_ids":[901,902]}`},
		},
		{
			"user shared, by the oldest", `"user_shared":{"user_id":901}`,
			channel.Message{Type: channel.Contacts, Subtype: "user_shared", People: []channel.Person{{Name: "901"}}, Payload: `{"user_id":901}`},
		},
		{
			"chat shared", `"chat_shared":{"chat_id":-9,"title":"Club"}`,
			channel.Message{Type: channel.Interactive, Subtype: "chat_shared", Text: "Club", Payload: `{"chat_id":-9,"title":"Club"}`},
		},
		{
			"form", `"web_app_data":{"data":"{\"size\":1}","button_text":"Order"}`,
			channel.Message{Type: channel.Interactive, Subtype: "web_app_data", Text: "Order", Payload: `{"size":1}`},
		},
		{
			"gift with words", `"gift":{"text":"Thanks!","gift":{"id":"g"}}`,
			channel.Message{Type: channel.Unsupported, Subtype: "gift", Text: "Thanks!", Payload: `{"text":"Thanks!","gift":{"id":"g"}}`},
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
			"poll", `"poll":{"id":"1","question":"Which?","options":[{"text":"Red"},{"text":"Blue"}]}`,
			channel.Message{Type: channel.Unsupported, Subtype: "poll", Payload: `{"id":"1","question":"Which?","options":[{"text":"Red"},{"text":"Blue"}]}`, Text: "Which?\nRed\nBlue"},
		},
		{
			"unknown content behind an unknown flag", `"glows":5,"hologram":{"pages":[{"title":"A ship"},{"title":"At sea"}],"chat":{"title":"Not this"}}`,
			channel.Message{Type: channel.Unsupported, Subtype: "hologram", Text: "A ship\nAt sea",
				Payload: `{"pages":[{"title":"A ship"},{"title":"At sea"}],"chat":{"title":"Not this"}}`},
		},
		{"unknown flag beside a text", `"text":"hi","glows":true`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"forwarded", `"text":"hi","forward_origin":{"type":"hidden_user"}`, channel.Message{Type: channel.Text, Text: "hi", Forwarded: true}},
		{"null content", `"text":"hi","document":null`, channel.Message{Type: channel.Text, Text: "hi"}},
		{"a caption below unknown content", `"caption":"see","hologram":{}`, channel.Message{Type: channel.Unsupported, Subtype: "hologram", Text: "see", Payload: `{}`}},
		{"a caption below nothing", `"caption":"see"`, channel.Message{Type: channel.Text, Text: "see"}},
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

func TestReadKinds(t *testing.T) {
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
		{"start, named", message("message", `"text":"/start@lampbot summer"`), channel.EventOpen, channel.OpenFollow, channel.Account{}, "7"},
		{"start, with words", message("message", `"text":"/start Hello, my lamp is broken"`), channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"start, with words on the next line", message("message", `"text":"/start\nHelp!"`), channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"start, with a long word", message("message", `"text":"/start `+strings.Repeat("x", 65)+`"`), channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"start, to a business", message("business_message", `"business_connection_id":"bc","text":"/start"`), channel.EventMessage, channel.OpenMessage,
			channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, "7"},
		{"paid", message("message", `"successful_payment":{"currency":"EUR","total_amount":500}`), channel.EventOpen, channel.OpenPayment, channel.Account{}, "7"},
		{"gift without words", message("message", `"gift":{"gift":{"id":"g"}}`), channel.EventAccount, "", channel.Account{}, "7"},
		{"another owner", message("message", `"chat_owner_changed":{"new_owner":{"id":9}}`), channel.EventAccount, "", channel.Account{}, "7"},
		{"topic made", message("message", `"message_thread_id":5,"is_topic_message":true,"forum_topic_created":{"name":"Order 17"}`), channel.EventAccount, "", channel.Account{}, "7"},
		{"guest", `{"update_id":1,"guest_message":{"message_id":4,"guest_query_id":"gq1","from":{"id":7},"chat":{"id":-100,"type":"supergroup"},"text":"@bot open?"}}`,
			channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"an unknown kind that somebody wrote", message("whispered_message", `"text":"hi"`), channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"an unknown kind that somebody changed", message("edited_whispered_message", `"text":"hi"`), channel.EventEdit, "", channel.Account{}, "7"},
		{"an unknown kind that somebody took back", message("deleted_whispered_message", `"text":"hi"`), channel.EventUnknown, "", channel.Account{}, "7"},
		{"an unknown kind with words and no chat", `{"update_id":1,"note":{"from":{"id":7},"text":"hi"}}`, channel.EventMessage, channel.OpenMessage, channel.Account{}, "7"},
		{"an unknown kind without words", `{"update_id":1,"note":{"from":{"id":7}}}`, channel.EventUnknown, "", channel.Account{}, "7"},
		{"a tap of nobody", `{"update_id":1,"callback_query":{"id":"3","data":"x"}}`, channel.EventUnknown, "", channel.Account{}, ""},
		{"messages of no number taken back", `{"update_id":1,"deleted_business_messages":{"business_connection_id":"bc","chat":{"id":7}}}`, channel.EventUnknown, "",
			channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, ""},
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

func TestReadDetails(t *testing.T) {
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

func TestReadRefuses(t *testing.T) {
	for _, body := range []string{``, `[]`, `{"update_id":`, `null`} {
		_, err := read(t, []byte(body))
		require.ErrorIs(t, err, platform.ErrBody)
		require.ErrorContains(t, err, "telegram: body: no JSON")
	}
}

// A known kind whose content cannot be read is still the user's message, with its form.
func TestReadUnreadable(t *testing.T) {
	for name, tt := range map[string]struct{ parts, subtype, payload, text string }{
		"a text that is an object":     {`"text":{"a":1}`, "text", `{"a":1}`, ""},
		"a text with its words within": {`"text":{"text":"hi"}`, "text", `{"text":"hi"}`, "hi"},
		"a photo without sizes":        {`"caption":"see","photo":[]`, "photo", `[]`, "see"},
		"a file without an id":         {`"document":{"file_name":"a.pdf"}`, "document", `{"file_name":"a.pdf"}`, ""},
		"a sticker of another form":    {`"sticker":7`, "sticker", `7`, ""},
		"a place without a point":      {`"location":{"latitude":1}`, "location", `{"latitude":1}`, ""},
		"a card of nobody":             {`"contact":[]`, "contact", `[]`, ""},
		"nobody shared":                {`"users_shared":{"users":[]}`, "users_shared", `{"users":[]}`, ""},
		"no blocks":                    {`"rich_message":{}`, "rich_message", `{}`, ""},
		"a flag alone":                 {`"glows":5`, "glows", `5`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := parse(t, message("message", tt.parts))[0]
			got := []any{e.Type, e.Opens, e.Message.Type, e.Message.Subtype, e.Message.Payload, e.Message.Text}
			want := []any{channel.EventMessage, channel.OpenMessage, channel.Unsupported, tt.subtype, tt.payload, tt.text}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
	for _, parts := range []string{`"photo":null`, `"entities":[]`, `"text":null`} { // nothing has no form: the whole is kept
		body := message("message", parts)
		m := parse(t, body)[0].Message
		require.Equal(t, channel.Unsupported, m.Type)
		require.JSONEq(t, body, `{"update_id":1,"message":`+m.Payload+`}`)
	}
}

// An update that cannot be read keeps its words.
func TestReadUnknownWords(t *testing.T) {
	e := parse(t, `{"update_id":1,"scroll":{"pages":[{"text":"one"},{"caption":"two","chat":{"title":"no"}}]}}`)[0]
	require.Equal(t, []any{channel.EventUnknown, "one\ntwo", "scroll"}, []any{e.Type, e.Message.Text, e.Notice.Field})
	guest := parse(t, `{"update_id":1,"guest_message":{"message_id":4,"guest_query_id":"gq1","from":{"id":7},"chat":{"id":-100,"type":"supergroup"},"text":"open?"}}`)[0]
	require.Equal(t, []string{"gq1", "-100", "-100:4", "open?"}, []string{guest.ReplyToken, guest.Message.Group, guest.Message.ID, guest.Message.Text})
}
