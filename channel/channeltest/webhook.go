package channeltest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Webhook is one call of the platform to the host.
type Webhook struct {
	Body      []byte
	Signature string    // the value of the header X-Hub-Signature-256
	At        time.Time // when it comes
}

// Request returns the call as a request to the host at url.
func (h Webhook) Request(ctx context.Context, url string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(h.Body))
	if err != nil {
		return nil, fmt.Errorf("channeltest: webhook: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Hub-Signature-256", h.Signature)
	return r, nil
}

// Webhooks returns what [Platform.Events] does, each event as the platform sends
// it: statuses, and messages of users that are text. Any other event is sent as a
// message that the platform cannot show. Source: Meta, webhooks reference, messages
// and status; create webhook endpoint, read 2026-09.
func (g *Graph) Webhooks(until time.Time) ([]Webhook, error) {
	events := g.Events(until)
	hooks := make([]Webhook, 0, len(events))
	for _, e := range events {
		body, err := json.Marshal(envelope(e))
		if err != nil {
			return nil, fmt.Errorf("channeltest: webhook: %w", err)
		}
		hooks = append(hooks, Webhook{Body: body, Signature: g.sign(body), At: e.Received})
	}
	return hooks, nil
}

func (g *Graph) sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(g.Secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func envelope(e channel.Event) object {
	value := object{
		"messaging_product": "whatsapp",
		"metadata":          object{"phone_number_id": e.Account.ID, "display_phone_number": "15550000000"},
	}
	if e.Type == channel.EventStatus {
		value["statuses"] = []object{status(e)}
	} else {
		value["messages"] = []object{message(e)}
		value["contacts"] = []object{{"wa_id": e.From, "profile": object{"name": e.Profile.Name}}}
	}
	return object{
		"object": "whatsapp_business_account",
		"entry":  []object{{"id": "fake", "changes": []object{{"field": "messages", "value": value}}}},
	}
}

func status(e channel.Event) object {
	s := object{
		"id":           e.Status.MessageID,
		"status":       e.Status.State,
		"timestamp":    seconds(e.Sent),
		"recipient_id": e.From,
	}
	if e.Status.Reference != "" {
		s["biz_opaque_callback_data"] = e.Status.Reference
	}
	var errs []object
	for _, err := range e.Status.Errors {
		errs = append(errs, object{
			"code": number(err.Code), "title": err.Title, "message": err.Title, "error_data": object{"details": err.Detail},
		})
	}
	if errs != nil {
		s["errors"] = errs
	}
	return s
}

func message(e channel.Event) object {
	m := object{"id": e.Message.ID, "from": e.From, "timestamp": seconds(e.Sent), "type": e.Message.Type}
	if e.Message.Type == channel.Text {
		m["text"] = object{"body": e.Message.Text}
		return m
	}
	m["type"] = channel.Unsupported
	m["errors"] = []object{{"code": 131051, "title": "Message type unknown"}}
	return m
}

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
