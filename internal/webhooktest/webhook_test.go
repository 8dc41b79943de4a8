package webhooktest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/messenger"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
	"github.com/socialticket/socialticket/channel/viber"
	"github.com/socialticket/socialticket/channel/wechat"
	"github.com/socialticket/socialticket/channel/x"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
	"github.com/socialticket/socialticket/whatsapp"
)

// webhook is a body as it came, what a plain decoder reads in it, and its events.
type webhook struct {
	channel string // the folder or the beginning of the file's name: "whatsapp"
	payload any
	events  []channel.Event
}

func received() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// channels are the folders of webhooks.
func channels() []string {
	return []string{"whatsapp", "messenger", "instagram", "line", "telegram", "viber", "wechat", "x"}
}

// platformOf returns the platform that reads a channel's webhooks.
func platformOf(t *testing.T, name string) platform.Platform {
	t.Helper()
	var p platform.Platform
	var err error
	switch name {
	case "whatsapp":
		p, err = whatsapp.New(whatsapp.Config{Unsigned: true})
	case "messenger", "instagram":
		p, err = messenger.New(messenger.Config{Unsigned: true})
	case "line":
		p, err = line.New(line.Config{Unsigned: true})
	case "telegram":
		p, err = telegram.New(telegram.Config{Bot: "77", Unsigned: true})
	case "viber":
		p, err = viber.New(viber.Config{Bot: "shop", Unsigned: true})
	case "wechat":
		p, err = wechat.New(wechat.Config{Unsigned: true})
	case "x":
		p, err = x.New(x.Config{Unsigned: true})
	default:
		t.Fatalf("a channel without a platform: %q", name)
	}
	require.NoError(t, err)
	return p
}

func newWebhook(t *testing.T, name string, body []byte) webhook {
	t.Helper()
	events, err := platformOf(t, name).Events(platform.Request{Body: body, Received: received()})
	require.NoError(t, err)
	decode := webhooktest.Decode
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		decode = webhooktest.DecodeXML
	}
	payload, err := decode(body)
	require.NoError(t, err)
	return webhook{name, payload, events}
}

// eachFile runs a test for each webhook of the data folder.
func eachFile(t *testing.T, do func(t *testing.T, w webhook)) {
	for _, name := range channels() {
		t.Run(name, func(t *testing.T) { eachIn(t, "webhooks/"+name, func(string) string { return name }, do) })
	}
	t.Run("faults", func(t *testing.T) {
		eachIn(t, "faults/webhooks", func(file string) string {
			name, _, _ := strings.Cut(file, "__")
			return name
		}, do)
	})
}

func eachIn(t *testing.T, folder string, channelOf func(file string) string, do func(t *testing.T, w webhook)) {
	for _, file := range datatest.Files(t, folder) {
		if strings.HasSuffix(file, ".md") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			do(t, newWebhook(t, channelOf(filepath.Base(file)), body))
		})
	}
}

// sample is a webhook of our own, without what stands around it.
type sample struct {
	Name   string
	Ticket outcome
	Field  string // of Meta's changes
	Source json.RawMessage
	Item   json.RawMessage
}

// eachSample runs a test for each webhook of testdata.
func eachSample(t *testing.T, do func(t *testing.T, w webhook, s sample)) {
	for _, file := range []string{"whatsapp", "messenger", "instagram", "feed", "comments", "line", "telegram", "viber", "wechat", "x"} {
		text, err := os.ReadFile("testdata/" + file + ".json")
		require.NoError(t, err)
		var samples []sample
		require.NoError(t, json.Unmarshal(text, &samples))
		for i, s := range samples {
			t.Run(file+"/"+s.Name, func(t *testing.T) {
				name := map[string]string{"feed": "messenger", "comments": "instagram"}[file]
				if name == "" {
					name = file
				}
				do(t, newWebhook(t, name, wrap(t, file, s, i)), s)
			})
		}
	}
}

// wrap puts around an item what a webhook of the platform has around it.
func wrap(t *testing.T, file string, s sample, number int) []byte {
	t.Helper()
	const page, user, at = "9000000000009", "7000000000007", 1790000000000
	field := s.Field
	switch file {
	case "whatsapp":
		if field == "" {
			field = "messages"
		}
		rest := ""
		if !bytes.Contains(s.Item, []byte(`"event"`)) || field == "calls" {
			rest = `"messaging_product":"whatsapp","metadata":{"display_phone_number":"4930555","phone_number_id":"pn-1"},`
		}
		return fmt.Appendf(nil, `{"object":"whatsapp_business_account","entry":[{"id":"waba-1","time":1790000099,"changes":[{"field":%q,"value":{%s%s}]}]}`,
			field, rest, s.Item[1:])
	case "messenger", "instagram":
		object, from, to := "page", user, page
		if file == "instagram" {
			object = "instagram"
		}
		if bytes.Contains(s.Item, []byte(`"is_echo"`)) {
			from, to = page, user
		}
		return fmt.Appendf(nil, `{"object":%q,"entry":[{"id":%q,"time":%d,"messaging":[{"sender":{"id":%q},"recipient":{"id":%q},"timestamp":%d,%s]}]}`,
			object, page, at, from, to, at+number, s.Item[1:])
	case "feed", "comments":
		object := map[string]string{"feed": "page", "comments": "instagram"}[file]
		item := bytes.ReplaceAll(s.Item, []byte("PAGE"), []byte(page))
		return fmt.Appendf(nil, `{"object":%q,"entry":[{"id":%q,"time":%d,"changes":[{"field":%q,"value":%s}]}]}`, object, page, at/1000, field, item)
	case "line":
		source := s.Source
		if source == nil {
			source = []byte(`{"type":"user","userId":"U8189"}`)
		}
		return fmt.Appendf(nil, `{"destination":"Ubot","events":[{"mode":"active","timestamp":%d,"source":%s,"webhookEventId":"01FZ%d","deliveryContext":{"isRedelivery":false},%s]}`,
			at+number, source, number, s.Item[1:])
	case "telegram":
		return fmt.Appendf(nil, `{"update_id":%d,%s`, 1000+number, s.Item[1:])
	case "viber":
		return fmt.Appendf(nil, `{"timestamp":%d,"message_token":%d,"chat_hostname":"host",%s`, at+number, 4912661846655238145+number, s.Item[1:])
	case "wechat":
		var inner string
		require.NoError(t, json.Unmarshal(s.Item, &inner))
		return fmt.Appendf(nil, `<xml><ToUserName>gh_shop</ToUserName><FromUserName>oMira</FromUserName><CreateTime>%d</CreateTime>%s</xml>`, at/1000+number, inner)
	}
	return s.Item
}
