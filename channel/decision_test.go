package channel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// sample is a policy with every kind of rule.
func sample() channel.Policy {
	return channel.Policy{Channel: "sample", Rules: []channel.Rule{
		{Means: channel.FreeForm, After: []channel.Opener{channel.OpenMessage, channel.OpenCall}, For: 24 * time.Hour, Count: 2},
		{Means: channel.FreeForm, Route: channel.RouteHuman, After: []channel.Opener{channel.OpenMessage}, For: 7 * 24 * time.Hour, Human: true},
		{Means: channel.Approved, Route: channel.RouteTemplate},
	}}
}

func TestPolicyDecide(t *testing.T) {
	sent := at(t, "2026-03-01T10:00:00Z")
	message := channel.Window{}.Open(channel.Event{ID: "m1", Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: sent, Received: sent})
	proof := channel.Opening{By: channel.OpenMessage, Event: "m1", Sent: sent}
	count := func(n int) channel.Window {
		w := message
		for i := range n {
			w = w.Send(channel.Sending{ID: string(rune('a' + i)), At: sent.Add(time.Minute)})
		}
		return w
	}
	tests := []struct {
		name   string
		window channel.Window
		ask    channel.Request
		after  time.Duration
		want   channel.Decision
	}{
		{"never opened", channel.Window{}, channel.Request{}, 0,
			channel.Decision{Reason: channel.ReasonNeverOpened, Instead: channel.AdviseTemplate}},
		{"last nanosecond", message, channel.Request{}, 24*time.Hour - 1,
			channel.Decision{Allowed: true, Reason: channel.ReasonOpen, Until: sent.Add(24 * time.Hour), Left: 1, Remaining: 2, Proof: proof}},
		{"the end is outside", message, channel.Request{}, 24 * time.Hour,
			channel.Decision{Reason: channel.ReasonHumanOnly, Until: sent.Add(7 * 24 * time.Hour), Proof: proof, Instead: channel.AdviseHuman}},
		{"a person has longer", message, channel.Request{Human: true}, 48 * time.Hour,
			channel.Decision{Allowed: true, Reason: channel.ReasonOpen, Route: channel.RouteHuman, Until: sent.Add(7 * 24 * time.Hour), Left: 5 * 24 * time.Hour, Remaining: -1, Proof: proof}},
		{"one message left", count(1), channel.Request{}, time.Hour,
			channel.Decision{Allowed: true, Reason: channel.ReasonOpen, Until: sent.Add(24 * time.Hour), Left: 23 * time.Hour, Remaining: 1, Proof: proof}},
		{"a template needs nothing", channel.Window{}, channel.Request{Means: channel.Approved}, 0,
			channel.Decision{Allowed: true, Reason: channel.ReasonAlways, Route: channel.RouteTemplate, Remaining: -1}},
		{"means that nobody knows", message, channel.Request{Means: "pigeon"}, 0,
			channel.Decision{Reason: channel.ReasonNoMeans, Instead: channel.AdviseTemplate}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := sample().Decide(tt.window, tt.ask, sent.Add(tt.after))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Decide mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPolicyDecideRefused(t *testing.T) {
	sent := at(t, "2026-03-01T10:00:00Z")
	policy := channel.Timed(channel.WhatsApp, 24*time.Hour)
	event := channel.Event{ID: "m1", Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: sent, Received: sent}
	w := channel.Window{}.Open(event).Refuse(sent.Add(time.Hour))
	if d := policy.Decide(w, channel.Request{}, sent.Add(2*time.Hour)); d.Allowed || d.Reason != channel.ReasonRefused {
		t.Errorf("after a refusal: %+v", d)
	}
	event.ID, event.Sent, event.Received = "m2", sent.Add(90*time.Minute), sent.Add(91*time.Minute)
	if d := policy.Decide(w.Open(event), channel.Request{}, sent.Add(2*time.Hour)); !d.Allowed {
		t.Errorf("the user wrote again: %+v", d)
	}
	event.ID, event.Type, event.Opens = "l1", channel.EventLeave, ""
	if d := policy.Decide(w.Open(event), channel.Request{}, sent.Add(2*time.Hour)); d.Reason != channel.ReasonLeft {
		t.Errorf("the user left: %+v", d)
	}
}

func BenchmarkPolicyDecide(b *testing.B) {
	sent := at(b, "2026-03-01T10:00:00Z")
	w := channel.Window{}.Open(channel.Event{ID: "m1", Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: sent, Received: sent})
	policy, now := sample(), sent.Add(time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if !policy.Decide(w, channel.Request{}, now).Allowed {
			b.Fatal("closed")
		}
	}
}

// TestDecisionProof holds which route needs what of the opening that proves it.
func TestDecisionProof(t *testing.T) {
	for route, want := range map[channel.Route][2]string{
		channel.RouteReplyToken: {"token", ""}, channel.RoutePrivate: {"", "88_99"}, channel.RouteDirect: {}, channel.RouteHuman: {},
	} {
		d := channel.Decision{Allowed: true, Route: route, Proof: channel.Opening{Event: "88_99", Token: "token"}}
		require.Equal(t, want, [2]string{d.Token(), d.Comment()}, "route %q", route)
	}
}
