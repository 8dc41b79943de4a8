package wechat_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

func to(kind channel.Kind) channel.Address {
	return channel.Address{Account: channel.Account{Kind: kind, ID: "gh_shop"}, Handle: "oMira"}
}

func TestCall(t *testing.T) {
	const custom, kf = "/cgi-bin/message/custom/send", "/cgi-bin/kf/send_msg"
	notice := channel.Outbound{ID: "out-1", Type: channel.Template, Template: channel.TemplateCall{
		Name: "tpl", Values: []channel.Parameter{{Name: "thing1", Text: "Parcel"}, {Name: "time2", Text: "10:00"}}}}
	const filled = `"touser":"oMira","template_id":"tpl","data":{"thing1":{"value":"Parcel"},"time2":{"value":"10:00"}}`
	file := func(a channel.Attachment) channel.Outbound {
		return channel.Outbound{ID: "out-1", Attachments: []channel.Attachment{a}}
	}
	const served = `"touser":"oMira","open_kfid":"gh_shop","msgid":"out-1"`
	choices := channel.Question{Footer: "Thanks", Choices: []channel.Choice{{ID: "101", Title: "Yes"}}}
	tests := []struct {
		name string
		kind channel.Kind
		o    channel.Outbound
		path string
		body string
	}{
		{"text", channel.WeChat, channel.Outbound{Text: `<a href="http://x.example">&</a>`}, custom,
			`{"msgtype":"text","text":{"content":"<a href=\"http://x.example\">&</a>"},"touser":"oMira"}`},
		{"text of a subscription account", channel.WeChatSubscription, channel.Outbound{Text: "Hi"}, custom, `{"msgtype":"text","text":{"content":"Hi"},"touser":"oMira"}`},
		{"image", channel.WeChatMini, file(channel.Attachment{Type: channel.Image, ID: "m"}), custom, `{"touser":"oMira","msgtype":"image","image":{"media_id":"m"}}`},
		{"voice", channel.WeChat, file(channel.Attachment{Type: channel.Audio, ID: "m"}), custom, `{"touser":"oMira","msgtype":"voice","voice":{"media_id":"m"}}`},
		{"video", channel.WeChat, file(channel.Attachment{Type: channel.Video, ID: "m", Name: "V"}), custom, `{"touser":"oMira","msgtype":"video","video":{"media_id":"m","title":"V"}}`},
		{"menu", channel.WeChat, channel.Outbound{Text: "Happy?", Question: choices}, custom,
			`{"touser":"oMira","msgtype":"msgmenu","msgmenu":{"head_content":"Happy?","list":[{"id":"101","content":"Yes"}],"tail_content":"Thanks"}}`},
		{"notice", channel.WeChat, notice, "/cgi-bin/message/template/send", `{` + filled + `,"client_msg_id":"f44c30d07d331c6ff6aeb64dc4a63070"}`},
		{"notice of a mini program", channel.WeChatMini, notice, "/cgi-bin/message/subscribe/send", `{` + filled + `}`},
		{"notice of a subscription account", channel.WeChatSubscription, notice, "/cgi-bin/message/subscribe/bizsend", `{` + filled + `}`},
		{"as long as may be", channel.WeChat, channel.Outbound{Text: strings.Repeat("é", 1024)}, custom,
			`{"touser":"oMira","msgtype":"text","text":{"content":"` + strings.Repeat("é", 1024) + `"}}`},
		{"WeCom, text", channel.WeCom, channel.Outbound{ID: "out-1", Text: "Hi"}, kf, `{` + served + `,"msgtype":"text","text":{"content":"Hi"}}`},
		{"WeCom, file", channel.WeCom, file(channel.Attachment{Type: channel.Document, ID: "m", Name: "a.pdf"}), kf, `{` + served + `,"msgtype":"file","file":{"media_id":"m"}}`},
		{"WeCom, video", channel.WeCom, file(channel.Attachment{Type: channel.Video, ID: "m", Name: "V"}), kf, `{` + served + `,"msgtype":"video","video":{"media_id":"m"}}`},
		{"WeCom, voice", channel.WeCom, file(channel.Attachment{Type: channel.Audio, ID: "m"}), kf, `{` + served + `,"msgtype":"voice","voice":{"media_id":"m"}}`},
		{"WeCom, place", channel.WeCom, channel.Outbound{ID: "out-1", Type: channel.Location, Place: channel.Place{Latitude: 23.5, Longitude: 113, Name: "Shop", Address: "Road 1"}}, kf,
			`{` + served + `,"msgtype":"location","location":{"latitude":23.5,"longitude":113,"name":"Shop","address":"Road 1"}}`},
		{"WeCom, menu", channel.WeCom, channel.Outbound{ID: "out-1", Text: "Happy?", Question: choices}, kf,
			`{` + served + `,"msgtype":"msgmenu","msgmenu":{"head_content":"Happy?","list":[{"type":"click","click":{"id":"101","content":"Yes"}}],"tail_content":"Thanks"}}`},
		{"WeCom, link", channel.WeCom, channel.Outbound{ID: "out-1", Text: "See", Question: channel.Question{Link: channel.Link{Label: "Open", URL: "https://x.example"}}}, kf,
			`{` + served + `,"msgtype":"msgmenu","msgmenu":{"head_content":"See","list":[{"type":"view","view":{"url":"https://x.example","content":"Open"}}],"tail_content":""}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.To = to(tt.kind)
			got, err := unsigned(t, tt.kind).Call(tt.o)
			require.NoError(t, err)
			host := "https://api.weixin.qq.com"
			if tt.kind == channel.WeCom {
				host = "https://qyapi.weixin.qq.com"
			}
			require.Equal(t, host+tt.path+"?access_token="+platform.TokenMark, got.URL)
			require.NotContains(t, string(got.Body), `\u003c`)
			require.JSONEq(t, tt.body, string(got.Body))
		})
	}
}

// The id of a message in WeCom is ours, or what stands for it there.
func TestCallID(t *testing.T) {
	id := func(id string) string {
		c, err := unsigned(t, channel.WeCom).Call(channel.Outbound{ID: id, To: to(channel.WeCom), Text: "x"})
		require.NoError(t, err)
		_, after, found := strings.Cut(string(c.Body), `"msgid":"`)
		require.True(t, found)
		got, _, _ := strings.Cut(after, `"`)
		return got
	}
	for _, own := range []string{"a", "out-1", "A_0", strings.Repeat("z", 32)} {
		require.Equal(t, own, id(own))
	}
	for _, other := range []string{"", "out/1", "über", strings.Repeat("z", 33)} {
		require.Regexp(t, `^[0-9a-f]{32}$`, id(other))
		require.Equal(t, id(other), id(other))
	}
	require.NotEqual(t, id("out/1"), id("out/2"))
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	file := func(kind channel.Kind, a channel.Attachment) channel.Outbound {
		return channel.Outbound{To: to(kind), Attachments: []channel.Attachment{a}}
	}
	shop, nobody := to(channel.WeChat), to(channel.WeChat)
	nobody.Handle = ""
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nothing", channel.Outbound{To: shop}, "text: it is empty"},
		{"nobody", channel.Outbound{To: nobody, Text: "x"}, "touser is missing"},
		{"not uploaded", file(channel.WeChat, channel.Attachment{Type: channel.Image, URL: "https://x.example"}), "upload it first"},
		{"WeCom, not uploaded", file(channel.WeCom, channel.Attachment{Type: channel.Document, URL: "https://x.example"}), "upload it first"},
		{"WeCom, notice", channel.Outbound{To: to(channel.WeCom), Type: channel.Template}, "wecom does not carry templates"},
		{"two calls", channel.Outbound{To: shop, Text: "x", Attachments: []channel.Attachment{{Type: channel.Image, ID: "m"}}}, "it needs 2 calls"},
		{"no field", channel.Outbound{To: shop, Type: channel.Template, Template: channel.TemplateCall{Name: "t", Values: []channel.Parameter{{Text: "x"}}}}, "a value without the name of its field"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := unsigned(t, tt.o.To.Account.Kind).Call(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
	_, err := unsigned(t, channel.WeChat).Call(channel.Outbound{To: to(channel.WeCom), Text: "x"})
	require.ErrorContains(t, err, "a message for wecom:gh_shop")
}

func TestAnswer(t *testing.T) {
	answer := func(kind channel.Kind, status int, body string) (channel.Accepted, error) {
		return unsigned(t, kind).Answer(platform.Response{Status: status, Body: []byte(body), At: received})
	}
	for body, id := range map[string]string{
		`{"errcode":0,"errmsg":"ok","msgid":200228332}`: "200228332", `{"errcode":0,"errmsg":"ok","msgid":"out-1"}`: "out-1", `{"errcode":0,"errmsg":"ok"}`: "",
	} {
		got, err := answer("", 200, body)
		require.NoError(t, err)
		require.Equal(t, channel.Accepted{MessageID: id, At: received}, got)
	}
	tests := []struct {
		name   string
		kind   channel.Kind
		status int
		body   string
		want   channel.Error
	}{
		{"too late", "", 200, `{"errcode":45015,"errmsg":"response out of time limit"}`, channel.Error{Code: "45015", Title: "response out of time limit", Class: channel.ClassTemplate}},
		{"too many", "", 200, `{"errcode":45047,"errmsg":"out of response count limit"}`, channel.Error{Code: "45047", Title: "out of response count limit", Class: channel.ClassTemplate}},
		{"busy", "", 200, `{"errcode":-1,"errmsg":"system error"}`, channel.Error{Code: "-1", Title: "system error", Class: channel.ClassRetry}},
		{"refused", "", 200, `{"errcode":43101,"errmsg":"user refuse"}`, channel.Error{Code: "43101", Title: "user refuse", Class: channel.ClassUser}},
		{"no right", "", 200, `{"errcode":48001,"errmsg":"api unauthorized"}`, channel.Error{Code: "48001", Title: "api unauthorized", Class: channel.ClassFix}},
		{"too long", "", 200, `{"errcode":"45002","errmsg":"content size out of limit"}`, channel.Error{Code: "45002", Title: "content size out of limit", Class: channel.ClassNever}},
		{"new", "", 200, `{"errcode":99999,"errmsg":"?"}`, channel.Error{Code: "99999", Title: "?"}},
		{"down", "", 502, `<html>`, channel.Error{Code: "http_502", Title: "Bad Gateway", Class: channel.ClassRetry}},
		{"a success that is none", "", 500, `{"errcode":0}`, channel.Error{Code: "http_500", Title: "Internal Server Error", Class: channel.ClassRetry}},
		{"WeChat, refuses", "", 200, `{"errcode":48002,"errmsg":"x"}`, channel.Error{Code: "48002", Title: "x", Class: channel.ClassUser}},
		{"WeCom, forbidden", channel.WeCom, 200, `{"errcode":48002,"errmsg":"x"}`, channel.Error{Code: "48002", Title: "x", Class: channel.ClassFix}},
		{"WeCom, five", channel.WeCom, 200, `{"errcode":95001,"errmsg":"x"}`, channel.Error{Code: "95001", Title: "x", Class: channel.ClassUser}},
		{"WeCom, a person attends", channel.WeCom, 200, `{"errcode":95018,"errmsg":"send msg session status invalid"}`,
			channel.Error{Code: "95018", Title: "send msg session status invalid", Class: channel.ClassFix}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := answer(tt.kind, tt.status, tt.body)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if diff := cmp.Diff(tt.want, refusal.Reason); diff != "" {
				t.Errorf("reason differs (-want +got):\n%s", diff)
			}
		})
	}
	_, err := answer("", 200, `{}`)
	var refusal *channel.SendError
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, channel.CodeNoAnswer, refusal.Reason.Code)
}
