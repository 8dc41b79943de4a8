package telegram_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
)

// A host checks and reads every webhook. Behind an HTTP server platform.NewHandler does
// that.
func ExamplePlatform_Events() {
	p, err := telegram.New(telegram.Config{Bot: "500000001", Secret: "chosen"})
	if err != nil {
		return
	}
	body := []byte(`{"update_id":9001,"message":{"message_id":11,"date":1773050400,"text":"Hello?",
		"from":{"id":700000001,"first_name":"Mira"},"chat":{"id":700000001,"type":"private"}}}`)
	header := http.Header{"X-Telegram-Bot-Api-Secret-Token": {"chosen"}}
	events, err := p.Events(platform.Request{Header: header, Body: body, Received: time.Unix(1773050402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: body})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// message telegram:500000001/700000001 Mira 10:00:00 Hello?
	// <nil>
	// 401 telegram: signature: header X-Telegram-Bot-Api-Secret-Token: it is missing
}

// A client puts the token into the path of a call when it makes it.
func ExamplePlatform_Call() {
	p, err := telegram.New(telegram.Config{Bot: "500000001", Secret: "chosen"})
	if err != nil {
		return
	}
	to := channel.Address{Account: channel.Account{Kind: channel.Telegram, ID: "500000001"}, Handle: "700000001"}
	for _, o := range []channel.Outbound{
		{To: to, Text: "It left today."},
		{To: to, Attachments: []channel.Attachment{{Type: channel.Audio, ID: "AwACAgIAAxkD", Voice: true}}},
	} {
		call, err := p.Call(o)
		fmt.Println(call.URL, string(call.Body), err)
	}
	_, err = p.Answer(platform.Response{Status: 403, Body: []byte(`{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`)})
	fmt.Println(err)
	// Output:
	// https://api.telegram.org/bot{token}/sendMessage {"chat_id":700000001,"text":"It left today."} <nil>
	// https://api.telegram.org/bot{token}/sendVoice {"chat_id":700000001,"voice":"AwACAgIAAxkD"} <nil>
	// channel: send refused: 403: Forbidden: bot was blocked by the user
}
