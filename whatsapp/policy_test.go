package whatsapp_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

func TestPolicy(t *testing.T) {
	require.NoError(t, whatsapp.Policy().Check())
	sent := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC) // the night before clocks change in Europe
	end := sent.Add(24 * time.Hour)
	tests := []struct {
		name   string
		opens  channel.Opener
		policy channel.Policy
		at     time.Time
		means  channel.Means
		want   bool
	}{
		{"message, last instant", channel.OpenMessage, whatsapp.Policy(), end.Add(-1), channel.FreeForm, true},
		{"message, 24 hours", channel.OpenMessage, whatsapp.Policy(), end, channel.FreeForm, false},
		{"template, 24 hours", channel.OpenMessage, whatsapp.Policy(), end, channel.Approved, true},
		{"template to a stranger", "", whatsapp.Policy(), sent, channel.Approved, true},
		{"text to a stranger", "", whatsapp.Policy(), sent, channel.FreeForm, false},
		{"call", channel.OpenCall, whatsapp.Policy(), sent, channel.FreeForm, true},
		{"welcome", channel.OpenWelcome, whatsapp.Policy(), sent, channel.FreeForm, true},
		{"reaction", channel.OpenReaction, whatsapp.Policy(), sent, channel.FreeForm, true},
		{"reaction, doubted", channel.OpenReaction, whatsapp.Policy().Without(channel.OpenReaction), sent, channel.FreeForm, false},
		{"an advertisement alone", channel.OpenReferral, whatsapp.Policy(), sent, channel.FreeForm, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := channel.Window{}.Open(channel.Event{ID: "1", Sent: sent, Opens: tt.opens})
			if got := tt.policy.Decide(w, channel.Request{Means: tt.means}, tt.at).Allowed; got != tt.want {
				t.Errorf("allowed %v, want %v", got, tt.want)
			}
		})
	}
}

// A webhook that comes days late opens the window of the day it was sent.
func TestPolicyLateWebhook(t *testing.T) {
	late := at(1772960400).Add(3 * 24 * time.Hour)
	events, err := whatsapp.Parse([]byte(oneText), late)
	require.NoError(t, err)
	d := whatsapp.Policy().Decide(channel.Window{}.Open(events[0]), channel.Request{Human: true}, late)
	want := channel.Decision{
		Reason: channel.ReasonClosed, Until: at(1772960400).Add(24 * time.Hour),
		Proof:   channel.Opening{By: channel.OpenMessage, Event: events[0].ID, Sent: at(1772960400)},
		Instead: channel.AdviseTemplate,
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("decision mismatch (-want +got):\n%s", diff)
	}
}
