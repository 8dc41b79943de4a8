package line_test

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
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
)

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Second)
	account  = channel.Account{Kind: channel.LINE, ID: "Ubot"}
)

// webhook returns a webhook with events of a user, of which the parts are given.
func webhook(parts ...string) string {
	events := make([]string, len(parts))
	for i, part := range parts {
		events[i] = fmt.Sprintf(`{"timestamp":1773050400000,"mode":"active","webhookEventId":"e%d","source":{"type":"user","userId":"Umira"},%s}`, i, part)
	}
	return `{"destination":"Ubot","events":[` + strings.Join(events, ",") + `]}`
}

// unsigned is the platform of webhooks that somebody else has checked.
func unsigned(t testing.TB) *line.Platform {
	t.Helper()
	p, err := line.New(line.Config{Unsigned: true})
	require.NoError(t, err)
	return p
}

func read(t testing.TB, body []byte) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t).Events(platform.Request{Body: body, Received: received})
}

func parse(t *testing.T, body string) []channel.Event {
	t.Helper()
	events, err := read(t, []byte(body))
	require.NoError(t, err)
	return events
}

func TestReadBatch(t *testing.T) {
	body, err := os.ReadFile("testdata/batch.json")
	require.NoError(t, err)
	got := parse(t, string(body))

	bot := channel.Account{Kind: channel.LINE, ID: "U00000000000000000000000000000bot"}
	id := func(n string) string { return "01EXAMPLE000000000000000" + n }
	group := channel.Message{Group: "Cgroup"}
	want := []channel.Event{
		{
			ID: id("1"), Type: channel.EventMessage, Account: bot, From: "Umira", Sent: sent, Opens: channel.OpenMessage, ReplyToken: "rt-1",
			Message: channel.Message{ID: "501", Type: channel.Text, Text: "Is it open today? (shop)", Quote: "q-1", ReplyTo: "499",
				Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "pr-1/001"}}},
		},
		{Type: channel.EventUnknown, Account: bot, Sent: received, Notice: channel.Notice{Detail: "a type of event that this version does not know"}},
		{
			ID: id("2"), Type: channel.EventUnknown, Account: bot, From: "Umira", Sent: sent, Opens: channel.OpenToken, ReplyToken: "rt-2",
			Notice: channel.Notice{Field: "tideTurned", Detail: "a type of event that this version does not know"},
		},
		{
			ID: id("3"), Type: channel.EventMessage, Account: bot, From: "Cgroup", Sent: sent.Add(time.Minute), Opens: channel.OpenMessage,
			Control: channel.ControlElsewhere, Notice: channel.Notice{Name: "standby"},
			Message: channel.Message{ID: "502", Type: channel.Sticker, Subtype: "STATIC", Group: "Cgroup",
				Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "11/22", Name: "happy, thanks"}}},
		},
		{
			ID: id("4/Umira"), Type: channel.EventAccount, Account: bot, From: "Umira", Sent: sent.Add(time.Minute), Message: group,
			Opens: channel.OpenToken, ReplyToken: "rt-4", Notice: channel.Notice{Field: "memberJoined", Subject: "Cgroup"},
		},
		{
			ID: id("4/Ukoji"), Type: channel.EventAccount, Account: bot, From: "Ukoji", Sent: sent.Add(time.Minute), Message: group,
			Notice: channel.Notice{Field: "memberJoined", Subject: "Cgroup"},
		},
	}
	require.Len(t, got, len(want))
	require.NotEmpty(t, got[1].ID)
	got[1].ID = ""
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(channel.Event{}, "Raw", "Received")); diff != "" {
		t.Errorf("events differ (-want +got):\n%s", diff)
	}
}

