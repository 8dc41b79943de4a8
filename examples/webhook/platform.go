package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

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

// opener returns a platform; account is the business's id where no webhook names it.
type opener = func(account string) (platform.Platform, error)

// openers return the platforms that read the webhooks of a kind of channel.
func openers() map[channel.Kind]opener {
	meta := func(string) (platform.Platform, error) { return messenger.New(messenger.Config{Unsigned: true}) }
	all := map[channel.Kind]opener{
		channel.WhatsApp:  func(string) (platform.Platform, error) { return whatsapp.New(whatsapp.Config{Unsigned: true}) },
		channel.Messenger: meta, channel.Instagram: meta,
		channel.LINE: func(string) (platform.Platform, error) { return line.New(line.Config{Unsigned: true}) },
		channel.Telegram: func(account string) (platform.Platform, error) {
			return telegram.New(telegram.Config{Bot: account, Unsigned: true})
		},
		channel.Viber: func(account string) (platform.Platform, error) {
			return viber.New(viber.Config{Bot: cmp.Or(account, "bot"), Unsigned: true})
		},
		channel.X: func(string) (platform.Platform, error) { return x.New(x.Config{Unsigned: true}) },
	}
	for _, product := range []channel.Kind{channel.WeChat, channel.WeChatSubscription, channel.WeChatMini, channel.WeCom} {
		all[product] = func(string) (platform.Platform, error) {
			return wechat.New(wechat.Config{Kind: product, Unsigned: true})
		}
	}
	return all
}

// open returns the platform that reads the webhooks of a kind of channel.
func open(kind channel.Kind, account string) (platform.Platform, error) {
	all := openers()
	if open, found := all[kind]; found {
		return open(account)
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
