package whatsapp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// to is an outbound message to a number, filled by fill.
func to(fill func(*channel.Outbound)) channel.Outbound {
	o := channel.Outbound{ID: "c9", To: mira}
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

func TestCall(t *testing.T) {
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
		{"voice note", to(func(o *channel.Outbound) {
			o.Attachments = []channel.Attachment{{Type: channel.Audio, ID: "77", MIME: "audio/ogg; codecs=opus", Voice: true}}
		}), `"type":"audio","audio":{"id":"77","voice":true}`},
		{"audio that nobody recorded there", to(func(o *channel.Outbound) {
			o.Attachments = []channel.Attachment{{Type: channel.Audio, ID: "77"}}
		}), `"type":"audio","audio":{"id":"77"}`},
		{"template by its route", to(func(o *channel.Outbound) {
			o.Via, o.Template = channel.RouteTemplate, channel.TemplateCall{Name: "n", Language: "de"}
		}), `"type":"template","template":{"name":"n","language":{"code":"de"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call, err := unsigned(t).Call(tt.o)
			require.NoError(t, err)
			require.Equal(t, "https://graph.facebook.com/v25.0/3/messages", call.URL)
			require.Equal(t, http.Header{"Authorization": {"Bearer {token}"}, "Content-Type": {"application/json"}}, call.Header)
			want := `{"messaging_product":"whatsapp","recipient_type":"individual","to":"+4915550100001","biz_opaque_callback_data":"c9",` + tt.want + `}`
			if diff := cmp.Diff(plain(t, want), plain(t, string(call.Body))); diff != "" {
				t.Errorf("body mismatch (-want +got):\n%s", diff)
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

func TestCallAddress(t *testing.T) {
	hi := func(handle string) channel.Outbound {
		return channel.Outbound{To: channel.Address{Account: mira.Account, Handle: handle}, Text: "hi"}
	}
	tests := map[string]string{
		"4915550100001":            `"recipient_type":"individual","to":"+4915550100001","type"`,
		"+4915550100001":           `"recipient_type":"individual","to":"+4915550100001","type"`,
		"US.13491208655302741918":  `"recipient_type":"individual","recipient":"US.13491208655302741918","type"`,
		"120363000000000000@g.us":  `"recipient_type":"group","to":"120363000000000000@g.us","type"`,
		"US.ENT.11815799212886844": `"recipient":"US.ENT.11815799212886844"`,
	}
	for handle, want := range tests {
		call, err := unsigned(t).Call(hi(handle))
		require.NoError(t, err)
		require.Contains(t, string(call.Body), want)
	}
	for _, handle := range []string{"", "+", "49 155", "abc", "1234567890123456", "us.1"} {
		_, err := unsigned(t).Call(hi(handle))
		require.ErrorContains(t, err, fmt.Sprintf("whatsapp: to: %q is no number and no user id", handle))
	}
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	tests := []struct {
		name string
		fill func(*channel.Outbound)
		want string
	}{
		{"no account", func(o *channel.Outbound) { o.Text, o.To.Account.ID = "hi", "" }, "the number that it goes from is missing"},
		{"long id", func(o *channel.Outbound) { o.ID, o.Text = strings.Repeat("é", 513), "hi" }, "id: it has 513 characters, 512 are allowed"},
		{"a file from nowhere", func(o *channel.Outbound) { o.Attachments = []channel.Attachment{{Type: channel.Image}} },
			"attachments[0]: neither the id of an upload nor an address"},
		{"nowhere", func(o *channel.Outbound) { o.Type, o.Place.Latitude = channel.Location, 91 }, "place: 91, 0 is not on the map"},
		{"a link to nowhere", func(o *channel.Outbound) {
			o.Type, o.Text, o.Question.Link = channel.Interactive, "?", channel.Link{Label: "L", URL: "mailto:x"}
		}, `question.link.url: "mailto:x" is no address`},
		{"a template without a language", func(o *channel.Outbound) { o.Type, o.Template.Name = channel.Template, "n" }, "template.language: it is empty"},
		{"a song above a template", func(o *channel.Outbound) {
			o.Type, o.Template = channel.Template, channel.TemplateCall{Name: "n", Language: "de", Values: []channel.Parameter{
				{Component: "header", Media: channel.Attachment{Type: channel.Audio, ID: "7"}},
			}}
		}, `template.values[0]: "audio" is no image, video or document`},
		{"too long, by the abilities", func(o *channel.Outbound) { o.Text = strings.Repeat("é", 4097) }, "it needs 2 calls"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := unsigned(t).Call(to(tt.fill))
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
}

// A number speaks for itself alone.
func TestCallNumber(t *testing.T) {
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true, Number: "4"})
	require.NoError(t, err)
	_, err = p.Call(to(func(o *channel.Outbound) { o.Text = "hi" }))
	var refusal *channel.SendError
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, channel.Error{Code: platform.CodeWrongAccount, Title: "The message is for another account than 4", Class: channel.ClassFix}, refusal.Reason)
	call, err := p.Call(to(func(o *channel.Outbound) { o.Text, o.To.Account.ID = "hi", "4" }))
	require.NoError(t, err)
	require.Equal(t, "https://graph.facebook.com/v25.0/4/messages", call.URL)
}

func TestAnswer(t *testing.T) {
	answer := func(status int, body string, header http.Header) (channel.Accepted, error) {
		return unsigned(t).Answer(platform.Response{Status: status, Header: header, Body: []byte(body), At: received()})
	}
	for status, isHeld := range map[string]bool{"accepted": false, "held_for_quality_assessment": true} {
		got, err := answer(200, `{"messages":[{"id":"wamid.1","message_status":"`+status+`"}]}`, nil)
		require.NoError(t, err)
		require.Equal(t, channel.Accepted{MessageID: "wamid.1", At: received(), Held: isHeld}, got)
	}
	tests := []struct {
		name   string
		status int
		body   string
		after  string
		want   channel.Error
		wait   time.Duration
	}{
		{"closed", 400, `{"error":{"code":131047,"message":"(#131047) Re-engagement message","error_data":{"details":"More than 24 hours"}}}`, "",
			channel.Error{Code: "131047", Title: "Re-engagement message", Detail: "More than 24 hours", Class: channel.ClassTemplate}, 0},
		{"a reseller's code", 400, `{"error":{"code":"131047","message":"No"}}`, "",
			channel.Error{Code: "131047", Title: "No", Class: channel.ClassTemplate}, 0},
		{"with status 200", 200, `{"error":{"code":190,"message":"Expired"}}`, "", channel.Error{Code: "190", Title: "Expired", Class: channel.ClassFix}, 0},
		{"too much to one user", 400, `{"error":{"code":131056}}`, "", channel.Error{Code: "131056", Class: channel.ClassRetry}, 4 * time.Second},
		{"the header counts more", 400, `{"error":{"code":131056}}`, "90", channel.Error{Code: "131056", Class: channel.ClassRetry}, 90 * time.Second},
		{"the marketing limit", 400, `{"error":{"code":131049}}`, "", channel.Error{Code: "131049", Class: channel.ClassRetry}, 24 * time.Hour},
		{"transient", 500, `{"error":{"code":777,"is_transient":true}}`, "", channel.Error{Code: "777", Class: channel.ClassRetry}, 0},
		{"not known", 400, `{"error":{"code":777}}`, "", channel.Error{Code: "777"}, 0},
		{"not known, busy", 503, `{"error":{"code":777}}`, "", channel.Error{Code: "777", Class: channel.ClassRetry}, 0},
		{"an error without a code", 400, `{"error":{"message":"?"}}`, "", channel.Error{Code: "http_400", Title: "Bad Request"}, 0},
		{"null", 404, `{"error":null}`, "", channel.Error{Code: "http_404", Title: "Not Found", Class: channel.ClassFix}, 0},
		{"no id", 200, `{"messages":[{}]}`, "", channel.Error{Code: channel.CodeNoAnswer, Class: channel.ClassRetry}, 0},
		{"no messages", 200, `{"messages":[]}`, "", channel.Error{Code: channel.CodeNoAnswer, Class: channel.ClassRetry}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := answer(tt.status, tt.body, http.Header{"Retry-After": {tt.after}})
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if tt.want.Code == channel.CodeNoAnswer {
				tt.want.Title = refusal.Reason.Title
			}
			if diff := cmp.Diff(tt.want, refusal.Reason); diff != "" {
				t.Errorf("reason differs (-want +got):\n%s", diff)
			}
			require.Equal(t, tt.wait, refusal.RetryAfter)
		})
	}
}

// Whatever is to be sent, Call does not panic, and gives a body of which the texts can be
// read again, or says why not.
func FuzzCall(f *testing.F) {
	f.Add("text", "4915550100001", "hello", "id")
	f.Add("interactive", "US.1234", "\xff", "")
	f.Add("template", "1", "", "\u2028")
	p := unsigned(f)
	f.Fuzz(func(t *testing.T, kind, handle, words, id string) {
		o := channel.Outbound{
			ID: id, To: channel.Address{Account: mira.Account, Handle: handle}, Type: channel.MessageType(kind), Text: words, Target: id, ReplyTo: id,
			Question: channel.Question{Header: id, Choices: []channel.Choice{{ID: id, Title: words}}},
			Template: channel.TemplateCall{Name: words, Language: id, Values: []channel.Parameter{{Component: kind, Text: words}}},
			People:   []channel.Person{{Name: words}},
			Place:    channel.Place{Latitude: float64(len(words)), Longitude: -1},
		}
		if len(handle)%2 == 0 {
			o.Attachments = []channel.Attachment{{Type: channel.MessageType(kind), ID: id, MIME: words}}
		}
		if len(handle)%3 == 0 {
			o.Question = channel.Question{}
		}
		call, err := p.Call(o)
		if (err == nil) != json.Valid(call.Body) {
			t.Fatalf("error %v, body %q", err, call.Body)
		}
	})
}

func BenchmarkCall(b *testing.B) {
	p := unsigned(b)
	o := to(func(o *channel.Outbound) { o.Text, o.ReplyTo = "Your order is on its way.", "wamid.q" })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Call(o); err != nil {
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
