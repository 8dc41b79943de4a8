package x_test

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/x"
)

// A host answers the platform's challenges, and checks and reads every webhook.
func ExampleParse() {
	verifier, err := x.NewVerifier("consumer secret")
	if err != nil {
		return
	}
	answer, err := verifier.Handshake(url.Values{"crc_token": {"MDhiYmM1"}})
	fmt.Println(string(answer), err)

	body := []byte(`{"for_user_id":"40","direct_message_events":[{"type":"message_create","id":"9001","created_timestamp":"1773050400000",
		"message_create":{"target":{"recipient_id":"40"},"sender_id":"70","message_data":{"text":"Hello?"}}}],
		"users":{"70":{"id":"70","name":"Mira","screen_name":"mira_example"}}}`)
	header := sign("consumer secret", body) // as it comes in x.SignatureHeader
	if verifier.Verify(header, body) != nil {
		return // 401
	}
	events, err := x.Parse(body, time.Unix(1773050402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	// Output:
	// {"response_token":"sha256=FwDAVrqQOfM4RKpb4HHp1gLQBzLR4vVYcme2lGePKkU="} <nil>
	// message x:40/70 Mira 10:00:00 Hello?
	// <nil>
}

// A transport builds the calls, sends them in their order and reads the answers.
func ExampleBuild() {
	requests, err := x.Build(channel.Outbound{
		To:   channel.Address{Account: channel.Account{Kind: channel.X, ID: "40"}, Handle: "70"},
		Text: "It left today.",
	})
	for _, r := range requests {
		fmt.Println(r.Path, string(r.Body), err)
	}

	_, err = x.Answer(http.StatusForbidden, nil, []byte(`{"errors":[{"code":349,"message":"You cannot send messages to this user."}]}`), time.Unix(1773050410, 0))
	fmt.Println(err)
	// Output:
	// /2/dm_conversations/with/70/messages {"text":"It left today."} <nil>
	// channel: send refused: 349: You cannot send messages to this user.
}
