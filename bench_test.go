package socialticket_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// threads returns a desk with tickets of a given number of messages, and their
// ids. Short ones are many, so that a benchmark does not make them long.
func threads(b *testing.B, length int) (*office, []ticket.ID) {
	b.Helper()
	o, ids := newOffice(b), make([]ticket.ID, max(1, 10_000/length))
	for i := range ids {
		for n := range length {
			ids[i] = o.receive(b, says(fmt.Sprint(i), fmt.Sprint("old", i, "-", n), "hello", start())).Ticket.ID
		}
	}
	return o, ids
}

// BenchmarkReceive measures one message into a ticket of a given length: the cost
// must not grow with it.
func BenchmarkReceive(b *testing.B) {
	for _, length := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("thread=%d", length), func(b *testing.B) {
			o, ids := threads(b, length)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				o.receive(b, says(fmt.Sprint(n%len(ids)), fmt.Sprint("m", n), "hello", start()))
			}
		})
	}
}

// BenchmarkReceiveUsers measures messages of many users, each with a ticket.
func BenchmarkReceiveUsers(b *testing.B) {
	o := newOffice(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		user := fmt.Sprint(15550100 + n%10_000)
		if _, err := o.Receive(context.Background(), says(user, fmt.Sprint("m", n), "hello", start())); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
}

func BenchmarkReply(b *testing.B) {
	for _, length := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("thread=%d", length), func(b *testing.B) {
			o, ids := threads(b, length)
			o.clock.Set(start().Add(time.Minute))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				r, err := o.Reply(context.Background(), socialticket.Reply{Ticket: ids[n%len(ids)], By: agent(), Text: "hi"})
				require.NoError(b, err)
				require.True(b, r.Decision.Allowed)
			}
		})
	}
}

// BenchmarkWindow measures the question that a page asks for every conversation it
// shows: may WhatsApp's 24 hours still be used?
func BenchmarkWindow(b *testing.B) {
	policy, _ := channel.PolicyOf(channel.WhatsApp)
	w := channel.Window{}.Open(says("15550100", "m1", "hello", start()))
	now := start().Add(23 * time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if !policy.Decide(w, channel.Request{Human: true}, now).Allowed {
			b.Fatal("closed")
		}
	}
}

// webhook is a webhook of WhatsApp with one message, and its signature.
func webhook(n int, user string) ([]byte, string) {
	body := fmt.Appendf(nil, `{"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":`+
		`{"messaging_product":"whatsapp","metadata":{"display_phone_number":"4930555010","phone_number_id":"1066"},`+
		`"contacts":[{"profile":{"name":"Zo\u00eb Beispiel"},"wa_id":"%[2]s"}],`+
		`"messages":[{"from":"%[2]s","id":"wamid.RklDVElPTkFMMDAwMQ%[1]d","timestamp":"1772960400",`+
		`"text":{"body":"Hallo, ist meine Bestellung 4711 schon unterwegs? \ud83d\ude80"},"type":"text"}]},"field":"messages"}]}]}`, n, user)
	mac := hmac.New(sha256.New, []byte("secret"))
	_, _ = mac.Write(body)
	return body, "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// BenchmarkWebhook measures signature and parse of a webhook, and the same with
// [socialticket.Desk.Receive] behind it, into one conversation and over many users, in
// turns: the ratios are those of one run.
func BenchmarkWebhook(b *testing.B) {
	p, err := whatsapp.New(whatsapp.Config{Secret: "secret"})
	require.NoError(b, err)
	now := time.Unix(1772960401, 0)
	read := func(body []byte, signature string) []channel.Event {
		header := http.Header{"X-Hub-Signature-256": {signature}}
		events, err := p.Events(platform.Request{Header: header, Body: body, Received: now})
		if err != nil || len(events) != 1 {
			b.Fatal(events, err)
		}
		return events
	}
	for _, users := range []int{1, 10_000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			o := newOffice(b)
			stopwatch := clock.New()
			var reading, receiving time.Duration
			n := 0
			for b.Loop() {
				n++
				body, signature := webhook(n, fmt.Sprint(4915550100000+n%users))
				began := stopwatch.Now()
				events := read(body, signature)
				parsed := stopwatch.Now()
				if _, err := o.Receive(context.Background(), events[0]); err != nil {
					b.Fatal(err)
				}
				reading += parsed.Sub(began)
				receiving += stopwatch.Now().Sub(parsed)
			}
			b.ReportMetric(float64(receiving)/float64(reading), "×")
			b.ReportMetric(float64(reading.Nanoseconds())/float64(n), "ns/webhook")
			b.ReportMetric(float64(receiving.Nanoseconds())/float64(n), "ns/receive")
		})
	}
}
