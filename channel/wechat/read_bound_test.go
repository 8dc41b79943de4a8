package wechat_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// TestReadBounds holds that a push makes a bounded number of events: what is left stands
// in one that says so.
func TestReadBounds(t *testing.T) {
	items := strings.Repeat(`<List><TemplateId>a</TemplateId></List>`, 10_002)
	got, err := read(t, "", push("event", `<Event>subscribe_msg_popup_event</Event>`+items))
	require.NoError(t, err)
	require.Len(t, got, 10_001)
	require.Equal(t, channel.EventPreference, got[9_999].Type)
	require.JSONEq(t, `"<List><TemplateId>a</TemplateId></List>"`, string(got[9_999].Raw))
	require.Equal(t, channel.EventUnknown, got[10_000].Type)
	require.Equal(t, channel.Notice{Field: "subscribe_msg_popup_event", Detail: "10002 events in one body, 10000 are read"}, got[10_000].Notice)
	require.JSONEq(t, `"<List><TemplateId>a</TemplateId></List><List><TemplateId>a</TemplateId></List>"`, string(got[10_000].Raw))

	json := `{"ToUserName":"g","FromUserName":"o","MsgType":"event","Event":"subscribe_msg_popup_event","List":[` + strings.Repeat(`{"TemplateId":"a"},`, 10_000) + `{"TemplateId":"b"}]}`
	got, err = read(t, channel.WeChatMini, json)
	require.NoError(t, err)
	require.Len(t, got, 10_001)
	require.JSONEq(t, `{"TemplateId":"a"}`, string(got[0].Raw))
	require.JSONEq(t, `[{"TemplateId":"b"}]`, string(got[10_000].Raw))
}

// A push keeps a bounded number of elements; that some are left out is told, and the
// push has them all.
func TestReadCut(t *testing.T) {
	body := push("event", `<Event>subscribe_msg_sent_event</Event>`+strings.Repeat(`<List><a/><a/><a/><a/><a/><a/><a/><a/><a/><MsgID>7</MsgID></List>`, 9_500))
	got, err := read(t, "", body)
	require.NoError(t, err)
	last := got[len(got)-1]
	require.Equal(t, []any{channel.EventUnknown, "more than 100000 elements: those after them are not read"}, []any{last.Type, last.Notice.Detail})
	require.Greater(t, len(got), 9_000)
	require.Greater(t, len(last.Raw), len(body))

	list := `{"FromUserName":"o","MsgType":"event","Event":"subscribe_msg_popup_event","a":[` + strings.Repeat("1,", 100_000) + `1]}`
	got, err = read(t, "", list)
	require.NoError(t, err)
	require.Equal(t, last.Notice.Detail, got[0].Notice.Detail)
	require.JSONEq(t, list, string(got[0].Raw))

	got, err = read(t, "", push("text", strings.Repeat(`<a/>`, 100_000)+`<Content>hi</Content>`))
	require.NoError(t, err)
	require.Equal(t, []any{channel.EventMessage, channel.Unsupported}, []any{got[0].Type, got[0].Message.Type})
	require.Contains(t, got[0].Message.Payload, "<Content>hi</Content>")
}

// Reading takes time and memory in proportion to the push, however it is made.
func TestReadLinear(t *testing.T) {
	text := func(part string) func(int) string {
		return func(n int) string {
			return push("text", `<Content>`+strings.Repeat(part, n)+`</Content><MsgId>7</MsgId>`)
		}
	}
	event := func(name, part string) func(int) string {
		return func(n int) string { return push("event", `<Event>`+name+`</Event>`+strings.Repeat(part, n)) }
	}
	shapes := map[string]func(n int) string{
		"text in pieces": text(`<![CDATA[好]]>`),
		"escaped text":   text(`&amp;&lt;`),
		"comments":       text(`a<!-- -->`),
		"broken letters": text("a\x01\xff"),
		"many elements":  event("moon_rose", `<a/>`),
		"many words":     event("moon_rose", `<Title>a</Title>`),
		"attributes":     event("moon_rose", `<a b="c"/>`),
		"deep":           func(n int) string { return push("text", strings.Repeat(`<a>`, n)+strings.Repeat(`</a>`, n)) },
		"deep lists": func(n int) string {
			return `{"MsgType":"text","List":` + strings.Repeat(`[`, n) + strings.Repeat(`]`, n) + `}`
		},
		"deep objects": func(n int) string { return strings.Repeat(`{"List":`, n) + `0` + strings.Repeat(`}`, n) },
		"pictures":     event("pic_weixin", `<item><PicMd5Sum>aa</PicMd5Sum></item>`),
		"preferences":  event("subscribe_msg_popup_event", `<List><TemplateId>a</TemplateId></List>`),
		"notices sent": event("subscribe_msg_sent_event", `<List><MsgID>7</MsgID><ErrorStatus>refused</ErrorStatus></List>`),
		"long user": func(n int) string {
			return strings.Replace(event("subscribe_msg_sent_event", `<List><MsgID>7</MsgID></List>`)(n), "oMira", strings.Repeat("o", 100*n), 1)
		},
		"long account": func(n int) string {
			return strings.Replace(event("subscribe_msg_popup_event", `<List/>`)(n), "gh_shop", strings.Repeat("g", 100*n), 1)
		},
		"long instant": func(n int) string {
			return strings.Replace(event("subscribe_msg_popup_event", `<List/>`)(n), "1773050400", strings.Repeat("1", 100*n), 1)
		},
		"list in JSON": func(n int) string {
			return `{"FromUserName":"o","MsgType":"event","Event":"subscribe_msg_sent_event","List":[` + strings.Repeat(`{"MsgID":1},`, n) + `1]}`
		},
		"fetched": func(n int) string {
			return `{"msg_list":[` + strings.Repeat(`{"msgid":"m","external_userid":"u","msgtype":"text","text":{"content":"a"}},`, n) + `0]}`
		},
		"fetched of WeCom": func(n int) string {
			return `{"msg_list":[{"msgtype":"merged","merged":[` + strings.Repeat(`{"text":"a"},`, n) + `0]}]}`
		},
	}
	platformtest.Linear(t, shapes, func(t *testing.T, body []byte) {
		kind := channel.WeChatMini
		if bytes.HasPrefix(body, []byte(`{"msg_list"`)) {
			kind = channel.WeCom
		}
		_, err := unsigned(t, kind).Events(platform.Request{Body: body, Received: received})
		require.NoError(t, err)
	})
}
