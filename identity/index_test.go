package identity_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

func TestIndex(t *testing.T) {
	x := &identity.Index{Phones: identity.Phones{Country: "BR"}}
	owner := func(a channel.Account, handle string) string { return x.Owner(on(a, handle)[0]) }
	require.Empty(t, owner(shop, "554188887777"), "an empty index has no owners")

	require.Empty(t, x.Put(identity.User{ID: "ana", Phone: "(41) 98888-7777"}))
	require.Equal(t, "ana", owner(shop, "554188887777"), "a typed number finds its user in any form")
	require.Empty(t, owner(bot, "554188887777"), "on a channel without numbers digits are an id")

	require.Empty(t, x.Put(identity.User{ID: "ana", Phone: "(41) 98888-7777", Addresses: on(shop, "554188887777")}))
	require.Equal(t, "ana", owner(shop, "554188887777"))
	require.Empty(t, owner(office, "554188887777"), "known on one account, new on the other")

	got := x.Put(identity.User{ID: "bob", Addresses: on(shop, "BR.1", "554188887777")})
	want := []identity.Conflict{{Address: on(shop, "554188887777")[0], Owner: "ana"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("conflicts mismatch (-want +got):\n%s", diff)
	}
	require.Empty(t, owner(shop, "BR.1"), "a refused user is not half in")

	require.Empty(t, x.Put(identity.User{ID: "ana"}))
	require.Empty(t, owner(shop, "554188887777"), "an address that was taken away is free")

	require.Empty(t, x.Put(identity.User{ID: "bob", Phone: "+447700900123"}))
	require.Empty(t, x.Put(identity.User{ID: "cid", Phone: "+44 7700 900123"}))
	require.Empty(t, owner(shop, "447700900123"), "a shared number names no user")
	require.Empty(t, x.Put(identity.User{ID: "cid"}))
	require.Equal(t, "bob", owner(shop, "447700900123"))
	u, ok := x.User("bob")
	require.True(t, ok)
	require.Equal(t, "+447700900123", u.Phone)
}
