package viber_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/channel/viber"
)

// TestPlatform runs the suite of all platforms.
func TestPlatform(t *testing.T) {
	sample, err := os.ReadFile("testdata/message.json")
	require.NoError(t, err)
	platformtest.TestPlatform(t, platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return viber.New(viber.Config{Bot: bot, Secret: secret, BaseURL: base, Sender: viber.Sender{Name: "Shop"}})
		},
		Sign: func(secret string, r *platform.Request) {
			r.Header.Set("X-Viber-Content-Signature", sign(secret, r.Body))
		},
		To: mira,
		Hello: func(text, id string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"event":"message","timestamp":%d,"message_token":%q,"sender":{"id":"mira==","name":"Mira"},"message":{"type":"text","text":%q}}`,
				at.UnixMilli(), id, text)
		},
		Status: func(messageID, _ string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"event":"delivered","timestamp":%d,"message_token":%q,"user_id":"mira=="}`, at.UnixMilli(), messageID)
		},
		Samples: map[string][]byte{
			"video":   sample,
			"unknown": []byte(`{"event":"waved","sender":{"id":"mira=="},"text":"Hello"}`),
			"poll":    []byte(message(`"type":"poll","poll":{"question":"Which?"}`)),
		},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct {
				Receiver, Text string
				TrackingData   string `json:"tracking_data"`
			}
			_ = json.Unmarshal(body, &call)
			return platformtest.Arrived{To: call.Receiver, Reference: call.TrackingData, Text: call.Text, Token: r.Header.Get("X-Viber-Auth-Token")}
		},
		Taken: func(_, id string) string {
			return fmt.Sprintf(`{"status":0,"status_message":"ok","message_token":%s}`, id)
		},
		Refused: func(e channel.Error) (int, string) {
			return http.StatusOK, fmt.Sprintf(`{"status":%s,"status_message":%q}`, e.Code, e.Title)
		},
		Refusals: []channel.Error{
			{Code: "12", Title: "tooManyRequests", Class: channel.ClassRetry}, {Code: "6", Title: "notSubscribed", Class: channel.ClassUser},
			{Code: "2", Title: "invalidAuthToken", Class: channel.ClassFix}, {Code: "3", Title: "badData", Class: channel.ClassNever},
		},
		Sticker: "46105",
	})
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		cfg  viber.Config
		want string
	}{
		{viber.Config{Secret: "s"}, "the id of the bot is missing"},
		{viber.Config{Bot: bot}, "the authentication token is missing"},
		{viber.Config{Bot: bot, Secret: "s", Sender: viber.Sender{Name: strings.Repeat("ü", 29)}}, "the name of the sender has 29 characters, 28 are allowed"},
	}
	for _, tt := range tests {
		_, err := viber.New(tt.cfg)
		require.ErrorContains(t, err, tt.want)
	}
	_, err := viber.New(viber.Config{Bot: bot, Secret: "s", Sender: viber.Sender{Name: strings.Repeat("ü", 28)}})
	require.NoError(t, err)
}

// A handler answers the callback of a user who opened the chat with the welcome.
func TestHandlerWelcomes(t *testing.T) {
	p, err := viber.New(viber.Config{Bot: bot, Secret: "token", Sender: viber.Sender{Name: "Shop"}})
	require.NoError(t, err)
	h, err := platform.NewHandler(p, platform.HandlerConfig{
		Take: func(context.Context, []channel.Event) error { return nil },
		Reply: func(_ context.Context, events []channel.Event) (channel.Outbound, bool) {
			e := events[0]
			return channel.Outbound{ID: "out-1", To: e.Address(), Text: "Welcome!"}, e.Opens == channel.OpenWelcome
		},
	})
	require.NoError(t, err)
	ask := func(body string) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("X-Viber-Content-Signature", sign("token", []byte(body)))
		h.ServeHTTP(w, r)
		require.Equal(t, http.StatusOK, w.Code)
		return w.Body.String()
	}
	require.JSONEq(t, `{"sender":{"name":"Shop"},"min_api_version":1,"tracking_data":"out-1","type":"text","text":"Welcome!"}`, ask(started("false")))
	require.Empty(t, ask(started("true")), "a subscriber is not welcomed")
	require.Empty(t, ask(message(`"type":"text","text":"Hi"`)))
}

// started is the callback of a user who opened the chat.
func started(subscribed string) string {
	return `{"event":"conversation_started","timestamp":1773050400000,"message_token":5,"type":"open","subscribed":` + subscribed + `,"user":{"id":"mira==","name":"Mira"}}`
}
