package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/messenger"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
	"github.com/socialticket/socialticket/channel/viber"
	"github.com/socialticket/socialticket/channel/wechat"
	"github.com/socialticket/socialticket/channel/x"
	"github.com/socialticket/socialticket/whatsapp"
)

// parse reads a webhook; account is the business's id where no webhook names it.
type parse = func(account string, body []byte, received time.Time) ([]channel.Event, error)

// parsers returns what reads the webhooks of each platform.
func parsers() map[channel.Kind]parse {
	named := func(parse func([]byte, time.Time) ([]channel.Event, error)) parse {
		return func(_ string, body []byte, received time.Time) ([]channel.Event, error) { return parse(body, received) }
	}
	all := map[channel.Kind]parse{
		channel.WhatsApp:  named(events(whatsapp.New(whatsapp.Config{Unsigned: true}))),
		channel.Messenger: named(events(messenger.New(messenger.Config{Unsigned: true}))),
		channel.Instagram: named(events(messenger.New(messenger.Config{Unsigned: true}))),
		channel.LINE: func(_ string, body []byte, received time.Time) ([]channel.Event, error) {
			return events(line.New(line.Config{Unsigned: true}))(body, received)
		},
		channel.Telegram: func(account string, body []byte, received time.Time) ([]channel.Event, error) {
			return events(telegram.New(telegram.Config{Bot: account, Unsigned: true}))(body, received)
		},
		channel.Viber: func(account string, body []byte, received time.Time) ([]channel.Event, error) {
			return events(viber.New(viber.Config{Bot: cmp.Or(account, "bot"), Unsigned: true}))(body, received)
		},
		channel.X: func(_ string, body []byte, received time.Time) ([]channel.Event, error) {
			return events(x.New(x.Config{Unsigned: true}))(body, received)
		},
	}
	for _, product := range []channel.Kind{channel.WeChat, channel.WeChatSubscription, channel.WeChatMini, channel.WeCom} {
		all[product] = named(events(wechat.New(wechat.Config{Kind: product, Unsigned: true})))
	}
	return all
}

// events returns what reads webhooks by a platform that New made.
func events[P platform.Platform](p P, err error) func([]byte, time.Time) ([]channel.Event, error) {
	return func(body []byte, received time.Time) ([]channel.Event, error) {
		if err != nil {
			return nil, err
		}
		return p.Events(platform.Request{Body: body, Received: received})
	}
}

func parser(kind channel.Kind) (parse, error) {
	all := parsers()
	if parse, found := all[kind]; found {
		return parse, nil
	}
	return nil, fmt.Errorf("not known to be of a platform; -platform is one of %v", slices.Sorted(maps.Keys(all)))
}

// detect returns the platform whose webhooks look like body, "" if none do.
func detect(body []byte) channel.Kind {
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		return channel.WeChat
	}
	var top map[string]any
	if err := json.Unmarshal(body, &top); err != nil {
		return ""
	}
	for _, sign := range []struct {
		member   string
		value    any // nil: any
		platform channel.Kind
	}{
		{"object", "whatsapp_business_account", channel.WhatsApp},
		{"object", "page", channel.Messenger},
		{"object", "instagram", channel.Instagram},
		{"field", nil, channel.WhatsApp}, // as Meta's console sends a test
		{"update_id", nil, channel.Telegram},
		{"result", nil, channel.Telegram}, // of getUpdates
		{"destination", nil, channel.LINE},
		{"events", nil, channel.LINE},
		{"for_user_id", nil, channel.X},
		{"user_event", nil, channel.X},
		{"data", nil, channel.X},
		{"MsgType", nil, channel.WeChatMini}, // only those come as JSON
		{"msg_list", nil, channel.WeCom},
		{"event", nil, channel.Viber},
	} {
		if got, found := top[sign.member]; found && (sign.value == nil || sign.value == got) {
			return sign.platform
		}
	}
	return ""
}
