package messenger_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/messenger"
	"github.com/socialticket/socialticket/channel/platform"
)

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Minute)
)

// after returns an instant some seconds after sent.
func after(seconds float64) time.Time { return sent.Add(time.Duration(seconds * float64(time.Second))) }

// unsigned is the platform of webhooks that somebody else has checked.
func unsigned(t testing.TB) *messenger.Platform {
	t.Helper()
	p, err := messenger.New(messenger.Config{Unsigned: true})
	require.NoError(t, err)
	return p
}

func readAt(t testing.TB, body []byte, at time.Time) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t).Events(platform.Request{Body: body, Received: at})
}

func read(t testing.TB, body []byte) ([]channel.Event, error) {
	t.Helper()
	return readAt(t, body, received)
}

func parse(t testing.TB, body string) []channel.Event {
	t.Helper()
	events, err := read(t, []byte(body))
	require.NoError(t, err)
	return events
}

// item wraps what happened between user 7 and page 4.
func item(parts string) string {
	return `{"object":"page","entry":[{"id":"4","time":1773050401000,"messaging":[{"sender":{"id":"7"},"recipient":{"id":"4"},"timestamp":1773050400000,` + parts + `}]}]}`
}

// same compares events but for what all have alike, and made ids.
func same(t *testing.T, want, got []channel.Event) {
	t.Helper()
	for i := range got {
		if strings.HasPrefix(got[i].ID, "made:") {
			got[i].ID, _, _ = strings.Cut(got[i].ID, ":")
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(channel.Event{}, "Raw", "Received")); diff != "" {
		t.Errorf("events differ (-want +got):\n%s", diff)
	}
}

func TestReadPage(t *testing.T) {
	body, err := os.ReadFile("testdata/page.json")
	require.NoError(t, err)
	one := channel.Account{Kind: channel.Messenger, ID: "400000000000001"}
	two := channel.Account{Kind: channel.Messenger, ID: "400000000000002"}
	ad := channel.Referral{Source: "ad", ID: "90001", URL: "https://ads.example/blue.jpg", Title: "Blue week", Payload: "spring"}
	const user = "7000000000000001"
	same(t, []channel.Event{
		{
			ID: "m_fictional-1", Type: channel.EventMessage, Account: one, From: user, Sent: sent, Opens: channel.OpenMessage,
			Message: channel.Message{
				ID: "m_fictional-1", Type: channel.Text, Text: "Is the blue one still there? 💙", ReplyTo: "m_fictional-0", Referral: ad,
			},
		},
		{ID: "m_fictional-1/ad", Type: channel.EventOpen, Account: one, From: user, Sent: sent, Opens: channel.OpenAd,
			Message: channel.Message{Referral: ad, Payload: `{"ad_title": "Blue week", "photo_url": "https://ads.example/blue.jpg"}`}},
		{ID: "made", Type: channel.EventUnknown, Account: one, Sent: after(1), Notice: channel.Notice{Detail: "entry[0].messaging[1]: nothing that can be read"}},
		{
			ID: "m_fictional-2", Type: channel.EventMessage, Account: one, From: user, Sent: after(5), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "m_fictional-2", Type: channel.Image, Attachments: []channel.Attachment{
				{Type: channel.Image, ID: "555", URL: "https://cdn.example/1.jpg"},
				{Type: channel.Document, URL: "https://cdn.example/bill.pdf"},
			}},
		},
		{
			ID: "made", Type: channel.EventMessage, Account: one, From: user, Sent: after(10), Opens: channel.OpenReaction,
			Message: channel.Message{Type: channel.Reaction, Text: "❤️", Subtype: "love", Target: "m_fictional-0"},
		},
		{
			ID: "m_a/delivered", Type: channel.EventStatus, Account: one, From: user, Sent: after(2.5),
			Status: channel.Status{MessageID: "m_a", State: channel.StateDelivered},
		},
		{
			ID: "m_b/delivered", Type: channel.EventStatus, Account: one, From: user, Sent: after(2.5),
			Status: channel.Status{MessageID: "m_b", State: channel.StateDelivered},
		},
		{ID: "made", Type: channel.EventRead, Account: one, From: user, Sent: after(3)},
		{
			ID: "m_fictional-3", Type: channel.EventEcho, Echo: true, Account: one, From: user, Sent: after(20), Notice: channel.Notice{Subject: "263902037430900"},
			Message: channel.Message{ID: "m_fictional-3", Type: channel.Text, Text: "It is."},
		},
		{
			ID: "m_fictional-4", Type: channel.EventEcho, Echo: true, Account: one, From: user, Sent: after(21),
			Notice:  channel.Notice{Detail: "socialticket:comment-9"},
			Message: channel.Message{ID: "m_fictional-4", Type: channel.Text, Text: "Ours."},
			Status:  channel.Status{Reference: "comment-9"},
		},
		{
			ID: "made", Type: channel.EventUnknown, Account: one, From: user, Sent: after(30), Message: channel.Message{Payload: "later"},
			Notice: channel.Notice{Field: "hologram", Detail: "entry[0].messaging[8]: a kind that this version does not know"},
		},
		{
			ID: "m_fictional-5", Type: channel.EventMessage, Account: two, From: "7000000000000002", Sent: sent, Opens: channel.OpenMessage,
			Message: channel.Message{ID: "m_fictional-5", Type: channel.Button, Subtype: "postback", Text: "Get Started", Payload: "START"},
			Notice:  channel.Notice{Field: "standby"},
			Control: channel.ControlElsewhere,
		},
		{
			ID: "88_99", Type: channel.EventMessage, Account: two, From: "7000000000000003", Sent: after(-1), Opens: channel.OpenComment,
			Profile: channel.Profile{Name: "Mira Beispiel"}, Notice: channel.Notice{Field: "feed"},
			Message: channel.Message{
				ID: "88_99", Type: channel.Text, Subtype: "comment", Text: "Do you deliver?",
				Referral: channel.Referral{Source: "post", ID: "400000000000002_88"},
			},
		},
		{
			ID: "made", Type: channel.EventAccount, Account: two, From: "7000000000000003", Sent: after(-2), Profile: channel.Profile{Name: "Mira Beispiel"},
			Notice: channel.Notice{Field: "feed", Name: "add like", Subject: "400000000000002_88"},
			Message: channel.Message{
				ID: "400000000000002_88", Type: channel.Text, Subtype: "post", Referral: channel.Referral{Source: "post", ID: "400000000000002_88"},
			},
		},
		{
			ID: "made", Type: channel.EventUnknown, Account: two, Sent: after(3),
			Notice: channel.Notice{Field: "leadgen", Detail: "entry[2].changes[2]: a field that this version does not know"},
		},
	}, parse(t, string(body)))
}

