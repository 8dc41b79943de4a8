package x_test

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/x"
)

// A host answers X's challenges, and checks and reads every webhook. Behind an HTTP
// server platform.NewHandler does that.
func ExamplePlatform_Events() {
	p, err := x.New(x.Config{Secret: "consumer secret"})
	if err != nil {
		return
	}
	reply, err := p.Greet(platform.Request{Query: url.Values{"crc_token": {"MDhiYmM1"}}})
	fmt.Println(reply.Type, string(reply.Body), err)

	body := []byte(`{"for_user_id":"40","direct_message_events":[{"type":"message_create","id":"9001","created_timestamp":"1773050400000",
		"message_create":{"target":{"recipient_id":"40"},"sender_id":"70","message_data":{"text":"Hello?"}}}],
		"users":{"70":{"id":"70","name":"Mira","screen_name":"mira_example"}}}`)
	header := http.Header{"X-Twitter-Webhooks-Signature": {sign("consumer secret", body)}}
	events, err := p.Events(platform.Request{Header: header, Body: body, Received: time.Unix(1773050402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: body})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// application/json {"response_token":"sha256=FwDAVrqQOfM4RKpb4HHp1gLQBzLR4vVYcme2lGePKkU="} <nil>
	// message x:40/70 Mira 10:00:00 Hello?
	// <nil>
	// 401 x: signature: header X-Twitter-Webhooks-Signature: it is missing
}

// A message with several files needs several calls: its abilities split it.
func ExamplePlatform_Call() {
	p, err := x.New(x.Config{Secret: "consumer secret"})
	if err != nil {
		return
	}
	o := channel.Outbound{
		To:          channel.Address{Account: channel.Account{Kind: channel.X, ID: "40"}, Handle: "70"},
		Text:        "It left today.",
		Attachments: []channel.Attachment{{Type: channel.Image, ID: "880"}, {Type: channel.Image, ID: "881"}},
	}
	for _, part := range channel.AbilityOf(channel.X).Split(o) {
		call, err := p.Call(part)
		fmt.Println(call.URL, string(call.Body), err)
	}
	_, err = p.Answer(platform.Response{Status: 403, Body: []byte(`{"errors":[{"code":349,"message":"You cannot send messages to this user."}]}`)})
	fmt.Println(err)
	// Output:
	// https://api.x.com/2/dm_conversations/with/70/messages {"attachments":[{"media_id":"880"}],"text":"It left today."} <nil>
	// https://api.x.com/2/dm_conversations/with/70/messages {"attachments":[{"media_id":"881"}]} <nil>
	// channel: send refused: 349: You cannot send messages to this user.
}
