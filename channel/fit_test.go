package channel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
)

// choices returns n choices that differ.
func choices(n int) []channel.Choice {
	list := make([]channel.Choice, n)
	for i := range list {
		list[i] = channel.Choice{ID: fmt.Sprint("id", i), Title: fmt.Sprint("Answer ", i)}
	}
	return list
}

func asking(q channel.Question) channel.Outbound {
	return channel.Outbound{Type: channel.Interactive, Text: "Which one?", Question: q}
}

func holding(files ...channel.Attachment) channel.Outbound {
	return channel.Outbound{Type: files[0].Type, Attachments: files}
}

func filled(values ...channel.Parameter) channel.Outbound {
	return channel.Outbound{Type: channel.Template, Template: channel.TemplateCall{Name: "shipped", Language: "en", Values: values}}
}

// TestFitRefuses holds what does not go, with the code, the place and the advice.
func TestFitRefuses(t *testing.T) {
	const (
		empty, uncarried, long = channel.MisfitEmpty, channel.MisfitNotCarried, channel.MisfitTooLong
		many, big, twice       = channel.MisfitTooMany, channel.MisfitTooBig, channel.MisfitTwice
		link, change           = channel.AdviseLink, channel.AdviseChange
	)
	pdf := channel.Attachment{Type: channel.Document, MIME: "application/pdf", Size: 1000}
	photo := channel.Attachment{Type: channel.Image, MIME: "image/jpeg"}
	large := func(t channel.MessageType, size int64) channel.Outbound {
		return holding(channel.Attachment{Type: t, Size: size + 1})
	}
	same := choices(2)
	same[1].Title = same[0].Title
	sameID := choices(2)
	sameID[1].ID = sameID[0].ID
	named := func(title, id string) channel.Outbound {
		return asking(channel.Question{Choices: []channel.Choice{{ID: "a", Title: "A"}, {ID: id, Title: title}}})
	}
	menu := func(sections ...channel.Section) channel.Outbound {
		return asking(channel.Question{Menu: channel.Menu{Label: "Open", Sections: sections}})
	}
	x := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct {
		kind  channel.Kind
		name  string
		o     channel.Outbound
		code  channel.MisfitCode
		field string
		want  channel.Advice
	}{
		{channel.WhatsApp, "nothing", channel.Outbound{}, empty, "text", change},
		{channel.WhatsApp, "blanks", channel.Outbound{Type: channel.Text, Text: " \n"}, empty, "text", change},
		{channel.WhatsApp, "no file", channel.Outbound{Type: channel.Image, Text: "See"}, empty, "attachments", change},
		{channel.WhatsApp, "a file of no type", channel.Outbound{Attachments: []channel.Attachment{{ID: "1"}}}, empty, "attachments[0]", change},
		{channel.WhatsApp, "eleven buttons", asking(channel.Question{Choices: choices(11)}), many, "question.choices", change},
		{channel.WhatsApp, "four buttons", asking(channel.Question{Choices: choices(4)}), many, "question.choices", change},
		{channel.WhatsApp, "one title twice", asking(channel.Question{Choices: same}), twice, "question.choices[1].title", change},
		{channel.WhatsApp, "one id twice", asking(channel.Question{Choices: sameID}), twice, "question.choices[1].id", change},
		{channel.WhatsApp, "long title", named(x(21), "b"), long, "question.choices[1].title", change},
		{channel.WhatsApp, "long id", named("B", x(257)), long, "question.choices[1].id", change},
		{channel.WhatsApp, "no title", named("", "b"), empty, "question.choices[1].title", change},
		{channel.WhatsApp, "described button", asking(channel.Question{Choices: []channel.Choice{{ID: "a", Title: "A", Text: "why"}}}), uncarried, "question.choices[0].text", change},
		{channel.WhatsApp, "long header", asking(channel.Question{Header: x(61), Choices: choices(1)}), long, "question.header", change},
		{channel.WhatsApp, "long footer", asking(channel.Question{Footer: x(61), Choices: choices(1)}), long, "question.footer", change},
		{channel.WhatsApp, "eleven rows", menu(channel.Section{Choices: choices(11)}), many, "question.menu", change},
		{channel.WhatsApp, "eleven sections", menu(make([]channel.Section, 11)...), many, "question.menu.sections", change},
		{channel.WhatsApp, "a section without title", menu(channel.Section{Title: "One", Choices: choices(1)}, channel.Section{Choices: choices(2)[1:]}), empty, "question.menu.sections[1].title", change},
		{channel.WhatsApp, "an empty section", menu(channel.Section{Title: x(24)}), empty, "question.menu.sections[0].choices", change},
		{channel.WhatsApp, "long title of a section", menu(channel.Section{Title: x(25), Choices: choices(1)}), long, "question.menu.sections[0].title", change},
		{channel.WhatsApp, "long row", menu(channel.Section{Choices: []channel.Choice{{ID: "a", Title: x(25)}}}), long, "question.menu.sections[0].choices[0].title", change},
		{channel.WhatsApp, "long description", menu(channel.Section{Choices: []channel.Choice{{ID: "a", Title: "A", Text: x(73)}}}), long, "question.menu.sections[0].choices[0].text", change},
		{channel.WhatsApp, "one row twice", menu(channel.Section{Title: "One", Choices: choices(1)}, channel.Section{Title: "Two", Choices: choices(1)}), twice, "question.menu.sections[1].choices[0].id", change},
		{channel.WhatsApp, "no label", asking(channel.Question{Menu: channel.Menu{Sections: []channel.Section{{Choices: choices(1)}}}}), empty, "question.menu.label", change},
		{channel.WhatsApp, "long label", asking(channel.Question{Link: channel.Link{Label: x(21), URL: "https://x.example"}}), long, "question.link.label", change},
		{channel.WhatsApp, "headed request", asking(channel.Question{Header: "H", AskPlace: true}), uncarried, "question.header", change},
		{channel.WhatsApp, "two forms", asking(channel.Question{Choices: choices(1), AskPlace: true}), many, "question", change},
		{channel.WhatsApp, "no question", channel.Outbound{Type: channel.Interactive, Text: "x"}, empty, "question", change},
		{channel.WhatsApp, "a question without words", channel.Outbound{Question: channel.Question{Choices: choices(1)}}, empty, "text", change},
		{channel.WhatsApp, "song above buttons", asking(channel.Question{Media: channel.Attachment{Type: "song"}, Choices: choices(1)}), uncarried, "question.media", link},
		{channel.WhatsApp, "long values", filled(channel.Parameter{Text: x(600)}, channel.Parameter{Component: "body", Text: x(425)}), long, "template.values", change},
		{channel.WhatsApp, "long value of the header", filled(channel.Parameter{Text: "x"}, channel.Parameter{Component: "header", Text: x(61)}), long, "template.values[1].text", change},
		{channel.WhatsApp, "long code", filled(channel.Parameter{Component: "button", Kind: "copy_code", Text: x(16)}), long, "template.values[0].text", change},
		{channel.WhatsApp, "empty value", filled(channel.Parameter{Text: "x"}, channel.Parameter{}), empty, "template.values[1]", change},
		{channel.WhatsApp, "no template", channel.Outbound{Type: channel.Template}, empty, "template.name", change},
		{channel.WhatsApp, "large image", large(channel.Image, 5<<20), big, "attachments[0]", link},
		{channel.WhatsApp, "large video", large(channel.Video, 16<<20), big, "attachments[0]", link},
		{channel.WhatsApp, "large audio", large(channel.Audio, 16<<20), big, "attachments[0]", link},
		{channel.WhatsApp, "large document", large(channel.Document, 100<<20), big, "attachments[0]", link},
		{channel.WhatsApp, "large sticker", large(channel.Sticker, 500<<10), big, "attachments[0]", link},
		{channel.WhatsApp, "the second is an archive", holding(pdf, channel.Attachment{Type: channel.Document, MIME: "Application/ZIP; x=y"}), uncarried, "attachments[1]", link},
		{channel.WhatsApp, "a type of users", channel.Outbound{Type: channel.Order, Text: "x"}, uncarried, "type", change},
		{channel.WhatsApp, "nowhere", channel.Outbound{Type: channel.Location}, empty, "place", change},
		{channel.WhatsApp, "no cards", channel.Outbound{Type: channel.Contacts}, empty, "people", change},
		{channel.WhatsApp, "without a name", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "M"}, {}}}, empty, "people[1].name", change},
		{channel.WhatsApp, "a reaction to nothing", channel.Outbound{Type: channel.Reaction, Text: "👍"}, empty, "target", change},

		{channel.LINE, "a document", channel.Outbound{Type: channel.Document, Text: "Your bill", Attachments: []channel.Attachment{pdf}}, uncarried, "attachments[0]", link},
		{channel.LINE, "a document by type", channel.Outbound{Type: channel.Document}, uncarried, "type", link},
		{channel.LINE, "a GIF", holding(photo, channel.Attachment{Type: channel.Image, MIME: "image/gif"}), uncarried, "attachments[1]", link},
		{channel.LINE, "large image", large(channel.Image, 10<<20), big, "attachments[0]", link},
		{channel.LINE, "large video", large(channel.Video, 200<<20), big, "attachments[0]", link},
		{channel.LINE, "template", filled(), uncarried, "template", change},
		{channel.LINE, "reaction", channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "1"}, uncarried, "type", change},
		{channel.LINE, "cards", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "M"}}}, uncarried, "people", change},
		{channel.LINE, "bare place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1, Name: "Shop"}}, empty, "place.address", change},
		{channel.LINE, "fourteen buttons", asking(channel.Question{Choices: choices(14)}), many, "question.choices", change},
		{channel.LINE, "emoji are two units", named(strings.Repeat("😀", 11), "b"), long, "question.choices[1].title", change},
		{channel.LINE, "link", asking(channel.Question{Link: channel.Link{Label: "Open", URL: "https://x.example"}}), uncarried, "question.link", link},
		{channel.LINE, "place asked for", asking(channel.Question{AskPlace: true}), uncarried, "question.ask_place", change},
		{channel.Messenger, "a long private answer", channel.Outbound{Text: x(2001), Via: channel.RoutePrivate, ReplyTo: "c"}, long, "text", change},
		{channel.LINE, "a header that fills the text", asking(channel.Question{Header: x(4990), Choices: choices(1)}), long, "question.header", change},

		{channel.Messenger, "fourteen buttons", asking(channel.Question{Choices: choices(14)}), many, "question.choices", change},
		{channel.Messenger, "long title", named(x(21), "b"), long, "question.choices[1].title", change},
		{channel.Messenger, "a sticker", holding(channel.Attachment{Type: channel.Sticker}), uncarried, "attachments[0]", link},
		{channel.Messenger, "large image by address", large(channel.Image, 8<<20), big, "attachments[0]", link},
		{channel.Messenger, "large file by address", large(channel.Document, 25<<20), big, "attachments[0]", link},
		{channel.Messenger, "place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1}}, uncarried, "place", link},
		{channel.Messenger, "a reaction to nothing", channel.Outbound{Type: channel.Reaction, Text: "👍"}, empty, "target", change},
		{channel.Messenger, "two private answers", channel.Outbound{Text: "x", Attachments: []channel.Attachment{photo}, Via: channel.RoutePrivate, ReplyTo: "c"}, many, "attachments", change},
		{channel.Instagram, "a thumb", channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "1"}, uncarried, "text", change},
		{channel.Instagram, "a spreadsheet", holding(channel.Attachment{Type: channel.Document, MIME: "text/csv"}), uncarried, "attachments[0]", link},
		{channel.Instagram, "template", filled(channel.Parameter{Text: "x"}), uncarried, "template", change},

		{channel.WeChat, "a document", holding(pdf), uncarried, "attachments[0]", link},
		{channel.WeChat, "long voice", large(channel.Audio, 2<<20), big, "attachments[0]", link},
		{channel.WeChat, "a button without id", named("B", ""), empty, "question.choices[1].id", change},
		{channel.WeChatMini, "a video", holding(channel.Attachment{Type: channel.Video}), uncarried, "attachments[0]", link},
		{channel.WeChatMini, "buttons", asking(channel.Question{Choices: choices(1)}), uncarried, "question", change},
		{channel.WeCom, "a long button in Chinese", named(strings.Repeat("好", 43), "b"), long, "question.choices[1].title", change},
		{channel.WeCom, "a long welcome", channel.Outbound{Text: x(2049), Via: channel.RouteReplyToken, Token: "w"}, long, "text", change},

		{channel.Telegram, "large photo by address", large(channel.Image, 5<<20), big, "attachments[0]", link},
		{channel.Telegram, "long id", named("B", strings.Repeat("ü", 33)), long, "question.choices[1].id", change},
		{channel.Telegram, "one title twice", asking(channel.Question{Choices: same}), twice, "question.choices[1].title", change},
		{channel.Telegram, "a card without a number", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "M"}}}, empty, "people[0].phones", change},
		{channel.Telegram, "template", filled(channel.Parameter{Text: "x"}), uncarried, "template", change},
		{channel.Telegram, "two calls for a guest", channel.Outbound{Text: strings.Repeat("x", 4097), Via: channel.RouteReplyToken}, long, "text", change},
		{channel.TelegramBusiness, "reaction", channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "1"}, uncarried, "type", change},
		{channel.TelegramBusiness, "place asked for", asking(channel.Question{AskPlace: true}), uncarried, "question.ask_place", change},

		{channel.Viber, "large picture", large(channel.Image, 1<<20), big, "attachments[0]", link},
		{channel.Viber, "large file", large(channel.Document, 50<<20), big, "attachments[0]", link},
		{channel.Viber, "reaction", channel.Outbound{Type: channel.Reaction, Text: "👍", Target: "1"}, uncarried, "type", change},
		{channel.X, "a document", holding(pdf), uncarried, "attachments[0]", link},
		{channel.X, "buttons", asking(channel.Question{Choices: choices(1)}), uncarried, "question", change},
		{channel.TikTok, "large image", large(channel.Image, 3<<20), big, "attachments[0]", link},
		{channel.TikTok, "a video", holding(channel.Attachment{Type: channel.Video}), uncarried, "attachments[0]", link},
		{channel.SMS, "a photo", holding(photo), uncarried, "attachments[0]", link},
		{channel.KakaoTalk, "six buttons", asking(channel.Question{Choices: choices(6)}), many, "question.choices", change},
		{channel.ViberBusiness, "a song", holding(channel.Attachment{Type: channel.Audio}), uncarried, "attachments[0]", link},
		{channel.Web, "nothing", channel.Outbound{}, empty, "text", change},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+"/"+tt.name, func(t *testing.T) {
			got, ok := channel.AbilityOf(tt.kind).Fit(tt.o)
			want := channel.Misfit{Code: tt.code, Field: tt.field, Problem: got.Problem, Instead: tt.want}
			if diff := cmp.Diff(want, got); diff != "" || ok || got.Problem == "" {
				t.Errorf("fits: %v, misfit (-want +got):\n%s", ok, diff)
			}
			if parts := channel.AbilityOf(tt.kind).Split(tt.o); len(parts) != 1 {
				t.Errorf("%d parts of what does not fit", len(parts))
			}
		})
	}
}
