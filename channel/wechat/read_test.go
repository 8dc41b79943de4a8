package wechat_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/wechat"
)

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Second)
	account  = channel.Account{Kind: channel.WeChat, ID: "gh_shop"}
)

// push returns a push of a type with the parts.
func push(kind, parts string) string {
	return fmt.Sprintf(`<xml><ToUserName><![CDATA[gh_shop]]></ToUserName><FromUserName>oMira</FromUserName><CreateTime>1773050400</CreateTime><MsgType>%s</MsgType>%s</xml>`, kind, parts)
}

// unsigned is the platform of pushes to a kind of account that somebody else has checked.
func unsigned(t testing.TB, kind channel.Kind) *wechat.Platform {
	t.Helper()
	p, err := wechat.New(wechat.Config{Kind: kind, Unsigned: true})
	require.NoError(t, err)
	return p
}

func read(t testing.TB, kind channel.Kind, body string) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t, kind).Events(platform.Request{Body: []byte(body), Received: received})
}

// parse reads a push and returns its events without Raw.
func parse(t *testing.T, body string) []channel.Event {
	t.Helper()
	events, err := read(t, channel.WeChat, body)
	require.NoError(t, err)
	for i := range events {
		require.NotEmpty(t, events[i].Raw)
		events[i].Raw = nil
	}
	return events
}

func TestReadFile(t *testing.T) {
	body, err := os.ReadFile("testdata/text.xml")
	require.NoError(t, err)
	want := []channel.Event{{
		ID: "oMira/24000000000000001", Type: channel.EventMessage, Account: account, From: "oMira", Sent: sent, Received: received, Opens: channel.OpenMessage,
		Message: channel.Message{ID: "oMira/24000000000000001", Type: channel.Text, Text: "营业吗? <b> & 📦"},
	}}
	if diff := cmp.Diff(want, parse(t, string(body))); diff != "" {
		t.Errorf("events differ (-want +got):\n%s", diff)
	}
}

