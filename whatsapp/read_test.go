package whatsapp_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// received is when the webhooks of these tests arrive.
func received() time.Time { return time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC) }

func at(second int64) time.Time { return time.Unix(second, 0).UTC() }

// unsigned is the platform of webhooks that somebody else has checked.
func unsigned(t testing.TB) *whatsapp.Platform {
	t.Helper()
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true})
	require.NoError(t, err)
	return p
}

func read(t testing.TB, body []byte, received time.Time) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t).Events(platform.Request{Body: body, Received: received})
}

// parse reads a body and takes away what is the same everywhere.
func parse(t *testing.T, body string) []channel.Event {
	t.Helper()
	events, err := read(t, []byte(body), received())
	require.NoError(t, err)
	for i := range events {
		require.Equal(t, received(), events[i].Received)
		require.True(t, json.Valid(events[i].Raw), "raw: %s", events[i].Raw)
		events[i].Raw, events[i].Received = nil, time.Time{}
	}
	return events
}

func TestReadMixed(t *testing.T) {
	body, err := os.ReadFile("testdata/mixed.json")
	require.NoError(t, err)
	got := parse(t, string(body))
	number := channel.Account{Kind: channel.WhatsApp, ID: "300000000000001"}
	business := channel.Account{Kind: channel.WhatsApp, ID: "200000000000001"}
	want := []channel.Event{
		{
			ID: "wamid.one", Type: channel.EventMessage, Account: number, From: "4915550100001",
			Profile: channel.Profile{Name: "Mira Muster", Phone: "4915550100001", Handles: []string{"DE.1001"}},
			Sent:    at(1772960400), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "wamid.one", Type: channel.Text, Text: "one"},
		},
		{
			ID: "wamid.two", Type: channel.EventMessage, Account: number, From: "DE.1002",
			Profile: channel.Profile{Name: "Otto Probe", Username: "@otto", Handles: []string{"DE.ENT.1002"}},
			Sent:    at(1772960401), Opens: channel.OpenMessage,
			Message: channel.Message{
				ID: "wamid.two", Type: channel.Audio, Subtype: "voice",
				Attachments: []channel.Attachment{{Type: channel.Audio, ID: "77", MIME: "audio/ogg; codecs=opus", Voice: true}},
			},
		},
		{ // a type that nobody knows is still a message, and nobody's contact is not hers
			ID: "wamid.three", Type: channel.EventMessage, Account: number, From: "4915550100009",
			Profile: channel.Profile{Phone: "4915550100009"},
			Sent:    at(1772960402), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "wamid.three", Type: "poll", Payload: `{"vote": 2}`},
		},
		{
			Type: channel.EventUnknown, Account: number, Sent: received(),
			Notice: channel.Notice{Field: "messages", Detail: "entry[0].changes[0].value.messages[3]: not an object"},
		},
		{ // a number for a text is what it says
			ID: "wamid.four", Type: channel.EventMessage, Account: number, From: "4915550100001",
			Profile: channel.Profile{Name: "Mira Muster", Phone: "4915550100001", Handles: []string{"DE.1001"}},
			Sent:    received(), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "wamid.four", Type: channel.Text, Text: "5"},
		},
		{
			ID: "wamid.out/failed/131047", Type: channel.EventStatus, Account: number, From: "4915550100001",
			Profile: channel.Profile{Name: "Mira Muster", Phone: "4915550100001", Handles: []string{"DE.1001"}},
			Sent:    at(1772960403),
			Status: channel.Status{
				MessageID: "wamid.out", State: channel.StateFailed, Reference: "comment-9",
				Errors: []channel.Error{{
					Code: "131047", Title: "Re-engagement message", Detail: "More than 24 hours", Class: channel.ClassTemplate,
				}},
			},
		},
		{
			Type: channel.EventUnknown, Account: number, Sent: received(),
			Notice: channel.Notice{
				Field: "messages", Detail: "entry[0].changes[0].value: a member that this version does not know",
			},
		},
		{
			Type: channel.EventAccount, Account: business, Sent: at(1772960500),
			Notice: channel.Notice{
				Field: "account_update", Name: "ACCOUNT_RESTRICTION",
				Subject: "RESTRICTED_BIZ_INITIATED_MESSAGING", Until: at(1773046800),
			},
		},
		{
			Type: channel.EventAccount, Account: business, Sent: at(1772960500),
			Notice: channel.Notice{
				Field: "account_update", Name: "ACCOUNT_RESTRICTION",
				Subject: "RESTRICTED_ADD_PHONE_NUMBER_ACTION", Until: at(1773133200),
			},
		},
		{
			Type: channel.EventUnknown, Account: channel.Account{Kind: channel.WhatsApp, ID: "200000000000002"}, Sent: received(),
			Notice: channel.Notice{Detail: "entry[1]: an entry without a list of changes"},
		},
	}
	for i := range got { // digests are checked for what they promise elsewhere
		if i < len(want) && want[i].ID == "" {
			require.GreaterOrEqual(t, len(got[i].ID), 32)
			got[i].ID = ""
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events mismatch (-want +got):\n%s", diff)
	}
}

