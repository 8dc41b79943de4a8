package whatsapp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
	"github.com/socialticket/socialticket/whatsapp"
)

// mira is a user of a business number.
var mira = channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "3"}, Handle: "4915550100001"}

// TestPlatform runs the suite of all platforms.
func TestPlatform(t *testing.T) {
	mixed, err := os.ReadFile("testdata/mixed.json")
	require.NoError(t, err)
	refusal := func(code, title string, class channel.Class) channel.Error {
		return channel.Error{Code: code, Title: title, Detail: "Not now", Class: class}
	}
	platformtest.TestPlatform(t, platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			return whatsapp.New(whatsapp.Config{Secret: secret, VerifyToken: secret, Number: "3", BaseURL: base})
		},
		Sign: func(secret string, r *platform.Request) { r.Header.Set("X-Hub-Signature-256", sign(secret, r.Body)) },
		To:   mira,
		Hello: func(text, id string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"object":"whatsapp_business_account","entry":[{"id":"2","changes":[{"field":"messages","value":{
				"metadata":{"display_phone_number":"4930555010","phone_number_id":"3"},
				"messages":[{"from":"4915550100001","id":%q,"timestamp":"%d","type":"text","text":{"body":%q}}]}}]}]}`, id, at.Unix(), text)
		},
		Batch: func(hooks ...[]byte) []byte {
			type webhook struct {
				Object string            `json:"object"`
				Entry  []json.RawMessage `json:"entry"`
			}
			var all webhook
			for _, hook := range hooks {
				var one webhook
				require.NoError(t, json.Unmarshal(hook, &one))
				all.Object, all.Entry = one.Object, append(all.Entry, one.Entry...)
			}
			body, err := json.Marshal(all)
			require.NoError(t, err)
			return body
		},
		Status: func(messageID, reference string, at time.Time) []byte {
			return fmt.Appendf(nil, `{"entry":[{"id":"2","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"3"},"statuses":[
				{"id":%q,"status":"delivered","timestamp":"%d","recipient_id":"4915550100001","biz_opaque_callback_data":%q}]}}]}]}`,
				messageID, at.Unix(), reference)
		},
		Samples: map[string][]byte{"mixed": mixed, "one": []byte(oneText), "batch": batch(20)},
		Greeting: func(secret string) (url.Values, string) {
			return url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {secret}, "hub.challenge": {"1158201444"}}, "1158201444"
		},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct {
				To        string
				Text      struct{ Body string }
				Reference string `json:"biz_opaque_callback_data"`
			}
			_ = json.Unmarshal(body, &call)
			return platformtest.Arrived{
				To: strings.TrimPrefix(call.To, "+"), Text: call.Text.Body, Reference: call.Reference,
				Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "),
			}
		},
		Taken: func(to, id string) string {
			return fmt.Sprintf(`{"messaging_product":"whatsapp","contacts":[{"wa_id":%q}],"messages":[{"id":%q,"message_status":"accepted"}]}`, to, id)
		},
		Refused: func(e channel.Error) (int, string) {
			return http.StatusBadRequest, fmt.Sprintf(`{"error":{"code":%s,"message":"(#%s) %s","error_data":{"details":%q}}}`, e.Code, e.Code, e.Title, e.Detail)
		},
		Refusals: []channel.Error{
			refusal("131047", "Re-engagement message", channel.ClassTemplate), refusal("130429", "Rate limit hit", channel.ClassRetry),
			refusal("131026", "Message undeliverable", channel.ClassUser), refusal("190", "Access token has expired", channel.ClassFix),
			refusal("131009", "Parameter value is not valid", channel.ClassNever), refusal("999999", "A new one", ""),
		},
	})
}
