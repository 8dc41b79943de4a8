package telegram_test

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
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/channel/telegram"
)

// TestPlatform runs the suite of all platforms, for a bot and for one connected to a
// business.
func TestPlatform(t *testing.T) {
	business := channel.Address{Account: channel.Account{Kind: channel.TelegramBusiness, ID: "bc"}, Handle: "7"}
	t.Run("Bot", func(t *testing.T) { platformtest.TestPlatform(t, subject(t, mira, "message", "")) })
	t.Run("Business", func(t *testing.T) {
		platformtest.TestPlatform(t, subject(t, business, "business_message", `"business_connection_id":"bc",`))
	})
}

// subject is Telegram as the user at an address sees it.
func subject(t *testing.T, to channel.Address, kind, connection string) platformtest.Subject {
	t.Helper()
	batch, err := os.ReadFile("testdata/batch.json")
	require.NoError(t, err)
	refusal := func(code int, title string, class channel.Class) channel.Error {
		return channel.Error{Code: strconv.Itoa(code), Title: title, Class: class}
	}
	return platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return telegram.New(telegram.Config{Bot: bot, Secret: secret, BaseURL: base})
		},
		Sign:  func(secret string, r *platform.Request) { r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret) },
		Loose: true,
		To:    to,
		Hello: func(text, id string, at time.Time) []byte {
			n := strings.TrimPrefix(id, "in-")
			return fmt.Appendf(nil, `{"update_id":90%s,%q:{"message_id":%s,"date":%d,%s"from":{"id":7,"first_name":"Mira"},"chat":{"id":7,"type":"private"},"text":%q}}`,
				n, kind, n, at.Unix(), connection, text)
		},
		Batch: func(hooks ...[]byte) []byte {
			all := struct {
				OK     bool              `json:"ok"`
				Result []json.RawMessage `json:"result"`
			}{OK: true}
			for _, hook := range hooks {
				all.Result = append(all.Result, hook)
			}
			body, err := json.Marshal(all)
			require.NoError(t, err)
			return body
		},
		Samples: map[string][]byte{"batch": batch},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct {
				Chat int64  `json:"chat_id"`
				Text string `json:"text"`
			}
			_ = json.Unmarshal(body, &call)
			path, _ := strings.CutSuffix(r.URL.Path, "/sendMessage")
			return platformtest.Arrived{To: strconv.FormatInt(call.Chat, 10), Text: call.Text, Token: strings.TrimPrefix(path, "/bot")}
		},
		Taken: func(to, id string) string {
			return fmt.Sprintf(`{"ok":true,"result":{"message_id":%s,"chat":{"id":%s,"type":"private"}}}`, id, to)
		},
		Refused: func(e channel.Error) (int, string) {
			code, _ := strconv.Atoi(e.Code)
			status := code
			if code > 599 {
				status = http.StatusBadRequest
			}
			return status, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, e.Title)
		},
		Refusals: []channel.Error{
			refusal(403, "Forbidden: bot was blocked by the user", channel.ClassUser), refusal(400, "Bad Request: message is too long", channel.ClassNever),
			refusal(401, "Unauthorized", channel.ClassFix), refusal(429, "Too Many Requests", channel.ClassRetry),
		},
		Nameless: true,
	}
}
