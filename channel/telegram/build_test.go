package telegram_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/telegram"
)

var mira = channel.Address{Account: channel.Account{Kind: channel.Telegram, ID: bot}, Handle: "7"}

func TestBuild(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "p1"}
	remote := channel.Attachment{Type: channel.Document, URL: "https://files.example/a.pdf", Size: telegram.MaxFile}
	video := channel.Attachment{Type: channel.Video, ID: "v1"}
	tests := []struct {
		name   string
		o      channel.Outbound
		method string
		body   string
	}{
		{"text", channel.Outbound{Text: "Hi"}, "sendMessage", `{"chat_id":7,"text":"Hi"}`},
		{"quoted", channel.Outbound{Text: "Hi", ReplyTo: "11"}, "sendMessage",
			`{"chat_id":7,"text":"Hi","reply_parameters":{"message_id":11,"allow_sending_without_reply":true}}`},
		{"photo", channel.Outbound{Text: "Look", Attachments: []channel.Attachment{photo}}, "sendPhoto", `{"chat_id":7,"photo":"p1","caption":"Look"}`},
		{"file by address", channel.Outbound{Attachments: []channel.Attachment{remote}}, "sendDocument", `{"chat_id":7,"document":"https://files.example/a.pdf"}`},
		{"album", channel.Outbound{Text: "Two", Attachments: []channel.Attachment{photo, video}}, "sendMediaGroup",
			`{"chat_id":7,"media":[{"type":"photo","media":"p1","caption":"Two"},{"type":"video","media":"v1"}]}`},
		{"place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1.5, Longitude: 2}}, "sendLocation", `{"chat_id":7,"latitude":1.5,"longitude":2}`},
		{"venue", channel.Outbound{Type: channel.Location, Place: channel.Place{Name: "Shop"}}, "sendVenue", `{"chat_id":7,"latitude":0,"longitude":0,"title":"Shop","address":""}`},
		{"card", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "Mira", Phones: []string{"+4930555010"}}}}, "sendContact",
			`{"chat_id":7,"first_name":"Mira","phone_number":"+4930555010"}`},
		{"reaction", channel.Outbound{Type: channel.Reaction, Target: "11", Text: "👍", ReplyTo: "11"}, "setMessageReaction",
			`{"chat_id":7,"message_id":11,"reaction":[{"type":"emoji","emoji":"👍"}]}`},
		{"reaction taken back", channel.Outbound{Type: channel.Reaction, Target: "11"}, "setMessageReaction", `{"chat_id":7,"message_id":11,"reaction":[]}`},
		{"question", channel.Outbound{Type: channel.Interactive, Text: "Which?", Question: channel.Question{
			Footer: "Tap one", Choices: []channel.Choice{{ID: "s", Title: "Small"}}, Link: channel.Link{Label: "Sizes", URL: "https://shop.example"},
		}}, "sendMessage", `{"chat_id":7,"text":"Which?\n\nTap one","reply_markup":{"inline_keyboard":[[{"text":"Small","callback_data":"s"}],[{"text":"Sizes","url":"https://shop.example"}]]}}`},
		{"business", channel.Outbound{Text: "Hi", To: channel.Address{Account: channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, Handle: "@x"}},
			"sendMessage", `{"business_connection_id":"bc","chat_id":"@x","text":"Hi"}`},
		{"as long as may be", channel.Outbound{Text: strings.Repeat("😀", telegram.MaxText)}, "sendMessage", `{"chat_id":7,"text":"` + strings.Repeat("😀", telegram.MaxText) + `"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.o.To == (channel.Address{}) {
				tt.o.To = mira
			}
			got, err := telegram.Build(tt.o)
			require.NoError(t, err)
			require.Len(t, got, 1)
			require.Equal(t, tt.method, got[0].Method)
			require.JSONEq(t, tt.body, string(got[0].Body))
		})
	}
}

// TestBuildCalls holds that everything is sent, once and in order.
func TestBuildCalls(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "p"}
	file := channel.Attachment{Type: channel.Document, ID: "d"}
	sticker := channel.Attachment{Type: channel.Sticker, ID: "s"}
	yes := channel.Question{Choices: []channel.Choice{{ID: "y", Title: "Yes"}}}
	long := strings.Repeat("ü", telegram.MaxCaption+1)
	tests := []struct {
		name string
		o    channel.Outbound
		want string // methods
		last string // a part of the last call
	}{
		{"a text too long for a caption", channel.Outbound{Text: long, Attachments: []channel.Attachment{photo}}, "sendPhoto sendMessage", long},
		{"no album", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{photo, file}}, "sendPhoto sendDocument sendMessage", "Hi"},
		{"a sticker has no caption", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{sticker}}, "sendSticker sendMessage", "Hi"},
		{"eleven photos", channel.Outbound{Attachments: slices.Repeat([]channel.Attachment{photo}, 11)}, "sendMediaGroup sendPhoto", "photo"},
		{"buttons need a message", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{photo, photo}, Question: yes}, "sendMediaGroup sendMessage", "inline_keyboard"},
		{"buttons below a photo", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{photo}, Question: yes}, "sendPhoto", "inline_keyboard"},
		{"cards", channel.Outbound{Type: channel.Contacts, People: slices.Repeat([]channel.Person{{Name: "M", Phones: []string{"+1"}}}, 2)}, "sendContact sendContact", "+1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.To, tt.o.ReplyTo = mira, "11"
			got, err := telegram.Build(tt.o)
			require.NoError(t, err)
			var methods []string
			for i, r := range got {
				methods = append(methods, r.Method)
				require.Equal(t, i == 0, strings.Contains(string(r.Body), "reply_parameters"), "quotes once")
			}
			require.Equal(t, tt.want, strings.Join(methods, " "))
			require.Contains(t, string(got[len(got)-1].Body), tt.last)
		})
	}
}

func TestBuildLimits(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "p1"}
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nothing", channel.Outbound{To: mira}, "the text is empty"},
		{"nobody", channel.Outbound{Text: "x"}, "no chat to send to"},
		{"long text", channel.Outbound{To: mira, Text: strings.Repeat("ü", 4097)}, "text of 4097 characters: at most 4096"},
		{"large photo", channel.Outbound{To: mira, Attachments: []channel.Attachment{{Type: channel.Image, URL: "https://x.example", Size: 6 << 20}}}, "image of 6291456 bytes: at most 5242880"},
		{"no file", channel.Outbound{To: mira, Attachments: []channel.Attachment{{Type: channel.Image}}}, "an attachment without an id and an address"},
		{"odd file", channel.Outbound{To: mira, Attachments: []channel.Attachment{{Type: "scent", ID: "1"}}}, `no attachments of type "scent"`},
		{"template", channel.Outbound{To: mira, Type: channel.Template}, "no templates here"},
		{"no card", channel.Outbound{To: mira, Type: channel.Contacts}, "no contact card"},
		{"bare card", channel.Outbound{To: mira, Type: channel.Contacts, People: []channel.Person{{Name: "M"}}}, "a contact card without a number"},
		{"buttons below an album", channel.Outbound{To: mira, Attachments: []channel.Attachment{photo, photo}, Question: channel.Question{Choices: []channel.Choice{{ID: "y"}}}}, "buttons without a text"},
		{"long button", channel.Outbound{To: mira, Text: "x", Question: channel.Question{Choices: []channel.Choice{{ID: strings.Repeat("i", 65)}}}}, "an id of 65 bytes: 1 to 64"},
		{"asks for a place", channel.Outbound{To: mira, Text: "x", Question: channel.Question{AskPlace: true}}, "asks for a place"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := telegram.Build(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
}

func TestAnswer(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		id     string
		want   channel.SendError
	}{
		{"sent", 200, `{"ok":true,"result":{"message_id":12}}`, "12", channel.SendError{}},
		{"album", 200, `{"ok":true,"result":[{"message_id":12},{"message_id":13}]}`, "12", channel.SendError{}},
		{"reaction", 200, `{"ok":true,"result":true}`, "", channel.SendError{}},
		{"too fast", 429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}`, "",
			channel.SendError{Reason: channel.Error{Code: "429", Title: "Too Many Requests: retry after 5", Class: channel.ClassRetry}, RetryAfter: 5 * time.Second}},
		{"blocked", 403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, "",
			channel.SendError{Reason: channel.Error{Code: "403", Title: "Forbidden: bot was blocked by the user", Class: channel.ClassUser}}},
		{"no chat", 400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`, "",
			channel.SendError{Reason: channel.Error{Code: "400", Title: "Bad Request: chat not found", Class: channel.ClassUser}}},
		{"moved", 400, `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1007}}`, "",
			channel.SendError{Reason: channel.Error{Code: "400", Title: "Bad Request: group chat was upgraded to a supergroup chat", Detail: "-1007", Class: channel.ClassFix}}},
		{"bad", 400, `{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}`, "",
			channel.SendError{Reason: channel.Error{Code: "400", Title: "Bad Request: message is too long", Class: channel.ClassNever}}},
		{"token", 401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, "",
			channel.SendError{Reason: channel.Error{Code: "401", Title: "Unauthorized", Class: channel.ClassFix}}},
		{"a proxy", 502, `<html>`, "", channel.SendError{Reason: channel.Error{Code: "http_502", Title: "Bad Gateway", Class: channel.ClassRetry}}},
		{"new", 403, `{"ok":false,"error_code":403,"description":"Forbidden: moon phase"}`, "",
			channel.SendError{Reason: channel.Error{Code: "403", Title: "Forbidden: moon phase"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := telegram.Answer(tt.status, nil, []byte(tt.body), received)
			if tt.want == (channel.SendError{}) {
				require.NoError(t, err)
				require.Equal(t, channel.Accepted{MessageID: tt.id, At: received}, got)
				return
			}
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			if diff := cmp.Diff(tt.want, *refusal); diff != "" {
				t.Errorf("refusal differs (-want +got):\n%s", diff)
			}
		})
	}
}
