package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// busy returns a ticket such as a desk has by the thousand.
func busy(b *testing.B) ticket.Ticket {
	tk := in(b, ticket.Lifecycle{}, ticket.Pending)
	tk.Tags = ticket.Tags("messaging_support whatsapp_support vip late german")
	tk.Fields = []ticket.Field{{ID: "1", Value: "x"}, {ID: "2", Value: "y"}, {ID: "3", Value: "z"}}
	return tk
}

func BenchmarkReceive(b *testing.B) {
	tk, now := busy(b), noon().Add(time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (ticket.Lifecycle{}).Receive(tk, now, now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSet(b *testing.B) {
	rule := ticket.Actor{Kind: ticket.Trigger, ID: "1"}
	for _, c := range []ticket.Change{
		{Field: ticket.FieldStatus, Value: "open"}, {Field: ticket.FieldStatus, Value: "pending"}, {Field: ticket.FieldTags, Value: "new_tag"},
	} {
		b.Run(string(c.Field)+"="+c.Value, func(b *testing.B) {
			tk, now := busy(b), noon().Add(time.Hour)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (ticket.Lifecycle{}).Set(tk, c, rule, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDiff(b *testing.B) {
	before := busy(b)
	after, err := ticket.Lifecycle{}.Receive(before, noon(), noon())
	require.NoError(b, err)
	b.Run("same", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ticket.Diff(before, before)
		}
	})
	b.Run("reopened", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ticket.Diff(before, after.WithTags("new_tag"))
		}
	})
}

func BenchmarkGet(b *testing.B) {
	tk := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		tk.Get(ticket.FieldGroup)
	}
}