// message wraps one message of a user into a webhook.
func message(m string) string { return change("messages", `"messages":[`+m+`]`) }

func change(field, members string) string {
	return `{"entry":[{"id":"2","time":1772960500,"changes":[{"field":"` + field + `","value":{` +
		`"metadata":{"display_phone_number":"4930555010","phone_number_id":"3"},` + members + `}}]}]}`
}

func TestReadTypes(t *testing.T) {
	type summary struct {
		Type    channel.EventType
		Opens   channel.Opener
		From    string
		Handles []string
		Message channel.Message
		Status  channel.Status
		Notice  channel.Notice
	}
	me := `"from":"491","id":"m","timestamp":"1772960400",`
	tests := []struct {
		name, body string
		want       summary
	}{
		{"location", message(`{` + me + `"location":{"latitude":"52.5","longitude":13.4,"name":"Tor"}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Location, Place: channel.Place{Latitude: 52.5, Longitude: 13.4, Name: "Tor"}},
		}},
		{"document", message(`{` + me + `"type":"document","document":{"id":9,"filename":"a.pdf","caption":"see","file_size":"120","sha256":"x="}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{
				Type: channel.Document, Text: "see",
				Attachments: []channel.Attachment{{Type: channel.Document, ID: "9", Name: "a.pdf", Size: 120, SHA256: "x="}},
			},
		}},
		{"form", message(`{` + me + `"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"body":"Sent","response_json":{"a":1}}}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Interactive, Subtype: "nfm_reply", Text: "Sent", Payload: `{"a":1}`},
		}},
		{"list", message(`{` + me + `"type":"interactive","interactive":{"list_reply":{"id":"r1","title":"Row"}},"context":{"id":"q"}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Interactive, Subtype: "list_reply", Text: "Row", Payload: "r1", ReplyTo: "q"},
		}},
		{"reaction taken back", message(`{` + me + `"type":"reaction","reaction":{"message_id":"t"}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenReaction, From: "491",
			Message: channel.Message{Type: channel.Reaction, Target: "t"},
		}},
		{"contacts", message(`{` + me + `"type":"contacts","contacts":[{"name":{"first_name":"Ada","last_name":"Muster"},"phones":[{"wa_id":"49"}],"emails":[{"email":"a@example.org"}]}]}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Contacts, People: []channel.Person{{Name: "Ada Muster", Phones: []string{"49"}, Emails: []string{"a@example.org"}}}},
		}},
		{"order", message(`{` + me + `"type":"order","order":{"catalog_id":"c","text":"soon","product_items":[{"product_retailer_id":"p","quantity":"2","item_price":1.5,"currency":"EUR"}]}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Order, Text: "soon", Payload: "c", Items: []channel.Item{{Product: "p", Quantity: 2, Price: 1.5, Currency: "EUR"}}},
		}},
		{"from an advertisement", message(`{` + me + `"type":"text","text":{"body":"hi"},"referral":{"source_type":"ad","source_id":"7","ctwa_clid":"k","headline":"H","body":"B","source_url":"u"}}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Text, Text: "hi", Referral: channel.Referral{Source: "ad", ID: "7", ClickID: "k", Title: "H", Text: "B", URL: "u"}},
		}},
		{"media that could not be fetched", message(`{` + me + `"type":"video","errors":[{"code":131052,"title":"Download"}]}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491",
			Message: channel.Message{Type: channel.Video, Errors: []channel.Error{{Code: "131052", Title: "Download", Class: channel.ClassUser}}},
		}},
		{"nothing at all", message(`{` + me + `"type":null}`), summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491", Message: channel.Message{Type: channel.Unsupported},
		}},
		{"nobody", message(`{"id":"m","type":"text","text":{"body":"hi"}}`), summary{
			Type: channel.EventUnknown, Message: channel.Message{Type: channel.Text, Text: "hi"},
			Notice: channel.Notice{Field: "messages", Detail: "entry[0].changes[0].value.messages[0]: a message without a sender"},
		}},
		{"edit", message(`{` + me + `"type":"edit","edit":{"original_message_id":"o","message":{"type":"text","text":{"body":"better"}}}}`), summary{
			Type: channel.EventEdit, From: "491", Message: channel.Message{Type: channel.Text, Text: "better", Target: "o"},
		}},
		{"revoke", message(`{` + me + `"type":"revoke","revoke":{"original_message_id":"o"}}`), summary{
			Type: channel.EventRevoke, From: "491", Message: channel.Message{Type: "revoke", Target: "o"},
		}},
		{"welcome", message(`{` + me + `"type":"request_welcome"}`), summary{
			Type: channel.EventOpen, Opens: channel.OpenWelcome, From: "491", Message: channel.Message{Type: "request_welcome"},
		}},
		{"new number", message(`{` + me + `"type":"system","system":{"type":"user_changed_number","body":"changed","wa_id":"492","user_id":"DE.2","previous_user_id":"DE.1"}}`), summary{
			Type: channel.EventHandle, From: "491", Handles: []string{"492", "DE.2"},
			Message: channel.Message{Type: channel.System, Subtype: "user_changed_number", Text: "changed"},
			Notice:  channel.Notice{Field: "messages", Name: "user_changed_number", Detail: "changed"},
		}},
		{"new user id", message(`{"id":"m","type":"system","system":{"type":"user_changed_user_id","user_id":"DE.2","previous_user_id":"DE.1"}}`), summary{
			Type: channel.EventHandle, From: "DE.1", Handles: []string{"DE.2"},
			Message: channel.Message{Type: channel.System, Subtype: "user_changed_user_id"},
			Notice:  channel.Notice{Field: "messages", Name: "user_changed_user_id"},
		}},
		{"echo", change("smb_message_echoes", `"message_echoes":[{"from":"4930555010","to":"491","id":"m","type":"text","text":{"body":"hello"}}]`), summary{
			Type: channel.EventEcho, From: "491", Message: channel.Message{Type: channel.Text, Text: "hello"},
		}},
		{"call", change("calls", `"calls":[{"id":"m","from":"491","to":"4930555010","event":"connect","direction":"USER_INITIATED"}]`), summary{
			Type: channel.EventMessage, Opens: channel.OpenCall, From: "491",
			Message: channel.Message{Type: channel.Call, Subtype: "connect"}, Status: channel.Status{MessageID: "m", State: "connect"},
			Notice: channel.Notice{Field: "calls", Name: "USER_INITIATED"},
		}},
		{"end of a call", change("calls", `"calls":[{"id":"m","from":"4930555010","to":"491","event":"terminate","status":"COMPLETED","direction":"BUSINESS_INITIATED","start_time":"1772960400","end_time":1772960490}]`), summary{
			Type: channel.EventStatus, From: "491",
			Notice:  channel.Notice{Field: "calls", Name: "BUSINESS_INITIATED", Detail: "2026-03-08T09:00:00Z/2026-03-08T09:01:30Z"},
			Message: channel.Message{Type: channel.Call, Subtype: "terminate", Millis: 90000}, Status: channel.Status{MessageID: "m", State: "COMPLETED"},
		}},
		{"end of a call, as a list", change("calls", `"calls":[{"id":"m","from":"491","event":"terminate","status":["FAILED"]}]`), summary{
			Type: channel.EventStatus, From: "491", Notice: channel.Notice{Field: "calls"},
			Message: channel.Message{Type: channel.Call, Subtype: "terminate"}, Status: channel.Status{MessageID: "m", State: "FAILED"},
		}},
		{"payment", change("messages", `"statuses":[{"id":"m","type":"payment","status":"captured","recipient_id":"491"}]`), summary{
			Type: channel.EventStatus, From: "491",
			Message: channel.Message{Type: "payment"}, Status: channel.Status{MessageID: "m", State: "captured"},
		}},
		{"ban", change("account_update", `"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":["DISABLE"],"waba_ban_date":"May 1"}`), summary{
			Type:   channel.EventAccount,
			Notice: channel.Notice{Field: "account_update", Name: "DISABLED_UPDATE", Subject: "DISABLE", Detail: "May 1"},
		}},
		{"call by the business", change("calls", `"calls":[{"id":"m","from":"+49 30 555010","to":"491","event":"connect"}]`), summary{
			Type: channel.EventEcho, From: "491", Notice: channel.Notice{Field: "calls"},
			Message: channel.Message{Type: channel.Call, Subtype: "connect"}, Status: channel.Status{MessageID: "m", State: "connect"},
		}},
		{"accepted call", change("calls", `"statuses":[{"id":"m","type":"call","status":"ACCEPTED","recipient_id":"491"}]`), summary{
			Type: channel.EventStatus, Opens: channel.OpenCall, From: "491",
			Message: channel.Message{Type: channel.Call}, Status: channel.Status{MessageID: "m", State: "ACCEPTED"},
		}},
		{"status in a group", change("messages", `"statuses":[{"id":"m","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_id":"491"}]`), summary{
			Type: channel.EventStatus, From: "491",
			Message: channel.Message{Group: "g"}, Status: channel.Status{MessageID: "m", State: channel.StateRead},
		}},
		{"price", change("messages", `"statuses":[{"id":"m","status":"sent","recipient_id":"491","pricing":{"billable":"true","pricing_model":"PMP","category":"referral_conversion","type":"free_entry_point"},"conversation":{"expiration_timestamp":"1773219600"}}]`), summary{
			Type: channel.EventStatus, From: "491",
			Status: channel.Status{MessageID: "m", State: channel.StateSent, Price: channel.Price{
				Model: "PMP", Category: "referral_conversion", Type: "free_entry_point", Billable: true, Until: at(1773219600),
			}},
		}},
		{"preference", change("user_preferences", `"user_preferences":[{"wa_id":"491","category":"marketing_messages","value":"stop","detail":"d","timestamp":1772960400}]`), summary{
			Type: channel.EventPreference, From: "491",
			Notice: channel.Notice{Field: "user_preferences", Name: "stop", Subject: "marketing_messages", Detail: "d"},
		}},
		{"template", change("message_template_status_update", `"event":"PAUSED","message_template_name":"hi","message_template_language":"de","other_info":{"title":"FIRST_PAUSE"}`), summary{
			Type:   channel.EventTemplate,
			Notice: channel.Notice{Field: "message_template_status_update", Name: "PAUSED", Subject: "hi", Language: "de", Detail: "FIRST_PAUSE"},
		}},
		{"category", change("template_category_update", `"new_category":"MARKETING","previous_category":"UTILITY","message_template_name":"hi"`), summary{
			Type:   channel.EventTemplate,
			Notice: channel.Notice{Field: "template_category_update", Name: "MARKETING", Subject: "hi", Detail: "UTILITY"},
		}},
		{"group", change("group_participants_update", `"groups":[{"group_id":"g","type":"group_participants_add","reason":"invite_link"}]`), summary{
			Type:    channel.EventAccount,
			Message: channel.Message{Group: "g"},
			Notice:  channel.Notice{Field: "group_participants_update", Name: "group_participants_add", Subject: "g", Detail: "invite_link"},
		}},
		{"history of the user", change("history", `"history":[{"metadata":{"phase":0},"threads":[{"id":"491","messages":[{"from":"491","id":"m","type":"text","text":{"body":"old"}}]}]}]`), summary{
			Type: channel.EventHistory, From: "491", Message: channel.Message{Type: channel.Text, Text: "old"},
			Notice: channel.Notice{Field: "history", Name: "user"},
		}},
		{"history of the business", change("history", `"history":[{"threads":[{"id":"491","messages":[{"from":"4930555010","id":"m","type":"text","text":{"body":"old"}}]}]}]`), summary{
			Type: channel.EventHistory, From: "491", Message: channel.Message{Type: channel.Text, Text: "old"},
			Notice: channel.Notice{Field: "history", Name: "business"},
		}},
		{"no history", change("history", `"history":[{"errors":[{"code":2593109,"title":"declined"}]}]`), summary{
			Type: channel.EventAccount, Message: channel.Message{Errors: []channel.Error{{Code: "2593109", Title: "declined"}}},
			Notice: channel.Notice{Field: "history", Name: "history"},
		}},
		{"address book", change("smb_app_state_sync", `"state_sync":[{"type":"contact","contact":{"full_name":"Ada","phone_number":"491"},"action":"add"}]`), summary{
			Type:   channel.EventAccount,
			Notice: channel.Notice{Field: "smb_app_state_sync", Name: "add", Subject: "491", Detail: "Ada"},
		}},
		{"error", change("messages", `"errors":[{"code":130429,"message":"(#130429) Rate limit hit","title":"Rate limit hit"}]`), summary{
			Type: channel.EventAccount, Message: channel.Message{Errors: []channel.Error{{
				Code: "130429", Title: "Rate limit hit", Detail: "(#130429) Rate limit hit", Class: channel.ClassRetry,
			}}},
			Notice: channel.Notice{Field: "messages", Name: "error", Subject: "130429", Detail: "(#130429) Rate limit hit"},
		}},
		{"edit without a message", message(`{` + me + `"type":"edit","edit":{"original_message_id":"o"}}`), summary{
			Type: channel.EventUnknown, From: "491", Message: channel.Message{Type: channel.Unsupported, Target: "o"},
			Notice: channel.Notice{Field: "messages", Detail: "entry[0].changes[0].value.messages[0]: an edit without a message"},
		}},
		{"edited by staff", change("smb_message_echoes", `"message_echoes":[{"to":"491","id":"m","type":"edit","edit":{"original_message_id":"o","message":{"text":{"body":"new"}}}}]`), summary{
			Type: channel.EventEdit, From: "491", Message: channel.Message{Type: channel.Text, Text: "new", Target: "o"},
		}},
		{"an echo of nothing", change("smb_message_echoes", `"message_echoes":[{"to":"491","id":"m","type":"image"}]`), summary{
			Type: channel.EventEcho, From: "491",
			Message: channel.Message{Type: channel.Unsupported, Subtype: "image", Payload: `{"to":"491","id":"m","type":"image"}`},
		}},
		{"a status of nothing", change("messages", `"statuses":[{"id":"m","recipient_id":"491"}]`), summary{
			Type: channel.EventUnknown, From: "491", Status: channel.Status{MessageID: "m"},
			Notice: channel.Notice{Field: "messages", Detail: "entry[0].changes[0].value.statuses[0]: a status without an id or a state"},
		}},
		{"a call of nothing", change("calls", `"calls":[{"id":"m","from":"491"}]`), summary{
			Type: channel.EventUnknown, From: "491", Message: channel.Message{Type: channel.Call}, Status: channel.Status{MessageID: "m"},
			Notice: channel.Notice{Field: "calls", Detail: "entry[0].changes[0].value.calls[0]: a call without an id or an event"},
		}},
		{"security", change("security", `"event":"PIN_CHANGED","display_phone_number":"4930","requester":"7"`), summary{
			Type: channel.EventAccount, Notice: channel.Notice{Field: "security", Name: "PIN_CHANGED", Subject: "4930"},
		}},
		{"a test of the console", `{"field":"messages","value":{"messages":[{` + me + `"type":"text","text":{"body":"hi"}}]}}`, summary{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "491", Message: channel.Message{Type: channel.Text, Text: "hi"},
		}},
		{"a future field", change("telepathy", `"thought":{"of":"you"}`), summary{
			Type:   channel.EventUnknown,
			Notice: channel.Notice{Field: "telepathy", Detail: "entry[0].changes[0].value: a field that this version does not know"},
		}},
		{"no entries", `{"object":"whatsapp_business_account"}`, summary{
			Type: channel.EventUnknown, Notice: channel.Notice{Detail: "body: no list of entries"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events := parse(t, tt.body)
			require.Len(t, events, 1)
			e := events[0]
			e.Message.ID = ""
			if e.Type == channel.EventTemplate || e.Type == channel.EventAccount && e.Notice.Field != "messages" {
				require.Contains(t, tt.body, e.Message.Payload, "all that the news say")
				e.Message.Payload = ""
			}
			got := summary{e.Type, e.Opens, e.From, e.Profile.Handles, e.Message, e.Status, e.Notice}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("events mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
