package channel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

func TestPolicyOfWhatsApp(t *testing.T) {
	policy, known := channel.PolicyOf(channel.WhatsApp)
	require.True(t, known)
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
		{"message, last instant", channel.OpenMessage, policy, end.Add(-1), channel.FreeForm, true},
		{"message, 24 hours", channel.OpenMessage, policy, end, channel.FreeForm, false},
		{"template, 24 hours", channel.OpenMessage, policy, end, channel.Approved, true},
		{"template to a stranger", "", policy, sent, channel.Approved, true},
		{"text to a stranger", "", policy, sent, channel.FreeForm, false},
		{"call", channel.OpenCall, policy, sent, channel.FreeForm, true},
		{"welcome", channel.OpenWelcome, policy, sent, channel.FreeForm, true},
		{"reaction", channel.OpenReaction, policy, sent, channel.FreeForm, true},
		{"reaction, doubted", channel.OpenReaction, policy.Without(channel.OpenReaction), sent, channel.FreeForm, false},
		{"an advertisement alone", channel.OpenReferral, policy, sent, channel.FreeForm, false},
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
