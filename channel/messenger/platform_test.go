package messenger_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/messenger"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// TestPlatform runs the suite of all platforms, for both kinds. Instagram hands no
// reference back, and tells what was read but not what was delivered.
func TestPlatform(t *testing.T) {
	t.Run("Messenger", func(t *testing.T) {
		s := subject(t, channel.Messenger, "page")
		s.Status = func(messageID, _ string, at time.Time) []byte {
			return hook("page", fmt.Sprintf(`"delivery":{"mids":[%q],"watermark":%d}`, messageID, at.UnixMilli()), at)
		}
		platformtest.TestPlatform(t, s)
	})
	t.Run("Instagram", func(t *testing.T) {
		s := subject(t, channel.Instagram, "instagram")
		s.Nameless = true
		platformtest.TestPlatform(t, s)
	})
}

// hook returns a webhook of what happened between user 7 and account 4.
func hook(object, parts string, at time.Time) []byte {
	return fmt.Appendf(nil, `{"object":%q,"entry":[{"id":"4","time":%d,"messaging":[{"sender":{"id":"7"},"recipient":{"id":"4"},"timestamp":%d,%s}]}]}`,
		object, at.UnixMilli(), at.UnixMilli(), parts)
}

func subject(t *testing.T, kind channel.Kind, object string) platformtest.Subject {
	t.Helper()
	sample, err := os.ReadFile("testdata/" + object + ".json")
	require.NoError(t, err)
	return platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return messenger.New(messenger.Config{Secret: secret, BaseURL: base, VerifyToken: "chosen"})
		},
		Sign: func(secret string, r *platform.Request) { r.Header.Set("X-Hub-Signature-256", sign(secret, r.Body)) },
		To:   to(kind),
		Hello: func(text, id string, at time.Time) []byte {
			return hook(object, fmt.Sprintf(`"message":{"mid":%q,"text":%q}`, id, text), at)
		},
		Batch:   batch(t),
		Samples: map[string][]byte{"sample": sample},
		Greeting: func(string) (url.Values, string) {
			return url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {"chosen"}, "hub.challenge": {"1158201444"}}, "1158201444"
		},
		ReadCall: readCall,
		Taken:    func(to, id string) string { return fmt.Sprintf(`{"recipient_id":%q,"message_id":%q}`, to, id) },
		Refused: func(e channel.Error) (int, string) {
			code, sub, _ := strings.Cut(e.Code, "/")
			return http.StatusBadRequest, fmt.Sprintf(`{"error":{"message":%q,"type":"OAuthException","code":%s,"error_subcode":%s,"fbtrace_id":"x"}}`, e.Title, code, cmp.Or(sub, "0"))
		},
		Refusals: []channel.Error{
			{Code: "10/2018278", Title: "Outside of the allowed window", Class: channel.ClassTemplate},
			{Code: "551", Title: "This person is not available right now", Class: channel.ClassUser},
			{Code: "613", Title: "Calls to this API have exceeded the rate limit", Class: channel.ClassRetry},
			{Code: "190", Title: "Invalid access token", Class: channel.ClassFix},
			{Code: "100", Title: "Invalid parameter", Class: channel.ClassNever},
		},
	}
}

// batch puts the entries of several webhooks into one.
func batch(t *testing.T) func(hooks ...[]byte) []byte {
	type webhook struct {
		Object string            `json:"object"`
		Entry  []json.RawMessage `json:"entry"`
	}
	return func(hooks ...[]byte) []byte {
		var all webhook
		for _, one := range hooks {
			var w webhook
			require.NoError(t, json.Unmarshal(one, &w))
			all.Object, all.Entry = w.Object, append(all.Entry, w.Entry...)
		}
		body, err := json.Marshal(all)
		require.NoError(t, err)
		return body
	}
}

func readCall(r *http.Request, body []byte) platformtest.Arrived {
	var call struct {
		Recipient struct{ ID string }
		Message   struct{ Text, Metadata string }
	}
	_ = json.Unmarshal(body, &call)
	return platformtest.Arrived{
		To: call.Recipient.ID, Text: call.Message.Text, Reference: strings.TrimPrefix(call.Message.Metadata, "socialticket:"),
		Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "),
	}
}

// clock shows one instant.
type clock struct{ at time.Time }

func (c clock) Now() time.Time { return c.at }

func desk(t *testing.T) *socialticket.Desk {
	t.Helper()
	d, err := socialticket.New(socialticket.Config{Store: &memory.Store{}, Clock: clock{received}})
	require.NoError(t, err)
	return d
}

// TestPrivateAnswer goes the whole way of a comment: webhook, ticket, reply, call.
func TestPrivateAnswer(t *testing.T) {
	const value = `"from":{"id":"7","name":"Mira"},"created_time":1773050400`
	tests := []struct{ name, body, want string }{
		{"a comment on a page", `{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"88_99","post_id":"4_88","message":"Price?",` + value + `}}]}]}`,
			`{"comment_id":"88_99"}`},
		{"a post on a page", `{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"item":"status","verb":"add","post_id":"4_88","message":"Price?",` + value + `}}]}]}`,
			`{"post_id":"4_88"}`},
		{"a comment on Instagram", `{"object":"instagram","entry":[{"id":"4","time":1773050400,"changes":[{"field":"comments","value":{"id":"c-1","text":"Price?","from":{"id":"7","username":"mira"},"media":{"id":"m-1"}}}]}]}`,
			`{"comment_id":"c-1"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desk(t)
			events := parse(t, tt.body)
			require.Equal(t, channel.OpenComment, events[0].Opens)
			r, err := d.Receive(t.Context(), events[0])
			require.NoError(t, err)
			r, err = d.Reply(t.Context(), socialticket.Reply{Ticket: r.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "5 euros"})
			require.NoError(t, err)
			require.Len(t, r.Commit.Effects, 1)
			c, err := unsigned(t).Call(r.Commit.Effects[0].Message)
			require.NoError(t, err)
			var call struct{ Recipient json.RawMessage }
			require.NoError(t, json.Unmarshal(c.Body, &call))
			require.JSONEq(t, tt.want, string(call.Recipient))
		})
	}
	// Without an id of the comment the way is not open.
	e := parse(t, `{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"item":"comment","verb":"add","message":"Price?",`+value+`}}]}]}`)[0]
	require.Equal(t, []any{channel.EventMessage, channel.Opener("")}, []any{e.Type, e.Opens})
}

func TestGreet(t *testing.T) {
	q := url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {""}, "hub.challenge": {"1"}}
	_, err := unsigned(t).Greet(platform.Request{Query: q}) // no token was chosen
	require.ErrorIs(t, err, platform.ErrHandshake)
	require.EqualError(t, err, "messenger: handshake: no token to compare with")
}
