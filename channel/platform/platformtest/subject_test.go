package platformtest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// double is LINE, with what LINE lacks: it confirms an address and tells what was
// delivered. A fault changes one of its functions.
type double struct {
	events func(platform.Request) ([]channel.Event, error)
	call   func(channel.Outbound) (platform.Call, error)
	answer func(platform.Response) (channel.Accepted, error)
	greet  func(platform.Request) (platform.Reply, error)
}

func (d *double) Events(r platform.Request) ([]channel.Event, error)   { return d.events(r) }
func (d *double) Call(o channel.Outbound) (platform.Call, error)       { return d.call(o) }
func (d *double) Answer(r platform.Response) (channel.Accepted, error) { return d.answer(r) }
func (d *double) Greet(r platform.Request) (platform.Reply, error)     { return d.greet(r) }

// newDouble returns a double that keeps every promise.
func newDouble(cfg line.Config) (*double, error) {
	p, err := line.New(cfg)
	if err != nil {
		return nil, err
	}
	return &double{
		events: func(r platform.Request) ([]channel.Event, error) { return delivered(p, r) },
		call:   p.Call, answer: p.Answer,
		greet: func(r platform.Request) (platform.Reply, error) {
			if r.Query.Get("token") != cfg.Secret {
				return platform.Reply{}, fmt.Errorf("double: %w: token", platform.ErrHandshake)
			}
			return platform.Reply{Type: "text/plain", Body: []byte(r.Query.Get("challenge"))}, nil
		},
	}, nil
}

// delivered reads a webhook. LINE tells of deliveries by what a host chose, here the id of
// the message.
func delivered(p *line.Platform, r platform.Request) ([]channel.Event, error) {
	events, err := p.Events(r)
	for i := range events {
		if e := &events[i]; e.Type == channel.EventStatus {
			e.Status.MessageID, e.Status.Reference = e.Status.Reference, ""
		}
	}
	return events, err
}

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func event(format string, args ...any) []byte {
	return []byte(`{"destination":"Ubot","events":[{"source":{"type":"user","userId":"Umira"},"mode":"active",` + fmt.Sprintf(format, args...) + `}]}`)
}

// subject is the double with a fault.
func subject(fault func(*double)) platformtest.Subject {
	refusal := func(status int, title string, class channel.Class) channel.Error {
		return channel.Error{Code: "http_" + strconv.Itoa(status), Title: title, Class: class}
	}
	return platformtest.Subject{
		New: func(secret, base string) (platform.Platform, error) {
			d, err := newDouble(line.Config{Secret: secret, BaseURL: base})
			if err != nil {
				return nil, err
			}
			fault(d)
			return d, nil
		},
		Sign: func(secret string, r *platform.Request) { r.Header.Set("X-Line-Signature", sign(secret, r.Body)) },
		To:   channel.Address{Account: channel.Account{Kind: channel.LINE, ID: "Ubot"}, Handle: "Umira"},
		Hello: func(text, id string, at time.Time) []byte {
			return event(`"type":"message","timestamp":%d,"webhookEventId":"e-%s","message":{"id":%q,"type":"text","text":%q}`, at.UnixMilli(), id, id, text)
		},
		Batch: batch,
		Status: func(messageID, _ string, at time.Time) []byte {
			return event(`"type":"delivery","timestamp":%d,"webhookEventId":"d-%s","delivery":{"data":%q}`, at.UnixMilli(), messageID, messageID)
		},
		Samples: map[string][]byte{"follow": event(`"type":"follow","timestamp":1773050400000,"webhookEventId":"f"`)},
		Greeting: func(secret string) (url.Values, string) {
			return url.Values{"token": {secret}, "challenge": {"1158201444"}}, "1158201444"
		},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var call struct{ To string }
			_ = json.Unmarshal(body, &call)
			return platformtest.Arrived{To: call.To, Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
		},
		Taken: func(_, id string) string { return fmt.Sprintf(`{"sentMessages":[{"id":%q}]}`, id) },
		Refused: func(e channel.Error) (int, string) {
			status, _ := strconv.Atoi(strings.TrimPrefix(e.Code, "http_"))
			return max(status, 400), fmt.Sprintf(`{"message":%q}`, e.Title)
		},
		Refusals: []channel.Error{
			refusal(400, "Failed to send messages", channel.ClassUser), refusal(500, "Internal server error", channel.ClassRetry),
		},
		CodeIsStatus: true, Nameless: true,
	}
}

func batch(hooks ...[]byte) []byte {
	type webhook struct {
		Destination string            `json:"destination"`
		Events      []json.RawMessage `json:"events"`
	}
	var all webhook
	for _, hook := range hooks {
		var one webhook
		_ = json.Unmarshal(hook, &one)
		all.Destination, all.Events = "Ubot", append(all.Events, one.Events...)
	}
	body, _ := json.Marshal(all)
	return body
}

// TestPlatform runs the suite on a platform without a fault.
func TestPlatform(t *testing.T) {
	platformtest.TestPlatform(t, subject(func(*double) {}))
}
