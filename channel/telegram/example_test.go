package telegram_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/telegram"
)

// A host checks and reads every webhook.
func ExampleParse() {
	verifier, err := telegram.NewVerifier("chosen")
	if err != nil || verifier.Verify("chosen") != nil { // the value of telegram.SecretHeader
		return // 401
	}
	body := []byte(`{"update_id":9001,"message":{"message_id":11,"date":1773050400,"text":"Hello?",
		"from":{"id":700000001,"first_name":"Mira"},"chat":{"id":700000001,"type":"private"}}}`)
	events, err := telegram.Parse("500000001", body, time.Unix(1773050402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	// Output:
	// message telegram:500000001/700000001 Mira 10:00:00 Hello?
	// <nil>
}

// A transport builds the call, sends it and reads the answer.
func ExampleBuild() {
	requests, err := telegram.Build(channel.Outbound{
		To:   channel.Address{Account: channel.Account{Kind: channel.Telegram, ID: "500000001"}, Handle: "700000001"},
		Text: "It left today.",
	})
	for _, r := range requests {
		fmt.Println(r.Method, string(r.Body))
	}
	fmt.Println(err)

	_, err = telegram.Answer(403, nil, []byte(`{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`), time.Unix(1773050410, 0))
	fmt.Println(err)
	// Output:
	// sendMessage {"chat_id":700000001,"text":"It left today."}
	// <nil>
	// channel: send refused: 403: Forbidden: bot was blocked by the user
}
