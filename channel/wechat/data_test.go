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

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
	"github.com/socialticket/socialticket/memory"
)

// carried matches the paths in a push whose text the events must hold. The rest
// stands in Raw only.
var carried = regexp.MustCompile(`^(ToUserName|FromUserName|CreateTime|MsgId|MsgID|Content|PicUrl|MediaId|Format|Recognition|` +
	`DeviceID|DeviceType|Title|Description|Url|Location_X|Location_Y|Label|EventKey|Ticket|Latitude|Longitude|Precision|SessionFrom|MenuId|` +
	`KfAccount|FromKfAccount|ToKfAccount|TransId|FailReason|PagePath|AppId|` +
	`SendLocationInfo\.(Location_X|Location_Y|Label|Poiname)|ScanCodeInfo\.ScanResult|SendPicsInfo\.PicList\.item\.PicMd5Sum|` +
	`SubscribeMsg\w+\.List\.(TemplateId|SubscribeStatusString|MsgID|ErrorCode))$`)

// leaves reads a push without the parser: the texts of its innermost elements by
// path.
func leaves(t *testing.T, body []byte) map[string]any {
	found := map[string]any{}
	var path []string
	text := ""
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			path, text = append(path, token.Name.Local), ""
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			if s := strings.TrimSpace(text); s != "" {
				name := strings.Join(path[1:], ".")
				list, _ := found[name].([]any)
				found[name] = append(list, s)
			}
			path, text = path[:len(path)-1], ""
		}
	}
}

// texts returns the texts of a push by path, read without the parser.
func texts(t *testing.T, body []byte) map[string]any {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return leaves(t, body)
	}
	payload, err := webhooktest.Decode(body)
	require.NoError(t, err)
	object, is := payload.(map[string]any)
	require.True(t, is)
	return object
}

// TestDataWebhooks reads real pushes a second time, as plain XML, and looks for
// everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/wechat") {
		t.Run(filepath.Base(file), func(t *testing.T) { checkPush(t, file) })
	}
}

// TestDataFaults does the same with pushes that were read wrongly once. What nobody wrote
// makes no ticket.
func TestDataFaults(t *testing.T) {
	for _, file := range datatest.Files(t, "faults/webhooks") {
		if !strings.HasPrefix(filepath.Base(file), "wechat__") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			wrote := false
			for _, e := range checkPush(t, file) {
				wrote = wrote || e.Type == channel.EventMessage
				d, err := socialticket.New(socialticket.Config{Store: &memory.Store{}})
				require.NoError(t, err)
				r, err := d.Receive(t.Context(), e)
				require.NoError(t, err)
				require.Equal(t, e.Type == channel.EventMessage, r.Ticket.ID != "", "%s", r.Outcome)
				for _, a := range e.Message.Attachments {
					require.NotRegexp(t, "^[0-9a-f]{32}$", a.ID, "a digest is not the id of a file")
				}
			}
			for _, kind := range []string{"device", "menu"} {
				require.False(t, wrote && strings.Contains(file, "wechat__"+kind), "nobody wrote")
			}
		})
	}
}

// checkPush holds the events of a push against it, and returns them.
func checkPush(t *testing.T, file string) []channel.Event {
	t.Helper()
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	events, err := read(t, channel.WeChat, string(body))
	require.NoError(t, err)
	require.NotEmpty(t, events)
	payload := texts(t, body)
	lost, err := webhooktest.Lost(payload, events, func(path string) bool {
		return carried.MatchString(path) && (path != "AppId" || events[0].Type != channel.EventUnknown)
	})
	require.NoError(t, err)
	if events[0].Message.Type == channel.Unsupported {
		require.Equal(t, string(body), events[0].Message.Payload, "it holds what is not read")
	} else if diff := cmp.Diff([]string(nil), lost); diff != "" {
		t.Errorf("lost:\n%s", diff)
	}
	text := func(name string) string {
		switch value := payload[name].(type) {
		case []any:
			s, _ := value[0].(string)
			return s
		case string:
			return value
		}
		return ""
	}
	typ, opens := expected(text("MsgType"), strings.ToLower(text("Event")), text("bizmsgmenuid") != "")
	for _, e := range events {
		require.NotEmpty(t, e.ID)
		require.Equal(t, opens, e.Opens)
		require.Equal(t, typ, e.Type)
	}
	return events
}

// expected returns what a push of a type is read as.
func expected(kind, event string, choice bool) (channel.EventType, channel.Opener) {
	switch {
	case strings.HasPrefix(kind, "device_"):
		return channel.EventAccount, ""
	case kind != "event" && choice:
		return channel.EventMessage, channel.OpenMenu
	case kind != "event":
		return channel.EventMessage, channel.OpenMessage
	}
	switch event {
	case "subscribe":
		return channel.EventOpen, channel.OpenFollow
	case "scan":
		return channel.EventOpen, channel.OpenMenu
	case "user_enter_tempsession":
		return channel.EventOpen, channel.OpenWelcome
	case "user_pay_from_pay_cell", "merchant_order":
		return channel.EventOpen, channel.OpenPayment
	case "unsubscribe":
		return channel.EventLeave, ""
	case "click", "scancode_push", "scancode_waitmsg":
		return channel.EventOpen, channel.OpenMenu
	case "view", "view_miniprogram", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		return channel.EventAccount, ""
	case "templatesendjobfinish", "subscribe_msg_sent_event":
		return channel.EventStatus, ""
	case "subscribe_msg_popup_event", "subscribe_msg_change_event":
		return channel.EventPreference, ""
	case "location", "kf_create_session", "kf_close_session", "kf_switch_session", "masssendjobfinish", "publishjobfinish",
		"qualification_verify_success", "qualification_verify_fail", "naming_verify_success", "naming_verify_fail",
		"annual_renew", "verify_expired":
		return channel.EventAccount, ""
	}
	return channel.EventUnknown, ""
}
