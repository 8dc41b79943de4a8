package wechat_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/wechat"
)

func to(kind channel.Kind) channel.Address {
	return channel.Address{Account: channel.Account{Kind: kind, ID: "gh_shop"}, Handle: "oMira"}
}

func TestBuild(t *testing.T) {
	const custom = "/cgi-bin/message/custom/send"
	notice := channel.Outbound{ID: "out-1", Type: channel.Template, Template: channel.TemplateCall{
		Name: "tpl", Values: []channel.Parameter{{Name: "thing1", Text: "Parcel"}, {Name: "time2", Text: "10:00"}}}}
	const filled = `"touser":"oMira","template_id":"tpl","data":{"thing1":{"value":"Parcel"},"time2":{"value":"10:00"}}`
	tests := []struct {
		name string
		kind channel.Kind
		o    channel.Outbound
		path string
		body string
	}{
		{"text", channel.WeChat, channel.Outbound{Text: `<a href="http://x.example">&</a>`}, custom,
			`{"msgtype":"text","text":{"content":"<a href=\"http://x.example\">&</a>"},"touser":"oMira"}`},
		{"image", channel.WeChatMini, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Image, ID: "m"}}}, custom,
			`{"touser":"oMira","msgtype":"image","image":{"media_id":"m"}}`},
		{"voice", channel.WeChat, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Audio, ID: "m"}}}, custom,
			`{"touser":"oMira","msgtype":"voice","voice":{"media_id":"m"}}`},
		{"video", channel.WeChat, channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Video, ID: "m", Name: "V"}}}, custom,
			`{"touser":"oMira","msgtype":"video","video":{"media_id":"m","title":"V"}}`},
		{"menu", channel.WeChat, channel.Outbound{Text: "Happy?", Question: channel.Question{Footer: "Thanks", Choices: []channel.Choice{{ID: "101", Title: "Yes"}}}}, custom,
			`{"touser":"oMira","msgtype":"msgmenu","msgmenu":{"head_content":"Happy?","list":[{"id":"101","content":"Yes"}],"tail_content":"Thanks"}}`},
		{"notice", channel.WeChat, notice, "/cgi-bin/message/template/send", `{` + filled + `,"client_msg_id":"f44c30d07d331c6ff6aeb64dc4a63070"}`},
		{"notice of a mini program", channel.WeChatMini, notice, "/cgi-bin/message/subscribe/send", `{` + filled + `}`},
		{"notice of a subscription account", channel.WeChatSubscription, notice, "/cgi-bin/message/subscribe/bizsend", `{` + filled + `}`},
		{"as long as may be", channel.WeChat, channel.Outbound{Text: strings.Repeat("é", wechat.MaxText/2)}, custom,
			`{"touser":"oMira","msgtype":"text","text":{"content":"` + strings.Repeat("é", wechat.MaxText/2) + `"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.To = to(tt.kind)
			got, err := wechat.Build(tt.o)
			require.NoError(t, err)
			require.Len(t, got, 1)
			require.Equal(t, tt.path, got[0].Path)
			require.NotContains(t, string(got[0].Body), `\u003c`)
			require.JSONEq(t, tt.body, string(got[0].Body))
		})
	}
}

// TestBuildCalls holds that everything is sent, once and in order.
func TestBuildCalls(t *testing.T) {
	got, err := wechat.Build(channel.Outbound{To: to(channel.WeChat), Text: "Hi", Attachments: []channel.Attachment{
		{Type: channel.Image, ID: "m1"}, {Type: channel.Audio, ID: "m2"},
	}})
	require.NoError(t, err)
	require.Len(t, got, 3)
	for i, part := range []string{`"media_id":"m1"`, `"media_id":"m2"`, `"content":"Hi"`} {
		require.Contains(t, string(got[i].Body), part)
	}
}

func TestBuildLimits(t *testing.T) {
	file := func(kind channel.Kind, a channel.Attachment) channel.Outbound {
		return channel.Outbound{To: to(kind), Attachments: []channel.Attachment{a}}
	}
	shop := to(channel.WeChat)
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nothing", channel.Outbound{To: shop}, "the text is empty"},
		{"nobody", channel.Outbound{Text: "x"}, "nobody to send to"},
		{"long text", channel.Outbound{To: shop, Text: strings.Repeat("好", 683)}, "text of 2049 bytes: at most 2048"},
		{"not uploaded", file(channel.WeChat, channel.Attachment{Type: channel.Image, URL: "https://x.example"}), "upload it first"},
		{"large", file(channel.WeChat, channel.Attachment{Type: channel.Audio, ID: "m", Size: 3 << 20}), "audio of 3145728 bytes: at most 2097152"},
		{"file", file(channel.WeChat, channel.Attachment{Type: channel.Document, ID: "m"}), `no attachments of type "document"`},
		{"video in a mini program", file(channel.WeChatMini, channel.Attachment{Type: channel.Video, ID: "m"}), "no video in a mini program"},
		{"choices in a mini program", channel.Outbound{To: to(channel.WeChatMini), Text: "x", Question: channel.Question{Choices: []channel.Choice{{ID: "1", Title: "A"}}}}, "no choices in a mini program"},
		{"bare choice", channel.Outbound{To: shop, Text: "x", Question: channel.Question{Choices: []channel.Choice{{Title: "A"}}}}, `choice "A"`},
		{"link", channel.Outbound{To: shop, Text: "x", Question: channel.Question{Link: channel.Link{URL: "https://x.example"}}}, "a question that holds a link"},
		{"place", channel.Outbound{To: shop, Type: channel.Location}, `no message of type "location"`},
		{"WeCom", channel.Outbound{To: to(channel.WeCom), Text: "x"}, "WeCom has an API of its own"},
		{"no template", channel.Outbound{To: shop, Via: channel.RouteTemplate}, "a notice without a template"},
		{"no field", channel.Outbound{To: shop, Type: channel.Template, Template: channel.TemplateCall{Name: "t", Values: []channel.Parameter{{Text: "x"}}}}, "a value without the name of its field"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := wechat.Build(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
}

func TestAnswer(t *testing.T) {
	got, err := wechat.Answer(200, nil, []byte(`{"errcode":0,"errmsg":"ok","msgid":200228332}`), received)
	require.NoError(t, err)
	require.Equal(t, channel.Accepted{MessageID: "200228332", At: received}, got)

	tests := []struct {
		name   string
		status int
		body   string
		want   channel.Error
	}{
		{"too late", 200, `{"errcode":45015,"errmsg":"response out of time limit"}`, channel.Error{Code: "45015", Title: "response out of time limit", Class: channel.ClassTemplate}},
		{"too many", 200, `{"errcode":45047,"errmsg":"out of response count limit"}`, channel.Error{Code: "45047", Title: "out of response count limit", Class: channel.ClassTemplate}},
		{"busy", 200, `{"errcode":-1,"errmsg":"system error"}`, channel.Error{Code: "-1", Title: "system error", Class: channel.ClassRetry}},
		{"refused", 200, `{"errcode":43101,"errmsg":"user refuse"}`, channel.Error{Code: "43101", Title: "user refuse", Class: channel.ClassUser}},
		{"no right", 200, `{"errcode":48001,"errmsg":"api unauthorized"}`, channel.Error{Code: "48001", Title: "api unauthorized", Class: channel.ClassFix}},
		{"too long", 200, `{"errcode":"45002","errmsg":"content size out of limit"}`, channel.Error{Code: "45002", Title: "content size out of limit", Class: channel.ClassNever}},
		{"new", 200, `{"errcode":99999,"errmsg":"?"}`, channel.Error{Code: "99999", Title: "?"}},
		{"down", 502, `<html>`, channel.Error{Code: "http_502", Title: "Bad Gateway", Class: channel.ClassRetry}},
		{"no answer", 200, ``, channel.Error{Code: "http_200", Title: "OK"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := wechat.Answer(tt.status, nil, []byte(tt.body), received)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if diff := cmp.Diff(tt.want, refusal.Reason); diff != "" {
				t.Errorf("reason differs (-want +got):\n%s", diff)
			}
		})
	}
}
