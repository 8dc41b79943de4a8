package platform_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
)

// A host serves the webhooks of LINE. Here the host's server is a test server, and the
// program then sends it a webhook as LINE does.
func ExampleNewHandler() {
	const secret = "channel secret"
	p, err := line.New(line.Config{Secret: secret})
	if err != nil {
		return
	}
	take := func(_ context.Context, events []channel.Event) error {
		for _, e := range events { // hand each to Desk.Receive
			fmt.Println(e.Type, e.Address(), e.Message.Text)
		}
		return nil
	}
	handler, err := platform.NewHandler(p, platform.HandlerConfig{Take: take})
	if err != nil {
		return
	}
	server := httptest.NewServer(handler) // http.Handle("/line", handler)
	defer server.Close()

	const body = `{"destination":"Ubot","events":[{"type":"message","timestamp":1773050400000,"webhookEventId":"01EXAMPLE",
		"source":{"type":"user","userId":"Umira"},"message":{"id":"501","type":"text","text":"Is it open?"}}]}`
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	for _, signature := range []string{base64.StdEncoding.EncodeToString(mac.Sum(nil)), "forged"} {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, server.URL, strings.NewReader(body))
		if err != nil {
			return
		}
		r.Header.Set("X-Line-Signature", signature)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return
		}
		fmt.Println(answer.Status, answer.Body.Close())
	}
	// Output:
	// message line:Ubot/Umira Is it open?
	// 200 OK <nil>
	// 401 Unauthorized <nil>
}

// A host sends by LINE. Here LINE is a test server that takes a message and refuses all
// to unknown users. Without BaseURL the calls go to LINE itself.
func ExampleNewClient() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Println(r.URL.Path, r.Header.Get("Authorization"), string(body))
		if !strings.Contains(string(body), "Umira") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"message":"Failed to send messages"}`)
			return
		}
		_, _ = io.WriteString(w, `{"sentMessages":[{"id":"461"}]}`)
	}))
	defer server.Close()

	p, err := line.New(line.Config{Secret: "channel secret", BaseURL: server.URL})
	if err != nil {
		return
	}
	client, err := platform.NewClient(p, platform.ClientConfig{Token: "access token", Pace: platform.NewRate(2000)})
	if err != nil {
		return
	}
	bot := channel.Account{Kind: channel.LINE, ID: "Ubot"}
	for _, user := range []string{"Umira", "Uben"} {
		to := channel.Address{Account: bot, Handle: user}
		accepted, err := client.Send(context.Background(), channel.Outbound{ID: "out-" + user, To: to, Text: "It is."})
		fmt.Printf("%q %v\n", accepted.MessageID, err)
	}
	// Output:
	// /v2/bot/message/push Bearer access token {"messages":[{"text":"It is.","type":"text"}],"to":"Umira"}
	// "461" <nil>
	// /v2/bot/message/push Bearer access token {"messages":[{"text":"It is.","type":"text"}],"to":"Uben"}
	// "" channel: send refused: http_400: Failed to send messages
}