func TestReadInstagram(t *testing.T) {
	body, err := os.ReadFile("testdata/instagram.json")
	require.NoError(t, err)
	account := channel.Account{Kind: channel.Instagram, ID: "17841400000000001"}
	const mira, noor = "8000000000000001", "8000000000000002"
	reel := channel.Attachment{Type: "ig_reel", ID: "77", URL: "https://cdn.example/reel", Name: "Making of"}
	same(t, []channel.Event{
		{
			ID: "ig-1", Type: channel.EventMessage, Account: account, From: mira, Sent: sent, Opens: channel.OpenMessage,
			Message: channel.Message{
				ID: "ig-1", Type: channel.Text, Text: "Wow", Subtype: "story_reply",
				Attachments: []channel.Attachment{{Type: "story", ID: "1790", URL: "https://cdn.example/story.jpg"}},
			},
		},
		{
			ID: "ig-2", Type: channel.EventMessage, Account: account, From: mira, Sent: after(1), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "ig-2", Type: channel.Unsupported, Payload: `{"mid": "ig-2", "is_unsupported": true}`},
		},
		{
			ID: "ig-1/revoke", Type: channel.EventRevoke, Account: account, From: mira, Sent: after(2),
			Message: channel.Message{Type: "revoke", Target: "ig-1"},
		},
		{
			ID: "made", Type: channel.EventRead, Account: account, From: mira, Sent: after(3),
			Status: channel.Status{MessageID: "ig-0", State: channel.StateRead},
		},
		{
			ID: "ig-3", Type: channel.EventMessage, Account: account, From: noor, Sent: after(4), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "ig-3", Type: "ig_reel", Attachments: []channel.Attachment{reel}}, Notice: channel.Notice{Field: "messages"},
		},
		{
			ID: "ig-4", Type: channel.EventMessage, Account: account, From: noor, Sent: after(5), Opens: channel.OpenMessage,
			Message: channel.Message{
				ID: "ig-4", Type: "story_mention", Attachments: []channel.Attachment{{Type: "story_mention", URL: "https://cdn.example/mention"}},
			},
			Notice: channel.Notice{Field: "messages"},
		},
		{
			ID: "c-1", Type: channel.EventMessage, Account: account, From: "8000000000000003", Sent: after(6), Opens: channel.OpenComment,
			Profile: channel.Profile{Username: "mira.example"}, Notice: channel.Notice{Field: "live_comments"},
			Message: channel.Message{
				ID: "c-1", Type: channel.Text, Subtype: "comment", Text: "Price?", Referral: channel.Referral{Source: "post", ID: "m-1"},
			},
		},
	}, parse(t, string(body)))
}