// Mini programs may choose JSON; the product is the host's to say.
func TestReadJSON(t *testing.T) {
	const body = `{"ToUserName":"gh_mini","FromUserName":"oMira","CreateTime":1773050400,"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":"cart"}`
	got, err := read(t, channel.WeChatMini, body)
	require.NoError(t, err)
	want := []channel.Event{{
		ID: "oMira/1773050400/user_enter_tempsession", Type: channel.EventOpen, Opens: channel.OpenWelcome,
		Account: channel.Account{Kind: channel.WeChatMini, ID: "gh_mini"}, From: "oMira", Sent: sent, Received: received,
		Message: channel.Message{Referral: channel.Referral{Source: "session", Payload: "cart"}}, Raw: []byte(body),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events differ (-want +got):\n%s", diff)
	}
}

func TestReadContent(t *testing.T) {
	media := func(t channel.MessageType, id string) []channel.Attachment {
		return []channel.Attachment{{Type: t, ID: id}}
	}
	tests := []struct {
		name, kind, parts string
		want              channel.Message
		opens             channel.Opener
	}{
		{"image", "image", `<PicUrl>http://x.example</PicUrl><MediaId>m</MediaId>`,
			channel.Message{Type: channel.Image, Attachments: []channel.Attachment{{Type: channel.Image, ID: "m", URL: "http://x.example"}}}, channel.OpenMessage},
		{"voice", "voice", `<MediaId>m</MediaId><Format>amr</Format><Recognition>hello</Recognition>`,
			channel.Message{Type: channel.Audio, Subtype: "voice", Text: "hello", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "m", MIME: "amr"}}}, channel.OpenMessage},
		{"short video", "shortvideo", `<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>`,
			channel.Message{Type: channel.Video, Subtype: "shortvideo", Payload: "t", Attachments: media(channel.Video, "m")}, channel.OpenMessage},
		{"file", "file", `<Title>a.pdf</Title><FileKey>k</FileKey><FileTotalLen>12</FileTotalLen>`,
			channel.Message{Type: channel.Document, Subtype: "file", Attachments: []channel.Attachment{{Type: channel.Document, ID: "k", Name: "a.pdf", Size: 12}}}, channel.OpenMessage},
		{"place", "location", `<Location_X>23.5</Location_X><Location_Y>113.25</Location_Y><Label>Here</Label>`,
			channel.Message{Type: channel.Location, Place: channel.Place{Latitude: 23.5, Longitude: 113.25, Address: "Here"}}, channel.OpenMessage},
		{"link", "link", `<Title>Shop</Title><Description>Shop</Description><Url>http://x.example</Url>`,
			channel.Message{Type: channel.Text, Subtype: "link", Text: "Shop\nhttp://x.example"}, channel.OpenMessage},
		{"a choice of a menu in a message", "text", `<Content>Good</Content><bizmsgmenuid>101</bizmsgmenuid>`,
			channel.Message{Type: channel.Interactive, Subtype: "text", Text: "Good", Payload: "101"}, channel.OpenMenu},
		{"card of a mini program", "miniprogrampage", `<Title>Cart</Title><AppId>wx1</AppId><PagePath>cart?id=1</PagePath><ThumbUrl>http://x.example/t</ThumbUrl><ThumbMediaId>t</ThumbMediaId>`,
			channel.Message{Type: channel.Interactive, Subtype: "miniprogrampage", Text: "Cart", Payload: "cart?id=1",
				Referral:    channel.Referral{Source: "mini_program", ID: "wx1", URL: "http://x.example/t"},
				Attachments: []channel.Attachment{{Type: channel.Image, ID: "t", Preview: "http://x.example/t"}}}, channel.OpenMessage},
		{"control characters", "text", "<Content>a\x01b\xff</Content>", channel.Message{Type: channel.Text, Text: "ab\uFFFD"}, channel.OpenMessage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, push(tt.kind, tt.parts+`<MsgId>7</MsgId>`))
			require.Len(t, got, 1)
			require.Equal(t, tt.opens, got[0].Opens)
			tt.want.ID = "oMira/7"
			if diff := cmp.Diff(tt.want, got[0].Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
	odd := parse(t, push("scent", `<MsgId>7</MsgId>`))[0]
	require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, channel.Unsupported, "scent"}, []any{odd.Type, odd.Opens, odd.Message.Type, odd.Message.Subtype})
}

