package memory_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
)

// BenchmarkOwner finds the users of handles among 1,000,000: by what Load asks for each
// address, and by the whole of a Load that looks one up. Once a thousand users write again and
// again, once all in turn, so that nothing is in a cache of the processor.
func BenchmarkOwner(b *testing.B) {
	const users = 1_000_000
	on := channel.Account{Kind: channel.WhatsApp, ID: "1066"}
	store := &memory.Store{History: -1}
	for i := range users {
		a := channel.Address{Account: on, Handle: fmt.Sprint(5511900000000 + i)}
		key := socialticket.Key(fmt.Sprint("k", i))
		require.NoError(b, store.Commit(context.Background(), socialticket.Commit{
			Account: on, Key: key, Addresses: []channel.Address{a}, Cause: string(key),
			Conversation: socialticket.Conversation{Account: on, Key: key, Version: 1, User: identity.User{ID: fmt.Sprint("u", i)}},
		}))
	}
	for name, among := range map[string]int{"active=1000": 1000, "active=all": users} {
		at := 0
		next := func() channel.Address { // made anew, as a webhook's is, and not fetched from afar
			at = (at + users/among*7_919) % users
			return channel.Address{Account: on, Handle: strconv.Itoa(5511900000000 + at)}
		}
		b.Run("handle/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if memory.Owner(store, next()) == "" {
					b.Fatal("an unknown user")
				}
			}
		})
		b.Run("load/"+name, func(b *testing.B) {
			b.ReportAllocs()
			ref := socialticket.Ref{Addresses: make([]channel.Address, 1)}
			for b.Loop() {
				ref.Addresses[0] = next()
				if h, err := store.Load(context.Background(), ref); err != nil || len(h.Owners) != 1 {
					b.Fatal(err)
				}
			}
		})
	}
}
