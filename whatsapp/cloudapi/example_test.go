package cloudapi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
)

// A text goes out; the next one is refused because the 24 hours are over, and the
// class of the refusal says what would work.
func ExampleClient_Send() {
	platform := &channeltest.Graph{} // leave out BaseURL to reach the real one
	server := httptest.NewServer(platform)
	defer server.Close()
	_ = platform.Script(channeltest.Step{}, channeltest.Step{
		Act: channeltest.Refuse, Error: channel.Error{Code: "131047", Title: "Re-engagement message"},
	})

	c, err := cloudapi.New(cloudapi.Config{Number: "100200300400500", Token: "secret", BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	o := channel.Outbound{
		ID:   "ticket-1/comment-2",
		To:   channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "100200300400500"}, Handle: "15550101"},
		Type: channel.Text, Text: "Your parcel is on its way.",
	}
	for range 2 {
		accepted, err := c.Send(context.Background(), o)
		if refused, ok := errors.AsType[*channel.SendError](err); ok {
			fmt.Println("refused:", refused.Reason, "what works:", refused.Reason.Class)
			continue
		}
		fmt.Println("taken as", accepted.MessageID)
	}
	// Output:
	// taken as fake.1
	// refused: 131047: Re-engagement message what works: template
}

// A picture that a user sent is fetched and checked while it is read.
func ExampleClient_Open() {
	platform := &channeltest.Graph{}
	server := httptest.NewServer(platform)
	defer server.Close()
	sent := platform.Keep("image/png", []byte("a picture"))

	c, err := cloudapi.New(cloudapi.Config{Number: "100200300400500", Token: "secret", BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	body, about, err := c.Open(context.Background(), channel.Attachment{ID: sent.ID})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = body.Close() }()
	content, err := io.ReadAll(body)
	fmt.Println(about.MIME, about.Size, string(content), err)
	// Output: image/png 9 a picture <nil>
}
