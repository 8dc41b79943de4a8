package quota_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

var _ platform.Pacer = (*quota.Pairs)(nil)

func to(user string) channel.Address {
	return channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "3"}, Handle: user}
}

// TestPairs checks against [quota.Pace] that a user is not written to faster than the
// platform takes it, and other users do not wait for that.
func TestPairs(t *testing.T) {
	pairs, now := quota.NewPairs(nil), received()
	var pace quota.Pace
	for i := range 100 {
		wait := pairs.Wait(to("15550101"), now)
		require.Equal(t, pace.Next(now).Sub(now), wait, i)
		if wait == 0 {
			pace = pace.Send(now)
			continue
		}
		if i < 60 {
			require.Zero(t, pairs.Wait(to("15550102"), now), "another user")
		}
		now = now.Add(wait)
	}
	require.False(t, pace.Paid.IsZero())
}

// TestPairsRefused checks that the platform's own refusal makes a user wait, longer
// each time, until a message is taken.
func TestPairsRefused(t *testing.T) {
	pairs, now := quota.NewPairs(nil), received()
	refuse := func() time.Duration {
		t.Helper()
		require.Zero(t, pairs.Wait(to("15550101"), now))
		err := &channel.SendError{Reason: channel.Error{Code: "131056", Class: channel.ClassRetry}}
		require.ErrorIs(t, pairs.Learn(to("15550101"), err, now), err)
		return err.RetryAfter
	}
	for _, want := range []time.Duration{4, 16, 64} {
		require.Equal(t, want*time.Second, refuse())
		now = now.Add(time.Second)
		require.Equal(t, (want-1)*time.Second, pairs.Wait(to("15550101"), now), "kept back meanwhile")
		require.Zero(t, pairs.Wait(to("15550102"), now), "another user")
		now = now.Add((want - 1) * time.Second)
	}
	other := errors.New("no answer")
	require.ErrorIs(t, pairs.Learn(to("15550101"), other, now), other)
	require.Equal(t, 256*time.Second, refuse(), "what is not known changes nothing")
	now = now.Add(256 * time.Second)
	require.NoError(t, pairs.Learn(to("15550101"), nil, now))
	require.Equal(t, 4*time.Second, refuse(), "counted from the start again")
}

// TestPairsNext checks that a message which the number's rate keeps back is not counted.
func TestPairsNext(t *testing.T) {
	pairs, now := quota.NewPairs(platform.NewRate(1)), received()
	require.Zero(t, pairs.Wait(to("15550101"), now))
	for range 100 {
		require.Equal(t, time.Second, pairs.Wait(to("15550102"), now))
	}
	require.Zero(t, pairs.Wait(to("15550102"), now.Add(time.Second)))
	require.NoError(t, pairs.Learn(to("15550102"), nil, now))
}

// TestPairsForgotten checks that users who are paid back cost no memory.
func TestPairsForgotten(t *testing.T) {
	pairs, now := quota.NewPairs(nil), received()
	for i := range 5000 {
		require.Zero(t, pairs.Wait(to(fmt.Sprint(15550000000+i)), now))
		now = now.Add(time.Second)
	}
	require.Less(t, quota.Users(pairs), 2048)
}