func TestReadItem(t *testing.T) {
	account := channel.Account{Kind: channel.Messenger, ID: "4"}
	message := func(m channel.Message) channel.Event {
		return channel.Event{ID: "made", Type: channel.EventMessage, Opens: channel.OpenMessage, Message: m}
	}
	notice := func(kind channel.EventType, n channel.Notice) channel.Event {
		return channel.Event{ID: "made", Type: kind, Notice: n}
	}
	edit := channel.Message{Type: channel.Text, Text: "new", Target: "m"}
	tests := []struct {
		name, parts string
		want        channel.Event
	}{
		{"nothing to show", `"message":{}`, message(channel.Message{Type: channel.Unsupported, Payload: `{}`})},
		{"quick reply", `"message":{"text":"Yes","quick_reply":{"payload":"Y"}}`, message(channel.Message{
			Type: channel.Interactive, Subtype: "quick_reply", Text: "Yes", Payload: "Y",
		})},
		{"like", `"message":{"sticker_id":369,"attachments":[{"type":"image","payload":{"url":"u","sticker_id":369}}]}`, message(channel.Message{
			Type: channel.Sticker, Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "369", URL: "u"}},
		})},
		{"sticker without a file", `"message":{"sticker_id":369}`, message(channel.Message{
			Type: channel.Sticker, Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "369"}},
		})},
		{"place", `"message":{"attachments":[{"type":"location","title":"Here","url":"u","payload":{"coordinates":{"lat":"48.2","long":16.37}}}]}`, message(channel.Message{
			Type: channel.Location, Place: channel.Place{Latitude: 48.2, Longitude: 16.37, Name: "Here", URL: "u"},
		})},
		{"link with words", `"message":{"text":"see","attachments":[{"type":"fallback","title":"Page","URL":"u","payload":null}]}`, message(channel.Message{
			Type: channel.Text, Text: "see", Attachments: []channel.Attachment{{Type: "fallback", URL: "u", Name: "Page"}},
		})},
		{"caption", `"message":{"text":"see","attachments":[{"type":"video","payload":{"url":"u"}}]}`, message(channel.Message{
			Type: channel.Video, Text: "see", Attachments: []channel.Attachment{{Type: channel.Video, URL: "u"}},
		})},
		{"appointment", `"message":{"attachments":[{"type":"appointment_booking","payload":{"at":"10"}}]}`, message(channel.Message{
			Type: "appointment_booking", Payload: `{"at":"10"}`, Attachments: []channel.Attachment{{Type: "appointment_booking"}},
		})},
		{"product", `"message":{"attachments":[{"type":"template","payload":{"product":{"elements":[{"id":"1","retailer_id":"sku","title":"Hat"}]}}}]}`, message(channel.Message{
			Type: channel.Interactive, Text: "Hat", Items: []channel.Item{{Product: "sku"}},
			Payload: `{"product":{"elements":[{"id":"1","retailer_id":"sku","title":"Hat"}]}}`,
		})},
		{"about a product", `"message":{"text":"?","referral":{"product":{"id":"p1"}}}`, message(channel.Message{
			Type: channel.Text, Text: "?", Referral: channel.Referral{Source: "product", ID: "p1"},
		})},
		{"form", `"messaging_feedback":{"feedback_screens":[]}`, message(channel.Message{
			Type: channel.Interactive, Subtype: "messaging_feedback", Payload: `{"feedback_screens":[]}`,
		})},
		{"edit", `"message_edit":{"mid":"m","text":"new","num_edit":2}`, channel.Event{ID: "m/edit/2", Type: channel.EventEdit, Message: edit}},
		{"edit without number", `"message_edit":{"mid":"m","text":"new"}`, channel.Event{ID: "made", Type: channel.EventEdit, Message: edit}},
		{"reaction taken back", `"reaction":{"mid":"m","action":"unreact","emoji":"x"}`, channel.Event{
			ID: "made", Type: channel.EventMessage, Message: channel.Message{Type: channel.Reaction, Subtype: "unreact", Target: "m", Payload: "x"},
		}},
		{"link", `"referral":{"ref":"r","source":"SHORTLINK"}`, channel.Event{
			ID: "made", Type: channel.EventOpen, Opens: channel.OpenReferral, Message: channel.Message{Referral: channel.Referral{Source: "link", Payload: "r"}},
		}},
		{"plugin", `"optin":{"ref":"r"}`, channel.Event{
			ID: "made", Type: channel.EventOpen, Opens: channel.OpenReferral, Message: channel.Message{Referral: channel.Referral{Source: "plugin", Payload: "r"}},
		}},
		{
			"agreed to news", `"optin":{"type":"notification_messages","payload":"p","title":"Sale","notification_messages_token":"t","token_expiry_timestamp":1773050400000}`,
			channel.Event{
				ID: "made", Type: channel.EventPreference, Message: channel.Message{Payload: "p"},
				Notice: channel.Notice{Field: "optin", Name: "notification_messages", Subject: "Sale", Detail: "t", Until: sent},
			},
		},
		{"delivery without names", `"delivery":{"watermark":1773050400000}`, notice(channel.EventAccount, channel.Notice{Name: "delivery"})},
		{"handover", `"take_thread_control":{"previous_owner_app_id":12,"metadata":"note"}`, channel.Event{
			ID: "made", Type: channel.EventControl, Control: channel.ControlElsewhere,
			Notice: channel.Notice{Field: "take_thread_control", Subject: "12", Detail: "note"},
		}},
		{"linked", `"account_linking":{"status":"linked","authorization_code":"code"}`, notice(channel.EventAccount, channel.Notice{
			Field: "account_linking", Name: "linked", Detail: "code",
		})},
		{"thumb", `"response_feedback":{"feedback":"Good response","mid":"m"}`, notice(channel.EventAccount, channel.Notice{
			Field: "response_feedback", Name: "Good response", Subject: "m",
		})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Account, tt.want.From, tt.want.Sent = account, "7", sent
			same(t, []channel.Event{tt.want}, parse(t, item(tt.parts)))
		})
	}
}

