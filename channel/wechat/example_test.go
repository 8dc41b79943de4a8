package wechat_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/wechat"
)

// A host answers the handshake once, and then checks and reads every push.
func ExampleParse() {
	verifier, err := wechat.NewVerifier(token)
	if err != nil {
		return
	}
	query := sign("signature", token) // of a request
	echo, err := verifier.Handshake(query)
	fmt.Println(echo, err)

	body := push("text", "<Content>Hello?</Content><MsgId>24000000000000001</MsgId>")
	if verifier.Verify(query) != nil {
		return // 401
	}
	events, err := wechat.Parse(channel.WeChat, []byte(body), time.Unix(1773050402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	// Output:
	// 42 <nil>
	// message wechat:gh_shop/oMira 10:00:00 Hello?
	// <nil>
}

// In encrypted mode a body is opened before it is read.
func ExampleCipher() {
	c, err := wechat.NewCipher(token, key, app)
	if err != nil {
		return
	}
	encrypted := seal(push("event", "<Event>subscribe</Event>"), app)
	query, body := sign("msg_signature", token, encrypted), []byte("<xml><Encrypt>"+encrypted+"</Encrypt></xml>")

	plain, err := c.Open(query, body)
	if err != nil {
		return // 401
	}
	events, err := wechat.Parse(channel.WeChat, plain, time.Unix(1773050402, 0))
	fmt.Println(events[0].Type, events[0].Opens, events[0].From, err)
	// Output:
	// open follow oMira <nil>
}

// A transport builds the request, sends it and reads the answer.
func ExampleBuild() {
	requests, err := wechat.Build(channel.Outbound{
		To:   channel.Address{Account: channel.Account{Kind: channel.WeChat, ID: "gh_shop"}, Handle: "oMira"},
		Text: "Yes.",
	})
	for _, r := range requests {
		fmt.Println(r.Path, string(r.Body))
	}
	fmt.Println(err)

	_, err = wechat.Answer(200, nil, []byte(`{"errcode":45015,"errmsg":"response out of time limit"}`), time.Unix(1773050410, 0))
	fmt.Println(err)
	// Output:
	// /cgi-bin/message/custom/send {"msgtype":"text","text":{"content":"Yes."},"touser":"oMira"}
	// <nil>
	// channel: send refused: 45015: response out of time limit
}
