package messenger_test

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/messenger"
	"github.com/socialticket/socialticket/channel/platform"
)

// A host confirms its address once, and then checks and reads every webhook. Behind an
// HTTP server platform.NewHandler does both.
func ExamplePlatform_Events() {
	p, err := messenger.New(messenger.Config{Secret: "app secret", VerifyToken: "chosen"})
	if err != nil {
		return
	}
	query, _ := url.ParseQuery("hub.mode=subscribe&hub.verify_token=chosen&hub.challenge=42")
	reply, err := p.Greet(platform.Request{Query: query})
	fmt.Println(string(reply.Body), err)

	body := []byte(`{"object":"instagram","entry":[{"id":"17841400000000001","time":1773050401000,"messaging":[{
		"sender":{"id":"8000000000000001"},"recipient":{"id":"17841400000000001"},"timestamp":1773050400000,
		"message":{"mid":"ig-1","text":"Hello?"}}]}]}`)
	header := http.Header{"X-Hub-Signature-256": {sign("app secret", body)}}
	events, err := p.Events(platform.Request{Header: header, Body: body, Received: time.Unix(1773050402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: body})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// 42 <nil>
	// message instagram:17841400000000001/8000000000000001 10:00:00 Hello?
	// <nil>
	// 401 messenger: signature: header X-Hub-Signature-256: it is missing
}

// The policy chose the way: the user wrote three days ago, or commented in public.
func ExamplePlatform_Call() {
	p, err := messenger.New(messenger.Config{Secret: "app secret"})
	if err != nil {
		return
	}
	to := channel.Address{Account: channel.Account{Kind: channel.Messenger, ID: "400000000000001"}, Handle: "7000000000000001"}
	for _, o := range []channel.Outbound{
		{ID: "comment-9", To: to, Text: "It left today.", Via: channel.RouteHuman},
		{ID: "comment-9", To: to, Text: "It left today.", Via: channel.RoutePrivate, ReplyTo: "88_99"},
	} {
		call, err := p.Call(o)
		fmt.Println(string(call.Body), err)
	}
	_, err = p.Answer(platform.Response{
		Status: http.StatusBadRequest,
		Body:   []byte(`{"error":{"message":"This message is sent outside of allowed window.","code":10,"error_subcode":2018278}}`),
	})
	fmt.Println(err)
	// Output:
	// {"recipient":{"id":"7000000000000001"},"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","message":{"text":"It left today.","metadata":"socialticket:comment-9"}} <nil>
	// {"recipient":{"comment_id":"88_99"},"messaging_type":"RESPONSE","message":{"text":"It left today.","metadata":"socialticket:comment-9"}} <nil>
	// channel: send refused: 10/2018278: This message is sent outside of allowed window.
}