func TestReadEvents(t *testing.T) {
	tap := func(kind, key string) channel.Message {
		return channel.Message{Type: channel.Button, Subtype: kind, Payload: key}
	}
	tests := []struct {
		name, parts string
		want        channel.Event
	}{
		{"subscribe", `<Event>subscribe</Event><EventKey>qrscene_5</EventKey><Ticket>T</Ticket>`, channel.Event{Type: channel.EventOpen, Opens: channel.OpenFollow,
			Message: channel.Message{Referral: channel.Referral{Source: "code", ID: "T", Payload: "qrscene_5"}}}},
		{"scan", `<Event>SCAN</Event><EventKey>5</EventKey>`, channel.Event{Type: channel.EventOpen, Opens: channel.OpenMenu,
			Message: channel.Message{Referral: channel.Referral{Source: "code", Payload: "5"}}}},
		{"unsubscribe", `<Event>unsubscribe</Event>`, channel.Event{Type: channel.EventLeave}},
		{"click", `<Event>CLICK</Event><EventKey>k</EventKey><MenuId>9</MenuId>`,
			channel.Event{Type: channel.EventOpen, Opens: channel.OpenMenu, Message: tap("click", "k"), Notice: channel.Notice{Subject: "9"}}},
		{"view", `<Event>VIEW</Event><EventKey>http://x.example</EventKey><MenuId>9</MenuId>`,
			channel.Event{Type: channel.EventAccount, Notice: channel.Notice{Field: "VIEW", Name: "9", Subject: "http://x.example"}}},
		{"payment", `<Event>user_pay_from_pay_cell</Event><TransId>t</TransId><Fee>100</Fee>`,
			channel.Event{Type: channel.EventOpen, Opens: channel.OpenPayment, Notice: channel.Notice{Field: "user_pay_from_pay_cell", Subject: "t", Detail: "100"}}},
		{"location", `<Event>LOCATION</Event><Latitude>23.5</Latitude><Longitude>113.25</Longitude><Precision>65.0</Precision>`,
			channel.Event{Type: channel.EventAccount, Notice: channel.Notice{Field: "LOCATION", Detail: "65.0"},
				Message: channel.Message{Place: channel.Place{Latitude: 23.5, Longitude: 113.25}}}},
		{"notice sent", `<Event>TEMPLATESENDJOBFINISH</Event><MsgID>20</MsgID><Status>success</Status>`,
			channel.Event{Type: channel.EventStatus, Status: channel.Status{MessageID: "20", State: channel.StateDelivered}}},
		{"notice blocked", `<Event>TEMPLATESENDJOBFINISH</Event><MsgID>20</MsgID><Status>failed:user block</Status>`,
			channel.Event{Type: channel.EventStatus, Status: channel.Status{MessageID: "20", State: channel.StateFailed,
				Errors: []channel.Error{{Title: "failed:user block", Class: channel.ClassUser}}}}},
		{"served", `<Event>kf_switch_session</Event><FromKfAccount>a@x</FromKfAccount><ToKfAccount>b@x</ToKfAccount>`,
			channel.Event{Type: channel.EventAccount, Notice: channel.Notice{Field: "kf_switch_session", Subject: "b@x", Detail: "a@x"}}},
		{"unknown", `<Event>moon_rose</Event>`, channel.Event{Type: channel.EventUnknown, Notice: channel.Notice{Field: "moon_rose", Detail: "an event that this version does not know"}}},
		{"list of nothing", `<Event>subscribe_msg_popup_event</Event>`,
			channel.Event{Type: channel.EventUnknown, Notice: channel.Notice{Field: "subscribe_msg_popup_event", Detail: "a list of nothing"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, push("event", tt.parts))
			require.Len(t, got, 1)
			require.NotEmpty(t, got[0].ID)
			got[0].ID = ""
			tt.want.Account, tt.want.From, tt.want.Sent, tt.want.Received = account, "oMira", sent, received
			if diff := cmp.Diff(tt.want, got[0]); diff != "" {
				t.Errorf("event differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadLists(t *testing.T) {
	got := parse(t, push("event", `<Event>subscribe_msg_change_event</Event><SubscribeMsgChangeEvent>
		<List><TemplateId>a</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List>
		<List><TemplateId>b</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgChangeEvent>`))
	require.Len(t, got, 2)
	for i, want := range []channel.Notice{
		{Field: "subscribe_msg_change_event", Name: "reject", Subject: "a"}, {Field: "subscribe_msg_change_event", Name: "accept", Subject: "b"},
	} {
		require.Equal(t, channel.EventPreference, got[i].Type)
		require.Equal(t, want, got[i].Notice)
	}
	require.NotEqual(t, got[0].ID, got[1].ID)

	// In JSON a list of one comes as what it holds.
	got = parse(t, `{"ToUserName":"g","FromUserName":"o","MsgType":"event","Event":"subscribe_msg_sent_event","List":{"TemplateId":"a","MsgID":"31","ErrorCode":"43101","ErrorStatus":"refused"}}`)
	require.Len(t, got, 1)
	want := channel.Status{MessageID: "31", State: channel.StateFailed, Errors: []channel.Error{{Code: "43101", Title: "refused", Class: channel.ClassUser}}}
	if diff := cmp.Diff(want, got[0].Status); diff != "" {
		t.Errorf("status differs (-want +got):\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	tests := []struct{ body, want string }{
		{``, "no element of XML and no object of JSON"},
		{` `, "no element of XML and no object of JSON"},
		{`<!-- nothing -->`, "no element of XML and no object of JSON"},
		{`<xml><MsgType>`, "no XML at byte 14"},
		{`<xml`, "no XML at byte 4"},
		{`{"MsgType":`, "no JSON at byte 11"},
		{`<xml><ToUserName>g</ToUserName><Encrypt>AAAA</Encrypt></xml>`, "it is encrypted"},
		{`<xml/>&`, "no XML at byte 7"},
		{`<xml/>& `, "no XML at byte"},
		{`<xml/>more`, "text beside the element"},
		{`more<xml/>`, "text beside the element"},
		{`<xml/><xml/>`, "a second element"},
		{`<xml/></xml>`, "no XML"},
		{`<xml></xml><`, "no XML"},
	}
	for _, tt := range tests {
		_, err := read(t, "", tt.body)
		require.ErrorIs(t, err, platform.ErrBody, tt.body)
		require.ErrorContains(t, err, "wechat: body: ")
		require.ErrorContains(t, err, tt.want)
	}
	for body, want := range map[string]string{
		`<xml/>`: "a push without a type", "<?xml version=\"1.0\"?>\n<xml/>\n<!-- so -->": "a push without a type",
		"\uFEFF<xml/>": "a push without a type", `<xml><MsgType>text</MsgType></xml>`: "a push about nobody",
	} {
		events := parse(t, body)
		require.Equal(t, want, events[0].Notice.Detail)
	}
}

// One number stands for two messages of two users; what has none gets an id all the
// same.
func TestReadOwn(t *testing.T) {
	mira := push("text", `<Content>hi</Content><MsgId>7</MsgId>`)
	koji := strings.Replace(mira, "oMira", "oKoji", 1)
	first, second := parse(t, mira)[0], parse(t, koji)[0]
	require.Equal(t, []string{"oMira/7", "oMira/7"}, []string{first.ID, first.Message.ID})
	require.Equal(t, []string{"oKoji/7", "oKoji/7"}, []string{second.ID, second.Message.ID})
	again, err := unsigned(t, "").Events(platform.Request{Body: []byte(mira), Received: received.Add(time.Hour)})
	require.NoError(t, err)
	require.Equal(t, first.ID, again[0].ID)

	bare := parse(t, push("text", `<Content>hi</Content>`))[0]
	require.Empty(t, bare.Message.ID)
	require.NotEmpty(t, bare.ID)
}

// A failure that is told with another reason is another event, and the id that it
// names is that of the answer to the call.
func TestReadReasons(t *testing.T) {
	finished := func(status string) channel.Event {
		return parse(t, push("event", `<Event>TEMPLATESENDJOBFINISH</Event><MsgID>20</MsgID><Status>`+status+`</Status>`))[0]
	}
	refused := func(code string) channel.Event {
		return parse(t, `{"ToUserName":"g","FromUserName":"oMira","MsgType":"event","Event":"subscribe_msg_sent_event","List":{"MsgID":"20","ErrorCode":"`+code+`","ErrorStatus":"refused"}}`)[0]
	}
	seen := map[string]bool{}
	for _, e := range []channel.Event{
		finished("success"), finished("failed:user block"), finished("failed: system failed"), finished(""), refused("43101"), refused("47003"),
	} {
		require.Equal(t, "20", e.Status.MessageID)
		require.True(t, strings.HasPrefix(e.ID, "oMira/20/"), e.ID)
		require.False(t, seen[e.ID], e.ID)
		seen[e.ID] = true
	}
	require.Equal(t, "oMira/20/failed/43101", refused("43101").ID)
	require.Equal(t, finished("failed:user block").ID, finished("failed:user block").ID)
}

// What is nested too deep is left out and does not hurt.
func TestReadDeep(t *testing.T) {
	deep := strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000)
	got := parse(t, push("text", deep+`<Content>hi</Content><MsgId>7</MsgId>`))
	require.Equal(t, "hi", got[0].Message.Text)
}
