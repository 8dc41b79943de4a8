package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

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

// row is a platform with the variables that name its account and hold its token. The
// helpdesk has the same names.
type row struct {
	kind    channel.Kind
	account string // "": the token says which
	token   string
	more    []string
	open    func(env func(string) string, base string) (platform.Platform, error)
}

func rows() []row {
	weChat := func(kind channel.Kind) row {
		return row{kind, "WECHAT_ACCOUNT", "WECHAT_ACCESS_TOKEN", nil, func(_ func(string) string, base string) (platform.Platform, error) {
			return wechat.New(wechat.Config{Kind: kind, Unsigned: true, BaseURL: base})
		}}
	}
	return []row{
		{channel.WhatsApp, "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_TOKEN", nil, func(env func(string) string, base string) (platform.Platform, error) {
			return whatsapp.New(whatsapp.Config{Number: env("WHATSAPP_PHONE_NUMBER_ID"), Unsigned: true, BaseURL: base})
		}},
		{channel.Messenger, "MESSENGER_PAGE_ID", "MESSENGER_TOKEN", nil, func(_ func(string) string, base string) (platform.Platform, error) {
			return messenger.New(messenger.Config{Unsigned: true, BaseURL: base})
		}},
		{channel.Instagram, "INSTAGRAM_ACCOUNT_ID", "INSTAGRAM_TOKEN", nil, func(_ func(string) string, base string) (platform.Platform, error) {
			return messenger.New(messenger.Config{Unsigned: true, InstagramLogin: true, BaseURL: base})
		}},
		{channel.LINE, "", "LINE_TOKEN", nil, func(_ func(string) string, base string) (platform.Platform, error) {
			return line.New(line.Config{Unsigned: true, BaseURL: base})
		}},
		{channel.Telegram, "", "TELEGRAM_TOKEN", nil, func(env func(string) string, base string) (platform.Platform, error) {
			bot, _, _ := strings.Cut(env("TELEGRAM_TOKEN"), ":")
			return telegram.New(telegram.Config{Bot: bot, Unsigned: true, BaseURL: base})
		}},
		{channel.Viber, "", "VIBER_TOKEN", []string{"VIBER_SENDER"}, func(env func(string) string, base string) (platform.Platform, error) {
			return viber.New(viber.Config{Bot: "bot", Sender: viber.Sender{Name: env("VIBER_SENDER")}, Unsigned: true, BaseURL: base})
		}},
		weChat(channel.WeChat), weChat(channel.WeChatSubscription), weChat(channel.WeChatMini), weChat(channel.WeCom),
		{channel.X, "X_USER_ID", "X_TOKEN", nil, func(_ func(string) string, base string) (platform.Platform, error) {
			return x.New(x.Config{Unsigned: true, BaseURL: base})
		}},
	}
}

func rowOf(k channel.Kind) (row, bool) {
	all := rows()
	if i := slices.IndexFunc(all, func(r row) bool { return r.kind == k }); i >= 0 {
		return all[i], true
	}
	return row{}, false
}

// kinds returns the kinds of channel, as -platform names them.
func kinds() string {
	var names []string
	for _, r := range rows() {
		names = append(names, string(r.kind))
	}
	return strings.Join(names, ", ")
}

// variables returns those that have to be set.
func (r row) variables() []string {
	names := append([]string{r.token}, r.more...)
	if r.account != "" {
		names = append([]string{r.account}, names...)
	}
	return names
}

func (r row) accountID(env func(string) string) string {
	if r.account == "" {
		return "token"
	}
	return env(r.account)
}

// usage prints the flags and the variables of each platform.
func usage(flags *flag.FlagSet, w io.Writer) {
	fmt.Fprintln(w, "Usage of send:")
	flags.PrintDefaults()
	fmt.Fprintln(w, "\nThe platforms, and the variables that each needs:")
	for _, r := range rows() {
		fmt.Fprintf(w, "  %-22s %s\n", r.kind, strings.Join(r.variables(), ", "))
	}
}
