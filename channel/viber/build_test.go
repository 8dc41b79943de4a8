package viber_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/viber"
)

var (
	mira = channel.Address{Account: account, Handle: "mira=="}
	shop = viber.Sender{Name: "Shop"}
)

func TestBuild(t *testing.T) {
	tests := []struct {
		name string
		o    channel.Outbound
		body string // beside what all have
	}{
		{"text", channel.Outbound{Text: "Hi"}, `"type":"text","text":"Hi"`},
		{"picture", channel.Outbound{Text: "See", Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://x.example/p", Preview: "https://x.example/t", Size: viber.MaxPicture}}},
			`"type":"picture","text":"See","media":"https://x.example/p","thumbnail":"https://x.example/t"`},
		{"video", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Video, URL: "https://x.example/v", Size: 10, Millis: 2500}}},
			`"type":"video","media":"https://x.example/v","size":10,"duration":2`},
		{"file", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Document, URL: "https://x.example/f", Name: "a.pdf", Size: 10}}},
			`"type":"file","media":"https://x.example/f","size":10,"file_name":"a.pdf"`},
		{"sticker", channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "46105"}}}, `"type":"sticker","sticker_id":46105`},
		{"place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1.5, Longitude: 2}}, `"type":"location","location":{"lat":1.5,"lon":2}`},
		{"card", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "Koji", Phones: []string{"+4915550100009"}}}},
			`"type":"contact","contact":{"name":"Koji","phone_number":"+4915550100009"}`},
		{"question", channel.Outbound{Text: "Which?", Question: channel.Question{
			Choices: []channel.Choice{{ID: "s", Title: "Small"}}, Link: channel.Link{Label: "Sizes", URL: "https://x.example"}}},
			`"type":"text","text":"Which?","keyboard":{"Type":"keyboard","Buttons":[
				{"ActionType":"reply","ActionBody":"s","Text":"Small"},{"ActionType":"open-url","ActionBody":"https://x.example","Text":"Sizes"}]}`},
		{"as long as may be", channel.Outbound{Text: strings.Repeat("ü", viber.MaxText)}, `"type":"text","text":"` + strings.Repeat("ü", viber.MaxText) + `"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.ID, tt.o.To = "out-1", mira
			got, err := shop.Build(tt.o)
			require.NoError(t, err)
			require.Len(t, got, 1)
			require.Equal(t, "/pa/send_message", got[0].Path)
			require.JSONEq(t, `{"receiver":"mira==","sender":{"name":"Shop"},"min_api_version":1,"tracking_data":"out-1",`+tt.body+`}`, string(got[0].Body))
		})
	}
}

// TestBuildCalls holds that everything is sent, once and in order.
func TestBuildCalls(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, URL: "https://x.example/p"}
	film := channel.Attachment{Type: channel.Video, URL: "https://x.example/v", Size: 10}
	long := strings.Repeat("ü", viber.MaxCaption+1)
	for text, o := range map[string]channel.Outbound{
		"picture video text": {Text: "Hi", Attachments: []channel.Attachment{photo, film}},
		"video text":         {Text: "Hi", Attachments: []channel.Attachment{film}},
		"picture text":       {Text: long, Attachments: []channel.Attachment{photo}},
		"picture picture":    {Attachments: []channel.Attachment{photo, photo}},
		"contact contact":    {Type: channel.Contacts, People: slices.Repeat([]channel.Person{{Name: "M", Phones: []string{"+1"}}}, 2)},
	} {
		o.To, o.Question.Choices = mira, []channel.Choice{{ID: "y", Title: "Yes"}}
		got, err := shop.Build(o)
		require.NoError(t, err)
		var kinds []string
		for i, r := range got {
			var body struct {
				Type     string
				Keyboard any
			}
			require.NoError(t, json.Unmarshal(r.Body, &body))
			kinds = append(kinds, body.Type)
			require.Equal(t, i == len(got)-1, body.Keyboard != nil, "the keyboard comes last")
		}
		require.Equal(t, text, strings.Join(kinds, " "))
	}
}

func TestBuildLimits(t *testing.T) {
	file := func(a channel.Attachment) channel.Outbound {
		return channel.Outbound{To: mira, Attachments: []channel.Attachment{a}}
	}
	const url = "https://x.example"
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nothing", channel.Outbound{To: mira}, "the text is empty"},
		{"nobody", channel.Outbound{Text: "x"}, "nobody to send to"},
		{"long text", channel.Outbound{To: mira, Text: strings.Repeat("ü", 7001)}, "text of 7001 characters: at most 7000"},
		{"long request", channel.Outbound{To: mira, Text: strings.Repeat("\x01", 7000)}, "at most 30720"},
		{"large picture", file(channel.Attachment{Type: channel.Image, URL: url, Size: 1<<20 + 1}), "image of 1048577 bytes: at most 1048576"},
		{"video without its size", file(channel.Attachment{Type: channel.Video, URL: url}), "video needs its size"},
		{"file without a name", file(channel.Attachment{Type: channel.Document, URL: url, Size: 1}), "a file name of 0 characters: 1 to 256"},
		{"no address", file(channel.Attachment{Type: channel.Image}), "an attachment without an address"},
		{"odd file", file(channel.Attachment{Type: "scent", URL: url}), `no attachments of type "scent"`},
		{"sticker", file(channel.Attachment{Type: channel.Sticker, ID: "one"}), `sticker "one": a number is wanted`},
		{"template", channel.Outbound{To: mira, Type: channel.Template}, `no message of type "template"`},
		{"no card", channel.Outbound{To: mira, Type: channel.Contacts}, "no contact card"},
		{"bare button", channel.Outbound{To: mira, Text: "x", Question: channel.Question{Choices: []channel.Choice{{Title: "A"}}}}, `button "A"`},
		{"asks for a place", channel.Outbound{To: mira, Text: "x", Question: channel.Question{AskPlace: true}}, "asks for a place"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := shop.Build(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
	_, err := viber.Sender{}.Build(channel.Outbound{To: mira, Text: "x"})
	require.ErrorContains(t, err, "a sender's name of 0 characters: 1 to 28")
}

func TestAnswer(t *testing.T) {
	got, err := viber.Answer(200, nil, []byte(`{"status":0,"status_message":"ok","message_token":5741311803571721087}`), received)
	require.NoError(t, err)
	require.Equal(t, channel.Accepted{MessageID: "5741311803571721087", At: received}, got)

	tests := []struct {
		name   string
		status int
		body   string
		want   channel.Error
	}{
		{"not subscribed", 200, `{"status":6,"status_message":"notSubscribed"}`, channel.Error{Code: "6", Title: "notSubscribed", Class: channel.ClassUser}},
		{"token", 200, `{"status":2,"status_message":"invalidAuthToken"}`, channel.Error{Code: "2", Title: "invalidAuthToken", Class: channel.ClassFix}},
		{"too many", 200, `{"status":"12","status_message":"tooManyRequests"}`, channel.Error{Code: "12", Title: "tooManyRequests", Class: channel.ClassRetry}},
		{"bad", 200, `{"status":3,"status_message":"badData"}`, channel.Error{Code: "3", Title: "badData", Class: channel.ClassNever}},
		{"new", 200, `{"status":99,"status_message":"generalError"}`, channel.Error{Code: "99", Title: "generalError"}},
		{"down", 503, `<html>`, channel.Error{Code: "http_503", Title: "Service Unavailable", Class: channel.ClassRetry}},
		{"no answer", 200, ``, channel.Error{Code: "http_200", Title: "OK"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := viber.Answer(tt.status, nil, []byte(tt.body), received)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if diff := cmp.Diff(tt.want, refusal.Reason); diff != "" {
				t.Errorf("reason differs (-want +got):\n%s", diff)
			}
		})
	}
}
