package socialticket_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// The program of the README: from a webhook to a reply.
func Example_program() {
	ctx := context.Background()
	desk, err := socialticket.New(socialticket.Config{Store: &memory.Store{}})
	if err != nil {
		panic(err)
	}
	body := fmt.Appendf(nil, `{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": {
		"metadata": {"phone_number_id": "106540352242922"},
		"messages": [{"from": "16505551234", "id": "wamid.1", "timestamp": "%d", "type": "text",
			"text": {"body": "Is my bike ready?"}}]}}]}]}`, time.Now().Unix())
	app, err := whatsapp.New(whatsapp.Config{Unsigned: true}) // behind a server it has the app's secret
	if err != nil {
		panic(err)
	}
	events, err := app.Events(platform.Request{Body: body, Received: time.Now()})
	if err != nil {
		panic(err)
	}
	for _, event := range events {
		received, err := desk.Receive(ctx, event)
		if err != nil {
			panic(err)
		}
		reply, err := desk.Reply(ctx, socialticket.Reply{
			Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "It is.",
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(reply.Comment.Delivery.State, reply.Decision.Reason, reply.Decision.Left > 23*time.Hour)
	}
	// Output: queued window_open true
}

// TestReadme states that the README's program is the Example above, to the line.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("example_program_test.go")
	require.NoError(t, err)
	_, program, found := strings.Cut(string(readme), "func main() {\n")
	require.True(t, found)
	program, _, found = strings.Cut(program, "\n}\n")
	require.True(t, found)
	require.Contains(t, string(source), "func Example_program() {\n"+program+"\n\t// Output: ")
}
