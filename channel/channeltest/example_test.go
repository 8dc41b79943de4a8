package channeltest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
)

// A platform that refuses the first message, takes the second, and reports what
// became of it.
func ExamplePlatform() {
	p := &channeltest.Platform{}
	_ = p.Script(channeltest.Step{
		Act:   channeltest.Refuse,
		Error: channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate},
	})
	for _, id := range []string{"first", "second"} {
		accepted, err := p.Send(context.Background(), channel.Outbound{ID: id, Type: channel.Text, Text: "Hello"})
		fmt.Println(accepted.MessageID, err)
	}
	for _, e := range p.Events(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)) {
		fmt.Println(e.Status.Reference, e.Status.State)
	}
	// Output:
	//  channel: send refused: 131047: Re-engagement message
	// fake.1 <nil>
	// second sent
	// second delivered
}
