package whatsapp_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// oneText is a webhook with one text, escaped as the platform sends it.
const oneText = `{"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":` +
	`{"messaging_product":"whatsapp","metadata":{"display_phone_number":"4930555010","phone_number_id":"300000000000001"},` +
	`"contacts":[{"profile":{"name":"Zo\u00eb Beispiel"},"wa_id":"4915550100001","user_id":"DE.10000000000000000001"}],` +
	`"messages":[{"from":"4915550100001","from_user_id":"DE.10000000000000000001","id":"wamid.RklDVElPTkFMMDAwMQ==",` +
	`"timestamp":"1772960400","text":{"body":"Hallo, ist meine Bestellung 4711 schon unterwegs? \ud83d\ude80"},"type":"text"}]},` +
	`"field":"messages"}]}]}`

// batch is a webhook with n messages and n statuses.
func batch(n int) []byte {
	var messages, statuses []string
	for i := range n {
		messages = append(messages, fmt.Sprintf(
			`{"from":"49155501%05d","id":"wamid.M%05d","timestamp":"%d","text":{"body":"Message number %d of a batch"},"type":"text"}`,
			i%7, i, 1772960400+i, i))
		statuses = append(statuses, fmt.Sprintf(
			`{"id":"wamid.S%05d","status":"delivered","timestamp":"%d","recipient_id":"49155501%05d",`+
				`"pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}}`,
			i, 1772960400+i, i%7))
	}
	return []byte(`{"object":"whatsapp_business_account","entry":[{"id":"2","changes":[{"field":"messages","value":{` +
		`"metadata":{"display_phone_number":"4930555010","phone_number_id":"3"},` +
		`"messages":[` + strings.Join(messages, ",") + `],"statuses":[` + strings.Join(statuses, ",") + `]}}]}]}`)
}

func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// BenchmarkEvents reads webhooks, their signature checked.
func BenchmarkEvents(b *testing.B) {
	p := signed(b)
	for _, bench := range []struct {
		name string
		body []byte
	}{{"one", []byte(oneText)}, {"batch-1000", batch(500)}} {
		r := hook(sign("fictional secret", bench.body), bench.body)
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Events(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEncodingJSON is what BenchmarkEvents is measured against: the same bodies, only
// read into maps.
func BenchmarkEncodingJSON(b *testing.B) {
	for _, bench := range []struct {
		name string
		body []byte
	}{{"one", []byte(oneText)}, {"batch-1000", batch(500)}} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.body)))
			b.ReportAllocs()
			for b.Loop() {
				var v map[string]any
				if err := json.Unmarshal(bench.body, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
