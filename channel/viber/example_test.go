package viber_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/viber"
)

// A host checks and reads every callback.
func ExampleParse() {
	body := []byte(`{"event":"message","timestamp":1773050400000,"message_token":77,
		"sender":{"id":"mira==","name":"Mira"},"message":{"type":"text","text":"Hello?"}}`)
	header := sign("token", body) // as it comes in viber.SignatureHeader

	verifier, err := viber.NewVerifier("token")
	if err != nil || verifier.Verify(header, body) != nil {
		return // 401
	}
	events, err := viber.Parse("bot-1", body, time.Unix(1773050402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	// Output:
	// message viber:bot-1/mira== Mira 10:00:00 Hello?
	// <nil>
}

// A transport builds the request, sends it and reads the answer.
func ExampleSender_Build() {
	requests, err := viber.Sender{Name: "Shop"}.Build(channel.Outbound{
		ID: "out-1", To: channel.Address{Account: channel.Account{Kind: channel.Viber, ID: "bot-1"}, Handle: "mira=="}, Text: "Yes.",
	})
	for _, r := range requests {
		fmt.Println(r.Path, string(r.Body))
	}
	fmt.Println(err)

	_, err = viber.Answer(200, nil, []byte(`{"status":6,"status_message":"notSubscribed"}`), time.Unix(1773050410, 0))
	fmt.Println(err)
	// Output:
	// /pa/send_message {"min_api_version":1,"receiver":"mira==","sender":{"name":"Shop"},"text":"Yes.","tracking_data":"out-1","type":"text"}
	// <nil>
	// channel: send refused: 6: notSubscribed
}
