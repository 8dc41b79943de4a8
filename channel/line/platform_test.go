package line_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// TestPlatform runs the suite of all platforms.
func TestPlatform(t *testing.T) {
	batch, err := os.ReadFile("testdata/batch.json")
	require.NoError(t, err)
	refusal := func(status int, title string, class channel.Class) channel.Error {
		return channel.Error{Code: "http_" + strconv.Itoa(status), Title: title, Class: class}
	}
	platformtest.TestPlatform(t, platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return line.New(line.Config{Secret: secret, BaseURL: base})
		},
		Sign: func(secret string, r *platform.Request) { r.Header.Set("X-Line-Signature", sign(secret, r.Body)) },
		To:   mira,
		Hello: func(text, id string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"destination":"Ubot","events":[{"type":"message","timestamp":%d,"mode":"active","webhookEventId":"e-%s",
				"source":{"type":"user","userId":"Umira"},"message":{"id":%q,"type":"text","text":%q}}]}`, at.UnixMilli(), id, id, text)
		},
		Batch: func(hooks ...[]byte) []byte {
			type webhook struct {
				Destination string            `json:"destination"`
				Events      []json.RawMessage `json:"events"`
			}
			var all webhook
			for _, hook := range hooks {
				var one webhook
				require.NoError(t, json.Unmarshal(hook, &one))
				all.Destination, all.Events = one.Destination, append(all.Events, one.Events...)
			}
			body, err := json.Marshal(all)
			require.NoError(t, err)
			return body
		},
		Samples: map[string][]byte{"batch": batch},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct {
				To       string
				Messages []struct{ Text string }
			}
			_ = json.Unmarshal(body, &call)
			return platformtest.Arrived{To: call.To, Text: call.Messages[0].Text, Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
		},
		Taken: func(_, id string) string { return fmt.Sprintf(`{"sentMessages":[{"id":%q,"quoteToken":"q"}]}`, id) },
		Refused: func(e channel.Error) (int, string) {
			status, _ := strconv.Atoi(strings.TrimPrefix(e.Code, "http_"))
			return max(status, 400), fmt.Sprintf(`{"message":%q,"details":[{"property":"x","message":%q}]}`, e.Title, e.Detail)
		},
		Refusals: []channel.Error{
			refusal(400, "Invalid reply token", channel.ClassNever), refusal(400, "Failed to send messages", channel.ClassUser),
			refusal(401, "Authentication failed", channel.ClassFix), refusal(500, "Internal server error", channel.ClassRetry),
		},
		CodeIsStatus: true, Nameless: true,
	})
}
