package wechat_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/wechat"
)

// to returns a message to a user of a kind of account.
func to(k channel.Kind, o channel.Outbound) channel.Outbound {
	o.ID, o.To = "out1", channel.Address{Account: channel.Account{Kind: k, ID: "gh_shop"}, Handle: "mira"}
	if o.Type == "" {
		o.Type = channel.Text
	}
	return o
}

func TestBuild(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "m"}
	call := channel.TemplateCall{Name: "T1", Values: []channel.Parameter{{Name: "thing1", Text: "bike"}}}
	tests := []struct {
		name string
		kind channel.Kind
		out  channel.Outbound
		path string
		body string
	}{
		{"text", channel.WeChat, channel.Outbound{Text: "see <a>"}, "/cgi-bin/message/custom/send",
			`{"touser": "mira", "msgtype": "text", "text": {"content": "see <a>"}}`},
		{"image", channel.WeChat, channel.Outbound{Type: channel.Image, Attachments: []channel.Attachment{photo}}, "/cgi-bin/message/custom/send",
			`{"touser": "mira", "msgtype": "image", "image": {"media_id": "m"}}`},
		{"menu", channel.WeChat, channel.Outbound{Type: channel.Interactive, Text: "Happy?", Question: channel.Question{Choices: []channel.Choice{{ID: "1", Title: "Yes"}}}},
			"/cgi-bin/message/custom/send",
			`{"touser": "mira", "msgtype": "msgmenu", "msgmenu": {"head_content": "Happy?", "tail_content": "", "list": [{"id": "1", "content": "Yes"}]}}`},
		{"notice in a mini program", channel.WeChatMini, channel.Outbound{Type: channel.Template, Template: call}, "/cgi-bin/message/subscribe/send",
			`{"touser": "mira", "template_id": "T1", "data": {"thing1": {"value": "bike"}}}`},
		{"notice of a subscription account", channel.WeChatSubscription, channel.Outbound{Type: channel.Template, Template: call}, "/cgi-bin/message/subscribe/bizsend",
			`{"touser": "mira", "template_id": "T1", "data": {"thing1": {"value": "bike"}}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := wechat.Build(to(tt.kind, tt.out))
			require.NoError(t, err)
			require.Equal(t, tt.path, r.Path)
			require.JSONEq(t, tt.body, string(r.Body))
		})
	}
}

func TestBuildRefuses(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "m"}
	tests := []struct {
		kind channel.Kind
		out  channel.Outbound
		want string
	}{
		{channel.WeChat, channel.Outbound{}, "the text is empty"},
		{channel.WeChat, channel.Outbound{Text: strings.Repeat("好", 683)}, "text of 2049 bytes: at most 2048"},
		{channel.WeChat, channel.Outbound{Type: channel.Reaction, Text: "x"}, `no message of type "reaction"`},
		{channel.WeChat, channel.Outbound{Type: channel.Image, Text: "x", Attachments: []channel.Attachment{photo}}, "one or the other"},
		{channel.WeChat, channel.Outbound{Type: channel.Image, Attachments: []channel.Attachment{{Type: channel.Image}}}, "upload it first"},
		{channel.WeChat, channel.Outbound{Type: channel.Image, Attachments: []channel.Attachment{{Type: channel.Image, ID: "m", Size: 11 << 20}}}, "at most 10485760"},
		{channel.WeChat, channel.Outbound{Type: channel.Document, Attachments: []channel.Attachment{{Type: channel.Document, ID: "m"}}}, `no attachments of type "document"`},
		{channel.WeChatMini, channel.Outbound{Type: channel.Audio, Attachments: []channel.Attachment{{Type: channel.Audio, ID: "m"}}}, "in a mini program"},
		{channel.WeChat, channel.Outbound{Type: channel.Template}, "without a template"},
		{channel.WeCom, channel.Outbound{Text: "x"}, "an API of its own"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			_, err := wechat.Build(to(tt.kind, tt.out))
			require.ErrorContains(t, err, tt.want)
			refused, ok := errors.AsType[*channel.SendError](err)
			require.True(t, ok)
			require.Equal(t, channel.ClassNever, refused.Reason.Class)
		})
	}
}

func TestAnswer(t *testing.T) {
	accepted, err := wechat.Answer(200, []byte(`{"errcode": 0, "errmsg": "ok", "msgid": 200163836}`), sent())
	require.NoError(t, err)
	require.Equal(t, channel.Accepted{MessageID: "200163836", At: sent()}, accepted)
	tests := []struct {
		status int
		body   string
		code   string
		class  channel.Class
	}{
		{200, `{"errcode": 45015, "errmsg": "response out of time limit"}`, "45015", channel.ClassTemplate},
		{200, `{"errcode": 45047, "errmsg": "out of response count limit"}`, "45047", channel.ClassTemplate},
		{200, `{"errcode": 43004, "errmsg": "require subscribe"}`, "43004", channel.ClassUser},
		{200, `{"errcode": 45009}`, "45009", channel.ClassRetry},
		{200, `{"errcode": 40013}`, "40013", channel.ClassFix},
		{200, `{"errcode": 40003}`, "40003", channel.ClassNever},
		{200, `{"errcode": 99999}`, "99999", ""},
		{502, "<html>", "http 502", channel.ClassRetry},
		{404, "", "http 404", ""},
	}
	for _, tt := range tests {
		_, err := wechat.Answer(tt.status, []byte(tt.body), sent())
		refused, ok := errors.AsType[*channel.SendError](err)
		require.True(t, ok, "%d %s", tt.status, tt.body)
		require.Equal(t, tt.code, refused.Reason.Code)
		require.Equal(t, tt.class, refused.Reason.Class, "%d %s", tt.status, tt.body)
	}
}

func ExampleBuild() {
	r, err := wechat.Build(to(channel.WeChat, channel.Outbound{Text: "It is ready."}))
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Path, string(r.Body))
	// Output: /cgi-bin/message/custom/send {"msgtype":"text","text":{"content":"It is ready."},"touser":"mira"}
}
