package socialticket_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// threads returns a desk with tickets of a given number of messages, and their
// ids. Short ones are many, so that a benchmark does not make them long.
func threads(b *testing.B, length int) (office, []ticket.ID) {
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
	policy := socialticket.DefaultPolicy(channel.WhatsApp)
	w := channel.Window{}.Open(says("15550100", "m1", "hello", start()))
	now := start().Add(23 * time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if !policy.Decide(w, channel.Request{Human: true}, now).Allowed {
			b.Fatal("closed")
		}
	}
}
