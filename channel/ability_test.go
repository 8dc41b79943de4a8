package channel_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// kinds are all that the module knows, and one of a host.
func kinds() []channel.Kind {
	return []channel.Kind{
		channel.WhatsApp, channel.LINE, channel.WeChat, channel.Messenger, channel.Instagram, channel.X, channel.Telegram,
		channel.Viber, channel.TikTok, channel.KakaoTalk, channel.SMS, channel.Apple, channel.Web, channel.WeChatSubscription,
		channel.WeChatMini, channel.WeCom, channel.TelegramBusiness, channel.ViberBusiness, "pigeon",
	}
}

// TestFit holds what goes, as large as it may be, and in how many calls.
func TestFit(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	file := func(t channel.MessageType, size int64) channel.Outbound {
		return holding(channel.Attachment{Type: t, Size: size})
	}
	framed := channel.Question{Header: x(60), Footer: x(60), Choices: choices(3)}
	uploaded := channel.Attachment{Type: channel.Image, ID: "1", Size: 1 << 40}
	tests := []struct {
		kind  channel.Kind
		name  string
		o     channel.Outbound
		calls int
	}{
		{channel.WhatsApp, "text", channel.Outbound{Text: strings.Repeat("ü", 4096)}, 1},
		{channel.WhatsApp, "long text", channel.Outbound{Type: channel.Text, Text: x(4500)}, 2},
		{channel.WhatsApp, "caption", channel.Outbound{Type: channel.Image, Text: x(1024), Attachments: []channel.Attachment{{Type: channel.Image}}}, 1},
		{channel.WhatsApp, "buttons", asking(framed), 1},
		{channel.WhatsApp, "ten rows", asking(channel.Question{Menu: channel.Menu{Label: x(20), Sections: []channel.Section{{Choices: choices(10)}}}}), 1},
		{channel.WhatsApp, "same titles in a menu", asking(channel.Question{Menu: channel.Menu{Label: "Open", Sections: []channel.Section{
			{Title: "Shirts", Choices: []channel.Choice{{ID: "1", Title: "Small"}}}, {Title: "Shoes", Choices: []channel.Choice{{ID: "2", Title: "Small"}}},
		}}}), 1},
		{channel.WhatsApp, "template", filled(channel.Parameter{Text: x(1000)}, channel.Parameter{Text: x(24)}, channel.Parameter{Component: "header", Text: x(60)},
			channel.Parameter{Component: "button", Text: x(900)}, channel.Parameter{Component: "button", Index: 1, Kind: "copy_code", Text: x(15)}), 1},
		{channel.WhatsApp, "document", file(channel.Document, 100<<20), 1},
		{channel.WhatsApp, "voice", holding(channel.Attachment{Type: channel.Audio, MIME: "audio/ogg; codecs=opus"}), 1},
		{channel.WhatsApp, "three files", holding(channel.Attachment{Type: channel.Image}, channel.Attachment{Type: channel.Audio}, channel.Attachment{Type: channel.Document}), 3},
		{channel.WhatsApp, "cards", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "M"}, {Name: "K"}}}, 1},
		{channel.WhatsApp, "reaction taken back", channel.Outbound{Type: channel.Reaction, Target: "1"}, 1},
		{channel.LINE, "text", channel.Outbound{Text: strings.Repeat("😀", 2500)}, 1},
		{channel.LINE, "long text", channel.Outbound{Text: strings.Repeat("😀", 2501)}, 2},
		{channel.LINE, "five messages", channel.Outbound{Text: "x", Attachments: make5(channel.Sticker)[:4]}, 1},
		{channel.LINE, "six messages", channel.Outbound{Text: "x", Attachments: make5(channel.Sticker)}, 2},
		{channel.LINE, "six messages by token", channel.Outbound{Text: "x", Attachments: make5(channel.Sticker)[:4], Via: channel.RouteReplyToken}, 1},
		{channel.LINE, "thirteen buttons", asking(channel.Question{Choices: choices(13)}), 1},
		{channel.Messenger, "text", channel.Outbound{Text: strings.Repeat("ü", 2000)}, 1},
		{channel.Messenger, "file and text", channel.Outbound{Text: "x", Attachments: []channel.Attachment{{Type: channel.Document}}}, 2},
		{channel.Messenger, "uploaded before", holding(uploaded), 1},
		{channel.Instagram, "text", channel.Outbound{Text: strings.Repeat("ü", 500)}, 1},
		{channel.Instagram, "long text", channel.Outbound{Text: strings.Repeat("ü", 501)}, 2},
		{channel.Messenger, "thumb", channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "1"}, 1},
		{channel.Instagram, "heart", channel.Outbound{Type: channel.Reaction, Text: "❤️", Target: "1"}, 1},
		{channel.WeChat, "text", channel.Outbound{Text: strings.Repeat("好", 682)}, 1},
		{channel.WeChat, "long text", channel.Outbound{Text: strings.Repeat("好", 683)}, 2},
		{channel.WeChatMini, "image and text", channel.Outbound{Text: "x", Attachments: []channel.Attachment{{Type: channel.Image}}}, 2},
		{channel.Telegram, "caption", channel.Outbound{Text: x(1024), Attachments: make5(channel.Image)}, 1},
		{channel.Telegram, "no caption", channel.Outbound{Text: x(1025), Attachments: make5(channel.Image)}, 2},
		{channel.Telegram, "album", holding(append(make5(channel.Image), make5(channel.Video)...)...), 1},
		{channel.Telegram, "albums", holding(append(make5(channel.Document), make5(channel.Video)...)...), 2},
		{channel.Telegram, "stickers", holding(make5(channel.Sticker)...), 5},
		{channel.Telegram, "reaction", channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "1"}, 1},
		{channel.Telegram, "two forms", asking(channel.Question{Choices: choices(9), Link: channel.Link{Label: "L", URL: "https://x.example"}}), 1},
		{channel.Viber, "picture and text", channel.Outbound{Text: x(768), Attachments: []channel.Attachment{{Type: channel.Image}}}, 1},
		{channel.Viber, "text", channel.Outbound{Text: x(7001)}, 2},
		{channel.X, "file and text", channel.Outbound{Text: x(10000), Attachments: []channel.Attachment{{Type: channel.Video}}}, 1},
		{channel.SMS, "text", channel.Outbound{Text: x(1601)}, 2},
		{channel.TikTok, "text", channel.Outbound{Text: x(6001)}, 2},
		{channel.KakaoTalk, "text", channel.Outbound{Text: x(1001)}, 2},
		{channel.ViberBusiness, "text", channel.Outbound{Text: x(1001)}, 2},
		{channel.Web, "anything", channel.Outbound{Text: x(1 << 16), Attachments: []channel.Attachment{uploaded, uploaded}}, 1},
		{"pigeon", "nothing", channel.Outbound{}, 1},
		{"pigeon", "anything", channel.Outbound{Type: "feather", Text: x(1 << 16), Attachments: []channel.Attachment{uploaded, uploaded},
			Question: channel.Question{Header: x(99), Media: uploaded, Choices: append(choices(99), choices(1)...), AskPlace: true}}, 1},
		{"pigeon", "template", channel.Outbound{Type: channel.Template, Template: channel.TemplateCall{Values: []channel.Parameter{{}, {Text: x(9999)}}}}, 1},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+"/"+tt.name, func(t *testing.T) {
			a := channel.AbilityOf(tt.kind)
			misfit, ok := a.Fit(tt.o)
			require.True(t, ok, misfit)
			require.Equal(t, channel.Misfit{}, misfit)
			require.Len(t, a.Split(tt.o), tt.calls)
			a.Single = true
			_, ok = a.Fit(tt.o)
			require.Equal(t, tt.calls == 1, ok, "fits one call")
		})
	}
}

