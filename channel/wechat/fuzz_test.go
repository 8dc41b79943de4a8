package wechat_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/wechat"
)

// FuzzParse: nothing makes Parse panic or answer twice in two ways, and what it
// makes can be stored. Whatever a user writes comes back, and an element beside
// those of a message never spoils it.
func FuzzParse(f *testing.F) {
	file, err := os.ReadFile("testdata/text.xml")
	require.NoError(f, err)
	f.Add(file)
	f.Add([]byte(push("event", `<Event>subscribe_msg_popup_event</Event><List/><List><TemplateId/></List>`)))
	f.Add([]byte(push("location", `<Location_X>NaN</Location_X>`)))
	f.Add([]byte(`{"MsgType":"event","FromUserName":5,"Event":"pic_weixin","a":[[{"PicMd5Sum":[1,2]}]]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := wechat.Parse("", body, received)
		again, _ := wechat.Parse("", body, received)
		if !reflect.DeepEqual(first, again) {
			t.Errorf("reading twice differs:\n%s", cmp.Diff(first, again))
		}
		for _, e := range first {
			require.NotEmpty(t, e.ID)
			require.NotEmpty(t, e.Type)
			_, err := json.Marshal(e)
			require.NoError(t, err)
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

func BenchmarkParse(b *testing.B) {
	body := []byte(push("text", `<Content><![CDATA[`+strings.Repeat("How long does it take? ", 5)+`]]></Content><MsgId>24000000000000001</MsgId>`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wechat.Parse("", body, received); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	v, err := wechat.NewVerifier(token)
	require.NoError(b, err)
	query := sign("signature", token)
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Verify(query); err != nil {
			b.Fatal(err)
		}
	}
}