func TestReadKinds(t *testing.T) {
	base := channel.Event{Account: account, From: "Umira", Sent: sent, Received: received, ID: "e0"}
	with := func(t channel.EventType, opens channel.Opener, change func(*channel.Event)) channel.Event {
		e := base
		e.Type, e.Opens = t, opens
		if change != nil {
			change(&e)
		}
		return e
	}
	tests := []struct {
		name, parts string
		want        channel.Event
	}{
		{"follow", `"type":"follow","replyToken":"r"`, with(channel.EventOpen, channel.OpenFollow, func(e *channel.Event) { e.ReplyToken = "r" })},
		{"unfollow", `"type":"unfollow"`, with(channel.EventLeave, "", nil)},
		{"unsend", `"type":"unsend","unsend":{"messageId":501}`, with(channel.EventRevoke, "", func(e *channel.Event) { e.Message.Target = "501" })},
		{"edit", `"type":"messageEdited","replyToken":"r","message":{"id":"501","type":"text","text":"new"}`,
			with(channel.EventEdit, channel.OpenToken, func(e *channel.Event) {
				e.ReplyToken, e.Message = "r", channel.Message{ID: "501", Target: "501", Type: channel.Text, Text: "new"}
			})},
		{"postback", `"type":"postback","postback":{"data":"size=m","params":{"datetime":"2026-03-10T09:00"}}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{Type: channel.Button, Payload: "size=m", Text: "2026-03-10T09:00"}
			})},
		{"menu switched", `"type":"postback","postback":{"data":"d","params":{"newRichMenuAliasId":"menu-b","status":"SUCCESS"}}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{Type: channel.Button, Payload: "d", Text: "menu-b", Subtype: "SUCCESS"}
			})},
		{"beacon", `"type":"beacon","replyToken":"r","beacon":{"hwid":"h1","type":"enter","dm":"0a"}`,
			with(channel.EventOpen, channel.OpenToken, func(e *channel.Event) {
				e.ReplyToken, e.Notice = "r", channel.Notice{Field: "beacon", Name: "enter", Subject: "h1", Detail: "0a"}
			})},
		{"account linked", `"type":"accountLink","link":{"result":"ok","nonce":"n1"}`,
			with(channel.EventOpen, "", func(e *channel.Event) {
				e.Notice = channel.Notice{Field: "accountLink", Name: "ok", Subject: "n1"}
			})},
		{"delivered", `"type":"delivery","delivery":{"data":"tag-1"}`,
			with(channel.EventStatus, "", func(e *channel.Event) {
				e.Status = channel.Status{Reference: "tag-1", State: channel.StateDelivered}
			})},
		{"activated", `"type":"activated","chatControl":{"expireAt":1773050460000},"activated":{"chatControl":{"expireAt":1773050460000}}`,
			with(channel.EventControl, "", func(e *channel.Event) {
				e.Control = channel.ControlOurs
				e.Notice = channel.Notice{Field: "activated", Name: "activated", Until: sent.Add(time.Minute)}
			})},
		{"image at an address", `"type":"message","message":{"id":"501","type":"image","contentProvider":{"type":"external","originalContentUrl":"https://x.example/o","previewImageUrl":"https://x.example/p"}}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{ID: "501", Type: channel.Image, Attachments: []channel.Attachment{
					{Type: channel.Image, ID: "501", URL: "https://x.example/o", Preview: "https://x.example/p"}}}
			})},
		{"file", `"type":"message","message":{"id":"501","type":"file","fileName":"a.pdf","fileSize":22016}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{ID: "501", Type: channel.Document, Attachments: []channel.Attachment{{Type: channel.Document, ID: "501", Name: "a.pdf", Size: 22016}}}
			})},
		{"place", `"type":"message","message":{"id":"501","type":"location","title":"Here","address":"Example 1","latitude":35.5,"longitude":139.25}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{ID: "501", Type: channel.Location, Place: channel.Place{Latitude: 35.5, Longitude: 139.25, Name: "Here", Address: "Example 1"}}
			})},
		{"unknown content is still the user's message", `"type":"message","message":{"id":"501","type":"scent"}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{ID: "501", Type: channel.Unsupported, Subtype: "scent", Payload: `{"id":"501","type":"scent"}`}
			})},
		{"a text without words is still the user's message", `"type":"message","message":{"id":"501","type":"text","text":null}`,
			with(channel.EventMessage, channel.OpenMessage, func(e *channel.Event) {
				e.Message = channel.Message{ID: "501", Type: channel.Unsupported, Subtype: "text", Payload: `{"id":"501","type":"text","text":null}`}
			})},
		{"nobody came", `"type":"memberLeft","left":{}`, with(channel.EventUnknown, "", func(e *channel.Event) {
			e.Notice = channel.Notice{Field: "memberLeft", Detail: "nobody came or went"}
		})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, webhook(tt.parts))
			require.Len(t, got, 1)
			got[0].Raw = nil
			if diff := cmp.Diff(tt.want, got[0]); diff != "" {
				t.Errorf("event differs (-want +got):\n%s", diff)
			}
		})
	}
}

// An older webhook names no event; the same message then still has one id.
func TestReadOldIDs(t *testing.T) {
	const old = `{"destination":"Ubot","events":[{"type":"message","timestamp":1,"source":{"userId":"U"},"message":{"id":"5","type":"text","text":"x"}},{"type":"follow","source":{"userId":"U"},"timestamp":1}]}`
	first, again := parse(t, old), parse(t, old)
	require.Equal(t, "message/5", first[0].ID)
	require.NotEmpty(t, first[1].ID)
	require.Equal(t, first[1].ID, again[1].ID)
}

func TestReadRefuses(t *testing.T) {
	for _, body := range []string{``, `[]`, `{"events":`, `null`} {
		_, err := read(t, []byte(body))
		require.ErrorIs(t, err, platform.ErrBody)
		require.ErrorContains(t, err, "line: body: no JSON")
	}
	events := parse(t, `{"destination":"Ubot"}`)
	require.Equal(t, "the body has no list of events", events[0].Notice.Detail)
	require.Empty(t, parse(t, `{"destination":"Ubot","events":[]}`)) // how LINE checks an address
}