func make5(t channel.MessageType) []channel.Attachment {
	list := make([]channel.Attachment, 5)
	for i := range list {
		list[i] = channel.Attachment{Type: t, ID: "11/22"}
	}
	return list
}

// A message that needs several calls is refused where one is allowed, with advice.
func TestFitSingle(t *testing.T) {
	a := channel.AbilityOf(channel.WhatsApp)
	a.Single = true
	got, ok := a.Fit(channel.Outbound{Text: strings.Repeat("word ", 900)})
	require.False(t, ok)
	want := channel.Misfit{Code: channel.MisfitTooLong, Field: "text", Problem: "it has 4500 characters, 4096 are allowed", Instead: channel.AdviseParts}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("misfit (-want +got):\n%s", diff)
	}
	got, _ = a.Fit(holding(make5(channel.Document)...))
	require.Equal(t, []any{channel.MisfitTooMany, channel.AdviseParts}, []any{got.Code, got.Instead})
}

func TestMisfitReason(t *testing.T) {
	misfit, _ := channel.AbilityOf(channel.WhatsApp).Fit(asking(channel.Question{Choices: choices(11)}))
	want := channel.Error{Code: "too_many", Title: "question.choices: there are 11 choices, 3 are allowed", Class: channel.ClassFix}
	require.Equal(t, want, misfit.Reason())
	misfit, _ = channel.AbilityOf(channel.WhatsApp).Fit(asking(channel.Question{Choices: choices(4)}))
	require.Equal(t, "question.choices: there are 4 choices, 3 are allowed, in a menu 10", misfit.Reason().Title)
	require.Equal(t, channel.Error{}, channel.Misfit{}.Reason())
}

// Abilities are data: they can be stored and read again, and say where they are from.
func TestAbilityOf(t *testing.T) {
	for _, k := range kinds() {
		a := channel.AbilityOf(k)
		require.Equal(t, k, a.Channel)
		if k != channel.Apple && k != channel.Web && k != "pigeon" {
			require.Contains(t, a.Source, "(read 2026-", k)
			require.NotZero(t, a.Text, k)
		}
		text, err := json.Marshal(a)
		require.NoError(t, err)
		var again channel.Ability
		require.NoError(t, json.Unmarshal(text, &again))
		if diff := cmp.Diff(a, again); diff != "" {
			t.Errorf("%s stored and read (-want +got):\n%s", k, diff)
		}
		if a.Types != nil {
			a.Types[0] = "spoilt"
			require.Equal(t, channel.Text, channel.AbilityOf(k).Types[0], "each call returns a new one")
		}
	}
}

func TestUnitCount(t *testing.T) {
	for text, want := range map[string][3]int{"": {}, "ab": {2, 2, 2}, "好": {1, 1, 3}, "😀": {1, 2, 4}, "\xff": {1, 1, 1}} {
		got := [3]int{channel.UnitCharacter.Count(text), channel.UnitUTF16.Count(text), channel.UnitByte.Count(text)}
		require.Equal(t, want, got, "%q", text)
	}
}
