package cloudapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

func to(user string) channel.Outbound {
	o := hello()
	o.To.Handle = user
	return o
}

// TestPaced checks against package whatsapp's own rule that a user is not written
// to faster than the platform takes it, and other users do not wait for that.
func TestPaced(t *testing.T) {
	cfg := answering(http.StatusOK, nil, taken)
	now := newClock()
	cfg.Paced, cfg.Clock = true, now
	c := client(t, cfg)
	var pace quota.Pace
	for i := range 100 {
		_, err := c.Send(t.Context(), to("15550101"))
		wait := pace.Next(now.Now()).Sub(now.Now())
		if wait == 0 {
			require.NoError(t, err, i)
			pace = pace.Send(now.Now())
			continue
		}
		var refused *channel.SendError
		require.ErrorAs(t, err, &refused, i)
		require.Equal(t, channel.Error{Code: cloudapi.CodePaced, Title: refused.Reason.Title, Class: channel.ClassRetry}, refused.Reason)
		require.Equal(t, wait, refused.RetryAfter)
		_, err = c.Send(t.Context(), to("15550102"))
		if i < 60 {
			require.NoError(t, err, "another user")
		}
		now.pass(wait)
	}
	require.False(t, pace.Paid.IsZero())
}

// TestPairRefused checks that the platform's own refusal makes a user wait, longer
// each time, until a message is taken.
func TestPairRefused(t *testing.T) {
	refuse := true
	now := newClock()
	cfg := answering(http.StatusOK, nil, "")
	cfg.HTTP.Transport = network(func(r *http.Request) (*http.Response, error) {
		if refuse {
			return answering(http.StatusBadRequest, nil, `{"error":{"code":131056}}`).HTTP.Transport.RoundTrip(r)
		}
		return answering(http.StatusOK, nil, taken).HTTP.Transport.RoundTrip(r)
	})
	cfg.Clock = now
	require.Equal(t, 4*time.Second, refusedBy(t, cfg, hello()).RetryAfter, "as documented, without a count")

	cfg.Paced = true
	c := client(t, cfg)
	wait := func() time.Duration {
		t.Helper()
		_, err := c.Send(t.Context(), hello())
		var refused *channel.SendError
		require.ErrorAs(t, err, &refused)
		return refused.RetryAfter
	}
	for _, want := range []time.Duration{4, 16, 64} {
		require.Equal(t, want*time.Second, wait())
		now.pass(time.Second)
		require.Equal(t, (want-1)*time.Second, wait(), "kept back meanwhile")
		now.pass((want - 1) * time.Second)
	}
	refuse = false
	_, err := c.Send(t.Context(), hello())
	require.NoError(t, err)
	refuse = true
	require.Equal(t, 4*time.Second, wait(), "counted from the start again")
}

// TestRate checks the law of a rate: in any span of time no more go out than one
// second's worth and what the span allows.
func TestRate(t *testing.T) {
	for _, rate := range []int{1, 3, 80} {
		cfg := answering(http.StatusOK, nil, taken)
		now := newClock()
		cfg.Rate, cfg.Clock = rate, now
		c := client(t, cfg)
		start, sent := now.Now(), 0
		for i := range 20 * rate {
			_, err := c.Send(t.Context(), to(fmt.Sprint(15550100+i)))
			var refused *channel.SendError
			if err == nil {
				sent++
			} else {
				require.ErrorAs(t, err, &refused)
				require.Equal(t, cloudapi.CodePaced, refused.Reason.Code)
				require.LessOrEqual(t, refused.RetryAfter, time.Second)
				now.pass(refused.RetryAfter)
				_, err = c.Send(t.Context(), to("15550199"))
				require.NoError(t, err, "it may go when it was told")
				sent++
			}
			allowed := float64(rate) + now.Now().Sub(start).Seconds()*float64(rate)
			require.LessOrEqual(t, float64(sent), allowed+1e-6)
		}
		require.Greater(t, sent, rate)
	}
}

// TestPairsForgotten checks that users who are paid back cost no memory.
func TestPairsForgotten(t *testing.T) {
	cfg := answering(http.StatusOK, nil, taken)
	now := newClock()
	cfg.Paced, cfg.Clock = true, now
	c := client(t, cfg)
	for i := range 5000 {
		_, err := c.Send(t.Context(), to(fmt.Sprint(15550000000+i)))
		require.NoError(t, err)
		now.pass(time.Second)
	}
	require.Less(t, cloudapi.Pairs(c), 2048)
}
