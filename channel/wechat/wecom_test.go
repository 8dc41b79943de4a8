package wechat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// desk is an account of WeCom's customer service.
var desk = channel.Account{Kind: channel.WeCom, ID: "wk-1"}

// fetched returns a message of a user of WeCom with the parts.
func fetched(kind, parts string) string {
	return fmt.Sprintf(`{"msgid":"m-1","open_kfid":"wk-1","external_userid":"wmMira","send_time":1773050400,"origin":3,"msgtype":%q,%s}`, kind, parts)
}

// answer returns the answer that holds messages.
func answer(items ...string) string {
	return `{"errcode":0,"errmsg":"ok","next_cursor":"c-1","has_more":1,"msg_list":[` + strings.Join(items, ",") + `]}`
}

// fetch reads what was fetched, without Raw.
func fetch(t *testing.T, items ...string) []channel.Event {
	t.Helper()
	page, err := secure(t, channel.WeCom).Fetched(platform.Response{Status: 200, Body: []byte(answer(items...)), At: received})
	require.NoError(t, err)
	require.Equal(t, []any{"c-1", true}, []any{page.Next, page.More})
	events, err := read(t, channel.WeCom, answer(items...))
	require.NoError(t, err)
	require.Equal(t, page.Events, events, "the other door reads the same")
	for i := range events {
		require.JSONEq(t, items[i], string(events[i].Raw))
		events[i].Raw = nil
	}
	return events
}

