package wechat_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/wechat"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

// carried matches the elements of a push whose text an event must hold. The rest
// stands in Raw only.
var carried = regexp.MustCompile(`(^|\.)(ToUserName|FromUserName|CreateTime|MsgId|MsgID|Content|MediaId|PicUrl|Recognition|` +
	`Location_X|Location_Y|Latitude|Longitude|Label|Poiname|Title|Description|Url|EventKey|Ticket|Event|ScanResult|PicMd5Sum|` +
	`TemplateId|SubscribeStatusString|KfAccount|SessionFrom)$`)

// plain reads a push a second time, as plain data: names of elements, texts and
// lists. It shares nothing with the package.
func plain(t *testing.T, body []byte) map[string]any {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(body))
	root := map[string]any{}
	stack, names, text := []map[string]any{root}, []string{}, ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			stack, names, text = append(stack, map[string]any{}), append(names, token.Name.Local), ""
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			element, parent, name := stack[len(stack)-1], stack[len(stack)-2], names[len(names)-1]
			stack, names = stack[:len(stack)-1], names[:len(names)-1]
			var value any = element
			if len(element) == 0 {
				value = strings.TrimSpace(text)
			}
			list, _ := parent[name].([]any)
			parent[name], text = append(list, value), ""
		}
	}
}

// types says what an event of WeChat's becomes; what is not listed is unknown, or a
// tap on a menu.
func types() map[string]channel.EventType {
	return map[string]channel.EventType{
		"subscribe": channel.EventOpen, "scan": channel.EventOpen, "unsubscribe": channel.EventLeave,
		"click": channel.EventMessage, "view": channel.EventMessage, "scancode_push": channel.EventMessage, "pic_sysphoto": channel.EventMessage,
		"scancode_waitmsg": channel.EventMessage, "location_select": channel.EventMessage, "pic_weixin": channel.EventMessage,
		"pic_photo_or_album": channel.EventMessage, "templatesendjobfinish": channel.EventStatus,
		"subscribe_msg_popup_event": channel.EventPreference, "subscribe_msg_change_event": channel.EventPreference,
		"subscribe_msg_sent_event": channel.EventStatus, "kf_create_session": channel.EventAccount, "kf_close_session": channel.EventAccount,
		"kf_switch_session": channel.EventAccount, "location": channel.EventAccount, "user_enter_tempsession": channel.EventOpen,
		"masssendjobfinish": channel.EventAccount, "view_miniprogram": channel.EventMessage,
	}
}

// TestDataWebhooks reads real pushes a second time, as plain XML, and looks for
// everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/wechat") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			events, err := wechat.Parse("", body, received())
			require.NoError(t, err)
			require.NotEmpty(t, events)
			payload := plain(t, body)
			leaves := webhooktest.Leaves(payload)
			one := func(name string) string { return strings.Join(leaves["xml."+name], "") }

			want := channel.EventMessage
			name := strings.ToLower(one("Event"))
			if one("MsgType") == "event" {
				var known bool
				if want, known = types()[name]; !known && events[0].Type != channel.EventUnknown {
					want = events[0].Type // of a kind that this list does not have
				} else if !known {
					want = channel.EventUnknown
				}
			}
			for _, e := range events {
				require.Equal(t, want, e.Type)
				require.NotEmpty(t, e.ID)
			}
			lost, err := webhooktest.Lost(payload, events, func(path string) bool {
				switch {
				case want == channel.EventUnknown: // kept whole in Raw, and named
					return strings.HasSuffix(path, "FromUserName") || strings.HasSuffix(path, ".Event")
				case strings.HasSuffix(path, ".Event"):
					return false // it became the type, or part of the id in lower case
				}
				return carried.MatchString(path)
			})
			require.NoError(t, err)
			require.Empty(t, lost)
			require.True(t, want == channel.EventMessage || want == channel.EventStatus || strings.Contains(strings.ToLower(events[0].ID+events[0].Notice.Field), name))
		})
	}
}
