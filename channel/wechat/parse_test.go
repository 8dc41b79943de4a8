package wechat_test

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
	"github.com/socialticket/socialticket/channel/wechat"
)

func sent() time.Time { return time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC) }

func received() time.Time { return sent().Add(time.Second) }

// push returns a push of a user with more elements.
func push(kind string, more ...string) []byte {
	return fmt.Appendf(nil, "<xml><ToUserName>gh_shop</ToUserName><FromUserName>mira</FromUserName><CreateTime>%d</CreateTime><MsgType>%s</MsgType>%s</xml>",
		sent().Unix(), kind, strings.Join(more, ""))
}

// event returns a push that is no message.
func event(name string, more ...string) []byte {
	return push("event", append([]string{"<Event>" + name + "</Event>"}, more...)...)
}

// from returns what every event of push has.
func from(e channel.Event) channel.Event {
	e.Account, e.From = channel.Account{Kind: channel.WeChat, ID: "gh_shop"}, "mira"
	e.Sent, e.Received = sent(), received()
	return e
}

func TestParse(t *testing.T) {
	message := func(opens channel.Opener, m channel.Message) channel.Event {
		return from(channel.Event{ID: "1", Type: channel.EventMessage, Opens: opens, Message: m})
	}
	tests := []struct {
		name string
		body []byte
		want channel.Event
	}{
		{"text", push("text", "<Content>hi</Content><MsgId>1</MsgId>"),
			message(channel.OpenMessage, channel.Message{ID: "1", Type: channel.Text, Text: "hi"})},
		{"a tap on a menu in a message", push("text", "<Content>yes</Content><bizmsgmenuid>101</bizmsgmenuid><MsgId>1</MsgId>"),
			message(channel.OpenMenu, channel.Message{ID: "1", Type: channel.Interactive, Subtype: "text", Text: "yes", Payload: "101"})},
		{"image", push("image", "<PicUrl>http://p</PicUrl><MediaId>m</MediaId><MsgId>1</MsgId>"),
			message(channel.OpenMessage, channel.Message{ID: "1", Type: channel.Image, Attachments: []channel.Attachment{{Type: channel.Image, ID: "m", URL: "http://p"}}})},
		{"voice with what was understood", push("voice", "<MediaId>m</MediaId><Format>amr</Format><Recognition>hello</Recognition><MsgId>1</MsgId>"),
			message(channel.OpenMessage, channel.Message{ID: "1", Type: channel.Audio, Subtype: "voice", Text: "hello", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "m", MIME: "amr"}}})},
		{"location", push("location", "<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Label>Here</Label><MsgId>1</MsgId>"),
			message(channel.OpenMessage, channel.Message{ID: "1", Type: channel.Location, Place: channel.Place{Latitude: 23.1, Longitude: 113.3, Address: "Here"}})},
		{"link", push("link", "<Title>T</Title><Description>D</Description><Url>http://u</Url><MsgId>1</MsgId>"),
			message(channel.OpenMessage, channel.Message{ID: "1", Type: channel.Text, Subtype: "link", Text: "T\nD\nhttp://u"})},
		{"follow by a code", event("subscribe", "<EventKey>qrscene_7</EventKey><Ticket>TK</Ticket>"),
			from(channel.Event{ID: "mira/1773050400/subscribe", Type: channel.EventOpen, Opens: channel.OpenFollow,
				Message: channel.Message{Referral: channel.Referral{Source: "code", ID: "TK", Payload: "qrscene_7"}}})},
		{"gone", event("unsubscribe"), from(channel.Event{ID: "mira/1773050400/unsubscribe", Type: channel.EventLeave})},
		{"menu click", event("CLICK", "<EventKey>K</EventKey>"),
			from(channel.Event{ID: "mira/1773050400/click", Type: channel.EventMessage, Opens: channel.OpenMenu,
				Message: channel.Message{Type: channel.Button, Subtype: "click", Payload: "K"}})},
		{"a page of the menu opens nothing", event("VIEW", "<EventKey>http://u</EventKey>"),
			from(channel.Event{ID: "mira/1773050400/view", Type: channel.EventMessage,
				Message: channel.Message{Type: channel.Button, Subtype: "view", Payload: "http://u"}})},
		{"chat entered", event("user_enter_tempsession", "<SessionFrom>page</SessionFrom>"),
			from(channel.Event{ID: "mira/1773050400/user_enter_tempsession", Type: channel.EventOpen, Opens: channel.OpenWelcome,
				Message: channel.Message{Referral: channel.Referral{Source: "session", Payload: "page"}}})},
		{"notice delivered", event("TEMPLATESENDJOBFINISH", "<MsgID>9</MsgID><Status>success</Status>"),
			from(channel.Event{ID: "9/delivered", Type: channel.EventStatus, Status: channel.Status{MessageID: "9", State: channel.StateDelivered}})},
		{"notice blocked", event("TEMPLATESENDJOBFINISH", "<MsgID>9</MsgID><Status>failed:user block</Status>"),
			from(channel.Event{ID: "9/failed", Type: channel.EventStatus, Status: channel.Status{MessageID: "9", State: channel.StateFailed,
				Errors: []channel.Error{{Title: "failed:user block", Class: channel.ClassUser}}}})},
		{"an event of next year", event("dance"),
			from(channel.Event{ID: "mira/1773050400/dance", Type: channel.EventUnknown,
				Notice: channel.Notice{Field: "dance", Detail: "an event that this version does not know"}})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, err := wechat.Parse("", tt.body, received())
			require.NoError(t, err)
			if diff := cmp.Diff([]channel.Event{tt.want}, events, cmpopts.IgnoreFields(channel.Event{}, "Raw")); diff != "" {
				t.Errorf("Parse mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestParseUnsupported keeps a message that nobody can show, and what it opens.
func TestParseUnsupported(t *testing.T) {
	events, err := wechat.Parse("", push("hologram", "<MsgId>1</MsgId>"), received())
	require.NoError(t, err)
	require.Len(t, events, 1)
	e := events[0]
	if e.Type != channel.EventMessage || e.Opens != channel.OpenMessage || e.Message.Type != channel.Unsupported || e.Message.Subtype != "hologram" {
		t.Errorf("an unknown kind of message became %+v", e)
	}
}

// TestParseJSON reads the form that mini programs may choose.
func TestParseJSON(t *testing.T) {
	body := `{"ToUserName": "gh_shop", "FromUserName": "mira", "CreateTime": 1773050400, "MsgType": "text", "Content": "hi", "MsgId": 1}`
	events, err := wechat.Parse(channel.WeChatMini, []byte(body), received())
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.Equal(t, channel.WeChatMini, events[0].Account.Kind)
	require.Equal(t, "hi", events[0].Message.Text)
	require.Equal(t, sent(), events[0].Sent)
}

// TestParsePreferences reads a list: each entry is an event, with an id of its own.
func TestParsePreferences(t *testing.T) {
	entry := func(id, state string) string {
		return "<List><TemplateId>" + id + "</TemplateId><SubscribeStatusString>" + state + "</SubscribeStatusString></List>"
	}
	events, err := wechat.Parse("", event("subscribe_msg_popup_event", "<SubscribeMsgPopupEvent>", entry("a", "accept"), entry("b", "reject"), "</SubscribeMsgPopupEvent>"), received())
	require.NoError(t, err)
	require.Len(t, events, 2)
	require.Equal(t, "reject", events[1].Notice.Name)
	require.Equal(t, "b", events[1].Notice.Subject)
	require.NotEqual(t, events[0].ID, events[1].ID)
}

func TestParseRefuses(t *testing.T) {
	for body, want := range map[string]string{
		"":                                   "wechat: body: no element",
		"hello":                              "wechat: body: no",
		"<xml><MsgType>text":                 "wechat: body: no complete XML at byte",
		`{"MsgType": `:                       "wechat: body: no JSON at byte",
		"<xml><Encrypt>abcd</Encrypt></xml>": wechat.ErrEncrypted.Error(),
	} {
		_, err := wechat.Parse("", []byte(body), received())
		require.ErrorContains(t, err, want, "body %q", body)
	}
	for _, body := range [][]byte{[]byte("<xml></xml>"), []byte("{}"), []byte("<xml><MsgType>text</MsgType></xml>")} {
		events, err := wechat.Parse("", body, received())
		require.NoError(t, err)
		require.Len(t, events, 1)
		require.Equal(t, channel.EventUnknown, events[0].Type, "%s", body)
	}
}

func TestParseFixture(t *testing.T) {
	body, err := os.ReadFile("testdata/text.xml")
	require.NoError(t, err)
	events, err := wechat.Parse("", body, received())
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.Equal(t, "到了吗？ <&> 👋", events[0].Message.Text)
}

func FuzzParse(f *testing.F) {
	f.Add(push("text", "<Content>hi</Content>"))
	f.Add(event("subscribe_msg_popup_event", "<List><TemplateId>a</TemplateId></List>"))
	f.Add([]byte(`{"MsgType": "event", "Event": "CLICK", "FromUserName": "a", "List": [{"a": [1, [2]]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := wechat.Parse("", body, received())
		if err != nil {
			return
		}
		if len(events) == 0 {
			t.Error("a push that can be read became nothing")
		}
		again, err := wechat.Parse("", body, received())
		require.NoError(t, err)
		if diff := cmp.Diff(events, again); diff != "" {
			t.Errorf("the same push differs (-first +again):\n%s", diff)
		}
		for _, e := range events {
			if e.ID == "" || len(e.Raw) == 0 {
				t.Errorf("an event without id or raw form: %+v", e)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	body := push("text", "<Content>hello there</Content><MsgId>1</MsgId>")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wechat.Parse("", body, received()); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleParse() {
	body := push("text", "<Content>Is my bike ready?</Content><MsgId>1</MsgId>")
	events, err := wechat.Parse(channel.WeChat, body, received())
	if err != nil {
		panic(err)
	}
	for _, e := range events {
		fmt.Println(e.Type, e.From, e.Message.Text, e.Sent.Format(time.RFC3339))
	}
	// Output: message mira Is my bike ready? 2026-03-09T10:00:00Z
}
