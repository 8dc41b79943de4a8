package identity_test

import (
	"testing"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

func benchEvents() map[string]channel.Event {
	return map[string]channel.Event{
		"plain":   wrote(shop, "447700900123"),
		"brazil":  wrote(shop, "554188887777"),
		"with_id": wrote(shop, "447700900123", "GB.13491208655302741918"),
		"line":    wrote(channel.Account{Kind: channel.LINE, ID: "1"}, "U4af4980629"),
	}
}

func BenchmarkCandidates(b *testing.B) {
	for name, e := range benchEvents() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				identity.Phones{}.Candidates(e)
			}
		})
	}
}

// BenchmarkMatch matches and applies an event that tells nothing new, the common
// case.
func BenchmarkMatch(b *testing.B) {
	for name, e := range benchEvents() {
		b.Run(name, func(b *testing.B) {
			var x identity.Index
			id, _ := take(b, &x, e, "u1")
			u, _ := x.User(id)
			b.ReportAllocs()
			for b.Loop() {
				u.Seen(e, identity.Phones{}.Match(e, x.Owner), noon)
			}
		})
	}
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		identity.Phones{}.Canonical("+55 (41) 8888-7777")
	}
}
