package line_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
)

// A host checks and reads every webhook.
func ExampleParse() {
	body := []byte(`{"destination":"Ubot","events":[{"type":"message","timestamp":1773050400000,"replyToken":"rt-1",
		"webhookEventId":"01EXAMPLE","source":{"type":"user","userId":"Umira"},"message":{"id":"501","type":"text","text":"Hello?"}}]}`)
	header := sign("channel secret", body) // as it comes in line.SignatureHeader

	verifier, err := line.NewVerifier("channel secret")
	if err != nil || verifier.Verify(header, body) != nil {
		return // 401
	}
	events, err := line.Parse(body, time.Unix(1773050402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Sent.Format(time.TimeOnly), e.Message.Text, e.ReplyToken)
	}
	fmt.Println(err)
	// Output:
	// message line:Ubot/Umira 10:00:00 Hello? rt-1
	// <nil>
}

// The free answer needs the token of the user's event; a push works at any time.
func ExampleBuild() {
	to := channel.Address{Account: channel.Account{Kind: channel.LINE, ID: "Ubot"}, Handle: "Umira"}
	for _, o := range []channel.Outbound{
		{ID: "out-1", To: to, Text: "Yes.", Via: channel.RouteReplyToken, Token: "rt-1"},
		{ID: "out-1", To: to, Text: "Yes.", Via: channel.RoutePush},
	} {
		requests, err := line.Build(o)
		for _, r := range requests {
			fmt.Println(r.Path, string(r.Body), err)
		}
	}
	_, err := line.Answer(429, nil, []byte(`{"message":"You have reached your monthly limit."}`), time.Unix(1773050410, 0))
	fmt.Println(err)
	// Output:
	// /v2/bot/message/reply {"messages":[{"text":"Yes.","type":"text"}],"replyToken":"rt-1"} <nil>
	// /v2/bot/message/push {"messages":[{"text":"Yes.","type":"text"}],"to":"Umira"} <nil>
	// channel: send refused: http_429: You have reached your monthly limit.
}
