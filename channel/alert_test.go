package channel_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
)

func TestDecisionAlert(t *testing.T) {
	sent := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	open := channel.Window{}.Open(channel.Event{ID: "1", Sent: sent, Opens: channel.OpenMessage})
	day := channel.Timed(channel.WhatsApp, 24*time.Hour)
	type answer struct {
		Alert channel.Alert
		Warn  time.Time
	}
	tests := []struct {
		name   string
		policy channel.Policy
		window channel.Window
		at     time.Time
		lead   time.Duration
		want   answer
	}{
		{"open", day, open, sent.Add(time.Hour), time.Hour, answer{channel.AlertWarning, sent.Add(23 * time.Hour)}},
		{"the lead is longer than the window", day, open, sent, 30 * time.Hour, answer{channel.AlertWarning, sent}},
		{"last instant", day, open, sent.Add(24*time.Hour - 1), 0, answer{channel.AlertWarning, sent.Add(24 * time.Hour)}},
		{"closed", day, open, sent.Add(24 * time.Hour), time.Hour, answer{Alert: channel.AlertDanger}},
		{"refused", day, open.Refuse(sent.Add(time.Minute)), sent.Add(time.Hour), time.Hour, answer{Alert: channel.AlertDanger}},
		{"never opened", day, channel.Window{}, sent, time.Hour, answer{}},
		{"no window", channel.Unlimited(channel.Web), open, sent, time.Hour, answer{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tt.policy.Decide(tt.window, channel.Request{}, tt.at)
			if diff := cmp.Diff(tt.want, answer{d.Alert(), d.WarnAt(tt.lead)}); diff != "" {
				t.Errorf("alert mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