func TestReadParties(t *testing.T) {
	entry := func(sender, recipient, echo string) string {
		return `{"entry":[{"id":"4","messaging":[{"sender":` + sender + `,"recipient":` + recipient + `,"message":{"mid":"m","text":"t","is_echo":` + echo + `}}]}]}`
	}
	tests := []struct {
		name, body    string
		account, from string
		want          channel.EventType
	}{
		{"to the page", entry(`{"id":7}`, `{"id":4}`, "false"), "4", "7", channel.EventMessage},
		{"by the page", entry(`{"id":4}`, `{"id":7}`, "true"), "4", "7", channel.EventEcho},
		{"by the page, unmarked", entry(`{"id":4}`, `{"id":7}`, "false"), "4", "7", channel.EventEcho},
		{"an echo the wrong way round", entry(`{"id":7}`, `{"id":4}`, "true"), "4", "7", channel.EventEcho},
		{"to another name of it", entry(`{"id":7}`, `{"id":5}`, "false"), "5", "7", channel.EventMessage},
		{"by another name of it", entry(`{"id":5}`, `{"id":7}`, "true"), "5", "7", channel.EventEcho},
		{"by a plugin's guest", entry(`{"user_ref":"guest"}`, `{"id":4}`, "false"), "4", "guest", channel.EventMessage},
		{"by nobody", entry(`null`, `{"id":4}`, "false"), "4", "", channel.EventUnknown},
	}
	for _, tt := range tests {
		events := parse(t, tt.body)
		require.Len(t, events, 1, tt.name)
		e := events[0]
		require.Equal(t, []string{tt.account, tt.from, string(tt.want)}, []string{e.Account.ID, e.From, string(e.Type)}, tt.name)
		require.Equal(t, received, e.Sent, tt.name)
	}
}

