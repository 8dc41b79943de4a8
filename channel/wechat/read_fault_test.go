package wechat_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// The tests of this file state the right reading of pushes that were read wrongly once,
// and of others of their kinds.

// A tap on the menu writes nothing: one that may be answered opens the way to answer, and
// any other is news. A digest of a picture is not its id.
func TestReadTaps(t *testing.T) {
	tap := func(parts string) channel.Event { return parse(t, push("event", parts))[0] }
	for _, kind := range []string{"pic_weixin", "pic_sysphoto", "pic_photo_or_album"} {
		got := tap(`<Event>` + kind + `</Event><EventKey>6</EventKey><SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>aa</PicMd5Sum></item><item><PicMd5Sum>bb</PicMd5Sum></item></PicList></SendPicsInfo>`)
		require.Equal(t, []any{channel.EventAccount, channel.Notice{Field: kind, Subject: "6", Detail: "aa, bb"}}, []any{got.Type, got.Notice})
		require.Empty(t, got.Message)
		require.Empty(t, got.Opens)
	}
	for _, kind := range []string{"scancode_waitmsg", "scancode_push"} {
		code := tap(`<Event>` + kind + `</Event><EventKey>6</EventKey><ScanCodeInfo><ScanResult>4711</ScanResult></ScanCodeInfo>`)
		require.Equal(t, []any{channel.EventOpen, channel.OpenMenu, "4711", "6"}, []any{code.Type, code.Opens, code.Message.Text, code.Message.Payload})
	}
	place := tap(`<Event>location_select</Event><SendLocationInfo><Location_X>23</Location_X><Location_Y>113</Location_Y><Label>L</Label><Poiname>P</Poiname></SendLocationInfo>`)
	require.Equal(t, []any{channel.EventAccount, channel.Place{Latitude: 23, Longitude: 113, Name: "P", Address: "L"}}, []any{place.Type, place.Message.Place})
	page := tap(`<Event>view_miniprogram</Event><EventKey>pages/cart</EventKey>`)
	require.Equal(t, []any{channel.EventAccount, "pages/cart"}, []any{page.Type, page.Notice.Subject})
}

// What a device of a user tells is news.
func TestReadDevices(t *testing.T) {
	const lamp = `<DeviceType>gh_shop</DeviceType><DeviceID>lamp-3</DeviceID><SessionID>7</SessionID><OpenID>oMira</OpenID>`
	tests := []struct {
		kind, parts, id string
		want            channel.Notice
		payload         string
	}{
		{"device_event", `<Event>unbind</Event>` + lamp + `<Content></Content>`, "oMira/1773050400/device_event/lamp-3/unbind",
			channel.Notice{Field: "device_event", Name: "unbind", Subject: "lamp-3", Detail: "gh_shop"}, ""},
		{"device_event", `<Event>subscribe_status</Event>` + lamp, "oMira/1773050400/device_event/lamp-3/subscribe_status",
			channel.Notice{Field: "device_event", Name: "subscribe_status", Subject: "lamp-3", Detail: "gh_shop"}, ""},
		{"device_text", lamp + `<MsgId>8</MsgId><Content>T24=</Content>`, "oMira/8",
			channel.Notice{Field: "device_text", Subject: "lamp-3", Detail: "gh_shop"}, "T24="},
	}
	for _, tt := range tests {
		got := parse(t, push(tt.kind, tt.parts))
		require.Len(t, got, 1)
		require.Equal(t, []any{channel.EventAccount, channel.Opener(""), tt.id, tt.want, tt.payload},
			[]any{got[0].Type, got[0].Opens, got[0].ID, got[0].Notice, got[0].Message.Payload})
	}
}

// TestReadUnreadable: a message that cannot be read is still the user's, with its raw form
// and the words that are found in it.
func TestReadUnreadable(t *testing.T) {
	tests := []struct{ name, kind, parts, text string }{
		{"text without words", "text", ``, ""},
		{"empty text", "text", `<Content><![CDATA[ ]]></Content>`, ""},
		{"image without content", "image", `<PicUrl/>`, ""},
		{"voice without content", "voice", `<Format>amr</Format>`, ""},
		{"place without a point", "location", `<Location_X>23</Location_X><Label>Here</Label>`, ""},
		{"link without one", "link", `<Digest>About</Digest>`, "About"},
		{"card without words", "miniprogrampage", `<AppId>wx1</AppId>`, ""},
		{"words within", "poll", `<Poll><Question>Which?</Question><Option><Title>Red</Title></Option></Poll>`, "Which?\nRed"},
		{"words beside", "scent", `<Content>like the sea</Content>`, "like the sea"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := push(tt.kind, tt.parts+`<MsgId>7</MsgId>`)
			got := parse(t, body)[0]
			require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, "oMira"}, []any{got.Type, got.Opens, got.From})
			want := channel.Message{ID: "oMira/7", Type: channel.Unsupported, Subtype: tt.kind, Text: tt.text, Payload: body}
			if diff := cmp.Diff(want, got.Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
	unknown := parse(t, push("event", `<Event>moon_rose</Event><Content>look</Content>`))[0]
	require.Equal(t, []any{channel.EventUnknown, "look", "oMira/1773050400/moon_rose"}, []any{unknown.Type, unknown.Message.Text, unknown.ID})
}

// TestReadRestOf holds where the counts and the articles of what was sent to many go, and
// the template of a notice.
func TestReadRestOf(t *testing.T) {
	const published = `<Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>p1</publish_id><publish_status>0</publish_status><article_url>https://mp.example/1</article_url></PublishEventInfo>`
	e := parse(t, push("event", published))[0]
	require.Equal(t, []string{"0", "p1", push("event", published)}, []string{e.Notice.Name, e.Notice.Subject, e.Message.Payload})
	e = parse(t, push("event", `<Event>subscribe_msg_sent_event</Event><List><TemplateId>t1</TemplateId><MsgID>9</MsgID><ErrorStatus>success</ErrorStatus></List>`))[0]
	require.Equal(t, []string{"t1", "9"}, []string{e.Notice.Subject, e.Status.MessageID})
	e = parse(t, push("event", `<Event>merchant_order</Event><OrderId>o1</OrderId><OrderStatus>2</OrderStatus>`))[0]
	require.Equal(t, []string{"o1", "2"}, []string{e.Notice.Subject, e.Notice.Name})
}
