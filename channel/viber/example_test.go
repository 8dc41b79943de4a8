package viber_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/viber"
)

// A host checks and reads every callback. Behind an HTTP server platform.NewHandler does
// that.
func ExamplePlatform_Events() {
	body := []byte(`{"event":"message","timestamp":1773050400000,"message_token":77,
		"sender":{"id":"mira==","name":"Mira"},"message":{"type":"text","text":"Hello?"}}`)
	header := http.Header{"X-Viber-Content-Signature": {sign("token", body)}}

	p, err := viber.New(viber.Config{Bot: "bot-1", Secret: "token"})
	if err != nil {
		return
	}
	events, err := p.Events(platform.Request{Header: header, Body: body, Received: time.Unix(1773050402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: body})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// message viber:bot-1/mira== Mira 10:00:00 Hello?
	// <nil>
	// 401 viber: signature: header X-Viber-Content-Signature: it is missing
}

// A call needs the name of the sender. Viber tells refusals with the HTTP status 200.
func ExamplePlatform_Call() {
	p, err := viber.New(viber.Config{Bot: "bot-1", Secret: "token", Sender: viber.Sender{Name: "Shop"}})
	if err != nil {
		return
	}
	call, err := p.Call(channel.Outbound{
		ID: "out-1", To: channel.Address{Account: channel.Account{Kind: channel.Viber, ID: "bot-1"}, Handle: "mira=="}, Text: "Yes.",
	})
	fmt.Println(call.URL, string(call.Body), err)

	_, err = p.Answer(platform.Response{Status: 200, Body: []byte(`{"status":6,"status_message":"notSubscribed"}`)})
	fmt.Println(err)
	// Output:
	// https://chatapi.viber.com/pa/send_message {"min_api_version":1,"receiver":"mira==","sender":{"name":"Shop"},"text":"Yes.","tracking_data":"out-1","type":"text"} <nil>
	// channel: send refused: 6: notSubscribed
}

// A user who opened the chat may be welcomed, once, in the answer to the callback.
func ExamplePlatform_Reply() {
	p, err := viber.New(viber.Config{Bot: "bot-1", Secret: "token", Sender: viber.Sender{Name: "Shop"}})
	if err != nil {
		return
	}
	opened := platform.Request{Body: []byte(`{"event":"conversation_started","message_token":5,"subscribed":false,"user":{"id":"mira=="}}`)}
	to := channel.Address{Account: channel.Account{Kind: channel.Viber, ID: "bot-1"}, Handle: "mira=="}
	reply, err := p.Reply(opened, channel.Outbound{ID: "out-1", To: to, Text: "Welcome!"})
	fmt.Println(reply.Type, string(reply.Body), err)
	// Output:
	// application/json {"min_api_version":1,"sender":{"name":"Shop"},"text":"Welcome!","tracking_data":"out-1","type":"text"} <nil>
}
