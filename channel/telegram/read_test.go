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

// unsigned is the platform of webhooks that were checked before.
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

// An update that cannot be read keeps its words.
func TestReadUnknownWords(t *testing.T) {
	e := parse(t, `{"update_id":1,"scroll":{"pages":[{"text":"one"},{"caption":"two","chat":{"title":"no"}}]}}`)[0]
	require.Equal(t, []any{channel.EventUnknown, "one\ntwo", "scroll"}, []any{e.Type, e.Message.Text, e.Notice.Field})
	guest := parse(t, `{"update_id":1,"guest_message":{"message_id":4,"guest_query_id":"gq1","from":{"id":7},"chat":{"id":-100,"type":"supergroup"},"text":"open?"}}`)[0]
	require.Equal(t, []string{"gq1", "-100", "-100:4", "open?"}, []string{guest.ReplyToken, guest.Message.Group, guest.Message.ID, guest.Message.Text})
}
