package line_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
)

// A host checks and reads every webhook. Behind an HTTP server platform.NewHandler does
// that.
func ExamplePlatform_Events() {
	body := []byte(`{"destination":"Ubot","events":[{"type":"message","timestamp":1773050400000,"replyToken":"rt-1",
		"webhookEventId":"01EXAMPLE","source":{"type":"user","userId":"Umira"},"message":{"id":"501","type":"text","text":"Hello?"}}]}`)
	header := http.Header{"X-Line-Signature": {sign("channel secret", body)}}

	p, err := line.New(line.Config{Secret: "channel secret"})
	if err != nil {
		return
	}
	events, err := p.Events(platform.Request{Header: header, Body: body, Received: time.Unix(1773050402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Sent.Format(time.TimeOnly), e.Message.Text, e.ReplyToken)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: body})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// message line:Ubot/Umira 10:00:00 Hello? rt-1
	// <nil>
	// 401 line: signature: header X-Line-Signature: it is missing
}

// The free answer needs the token of the user's event; a push works at any time.
func ExamplePlatform_Call() {
	p, err := line.New(line.Config{Secret: "channel secret"})
	if err != nil {
		return
	}
	to := channel.Address{Account: channel.Account{Kind: channel.LINE, ID: "Ubot"}, Handle: "Umira"}
	for _, o := range []channel.Outbound{
		{ID: "out-1", To: to, Text: "Yes.", Via: channel.RouteReplyToken, Token: "rt-1"},
		{ID: "out-1", To: to, Text: "Yes.", Via: channel.RoutePush},
	} {
		call, err := p.Call(o)
		fmt.Println(call.URL, string(call.Body), err)
	}
	_, err = p.Answer(platform.Response{Status: 429, Body: []byte(`{"message":"You have reached your monthly limit."}`)})
	fmt.Println(err)
	// Output:
	// https://api.line.me/v2/bot/message/reply {"messages":[{"text":"Yes.","type":"text"}],"replyToken":"rt-1"} <nil>
	// https://api.line.me/v2/bot/message/push {"messages":[{"text":"Yes.","type":"text"}],"to":"Umira"} <nil>
	// channel: send refused: http_429: You have reached your monthly limit.
}
