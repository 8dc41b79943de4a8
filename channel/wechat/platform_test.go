package wechat_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/channel/wechat"
)

// TestPlatform runs the suite of all platforms for each product.
func TestPlatform(t *testing.T) {
	t.Run("WeChat", func(t *testing.T) { platformtest.TestPlatform(t, plain(t, channel.WeChat)) })
	t.Run("WeChatSubscription", func(t *testing.T) { platformtest.TestPlatform(t, plain(t, channel.WeChatSubscription)) })
	t.Run("WeChatMini", func(t *testing.T) {
		s := encrypted(plain(t, channel.WeChatMini))
		s.Hello = func(text, id string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"ToUserName":"gh_shop","FromUserName":"oMira","CreateTime":%d,"MsgType":"text","Content":%q,"MsgId":%q}`, at.Unix(), text, id)
		}
		platformtest.TestPlatform(t, s)
	})
	t.Run("WeCom", func(t *testing.T) { platformtest.TestPlatform(t, wecom(t)) })
}

// plain is the subject of a product whose pushes come plain.
func plain(t *testing.T, kind channel.Kind) platformtest.Subject {
	t.Helper()
	text, err := os.ReadFile("testdata/text.xml")
	require.NoError(t, err)
	return platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return wechat.New(wechat.Config{Kind: kind, Secret: secret, BaseURL: base})
		},
		Sign:  func(secret string, r *platform.Request) { r.Query = sign("signature", secret) },
		Loose: true,
		To:    to(kind),
		Hello: func(text, id string, at time.Time) []byte {
			return fmt.Appendf(nil, `<xml><ToUserName>gh_shop</ToUserName><FromUserName>oMira</FromUserName><CreateTime>%d</CreateTime>
				<MsgType>text</MsgType><Content><![CDATA[%s]]></Content><MsgId>%s</MsgId></xml>`, at.Unix(), text, id)
		},
		Samples: map[string][]byte{
			"text":        text,
			"scent":       []byte(push("scent", `<Content>like the sea</Content>`)),
			"pictures":    []byte(push("event", `<Event>pic_weixin</Event><SendPicsInfo><PicList><item><PicMd5Sum>aa</PicMd5Sum></item></PicList></SendPicsInfo>`)),
			"preferences": []byte(push("event", `<Event>subscribe_msg_popup_event</Event><List><TemplateId>a</TemplateId></List><List><TemplateId>b</TemplateId></List>`)),
			"unknown":     []byte(push("event", `<Event>moon_rose</Event>`)),
		},
		Greeting: func(secret string) (url.Values, string) {
			q := sign("signature", secret)
			q.Set("echostr", "42")
			return q, "42"
		},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct {
				ToUser, MsgID string
				Text          struct{ Content string }
			}
			_ = json.Unmarshal(body, &call)
			return platformtest.Arrived{To: call.ToUser, Reference: call.MsgID, Text: call.Text.Content, Token: r.URL.Query().Get("access_token")}
		},
		Taken: func(string, string) string { return `{"errcode":0,"errmsg":"ok"}` },
		Refused: func(e channel.Error) (int, string) {
			return http.StatusOK, fmt.Sprintf(`{"errcode":%s,"errmsg":%q}`, e.Code, e.Title)
		},
		Refusals: []channel.Error{
			{Code: "45009", Title: "reach max api daily quota limit", Class: channel.ClassRetry}, {Code: "45015", Title: "response out of time limit", Class: channel.ClassTemplate},
			{Code: "43004", Title: "require subscribe", Class: channel.ClassUser}, {Code: "48001", Title: "api unauthorized", Class: channel.ClassFix},
			{Code: "45002", Title: "content size out of limit", Class: channel.ClassNever},
		},
		Nameless: true, Numberless: true,
	}
}

// encrypted is the subject of a product with a key: the signature covers the body.
func encrypted(s platformtest.Subject) platformtest.Subject {
	kind := s.To.Account.Kind
	s.New = func(secret, base string) (platform.Platform, error) {
		return wechat.New(wechat.Config{Kind: kind, Secret: secret, Key: key, App: app, BaseURL: base})
	}
	s.Loose = false
	s.Sign = func(secret string, r *platform.Request) {
		body := sealed(secret, string(r.Body))
		r.Query, r.Body = body.Query, body.Body
	}
	return s
}

// wecom is the subject of WeCom, whose messages are fetched.
func wecom(t *testing.T) platformtest.Subject {
	t.Helper()
	s := encrypted(plain(t, channel.WeCom))
	s.Hello = func(text, id string, at time.Time) []byte {
		return fmt.Appendf(nil, `{"errcode":0,"next_cursor":"c","has_more":0,"msg_list":[{"msgid":%q,"open_kfid":"gh_shop","external_userid":"oMira",
			"send_time":%d,"origin":3,"msgtype":"text","text":{"content":%q}}]}`, id, at.Unix(), text)
	}
	s.Batch = func(hooks ...[]byte) []byte {
		var all []string
		for _, hook := range hooks {
			var one struct {
				List []json.RawMessage `json:"msg_list"`
			}
			require.NoError(t, json.Unmarshal(hook, &one))
			for _, item := range one.List {
				all = append(all, string(item))
			}
		}
		return []byte(`{"msg_list":[` + strings.Join(all, ",") + `]}`)
	}
	s.Samples["news"] = []byte(`<xml><ToUserName>corp</ToUserName><CreateTime>1773050400</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>t</Token><OpenKfId>wk-1</OpenKfId></xml>`)
	s.Samples["fetched"] = []byte(answer(fetched("image", `"image":null`), `7`, `{"msgtype":"event","event":{"event_type":"waved"}}`))
	s.Greeting = func(secret string) (url.Values, string) {
		echo := seal("42", app)
		q := sign("msg_signature", secret, echo)
		q.Set("echostr", echo)
		return q, "42"
	}
	s.Taken = func(_, id string) string { return fmt.Sprintf(`{"errcode":0,"errmsg":"ok","msgid":%q}`, id) }
	s.Refusals = []channel.Error{
		{Code: "45009", Title: "api freq out of limit", Class: channel.ClassRetry}, {Code: "95001", Title: "out of count", Class: channel.ClassUser},
		{Code: "95018", Title: "send msg session status invalid", Class: channel.ClassFix}, {Code: "40008", Title: "invalid message type", Class: channel.ClassNever},
	}
	s.Nameless, s.Numberless = false, false
	return s
}
