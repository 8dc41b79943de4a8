package whatsapp_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

// to is an outbound message to a number, filled by fill.
func to(fill func(*channel.Outbound)) channel.Outbound {
	o := channel.Outbound{ID: "c9", To: channel.Address{Handle: "4915550100001"}}
	fill(&o)
	return o
}

func choices(n int) []channel.Choice {
	var list []channel.Choice
	for i := range n {
		list = append(list, channel.Choice{ID: fmt.Sprint("id", i), Title: fmt.Sprint("Title ", i)})
	}
	return list
}

func TestBuild(t *testing.T) {
	tests := []struct {
		name string
		o    channel.Outbound
		want string // beside what all messages have
	}{
		{"text that quotes", to(func(o *channel.Outbound) { o.Text, o.ReplyTo = "Hallo <b>", "wamid.q" }),
			`"type":"text","text":{"body":"Hallo <b>"},"context":{"message_id":"wamid.q"}`},
		{"image by id", to(func(o *channel.Outbound) {
			o.Text = "look"
			o.Attachments = []channel.Attachment{{Type: channel.Image, ID: "77", URL: "https://example.org/a.png", MIME: "image/png; q=1", Size: 5 << 20}}
		}), `"type":"image","image":{"id":"77","caption":"look"}`},
		{"document by address", to(func(o *channel.Outbound) {
			o.Attachments = []channel.Attachment{{Type: channel.Document, URL: "https://example.org/a.pdf", Name: "a.pdf"}}
		}), `"type":"document","document":{"link":"https://example.org/a.pdf","filename":"a.pdf"}`},
		{"place", to(func(o *channel.Outbound) {
			o.Type, o.Place = channel.Location, channel.Place{Latitude: 0, Longitude: 13.4, Name: "Tor"}
		}), `"type":"location","location":{"latitude":0,"longitude":13.4,"name":"Tor"}`},
		{"cards", to(func(o *channel.Outbound) {
			o.Type = channel.Contacts
			o.People = []channel.Person{{Name: "Ada Muster", Phones: []string{"+49301"}, Emails: []string{"a@example.org"}}}
		}), `"type":"contacts","contacts":[{"name":{"formatted_name":"Ada Muster","first_name":"Ada Muster"},"phones":[{"phone":"+49301"}],"emails":[{"email":"a@example.org"}]}]`},
		{"reaction, quoting nothing", to(func(o *channel.Outbound) {
			o.Type, o.Target, o.Text, o.ReplyTo = channel.Reaction, "wamid.t", "👍", "wamid.q"
		}), `"type":"reaction","reaction":{"message_id":"wamid.t","emoji":"👍"}`},
		{"reaction taken back", to(func(o *channel.Outbound) { o.Type, o.Target = channel.Reaction, "wamid.t" }),
			`"type":"reaction","reaction":{"message_id":"wamid.t","emoji":""}`},
		{"buttons", to(func(o *channel.Outbound) {
			o.Type, o.Text = channel.Interactive, "Right?"
			o.Question = channel.Question{Header: "H", Footer: "F", Choices: choices(2)}
		}), `"type":"interactive","interactive":{"type":"button","header":{"type":"text","text":"H"},"body":{"text":"Right?"},"footer":{"text":"F"},
			"action":{"buttons":[{"type":"reply","reply":{"id":"id0","title":"Title 0"}},{"type":"reply","reply":{"id":"id1","title":"Title 1"}}]}}`},
		{"list", to(func(o *channel.Outbound) {
			o.Type, o.Text = channel.Interactive, "Which?"
			o.Question.Menu = channel.Menu{Label: "Open", Sections: []channel.Section{{Choices: []channel.Choice{{ID: "r", Title: "Row", Text: "more"}}}}}
		}), `"type":"interactive","interactive":{"type":"list","body":{"text":"Which?"},
			"action":{"button":"Open","sections":[{"rows":[{"id":"r","title":"Row","description":"more"}]}]}}`},
		{"link under a picture", to(func(o *channel.Outbound) {
			o.Type, o.Text = channel.Interactive, "See"
			o.Question = channel.Question{
				Media: channel.Attachment{Type: channel.Image, ID: "77"}, Link: channel.Link{Label: "Go", URL: "https://example.org"},
			}
		}), `"type":"interactive","interactive":{"type":"cta_url","header":{"type":"image","image":{"id":"77"}},"body":{"text":"See"},
			"action":{"name":"cta_url","parameters":{"display_text":"Go","url":"https://example.org"}}}`},
		{"where are you", to(func(o *channel.Outbound) {
			o.Type, o.Text, o.Question.AskPlace = channel.Interactive, "Where?", true
		}), `"type":"interactive","interactive":{"type":"location_request_message","body":{"text":"Where?"},"action":{"name":"send_location"}}`},
		{"template", to(func(o *channel.Outbound) {
			o.Type, o.Template, o.ReplyTo = channel.Template, shippedCall(), "wamid.q"
		}), `"type":"template","template":{"name":"order_shipped","language":{"code":"de"},"components":[
			{"type":"header","parameters":[{"type":"image","image":{"id":"77"}}]},
			{"type":"body","parameters":[{"type":"text","text":"Mira"},{"type":"text","text":"4711"}]},
			{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"4711"}]},
			{"type":"button","sub_type":"copy_code","index":"3","parameters":[{"type":"coupon_code","coupon_code":"SAVE10"}]}]}`},
		{"named, with a place and a payload", to(func(o *channel.Outbound) {
			o.Type = channel.Template
			o.Template = channel.TemplateCall{Name: "n", Language: "en_US", Values: []channel.Parameter{
				{Component: "header", Place: channel.Place{Latitude: 1, Longitude: 2, Name: "X", Address: "Y"}},
				{Name: "who", Text: "Mira"}, {Component: "button", Kind: "quick_reply", Text: "p"},
			}}
		}), `"type":"template","template":{"name":"n","language":{"code":"en_US"},"components":[
			{"type":"header","parameters":[{"type":"location","location":{"latitude":1,"longitude":2,"name":"X","address":"Y"}}]},
			{"type":"body","parameters":[{"type":"text","text":"Mira","parameter_name":"who"}]},
			{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"p"}]}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := whatsapp.Build(tt.o)
			require.NoError(t, err)
			want := `{"messaging_product":"whatsapp","recipient_type":"individual","to":"+4915550100001","biz_opaque_callback_data":"c9",` + tt.want + `}`
			if diff := cmp.Diff(plain(t, want), plain(t, string(body))); diff != "" {
				t.Errorf("Build mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func plain(t *testing.T, text string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(text), &v), text)
	return v
}

func TestBuildAddress(t *testing.T) {
	tests := map[string]string{
		"4915550100001":            `"recipient_type":"individual","to":"+4915550100001","type"`,
		"+4915550100001":           `"recipient_type":"individual","to":"+4915550100001","type"`,
		"US.13491208655302741918":  `"recipient_type":"individual","recipient":"US.13491208655302741918","type"`,
		"120363000000000000@g.us":  `"recipient_type":"group","to":"120363000000000000@g.us","type"`,
		"US.ENT.11815799212886844": `"recipient":"US.ENT.11815799212886844"`,
	}
	for handle, want := range tests {
		body, err := whatsapp.Build(channel.Outbound{To: channel.Address{Handle: handle}, Text: "hi"})
		require.NoError(t, err)
		require.Contains(t, string(body), want)
	}
	for _, handle := range []string{"", "+", "49 155", "abc", "1234567890123456", "us.1"} {
		_, err := whatsapp.Build(channel.Outbound{To: channel.Address{Handle: handle}, Text: "hi"})
		require.EqualError(t, err, fmt.Sprintf("whatsapp: send: to: %q is no number and no user id", handle))
	}
}

func TestBuildLimits(t *testing.T) {
	long := strings.Repeat("é", 5000)
	file := func(kind channel.MessageType, a channel.Attachment) func(*channel.Outbound) {
		return func(o *channel.Outbound) { o.Type, o.Attachments = kind, []channel.Attachment{a} }
	}
	asking := func(q channel.Question) func(*channel.Outbound) {
		return func(o *channel.Outbound) { o.Type, o.Text, o.Question = channel.Interactive, "?", q }
	}
	tests := []struct {
		name string
		fill func(*channel.Outbound)
		want []string
	}{
		{"no text", func(*channel.Outbound) {}, []string{"text.body: it is empty"}},
		{"long text", func(o *channel.Outbound) { o.Text = long[:2*4097] }, []string{"text.body: 4097 characters, 4096 are allowed"}},
		{"long id", func(o *channel.Outbound) { o.ID, o.Text = long[:2*513], "hi" }, []string{"biz_opaque_callback_data: 513 characters, 512 are allowed"}},
		{"unknown type", func(o *channel.Outbound) { o.Type = "hologram" }, []string{`type: "hologram" is not known`}},
		{"a type of users", func(o *channel.Outbound) { o.Type = channel.Order }, []string{"type: order cannot be sent"}},
		{"text with a file", func(o *channel.Outbound) {
			o.Type, o.Text, o.Attachments = channel.Text, "hi", []channel.Attachment{{ID: "7"}}
		}, []string{"attachments: a message of type text has none"}},
		{"two files", func(o *channel.Outbound) {
			o.Type, o.Attachments = channel.Image, make([]channel.Attachment, 2)
		}, []string{"attachments: a message of type image has one, 2 are given"}},
		{"a file from nowhere", file(channel.Image, channel.Attachment{}), []string{"image: neither the id of an upload nor an address"}},
		{"a large film", file(channel.Video, channel.Attachment{ID: "7", Size: 16<<20 + 1}), []string{"video: 16777217 bytes, 16777216 are allowed"}},
		{"a GIF", file(channel.Image, channel.Attachment{ID: "7", MIME: "image/gif"}), []string{"image: the type image/gif is not allowed, only image/jpeg, image/png"}},
		{"a song with words", func(o *channel.Outbound) {
			file(channel.Audio, channel.Attachment{ID: "7"})(o)
			o.Text = "la"
		}, []string{"audio.caption: 2 characters, 0 are allowed"}},
		{"a long caption", func(o *channel.Outbound) {
			file(channel.Document, channel.Attachment{ID: "7"})(o)
			o.Text = long[:2*1025]
		}, []string{"document.caption: 1025 characters, 1024 are allowed"}},
		{"nowhere", func(o *channel.Outbound) { o.Type, o.Place.Latitude = channel.Location, 91 }, []string{"location: 91, 0 is no place"}},
		{"nobody", func(o *channel.Outbound) { o.Type = channel.Contacts }, []string{"contacts: is missing"}},
		{"a reaction to nothing", func(o *channel.Outbound) { o.Type = channel.Reaction }, []string{"reaction.message_id: it is empty"}},
		{"no question", asking(channel.Question{}), []string{"interactive: one of buttons, a list, a link and a place is wanted, 0 are given"}},
		{"four buttons", asking(channel.Question{Choices: choices(4)}), []string{"interactive.button: 4 buttons, 3 are allowed"}},
		{"bad buttons", asking(channel.Question{Choices: []channel.Choice{
			{ID: "a", Title: strings.Repeat("x", 21)}, {ID: "a", Title: "b", Text: "why"},
		}}), []string{
			"interactive.button[0].title: 21 characters, 20 are allowed",
			`interactive.button[1].id: "a" is given twice`,
			"interactive.button[1]: a button has no description",
		}},
		{"a long list", asking(channel.Question{Menu: channel.Menu{Sections: []channel.Section{{Choices: choices(9)}, {Title: "T", Choices: choices(2)}}}}), []string{
			"interactive.list.button: it is empty",
			"interactive.list.section[0].title: it is empty",
			`interactive.list.section[1].row[0].id: "id0" is given twice`,
			`interactive.list.section[1].row[1].id: "id1" is given twice`,
			"interactive.list: 11 rows, 10 are allowed",
		}},
		{"a list under a picture", asking(channel.Question{
			Media: channel.Attachment{Type: channel.Image, ID: "7"},
			Menu:  channel.Menu{Label: "L", Sections: []channel.Section{{Choices: choices(1)}}},
		}), []string{"interactive.header: a list has a text only"}},
		{"a link to nowhere", asking(channel.Question{Link: channel.Link{URL: "mailto:x"}}), []string{
			"interactive.link.label: it is empty", `interactive.link.url: "mailto:x" is no address`,
		}},
		{"a headed request for a place", asking(channel.Question{AskPlace: true, Footer: "F"}), []string{
			"interactive: a request for a place has no header and no footer",
		}},
		{"an empty template", func(o *channel.Outbound) {
			o.Type, o.Template.Values = channel.Template, []channel.Parameter{{Media: channel.Attachment{Type: channel.Audio, ID: "7"}}, {}}
		}, []string{
			"template.name: it is empty", "template.language: it is empty",
			`template.value[0]: "audio" is no image, video or document`, "template.value[1]: it is empty",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := whatsapp.Build(to(tt.fill))
			require.Error(t, err)
			joined, ok := err.(interface{ Unwrap() []error })
			require.True(t, ok)
			var got []string
			for _, e := range joined.Unwrap() {
				one, ok := errors.AsType[*whatsapp.FormError](e)
				require.True(t, ok)
				require.Equal(t, channel.ClassNever, one.Reason().Class)
				got = append(got, strings.TrimPrefix(e.Error(), "whatsapp: send: "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever is to be sent, Build does not panic, and gives a body of which the
// texts can be read again, or says why not.
func FuzzBuild(f *testing.F) {
	f.Add("text", "4915550100001", "hello", "id")
	f.Add("interactive", "US.1234", "\xff", "")
	f.Add("template", "1", "", "\u2028")
	f.Fuzz(func(t *testing.T, kind, handle, words, id string) {
		o := channel.Outbound{
			ID: id, To: channel.Address{Handle: handle}, Type: channel.MessageType(kind), Text: words, Target: id, ReplyTo: id,
			Question: channel.Question{Header: id, Choices: []channel.Choice{{ID: id, Title: words}}},
			Template: channel.TemplateCall{Name: words, Language: id, Values: []channel.Parameter{{Component: kind, Text: words}}},
			People:   []channel.Person{{Name: words}},
			Place:    channel.Place{Latitude: float64(len(words)), Longitude: -1},
		}
		if len(handle)%2 == 0 {
			o.Attachments = []channel.Attachment{{Type: channel.MessageType(kind), ID: id, MIME: words}}
		}
		body, err := whatsapp.Build(o)
		if (err == nil) != json.Valid(body) {
			t.Fatalf("error %v, body %q", err, body)
		}
	})
}

func ExampleBuild() {
	body, err := whatsapp.Build(channel.Outbound{
		ID: "comment-9", To: channel.Address{Handle: "4915550100001"}, Type: channel.Interactive, Text: "Is it solved?",
		Question: channel.Question{Choices: []channel.Choice{{ID: "yes", Title: "Yes"}, {ID: "no", Title: "No"}}},
	})
	fmt.Println(string(body), err)
	// Output:
	// {"messaging_product":"whatsapp","recipient_type":"individual","to":"+4915550100001","type":"interactive","biz_opaque_callback_data":"comment-9","interactive":{"type":"button","body":{"text":"Is it solved?"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes"}},{"type":"reply","reply":{"id":"no","title":"No"}}]}}} <nil>
}

func BenchmarkBuild(b *testing.B) {
	o := to(func(o *channel.Outbound) { o.Text, o.ReplyTo = "Your order is on its way.", "wamid.q" })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := whatsapp.Build(o); err != nil {
			b.Fatal(err)
		}
	}
}

// shippedCall fills the template order_shipped rightly.
func shippedCall() channel.TemplateCall {
	return channel.TemplateCall{Name: "order_shipped", Language: "de", Values: []channel.Parameter{
		{Component: "header", Media: channel.Attachment{Type: channel.Image, ID: "77"}},
		{Text: "Mira"}, {Text: "4711"},
		{Component: "button", Index: 1, Text: "4711"},
		{Component: "button", Index: 3, Kind: "copy_code", Text: "SAVE10"},
	}}
}
