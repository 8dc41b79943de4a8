package wechat_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/wechat"
)

// FuzzRead: nothing makes the reading panic or answer twice in two ways, and what it
// makes can be stored. Whatever a user writes comes back, and an element beside
// those of a message never spoils it.
func FuzzRead(f *testing.F) {
	file, err := os.ReadFile("testdata/text.xml")
	require.NoError(f, err)
	f.Add(file)
	f.Add([]byte(push("event", `<Event>subscribe_msg_popup_event</Event><List/><List><TemplateId/></List>`)))
	f.Add([]byte(push("location", `<Location_X>NaN</Location_X>`)))
	f.Add([]byte(`{"MsgType":"event","FromUserName":5,"Event":"pic_weixin","a":[[{"PicMd5Sum":[1,2]}]]}`))
	f.Add([]byte(`{"msg_list":[{"msgtype":"event","event":{"event_type":"enter_session"}},7,{"msgtype":"text","external_userid":5}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var err error
		for _, kind := range []channel.Kind{channel.WeCom, channel.WeChat} {
			err = twice(t, kind, string(body))
		}
		var text strings.Builder
		require.NoError(t, xml.EscapeText(&text, body))
		events := parse(t, push("text", `<Content>`+text.String()+`</Content><MsgId>7</MsgId>`))
		if whole := string(body); printable(whole) && whole == strings.TrimSpace(whole) {
			require.Equal(t, whole, events[0].Message.Text)
		}
		if err == nil && oneElement(body) {
			events := parse(t, push("text", string(body)+`<Content>still here</Content><MsgId>7</MsgId>`))
			require.Equal(t, "still here", events[0].Message.Text)
		}
	})
}

// twice reads a body twice and holds what must be true of any.
func twice(t *testing.T, kind channel.Kind, body string) error {
	t.Helper()
	first, err := read(t, kind, body)
	again, _ := read(t, kind, body)
	if !reflect.DeepEqual(first, again) {
		t.Errorf("reading twice differs:\n%s", cmp.Diff(first, again))
	}
	require.True(t, err == nil || errors.Is(err, platform.ErrBody))
	for _, e := range first {
		require.NotEmpty(t, e.ID)
		require.NotEmpty(t, e.Type)
		_, err := json.Marshal(e)
		require.NoError(t, err)
	}
	return err
}

// oneElement reports whether a body is a single unknown element, and only well-formed XML
// follows it.
func oneElement(body []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(body))
	for depth, elements := 0, 0; ; {
		token, err := d.Token()
		if err != nil {
			return errors.Is(err, io.EOF) && elements == 1
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				elements++
				if !strings.HasPrefix(token.Name.Local, "xml") {
					return false
				}
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func FuzzVerify(f *testing.F) {
	f.Add(token, "x")
	f.Fuzz(func(t *testing.T, token, signature string) {
		p, err := wechat.New(wechat.Config{Secret: token})
		if token == "" {
			require.Error(t, err)
			return
		}
		taken := func(query url.Values) bool {
			_, err := p.Events(platform.Request{Query: query, Body: []byte("<xml/>")})
			require.True(t, err == nil || errors.Is(err, platform.ErrSignature))
			return err == nil
		}
		right := sign("signature", token)
		require.True(t, taken(right))
		guess := url.Values{"timestamp": right["timestamp"], "nonce": right["nonce"], "signature": {signature}}
		require.Equal(t, strings.EqualFold(signature, right.Get("signature")), taken(guess))
	})
}

// FuzzCipher: whoever knows the token may send anything, and it is what was sealed or an
// error.
func FuzzCipher(f *testing.F) {
	p := secure(f, "")
	f.Add("hi", []byte("any"))
	f.Fuzz(func(t *testing.T, text string, garbage []byte) {
		var escaped strings.Builder
		require.NoError(t, xml.EscapeText(&escaped, []byte(text)))
		body := push("text", "<Content>"+escaped.String()+"</Content>")
		events, err := p.Events(sealed(token, body))
		require.NoError(t, err)
		plain, err := read(t, "", body)
		require.NoError(t, err)
		require.Equal(t, plain, events)
		bad := base64.StdEncoding.EncodeToString(garbage)
		_, err = p.Events(platform.Request{Query: sign("msg_signature", token, bad), Body: []byte(`<xml><Encrypt>` + bad + `</Encrypt></xml>`)})
		require.ErrorIs(t, err, platform.ErrBody)
	})
}

// BenchmarkEvents reads one message, its signature checked, plain and encrypted, and a
// thousand that were fetched.
func BenchmarkEvents(b *testing.B) {
	body := push("text", `<Content><![CDATA[`+strings.Repeat("How long does it take? ", 5)+`]]></Content><MsgId>24000000000000001</MsgId>`)
	plain, err := wechat.New(wechat.Config{Secret: token})
	require.NoError(b, err)
	item := fetched("text", `"text":{"content":"`+strings.Repeat("How long does it take? ", 5)+`"}`)
	for _, bench := range []struct {
		name string
		p    *wechat.Platform
		r    platform.Request
	}{
		{"plain", plain, platform.Request{Query: sign("signature", token), Body: []byte(body), Received: received}},
		{"encrypted", secure(b, ""), sealed(token, body)},
		{"batch", unsigned(b, channel.WeCom), platform.Request{Body: []byte(answer(strings.Repeat(item+",", 999) + item)), Received: received}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.r.Body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bench.p.Events(bench.r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
