package telegram_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
)

var mira = channel.Address{Account: channel.Account{Kind: channel.Telegram, ID: bot}, Handle: "7"}

func TestCall(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "p1"}
	video := channel.Attachment{Type: channel.Video, ID: "v1"}
	sticker := channel.Attachment{Type: channel.Sticker, ID: "s1"}
	one := func(a channel.Attachment) channel.Outbound {
		return channel.Outbound{Attachments: []channel.Attachment{a}}
	}
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
		{"photo, by the type of the message", channel.Outbound{Type: channel.Image, Attachments: []channel.Attachment{{ID: "p1"}}}, "sendPhoto", `{"chat_id":7,"photo":"p1"}`},
		{"video", one(video), "sendVideo", `{"chat_id":7,"video":"v1"}`},
		{"video note", one(channel.Attachment{Type: channel.Video, ID: "n1", Voice: true}), "sendVideoNote", `{"chat_id":7,"video_note":"n1"}`},
		{"audio", one(channel.Attachment{Type: channel.Audio, ID: "a1"}), "sendAudio", `{"chat_id":7,"audio":"a1"}`},
		{"voice", channel.Outbound{Text: "Listen", Attachments: []channel.Attachment{{Type: channel.Audio, URL: "https://files.example/a.ogg", Voice: true}}}, "sendVoice",
			`{"chat_id":7,"voice":"https://files.example/a.ogg","caption":"Listen"}`},
		{"sticker", one(sticker), "sendSticker", `{"chat_id":7,"sticker":"s1"}`},
		{"file by address", one(channel.Attachment{Type: channel.Document, URL: "https://files.example/a.pdf", Size: 20 << 20}), "sendDocument",
			`{"chat_id":7,"document":"https://files.example/a.pdf"}`},
		{"album", channel.Outbound{Text: "Two", Attachments: []channel.Attachment{photo, video}}, "sendMediaGroup",
			`{"chat_id":7,"media":[{"type":"photo","media":"p1","caption":"Two"},{"type":"video","media":"v1"}]}`},
		{"place", channel.Outbound{Type: channel.Location, Place: channel.Place{Latitude: 1.5, Longitude: 2}}, "sendLocation", `{"chat_id":7,"latitude":1.5,"longitude":2}`},
		{"venue", channel.Outbound{Type: channel.Location, Place: channel.Place{Name: "Shop", Address: "Example 1"}}, "sendVenue",
			`{"chat_id":7,"latitude":0,"longitude":0,"title":"Shop","address":"Example 1"}`},
		{"venue without an address", channel.Outbound{Type: channel.Location, Place: channel.Place{Name: "Shop"}}, "sendVenue",
			`{"chat_id":7,"latitude":0,"longitude":0,"title":"Shop","address":"Shop"}`},
		{"card", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "Mira", Phones: []string{"+4930555010"}}}}, "sendContact",
			`{"chat_id":7,"first_name":"Mira","phone_number":"+4930555010"}`},
		{"reaction", channel.Outbound{Type: channel.Reaction, Target: "11", Text: "👍", ReplyTo: "11"}, "setMessageReaction",
			`{"chat_id":7,"message_id":11,"reaction":[{"type":"emoji","emoji":"👍"}]}`},
		{"reaction taken back", channel.Outbound{Type: channel.Reaction, Target: "11"}, "setMessageReaction", `{"chat_id":7,"message_id":11,"reaction":[]}`},
		{"question", channel.Outbound{Type: channel.Interactive, Text: "Which?", Question: channel.Question{
			Footer: "Tap one", Choices: []channel.Choice{{ID: "s", Title: "Small"}}, Link: channel.Link{Label: "Sizes", URL: "https://shop.example"},
		}}, "sendMessage", `{"chat_id":7,"text":"Which?\n\nTap one","reply_markup":{"inline_keyboard":[[{"text":"Small","callback_data":"s"}],[{"text":"Sizes","url":"https://shop.example"}]]}}`},
		{"question below a photo", channel.Outbound{Type: channel.Interactive, Text: "This?", Attachments: []channel.Attachment{photo}, Question: channel.Question{Choices: []channel.Choice{{ID: "y", Title: "Yes"}}}},
			"sendPhoto", `{"chat_id":7,"photo":"p1","caption":"This?","reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}}`},
		{"picture above a question", channel.Outbound{Type: channel.Interactive, Text: "This?", Question: channel.Question{Media: photo, Choices: []channel.Choice{{ID: "y", Title: "Yes"}}}},
			"sendPhoto", `{"chat_id":7,"photo":"p1","caption":"This?","reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}}`},
		{"business", channel.Outbound{Text: "Hi", To: channel.Address{Account: channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, Handle: "@x"}},
			"sendMessage", `{"business_connection_id":"bc","chat_id":"@x","text":"Hi"}`},
		{"to a guest", channel.Outbound{Text: "At nine.", Via: channel.RouteReplyToken, Token: "gq1", ReplyTo: "-100:4"}, "answerGuestQuery",
			`{"guest_query_id":"gq1","result":{"type":"article","id":"answer","title":"Answer","input_message_content":{"message_text":"At nine."}}}`},
		{"as long as may be", channel.Outbound{Text: strings.Repeat("😀", 4096)}, "sendMessage", `{"chat_id":7,"text":"` + strings.Repeat("😀", 4096) + `"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.o.To == (channel.Address{}) {
				tt.o.To = mira
			}
			got, err := unsigned(t).Call(tt.o)
			require.NoError(t, err)
			require.Equal(t, "https://api.telegram.org/bot{token}/"+tt.method, got.URL)
			require.JSONEq(t, tt.body, string(got.Body))
		})
	}
}

// The token of Telegram holds a colon, and stands in the path as it is.
func TestCallToken(t *testing.T) {
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.EscapedPath()
		_, _ = w.Write([]byte(`{"ok":true,"result":{"message_id":12,"chat":{"id":7}}}`))
	}))
	defer server.Close()
	p, err := telegram.New(telegram.Config{Unsigned: true, BaseURL: server.URL + "/"})
	require.NoError(t, err)
	client, err := platform.NewClient(p, platform.ClientConfig{Token: "123:AB-c_9"})
	require.NoError(t, err)
	accepted, err := client.Send(t.Context(), channel.Outbound{ID: "out-1", To: mira, Text: "Hi"})
	require.NoError(t, err)
	require.Equal(t, []string{"/bot123:AB-c_9/sendMessage", "7:12"}, []string{path, accepted.MessageID})
}

// TestCallParts holds that each part of a message that needs several calls is one.
func TestCallParts(t *testing.T) {
	photo := channel.Attachment{Type: channel.Image, ID: "p"}
	note := channel.Attachment{Type: channel.Video, ID: "n", Voice: true}
	voice := channel.Attachment{Type: channel.Audio, ID: "v", Voice: true}
	yes := channel.Question{Choices: []channel.Choice{{ID: "y", Title: "Yes"}}}
	tests := []struct {
		name string
		o    channel.Outbound
		want string // methods
		last string // a part of the last call
	}{
		{"a text too long for a caption", channel.Outbound{Text: strings.Repeat("ü", 1025), Attachments: []channel.Attachment{photo}}, "sendPhoto sendMessage", "ü"},
		{"a sticker has no caption", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{{Type: channel.Sticker, ID: "s"}}}, "sendSticker sendMessage", "Hi"},
		{"a video note has no caption", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{note}}, "sendVideoNote sendMessage", "Hi"},
		{"voice messages are no album", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{voice, voice}}, "sendVoice sendVoice", "voice"},
		{"a video note is in no album", channel.Outbound{Attachments: []channel.Attachment{photo, note, photo}}, "sendPhoto sendVideoNote sendPhoto", "photo"},
		{"an album has no buttons", channel.Outbound{Text: "Hi", Attachments: []channel.Attachment{photo, photo}, Question: yes}, "sendMediaGroup sendMessage", "inline_keyboard"},
		{"cards", channel.Outbound{Type: channel.Contacts, People: []channel.Person{{Name: "M", Phones: []string{"+1"}}, {Name: "B", Phones: []string{"+2"}}}}, "sendContact sendContact", "+2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.To, tt.o.ReplyTo = mira, "11"
			var methods []string
			var last platform.Call
			for i, part := range channel.AbilityOf(channel.Telegram).Split(tt.o) {
				call, err := unsigned(t).Call(part)
				require.NoError(t, err)
				methods = append(methods, call.URL[strings.LastIndex(call.URL, "/")+1:])
				require.Equal(t, i == 0, strings.Contains(string(call.Body), "reply_parameters"), "quotes once")
				last = call
			}
			require.Equal(t, tt.want, strings.Join(methods, " "))
			require.Contains(t, string(last.Body), tt.last)
		})
	}
}

// TestCallRefuses holds what a call needs beside what the abilities count.
func TestCallRefuses(t *testing.T) {
	business := channel.Address{Account: channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, Handle: "7"}
	file := func(a channel.Attachment) channel.Outbound {
		return channel.Outbound{To: mira, Attachments: []channel.Attachment{a}}
	}
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"nobody", channel.Outbound{To: channel.Address{Account: mira.Account}, Text: "x"}, "chat_id is missing"},
		{"no file", file(channel.Attachment{Type: channel.Image}), "an attachment without an id and an address"},
		{"video note by address", file(channel.Attachment{Type: channel.Video, URL: "https://x.example", Voice: true}), "a video note goes by the id"},
		{"several calls", file(channel.Attachment{Type: channel.Sticker, ID: "s"}), "it needs 2 calls"},
		{"guest without a query", channel.Outbound{To: mira, Text: "x", Via: channel.RouteReplyToken}, "guest_query_id is missing"},
		{"a file for a guest", channel.Outbound{To: mira, Text: "x", Via: channel.RouteReplyToken, Token: "gq", Attachments: []channel.Attachment{{Type: channel.Image, ID: "p"}}}, "a guest is answered by a text"},
		{"a reaction of a business", channel.Outbound{To: business, Type: channel.Reaction, Target: "7:1", Text: "👍"}, "does not carry reactions"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "several calls" {
				tt.o.Text = "and words"
			}
			_, err := unsigned(t).Call(tt.o)
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, channel.ClassNever, refusal.Reason.Class)
			require.Contains(t, refusal.Reason.Title, tt.want)
		})
	}
}

// A host's own abilities count for both kinds.
func TestCallAbility(t *testing.T) {
	short := channel.AbilityOf(channel.Telegram)
	short.Text, short.Single = channel.Limit{Most: 3}, true
	p, err := telegram.New(telegram.Config{Unsigned: true, Ability: &short})
	require.NoError(t, err)
	for _, kind := range []channel.Kind{channel.Telegram, channel.TelegramBusiness} {
		to := channel.Address{Account: channel.Account{Kind: kind, ID: "bc"}, Handle: "7"}
		_, err = p.Call(channel.Outbound{To: to, Text: "Hi"})
		require.NoError(t, err)
		_, err = p.Call(channel.Outbound{To: to, Text: "Hello"})
		require.ErrorContains(t, err, "3 are allowed")
	}
	p, err = telegram.New(telegram.Config{Unsigned: true, Ability: &channel.Ability{}})
	require.NoError(t, err)
	for want, o := range map[string]channel.Outbound{
		"one contact card":               {Type: channel.Contacts},
		"card with a number":             {Type: channel.Contacts, People: []channel.Person{{Name: "M"}}},
		`no attachments of type "scent"`: {Attachments: []channel.Attachment{{Type: "scent", ID: "1"}}},
	} {
		o.To = mira
		_, err = p.Call(o)
		require.ErrorContains(t, err, want)
	}
}

// answer has an answer of Telegram read.
func answer(t *testing.T, status int, body string) (channel.Accepted, error) {
	t.Helper()
	return unsigned(t).Answer(platform.Response{Status: status, Body: []byte(body), At: received})
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
		{"guest", 200, `{"ok":true,"result":{"inline_message_id":"in-1"}}`, "in-1", channel.SendError{}},
		{"a topic that is gone", 400, `{"ok":false,"error_code":400,"description":"Bad Request: message thread not found"}`, "",
			channel.SendError{Reason: channel.Error{Code: "400", Title: "Bad Request: message thread not found", Class: channel.ClassUser}}},
		{"words without a code", 403, `{"ok":false,"description":"Forbidden: bot was kicked"}`, "",
			channel.SendError{Reason: channel.Error{Code: "http_403", Title: "Forbidden: bot was kicked", Class: channel.ClassFix}}},
		{"a proxy", 502, `<html>`, "", channel.SendError{Reason: channel.Error{Code: "http_502", Title: "Bad Gateway", Class: channel.ClassRetry}}},
		{"new", 403, `{"ok":false,"error_code":403,"description":"Forbidden: moon phase"}`, "",
			channel.SendError{Reason: channel.Error{Code: "403", Title: "Forbidden: moon phase"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := answer(t, tt.status, tt.body)
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

// After a success that does not name the message it is not known whether it went.
func TestAnswerUnread(t *testing.T) {
	for _, body := range []string{`{"ok":true}`, `{"ok":true,"result":{}}`, `{"ok":true,"result":[]}`, `{"ok":false}`, `{}`} {
		_, err := answer(t, 200, body)
		var refusal *channel.SendError
		require.ErrorAs(t, err, &refusal, body)
		require.Equal(t, channel.CodeNoAnswer, refusal.Reason.Code)
	}
}