func TestFetchedMessages(t *testing.T) {
	file := func(t channel.MessageType) channel.Message {
		return channel.Message{Type: t, Attachments: []channel.Attachment{{Type: t, ID: "md"}}}
	}
	tests := []struct {
		name, item string
		want       channel.Message
	}{
		{"text", fetched("text", `"text":{"content":"Hello?"}`), channel.Message{Type: channel.Text, Text: "Hello?"}},
		{"a choice", fetched("text", `"text":{"content":"Yes","menu_id":"101"}`), channel.Message{Type: channel.Interactive, Subtype: "text", Text: "Yes", Payload: "101"}},
		{"image", fetched("image", `"image":{"media_id":"md"}`), file(channel.Image)},
		{"voice", fetched("voice", `"voice":{"media_id":"md"}`), file(channel.Audio)},
		{"video", fetched("video", `"video":{"media_id":"md"}`), file(channel.Video)},
		{"file", fetched("file", `"file":{"media_id":"md"}`), file(channel.Document)},
		{"place", fetched("location", `"location":{"latitude":23.5,"longitude":113.25,"name":"Shop","address":"Road 1"}`),
			channel.Message{Type: channel.Location, Place: channel.Place{Latitude: 23.5, Longitude: 113.25, Name: "Shop", Address: "Road 1"}}},
		{"link", fetched("link", `"link":{"title":"Lamp","desc":"red","url":"https://x.example","pic_url":"https://x.example/p"}`),
			channel.Message{Type: channel.Text, Subtype: "link", Text: "Lamp\nred\nhttps://x.example", Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://x.example/p"}}}},
		{"card", fetched("business_card", `"business_card":{"userid":"ben"}`), channel.Message{Type: channel.Contacts, Subtype: "business_card", People: []channel.Person{{Name: "ben"}}}},
		{"mini program", fetched("miniprogram", `"miniprogram":{"title":"Cart","appid":"wx1","pagepath":"cart?id=1","thumb_media_id":"md"}`),
			channel.Message{Type: channel.Interactive, Subtype: "miniprogram", Text: "Cart", Payload: "cart?id=1",
				Referral: channel.Referral{Source: "mini_program", ID: "wx1"}, Attachments: []channel.Attachment{{Type: channel.Image, ID: "md"}}}},
		{"of a new kind", fetched("channels", `"channels":{"title":"Lamps"}`),
			channel.Message{Type: channel.Unsupported, Subtype: "channels", Text: "Lamps", Payload: fetched("channels", `"channels":{"title":"Lamps"}`)}},
		{"without words", fetched("text", `"text":null`), channel.Message{Type: channel.Unsupported, Subtype: "text", Payload: fetched("text", `"text":null`)}},
		{"without a file", fetched("image", `"image":{}`), channel.Message{Type: channel.Unsupported, Subtype: "image", Payload: fetched("image", `"image":{}`)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.ID = "m-1"
			want := channel.Event{ID: "m-1", Type: channel.EventMessage, Account: desk, From: "wmMira", Sent: sent, Received: received, Opens: channel.OpenMessage, Message: tt.want}
			if tt.want.Type == channel.Text {
				want.Message.Subtype = tt.want.Subtype
			}
			if diff := cmp.Diff([]channel.Event{want}, fetch(t, tt.item)); diff != "" {
				t.Errorf("events differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFetchedEvents(t *testing.T) {
	happened := func(kind, parts string) string {
		return fmt.Sprintf(`{"msgtype":"event","event":{"event_type":%q,"open_kfid":"wk-1","external_userid":"wmMira"%s}}`, kind, parts)
	}
	failed := func(code, title string, class channel.Class) channel.Event {
		return channel.Event{Type: channel.EventStatus, Status: channel.Status{MessageID: "out-1", State: channel.StateFailed,
			Errors: []channel.Error{{Code: "fail_type/" + code, Title: title, Class: class}}}}
	}
	tests := []struct {
		name, item string
		want       channel.Event
	}{
		{"came in", happened("enter_session", `,"scene":"web","scene_param":"a=1","welcome_code":"w-1"`), channel.Event{
			Type: channel.EventOpen, Opens: channel.OpenWelcome, ReplyToken: "w-1", Message: channel.Message{Referral: channel.Referral{Source: "link", ID: "web", Payload: "a=1"}}}},
		{"came in, not to be welcomed", happened("enter_session", ``), channel.Event{Type: channel.EventOpen, Opens: channel.OpenWelcome}},
		{"too late", happened("msg_send_fail", `,"fail_msgid":"out-1","fail_type":4`), failed("4", "More than 48 hours after the user wrote", channel.ClassUser)},
		{"too many", happened("msg_send_fail", `,"fail_msgid":"out-1","fail_type":6`), failed("6", "More than five messages after one of the user", channel.ClassUser)},
		{"closed", happened("msg_send_fail", `,"fail_msgid":"out-1","fail_type":5`), failed("5", "The session is closed", channel.ClassUser)},
		{"refused", happened("msg_send_fail", `,"fail_msgid":"out-1","fail_type":10`), failed("10", "The user refuses messages", channel.ClassUser)},
		{"account", happened("msg_send_fail", `,"fail_msgid":"out-1","fail_type":1`), failed("1", "The account is deleted, closed or not verified", channel.ClassFix)},
		{"without a reason", happened("msg_send_fail", `,"fail_msgid":"out-1","fail_type":0`), failed("0", "WeCom gave no reason", "")},
		{"taken back", happened("user_recall_msg", `,"recall_msgid":"m-0"`), channel.Event{Type: channel.EventRevoke, Message: channel.Message{Target: "m-0"}}},
		{"taken back by staff", happened("servicer_recall_msg", `,"recall_msgid":"m-0","servicer_userid":"ada"`),
			channel.Event{Type: channel.EventRevoke, Echo: true, Message: channel.Message{Target: "m-0"}, Notice: channel.Notice{Subject: "ada"}}},
		{"handed over", happened("session_status_change", `,"change_type":2,"old_servicer_userid":"ada","new_servicer_userid":"ben"`),
			channel.Event{Type: channel.EventAccount, Notice: channel.Notice{Field: "session_status_change", Name: "2", Subject: "ben", Detail: "ada"}}},
		{"refuses", happened("reject_customer_msg_switch_change", `,"servicer_userid":"ada","reject_switch":1`),
			channel.Event{Type: channel.EventAccount, Notice: channel.Notice{Field: "reject_customer_msg_switch_change", Name: "1", Subject: "ada"}}},
		{"new", happened("waved", `,"text":"Hello"`), channel.Event{Type: channel.EventUnknown, Message: channel.Message{Text: "Hello"},
			Notice: channel.Notice{Field: "waved", Detail: "an event that this version does not know"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fetch(t, tt.item)
			require.Len(t, got, 1)
			require.True(t, strings.HasPrefix(got[0].ID, "made:"), got[0].ID)
			got[0].ID = ""
			tt.want.Account, tt.want.From, tt.want.Sent, tt.want.Received = desk, "wmMira", received, received
			if diff := cmp.Diff(tt.want, got[0]); diff != "" {
				t.Errorf("event differs (-want +got):\n%s", diff)
			}
		})
	}
	staff := fetch(t, `{"msgtype":"event","event":{"event_type":"servicer_status_change","open_kfid":"wk-1","servicer_userid":"ada","status":2}}`)[0]
	require.Equal(t, []any{channel.EventAccount, channel.Notice{Field: "servicer_status_change", Name: "2", Subject: "ada"}}, []any{staff.Type, staff.Notice})
	nobody := fetch(t, `{"msgtype":"event","event":{"event_type":"enter_session","welcome_code":"w"}}`)[0]
	require.Equal(t, []any{channel.EventUnknown, channel.Opener("")}, []any{nobody.Type, nobody.Opens})
}

// Who wrote is told by the origin: the user, staff in WeCom's own app, or somebody that
// this version does not know.
func TestFetchedOrigins(t *testing.T) {
	item := func(origin string) string {
		return strings.Replace(fetched("text", `"servicer_userid":"ada","text":{"content":"Hi"}`), `"origin":3`, `"origin":`+origin, 1)
	}
	got := fetch(t, item("3"), item("5"), item("4"), strings.Replace(item("3"), `"external_userid":"wmMira",`, "", 1), `7`)
	types := make([]channel.EventType, len(got))
	for i, e := range got {
		types[i] = e.Type
	}
	require.Equal(t, []channel.EventType{channel.EventMessage, channel.EventEcho, channel.EventUnknown, channel.EventUnknown, channel.EventUnknown}, types)
	require.Equal(t, []any{true, channel.Notice{Field: "servicer_userid", Subject: "ada"}, "Hi"}, []any{got[1].Echo, got[1].Notice, got[1].Message.Text})
	require.Empty(t, got[1].Opens)
	require.Equal(t, []string{"Hi", "Hi"}, []string{got[2].Message.Text, got[3].Message.Text})
}

func TestFetchedBounds(t *testing.T) {
	page, err := secure(t, channel.WeCom).Fetched(platform.Response{Status: 200, Body: []byte(answer(strings.Repeat("7,", 10_001) + "8")), At: received})
	require.NoError(t, err)
	require.Len(t, page.Events, 10_001)
	last := page.Events[10_000]
	require.Equal(t, channel.Notice{Field: "msg_list", Detail: "10002 events in one body, 10000 are read"}, last.Notice)
	require.JSONEq(t, `[7,8]`, string(last.Raw))
}

func TestFetch(t *testing.T) {
	p := secure(t, channel.WeCom)
	events, err := p.Events(sealed(token, `<xml><ToUserName>corp</ToUserName><CreateTime>1773050400</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>t-1</Token><OpenKfId>wk-1</OpenKfId></xml>`))
	require.NoError(t, err)
	require.Len(t, events, 1)
	news := events[0]
	require.Equal(t, []any{channel.EventAccount, desk, "", channel.Notice{Field: "kf_msg_or_event", Subject: "wk-1", Detail: "t-1"}},
		[]any{news.Type, news.Account, news.From, news.Notice})
	call, err := p.Fetch(news, "c-1")
	require.NoError(t, err)
	require.Equal(t, "https://qyapi.weixin.qq.com/cgi-bin/kf/sync_msg?access_token={token}", call.URL)
	require.JSONEq(t, `{"token":"t-1","open_kfid":"wk-1","cursor":"c-1","limit":1000}`, string(call.Body))

	_, err = p.Fetch(channel.Event{}, "")
	require.ErrorContains(t, err, "does not tell of messages")
	_, err = secure(t, channel.WeChat).Fetch(news, "")
	require.ErrorContains(t, err, "does not tell of messages")
}

func TestFetchedRefuses(t *testing.T) {
	p := secure(t, channel.WeCom)
	ask := func(status int, body string) error {
		page, err := p.Fetched(platform.Response{Status: status, Body: []byte(body), At: received})
		require.Empty(t, page)
		return err
	}
	var refusal *channel.SendError
	require.ErrorAs(t, ask(200, `{"errcode":45009,"errmsg":"api freq out of limit"}`), &refusal)
	require.Equal(t, channel.Error{Code: "45009", Title: "api freq out of limit", Class: channel.ClassRetry}, refusal.Reason)
	require.ErrorAs(t, ask(502, `<html>`), &refusal)
	require.Equal(t, channel.ClassRetry, refusal.Reason.Class)
	require.ErrorIs(t, ask(200, `<html>`), platform.ErrBody)
}

// The user who came in may be welcomed within twenty seconds, once.
func TestWelcome(t *testing.T) {
	policy, is := channel.PolicyOf(channel.WeCom)
	require.True(t, is)
	came := fetch(t, `{"msgid":"e-1","msgtype":"event","send_time":1773050400,"event":{"event_type":"enter_session","open_kfid":"wk-1","external_userid":"wmMira","welcome_code":"w-1"}}`)[0]
	w := channel.Window{}.Open(came)
	require.False(t, policy.Decide(w, channel.Request{}, sent.Add(20*time.Second)).Allowed)
	d := policy.Decide(w, channel.Request{}, sent.Add(19*time.Second))
	require.Equal(t, []any{true, channel.RouteReplyToken, 1}, []any{d.Allowed, d.Route, d.Remaining})

	p := secure(t, channel.WeCom)
	welcome := channel.Outbound{ID: "out-1", To: came.Address(), Text: "Welcome!", Via: d.Route, Token: d.Token()}
	call, err := p.Call(welcome)
	require.NoError(t, err)
	require.Equal(t, "https://qyapi.weixin.qq.com/cgi-bin/kf/send_msg_on_event?access_token={token}", call.URL)
	require.JSONEq(t, `{"code":"w-1","msgid":"out-1","msgtype":"text","text":{"content":"Welcome!"}}`, string(call.Body))
	for want, change := range map[string]func(*channel.Outbound){
		"code is missing": func(o *channel.Outbound) { o.Token = "" },
		"a welcome is a text or a question": func(o *channel.Outbound) {
			o.Text, o.Attachments = "", []channel.Attachment{{Type: channel.Image, ID: "m"}}
		},
		"it has 2049 bytes, 2048 are allowed":  func(o *channel.Outbound) { o.Text = strings.Repeat("x", 2049) },
		"it needs several calls, and one is a": func(o *channel.Outbound) { o.Attachments = []channel.Attachment{{Type: channel.Image, ID: "m"}} },
	} {
		o := welcome
		change(&o)
		_, err := p.Call(o)
		require.ErrorContains(t, err, want)
	}
}
