package channeltest_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
)

func start() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

func hello(id string) channel.Outbound {
	to := channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "100200300400500"}, Handle: "15550101"}
	return channel.Outbound{ID: id, To: to, Type: channel.Text, Text: "Hello"}
}

// sendAll sends messages with the ids "m0", "m1", ….
func sendAll(t *testing.T, p *channeltest.Platform, n int) {
	t.Helper()
	for i := range n {
		_, err := p.Send(t.Context(), hello(fmt.Sprint("m", i)))
		require.NoError(t, err)
	}
}

func TestPlatformReports(t *testing.T) {
	p := &channeltest.Platform{}
	closed := channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate}
	require.NoError(t, p.Script(
		channeltest.Step{},
		channeltest.Step{Act: channeltest.Hold, Then: []channeltest.Report{{State: channel.StateFailed, After: time.Minute, Error: closed}}},
		channeltest.Step{Then: []channeltest.Report{{State: channel.StateRead, After: time.Second, Late: time.Hour}}},
		channeltest.Step{Then: []channeltest.Report{}},
	))
	sendAll(t, p, 4)
	var got []string
	for _, until := range []time.Duration{0, time.Second, time.Hour, 2 * time.Hour, 3 * time.Hour} {
		for _, e := range p.Events(start().Add(until)) {
			got = append(got, fmt.Sprintf("%v: %s %s at %v: %v", until, e.Status.Reference, e.ID, e.Sent.Sub(start()), e.Status.Errors))
		}
	}
	want := []string{
		"1s: m0 fake.1/sent at 1s: []",
		"1h0m0s: m0 fake.1/delivered at 2s: []",
		"1h0m0s: m1 fake.2/failed/131047 at 1m0s: [131047: Re-engagement message]",
		"2h0m0s: m2 fake.3/read at 1s: []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reports mismatch (-want +got):\n%s", diff)
	}
}

// TestPlatformSeed checks what a seed may disturb: order and number, nothing else.
func TestPlatformSeed(t *testing.T) {
	const messages = 50
	play := func(seed uint64) []channel.Event {
		p := &channeltest.Platform{Seed: seed}
		sendAll(t, p, messages)
		return p.Events(start().Add(2 * time.Hour))
	}
	calm := play(0)
	require.Len(t, calm, 2*messages)
	for seed := range uint64(5) {
		events := play(seed + 1)
		if diff := cmp.Diff(events, play(seed+1)); diff != "" {
			t.Errorf("seed %d: a second run differs:\n%s", seed+1, diff)
		}
		require.Greater(t, len(events), 2*messages, "some come again")
		require.True(t, slices.IsSortedFunc(events, func(a, b channel.Event) int { return a.Received.Compare(b.Received) }))
		require.False(t, slices.IsSortedFunc(events, func(a, b channel.Event) int { return a.Sent.Compare(b.Sent) }))
		if diff := cmp.Diff(deliveries(calm), deliveries(events)); diff != "" {
			t.Errorf("seed %d: what became of the messages differs:\n%s", seed+1, diff)
		}
	}
}

// deliveries takes all reports of each message together.
func deliveries(events []channel.Event) map[string]channel.Delivery {
	all := map[string]channel.Delivery{}
	for _, e := range events {
		all[e.Status.Reference] = all[e.Status.Reference].Apply(e.Status, e.Sent)
	}
	return all
}

func TestPlatformTime(t *testing.T) {
	at := start().Add(36 * time.Hour)
	p := &channeltest.Platform{Now: func() time.Time { return at.In(time.FixedZone("", 3600)) }}
	accepted, err := p.Send(t.Context(), hello("m"))
	require.NoError(t, err)
	require.Equal(t, at, accepted.At)
	require.Equal(t, at, p.Arrivals()[0].At)
	require.Empty(t, p.Events(at))
	require.Len(t, p.Events(at.Add(time.Minute)), 2)
}

// TestSuiteSkips checks that a platform which cannot play a step does not fail the
// transport.
func TestSuiteSkips(t *testing.T) {
	channeltest.TestTransport(t, func(*testing.T) channeltest.Subject {
		p := &channeltest.Platform{}
		return channeltest.Subject{Transport: p, Platform: unable{p}}
	})
}

type unable struct{ *channeltest.Platform }

func (unable) Script(...channeltest.Step) error { return errors.ErrUnsupported }
