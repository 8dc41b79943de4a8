package messenger_test

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/messenger"
)

// A host answers the handshake once, and then checks and reads every webhook.
func ExampleParse() {
	query, _ := url.ParseQuery("hub.mode=subscribe&hub.verify_token=chosen&hub.challenge=42")
	challenge, err := messenger.Handshake(query, "chosen")
	fmt.Println(challenge, err)

	body := []byte(`{"object":"instagram","entry":[{"id":"17841400000000001","time":1773050401000,"messaging":[{
		"sender":{"id":"8000000000000001"},"recipient":{"id":"17841400000000001"},"timestamp":1773050400000,
		"message":{"mid":"ig-1","text":"Hello?"}}]}]}`)
	header := sign("app secret", body) // as it comes in messenger.SignatureHeader

	verifier, err := messenger.NewVerifier("app secret")
	if err != nil || verifier.Verify(header, body) != nil {
		return // 401
	}
	events, err := messenger.Parse(body, time.Unix(1773050402, 0))
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	// Output:
	// 42 <nil>
	// message instagram:17841400000000001/8000000000000001 10:00:00 Hello?
	// <nil>
}

// A transport builds the calls, sends them in their order and reads the answers.
func ExampleBuild() {
	requests, err := messenger.Build(channel.Outbound{
		ID:   "comment-9",
		To:   channel.Address{Account: channel.Account{Kind: channel.Messenger, ID: "400000000000001"}, Handle: "7000000000000001"},
		Text: "It left today.",
		Via:  channel.RouteHuman, // the policy chose it: the user wrote three days ago
	})
	for _, r := range requests {
		fmt.Println(r.Path, string(r.Body), err)
	}

	answer := `{"error":{"message":"This message is sent outside of allowed window.","code":10,"error_subcode":2018278}}`
	_, err = messenger.Answer(http.StatusBadRequest, nil, []byte(answer), time.Unix(1773050410, 0))
	fmt.Println(err)
	// Output:
	// /me/messages {"recipient":{"id":"7000000000000001"},"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","message":{"text":"It left today.","metadata":"socialticket:comment-9"}} <nil>
	// channel: send refused: 10/2018278: This message is sent outside of allowed window.
}
