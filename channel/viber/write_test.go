package viber_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/viber"
)

var mira = channel.Address{Account: account, Handle: "mira=="}

func TestCall(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, URL: "https://x.example/p", Preview: "https://x.example/t", Size: 1 << 20}
	small := []channel.Choice{{ID: "s", Title: "Small"}}
	tests := []struct {
		name string
		o    channel.Outbound
		body string // beside what all have
	}{
		{"text", channel.Outbound{Text: "Hi <b>"}, `"type":"text","text":"Hi <b>"`},
		{"picture", channel.Outbound{Text: "See", Attachments: []channel.Attachment{photo}},
			`"type":"picture","text":"See","media":"https://x.example/p","thumbnail":"https://x.example/t"`},
		{"bare picture", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://x.example/p"}}},
			`"type":"picture","text":"","media":"https://x.example/p"`},
		{"video", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Video, URL: "https://x.example/v", Size: 10, Millis: 2500}}},
			`"type":"video","media":"https://x.example/v","size":10,"duration":2`},
		{"file", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Document, URL: "https://x.example/f", Name: "a.pdf", Size: 10}}},
			`"type":"file","media":"https://x.example/f","size":10,"file_name":"a.pdf"`},
		{"audio is a file", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Audio, URL: "https://x.example/a", Name: "a.mp3", Size: 10}}},
			`"type":"file","media":"https://x.example/a","size":10,"file_name":"a.mp3"`},
		{"sticker", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "46105"}}}, `"type":"sticker","sticker_id":46105`},
		{"place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1.5, Longitude: 2}}, `"type":"location","location":{"lat":1.5,"lon":2}`},
		{"card", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "Koji", Phones: []string{"+4915550100009"}}}},
			`"type":"contact","contact":{"name":"Koji","phone_number":"+4915550100009"}`},
		{"question", channel.Outbound{Text: "Which?", Question: channel.Question{Choices: small, Link: channel.Link{Label: "Sizes", URL: "https://x.example"}}},
			`"type":"text","text":"Which?","keyboard":{"Type":"keyboard","Buttons":[
				{"ActionType":"reply","ActionBody":"s","Text":"Small"},{"ActionType":"open-url","ActionBody":"https://x.example","Text":"Sizes"}]}`},
		{"question below a picture", channel.Outbound{Text: "Which?", Attachments: []channel.Attachment{photo}, Question: channel.Question{Header: "Shirts", Choices: small}},
			`"type":"picture","text":"Shirts\n\nWhich?","media":"https://x.example/p","thumbnail":"https://x.example/t",
			"keyboard":{"Type":"keyboard","Buttons":[{"ActionType":"reply","ActionBody":"s","Text":"Small"}]}`},
		{"as long as may be", channel.Outbound{Text: strings.Repeat("ü", 7000)}, `"type":"text","text":"` + strings.Repeat("ü", 7000) + `"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.ID, tt.o.To = "out-1", mira
			got, err := unsigned(t).Call(tt.o)
			require.NoError(t, err)
			require.Equal(t, "https://chatapi.viber.com/pa/send_message", got.URL)
			require.Equal(t, platform.TokenMark, got.Header.Get("X-Viber-Auth-Token"))
			require.JSONEq(t, `{"receiver":"mira==","sender":{"name":"Shop"},"min_api_version":1,"tracking_data":"out-1",`+tt.body+`}`, string(got.Body))
			require.NotContains(t, string(got.Body), `\u003c`)
		})
	}
}

// TestCallSender holds that a sender's picture goes along, and that a name is needed.
func TestCallSender(t *testing.T) {
	p, err := viber.New(viber.Config{Bot: bot, Unsigned: true, Sender: viber.Sender{Name: "Shop", Avatar: "https://x.example/a"}})
	require.NoError(t, err)
	got, err := p.Call(channel.Outbound{To: mira, Text: "Hi"})
	require.NoError(t, err)
	require.Contains(t, string(got.Body), `"sender":{"avatar":"https://x.example/a","name":"Shop"}`)

	p, err = viber.New(viber.Config{Bot: bot, Unsigned: true})
	require.NoError(t, err)
	_, err = p.Call(channel.Outbound{To: mira, Text: "Hi"})
	require.ErrorContains(t, err, "the name of the sender is missing")
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	const url = "https://x.example"
	file := func(a channel.Attachment) channel.Outbound {
		return channel.Outbound{To: mira, Attachments: []channel.Attachment{a}}
	}
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nothing", channel.Outbound{To: mira}, "text: it is empty"},
		{"nobody", channel.Outbound{To: channel.Address{Account: account}, Text: "x"}, "receiver is missing"},
		{"long call", channel.Outbound{To: mira, Text: strings.Repeat("\x01", 7000)}, "30720 are allowed"},
		{"video without its size", file(channel.Attachment{Type: channel.Video, URL: url}), "video needs its size"},
		{"file without a name", file(channel.Attachment{Type: channel.Document, URL: url, Size: 1}), "a file name of 0 characters"},
		{"file of a long name", file(channel.Attachment{Type: channel.Document, URL: url, Size: 1, Name: strings.Repeat("ü", 257)}), "a file name of 257 characters"},
		{"no address", file(channel.Attachment{Type: channel.Image}), "an attachment without an address"},
		{"sticker", file(channel.Attachment{Type: channel.Sticker, ID: "one"}), `sticker "one": a number is wanted`},
		{"two calls", channel.Outbound{To: mira, Text: "x", Attachments: []channel.Attachment{{Type: channel.Video, URL: url, Size: 1}}}, "it needs 2 calls"},
		{"template", channel.Outbound{To: mira, Type: channel.Template}, "viber does not carry templates"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := unsigned(t).Call(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
}

// TestReplyRefuses holds that only the user who opened the chat is welcomed.
func TestReplyRefuses(t *testing.T) {
	other, elsewhere := mira, mira
	other.Handle, elsewhere.Account.ID = "koji==", "bot-2"
	tests := []struct {
		name, body string
		o          channel.Outbound
		want       string
	}{
		{"a message", message(`"type":"text","text":"Hi"`), channel.Outbound{To: mira, Text: "x"}, "only the callback conversation_started"},
		{"no JSON", `[`, channel.Outbound{To: mira, Text: "x"}, "only the callback conversation_started"},
		{"another user", started("false"), channel.Outbound{To: other, Text: "x"}, "about another user"},
		{"another bot", started("false"), channel.Outbound{To: elsewhere, Text: "x"}, "about another user"},
		{"nobody", `{"event":"conversation_started"}`, channel.Outbound{To: channel.Address{Account: account}, Text: "x"}, "about another user"},
		{"nothing", started("false"), channel.Outbound{To: mira}, "text: it is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unsigned(t).Reply(platform.Request{Body: []byte(tt.body)}, tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Contains(t, refusal.Reason.Title, tt.want)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Empty(t, got.Body)
		})
	}
}

func TestAnswer(t *testing.T) {
	answer := func(status int, body string) (channel.Accepted, error) {
		return unsigned(t).Answer(platform.Response{Status: status, Body: []byte(body), At: received})
	}
	got, err := answer(200, `{"status":0,"status_message":"ok","message_token":5741311803571721087}`)
	require.NoError(t, err)
	require.Equal(t, channel.Accepted{MessageID: "5741311803571721087", At: received}, got)

	tests := []struct {
		name   string
		status int
		body   string
		want   channel.Error
	}{
		{"not subscribed", 200, `{"status":6,"status_message":"notSubscribed"}`, channel.Error{Code: "6", Title: "notSubscribed", Class: channel.ClassUser}},
		{"not on Viber", 200, `{"status":5,"status_message":"receiverNotRegistered"}`, channel.Error{Code: "5", Title: "receiverNotRegistered", Class: channel.ClassUser}},
		{"token", 200, `{"status":2,"status_message":"invalidAuthToken"}`, channel.Error{Code: "2", Title: "invalidAuthToken", Class: channel.ClassFix}},
		{"too many", 200, `{"status":"12","status_message":"tooManyRequests"}`, channel.Error{Code: "12", Title: "tooManyRequests", Class: channel.ClassRetry}},
		{"bad", 200, `{"status":3,"status_message":"badData"}`, channel.Error{Code: "3", Title: "badData", Class: channel.ClassNever}},
		{"new", 200, `{"status":99,"status_message":"generalError"}`, channel.Error{Code: "99", Title: "generalError"}},
		{"down", 503, `<html>`, channel.Error{Code: "http_503", Title: "Service Unavailable", Class: channel.ClassRetry}},
		{"a success that is none", 500, `{"status":0}`, channel.Error{Code: "http_500", Title: "Internal Server Error", Class: channel.ClassRetry}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := answer(tt.status, tt.body)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if diff := cmp.Diff(tt.want, refusal.Reason); diff != "" {
				t.Errorf("reason differs (-want +got):\n%s", diff)
			}
		})
	}
	_, err = answer(200, `{}`)
	var refusal *channel.SendError
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, channel.CodeNoAnswer, refusal.Reason.Code)
}
