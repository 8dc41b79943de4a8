package wechat_test

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/wechat"
)

// passive is the form of a passive reply, as WeChat documents it.
type passive struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   string
	FromUserName string
	CreateTime   int64
	MsgType      string
	Content      string
	Image, Voice struct{ MediaId string }
	Video        struct{ MediaId, Title string }
}

// envelope is the form of an encrypted one.
type envelope struct {
	Encrypt, MsgSignature, TimeStamp, Nonce string
}

func TestReply(t *testing.T) {
	r := platform.Request{Body: []byte(push("text", `<Content>hi</Content><MsgId>7</MsgId>`)), Received: received}
	base := passive{XMLName: xml.Name{Local: "xml"}, ToUserName: "oMira", FromUserName: "gh_shop", CreateTime: received.Unix()}
	with := func(fill func(*passive)) passive {
		p := base
		fill(&p)
		return p
	}
	file := func(t channel.MessageType) channel.Outbound {
		return channel.Outbound{Attachments: []channel.Attachment{{Type: t, ID: "m", Name: "N"}}}
	}
	tests := []struct {
		name string
		o    channel.Outbound
		want passive
	}{
		{"text", channel.Outbound{Text: "Hi"}, with(func(p *passive) { p.MsgType, p.Content = "text", "Hi" })},
		{"text of XML", channel.Outbound{Text: "a ]]> <b> & \x01 好"}, with(func(p *passive) { p.MsgType, p.Content = "text", "a ]]> <b> &  好" })},
		{"image", file(channel.Image), with(func(p *passive) { p.MsgType, p.Image.MediaId = "image", "m" })},
		{"voice", file(channel.Audio), with(func(p *passive) { p.MsgType, p.Voice.MediaId = "voice", "m" })},
		{"video", file(channel.Video), with(func(p *passive) { p.MsgType, p.Video.MediaId, p.Video.Title = "video", "m", "N" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.To = to(channel.WeChat)
			reply, err := unsigned(t, channel.WeChat).Reply(r, tt.o)
			require.NoError(t, err)
			require.Equal(t, "application/xml", reply.Type)
			var got passive
			require.NoError(t, xml.Unmarshal(reply.Body, &got))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("reply differs (-want +got):\n%s", diff)
			}
		})
	}
}

// In encrypted mode the reply is sealed and signed as a push is.
func TestReplyEncrypted(t *testing.T) {
	p := secure(t, channel.WeChat)
	r := sealed(token, push("text", `<Content>hi</Content><MsgId>7</MsgId>`))
	replied := func(text string) envelope {
		reply, err := p.Reply(r, channel.Outbound{To: to(channel.WeChat), Text: text})
		require.NoError(t, err)
		require.NotContains(t, string(reply.Body), text)
		var got envelope
		require.NoError(t, xml.Unmarshal(reply.Body, &got))
		return got
	}
	got := replied("Good morning")
	require.Equal(t, []string{"1773050402", "n-1"}, []string{got.TimeStamp, got.Nonce})
	query := sign("msg_signature", token, got.Encrypt)
	query.Set("timestamp", got.TimeStamp)
	query.Set("msg_signature", got.MsgSignature)
	events, err := p.Events(platform.Request{Query: query, Body: []byte("<xml><Encrypt>" + got.Encrypt + "</Encrypt></xml>")})
	require.NoError(t, err)
	require.Equal(t, []string{"gh_shop", "Good morning"}, []string{events[0].From, events[0].Message.Text})
	require.Equal(t, got, replied("Good morning"), "the same reply is sealed alike")
	require.NotEqual(t, got.Encrypt[:22], replied("Good evening").Encrypt[:22], "another one begins otherwise")
}

func TestReplyRefuses(t *testing.T) {
	written := push("text", `<Content>hi</Content>`)
	shop, other, elsewhere := to(channel.WeChat), to(channel.WeChat), to(channel.WeChat)
	other.Handle, elsewhere.Account.ID = "oKoji", "gh_other"
	choices := channel.Question{Choices: []channel.Choice{{ID: "1", Title: "Yes"}}}
	tests := []struct {
		name string
		kind channel.Kind
		body string
		o    channel.Outbound
		want string
	}{
		{"another user", "", written, channel.Outbound{To: other, Text: "x"}, "from another user"},
		{"another account", "", written, channel.Outbound{To: elsewhere, Text: "x"}, "to another account"},
		{"nobody", "", `<xml><ToUserName>gh_shop</ToUserName></xml>`, channel.Outbound{To: channel.Address{Account: shop.Account}, Text: "x"}, "from another user"},
		{"no XML", "", `<`, channel.Outbound{To: shop, Text: "x"}, "from another user"},
		{"question", "", written, channel.Outbound{To: shop, Text: "x", Question: choices}, "neither a notice nor a question"},
		{"notice", "", written, channel.Outbound{To: shop, Type: channel.Template, Template: channel.TemplateCall{Name: "t"}}, "neither a notice nor a question"},
		{"not uploaded", "", written, channel.Outbound{To: shop, Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://x.example"}}}, "upload it first"},
		{"nothing", "", written, channel.Outbound{To: shop}, "text: it is empty"},
		{"mini program", channel.WeChatMini, written, channel.Outbound{To: to(channel.WeChatMini), Text: "x"}, "a push is not answered by a message"},
		{"WeCom", channel.WeCom, written, channel.Outbound{To: to(channel.WeCom), Text: "x"}, "a push is not answered by a message"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reply, err := unsigned(t, tt.kind).Reply(platform.Request{Body: []byte(tt.body)}, tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
			require.Empty(t, reply.Body)
		})
	}
	_, err := secure(t, channel.WeChat).Reply(platform.Request{Body: []byte(written)}, channel.Outbound{To: shop, Text: "x"})
	require.ErrorContains(t, err, "signature")
}

// A handler answers the push of a user with the passive reply.
func TestHandlerReplies(t *testing.T) {
	p, err := wechat.New(wechat.Config{Secret: token})
	require.NoError(t, err)
	h, err := platform.NewHandler(p, platform.HandlerConfig{
		Take: func(context.Context, []channel.Event) error { return nil },
		Reply: func(_ context.Context, events []channel.Event) (channel.Outbound, bool) {
			return channel.Outbound{ID: "out-1", To: events[0].Address(), Text: "One moment."}, events[0].Type == channel.EventMessage
		},
	})
	require.NoError(t, err)
	ask := func(body string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/?"+sign("signature", token).Encode(), strings.NewReader(body)))
		require.Equal(t, http.StatusOK, w.Code)
		return w.Body.String()
	}
	require.Contains(t, ask(push("text", `<Content>hi</Content>`)), "<ToUserName><![CDATA[oMira]]></ToUserName><FromUserName><![CDATA[gh_shop]]></FromUserName>")
	require.Empty(t, ask(push("event", `<Event>VIEW</Event>`)), "WeChat takes an empty answer for none")
}
