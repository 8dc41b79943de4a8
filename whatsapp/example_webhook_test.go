package whatsapp_test

import (
	"fmt"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/whatsapp"
)

// A host answers the handshake once, and then checks and reads every webhook.
func Example_webhook() {
	query, _ := url.ParseQuery("hub.mode=subscribe&hub.verify_token=chosen&hub.challenge=42")
	challenge, err := whatsapp.Handshake(query, "chosen")
	fmt.Println(challenge, err)

	body := []byte(`{"object":"whatsapp_business_account","entry":[{"id":"2","changes":[{"field":"messages","value":{
		"metadata":{"phone_number_id":"3"},"contacts":[{"wa_id":"4915550100001","profile":{"name":"Mira"}}],
		"messages":[{"from":"4915550100001","id":"wamid.1","timestamp":"1772960400","type":"text","text":{"body":"Hello?"}}]}}]}]}`)
	header := sign("app secret", body) // as it comes in whatsapp.SignatureHeader

	verifier, err := whatsapp.NewVerifier("app secret")
	if err != nil || verifier.Verify(header, body) != nil {
		return // 401
	}
	events, err := whatsapp.Parse(body, time.Unix(1772960402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Profile.Name, e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	// Output:
	// 42 <nil>
	// message whatsapp:3/4915550100001 Mira 09:00:00 Hello?
	// <nil>
}
