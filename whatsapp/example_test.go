package whatsapp_test

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// A host confirms its address once, and then checks and reads every webhook. Behind an
// HTTP server platform.NewHandler does both.
func ExamplePlatform_Events() {
	p, err := whatsapp.New(whatsapp.Config{Secret: "app secret", VerifyToken: "chosen"})
	if err != nil {
		return
	}
	query, _ := url.ParseQuery("hub.mode=subscribe&hub.verify_token=chosen&hub.challenge=42")
	reply, err := p.Greet(platform.Request{Query: query})
	fmt.Println(string(reply.Body), err)

	body := []byte(`{"object":"whatsapp_business_account","entry":[{"id":"2","changes":[{"field":"messages","value":{
		"metadata":{"phone_number_id":"3"},"contacts":[{"wa_id":"4915550100001","profile":{"name":"Mira"}}],
		"messages":[{"from":"4915550100001","id":"wamid.1","timestamp":"1772960400","type":"text","text":{"body":"Hello?"}}]}}]}]}`)
	header := http.Header{"X-Hub-Signature-256": {sign("app secret", body)}}
	events, err := p.Events(platform.Request{Header: header, Body: body, Received: time.Unix(1772960402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: body})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// 42 <nil>
	// message whatsapp:3/4915550100001 Mira 09:00:00 Hello?
	// <nil>
	// 401 whatsapp: signature: header X-Hub-Signature-256: it is missing
}

// A message is one call; the answer says what became of it. platform.NewClient makes both
// a transport.
func ExamplePlatform_Call() {
	p, err := whatsapp.New(whatsapp.Config{Secret: "app secret"})
	if err != nil {
		return
	}
	to := channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "3"}, Handle: "4915550100001"}
	call, err := p.Call(channel.Outbound{
		ID: "comment-9", To: to, Type: channel.Interactive, Text: "Is it solved?",
		Question: channel.Question{Choices: []channel.Choice{{ID: "yes", Title: "Yes"}, {ID: "no", Title: "No"}}},
	})
	fmt.Println(call.URL, err)
	fmt.Println(string(call.Body))
	_, err = p.Answer(platform.Response{Status: 400, Body: []byte(`{"error":{"code":131047,"message":"(#131047) Re-engagement message"}}`)})
	fmt.Println(err)
	// Output:
	// https://graph.facebook.com/v25.0/3/messages <nil>
	// {"messaging_product":"whatsapp","recipient_type":"individual","to":"+4915550100001","type":"interactive","biz_opaque_callback_data":"comment-9","interactive":{"type":"button","body":{"text":"Is it solved?"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes"}},{"type":"reply","reply":{"id":"no","title":"No"}}]}}}
	// channel: send refused: 131047: Re-engagement message
}