func TestReadPublic(t *testing.T) {
	feed := func(parts string) string {
		return `{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"post_id":"4_8","from":{"id":"7"},` + parts + `}}]}]}`
	}
	tests := []struct {
		name, body string
		id         string
		want       channel.EventType
		opens      channel.Opener
		target     string
	}{
		{"post", feed(`"item":"status","verb":"add","message":"hi"`), "4_8", channel.EventMessage, channel.OpenComment, ""},
		{"answer", feed(`"item":"comment","verb":"add","comment_id":"c","parent_id":"b"`), "c", channel.EventMessage, channel.OpenComment, ""},
		{"changed", feed(`"item":"comment","verb":"edited","comment_id":"c"`), "made", channel.EventEdit, "", "c"},
		{"removed", feed(`"item":"comment","verb":"remove","comment_id":"c"`), "c/revoke", channel.EventRevoke, "", "c"},
		{"hidden", feed(`"item":"comment","verb":"hide","comment_id":"c"`), "made", channel.EventAccount, "", ""},
		{"by the page", strings.Replace(feed(`"item":"comment","verb":"add","comment_id":"c"`), `"id":"7"`, `"id":"4"`, 1), "made", channel.EventAccount, "", ""},
	}
	for _, tt := range tests {
		e := parse(t, tt.body)[0]
		id, _, _ := strings.Cut(e.ID, ":")
		require.Equal(t, []any{tt.id, tt.want, tt.opens, tt.target}, []any{id, e.Type, e.Opens, e.Message.Target}, tt.name)
	}
	list := parse(t, `{"object":"instagram","entry":[{"id":"4","changes":[{"field":"comments","value":[{"id":"a","from":{"id":"1"}},{"id":"b","from":{"id":"2"}}]}]}]}`)
	require.Equal(t, []string{"a", "b"}, []string{list[0].ID, list[1].ID})
}

// An event has one id, however often it comes, and another has another one.
func TestReadIDs(t *testing.T) {
	seen := map[string]string{}
	for _, parts := range []string{
		`"postback":{"payload":"a"}`, `"postback":{"payload":"b"}`, `"reaction":{"mid":"m","action":"react"}`,
		`"reaction":{"mid":"m","action":"unreact"}`, `"message":{"mid":"m"}`, `"message":{"mid":"m","is_deleted":true}`,
		`"message_edit":{"mid":"m","num_edit":1}`, `"delivery":{"mids":["m"]}`,
	} {
		body := []byte(item(parts))
		first, err := read(t, body)
		require.NoError(t, err)
		again, err := readAt(t, body, received.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, first[0].ID, again[0].ID)
		require.NotContains(t, seen, first[0].ID, parts)
		seen[first[0].ID] = parts
	}
}

func TestReadTimes(t *testing.T) {
	for text, want := range map[string]time.Time{
		`1773050400000`: sent, `"1773050400"`: sent, `"2026-03-09T10:00:00+0000"`: sent, `"2026-03-09T12:00:00+02:00"`: sent,
		`"2026-03-09T10:00:00.000Z"`: sent, `null`: after(1), `"soon"`: after(1), `"9999-12-31T23:59:59-2300"`: after(1), `-5`: after(1),
	} {
		body := strings.Replace(item(`"message":{"mid":"m"}`), `"timestamp":1773050400000`, `"timestamp":`+text, 1)
		require.Equal(t, want, parse(t, body)[0].Sent, text)
	}
}

func TestReadBodies(t *testing.T) {
	for body, want := range map[string]string{
		`[]`: "messenger: body: no JSON object", `{"entry":`: "messenger: body: no JSON at byte",
	} {
		_, err := read(t, []byte(body))
		require.ErrorContains(t, err, want)
	}
	for body, detail := range map[string]string{
		`{}`:                            "entry[0]: the body has no list of entries",
		`{"object":"user","entry":[]}`:  "entry[0]: an object that is neither page nor instagram",
		`{"entry":[{},7]}`:              "entry[0]: an entry without messaging, standby or changes",
		`{"entry":[{"messaging":{}}]}`:  "entry[0].messaging[0]: not a list",
		`{"field":"x","value":{"a":1}}`: "entry[0]: a field that this version does not know",
	} {
		e := parse(t, body)[0]
		require.Equal(t, []any{channel.EventUnknown, detail}, []any{e.Type, e.Notice.Detail}, body)
		require.NotEmpty(t, e.Raw)
	}
	test := parse(t, `{"field":"messages","value":{"sender":{"id":"7"},"recipient":{"id":"4"},"timestamp":"1773050400","message":{"mid":"m","text":"t"}}}`)
	require.Equal(t, "messenger:4/7", test[0].Address().String())
}
