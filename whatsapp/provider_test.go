package whatsapp_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

func TestClassify(t *testing.T) {
	tests := []struct {
		provider whatsapp.Provider
		code     string
		want     channel.Class
	}{
		{whatsapp.Meta, "131047", channel.ClassTemplate},
		{"", "470", channel.ClassTemplate},
		{whatsapp.Meta, "131050", channel.ClassUser},
		{whatsapp.Meta, "131056", channel.ClassRetry},
		{whatsapp.Meta, "132015", channel.ClassRetry},
		{whatsapp.Meta, "190", channel.ClassFix},
		{whatsapp.Meta, "204", channel.ClassFix},
		{whatsapp.Meta, "0", channel.ClassFix},
		{whatsapp.Meta, "131026", channel.ClassNever},
		{whatsapp.Meta, "131207", channel.ClassNever},
		{whatsapp.Meta, "999999", ""},
		{whatsapp.Meta, "63016", ""},
		{whatsapp.Meta, "", ""},
		{whatsapp.Meta, "10/2018278", ""},
		{whatsapp.Twilio, "63016", channel.ClassTemplate},
		{whatsapp.Twilio, "63018", channel.ClassRetry},
		{whatsapp.Twilio, "63024", channel.ClassNever},
		{whatsapp.Twilio, "63999", ""},
		{whatsapp.Twilio, "470", channel.ClassTemplate},
		{"some reseller", "131047", channel.ClassTemplate},
	}
	for _, tt := range tests {
		if got := tt.provider.Classify(tt.code); got != tt.want {
			t.Errorf("%s.Classify(%q) = %q, want %q", tt.provider, tt.code, got, tt.want)
		}
	}
}

func TestPause(t *testing.T) {
	tests := []struct {
		code     string
		attempts int
		want     time.Duration
	}{
		{"131056", 1, 4 * time.Second},
		{"131056", 3, 64 * time.Second},
		{"131056", 0, 4 * time.Second},
		{"131056", 1 << 40, 1 << 20 * time.Second},
		{"131049", 1, 24 * time.Hour},
		{"131057", 5, time.Minute},
		{"133015", 1, 5 * time.Minute},
		{"134101", 1, 10 * time.Minute},
		{"131048", 1, time.Hour},
		{"132015", 1, 3 * time.Hour},
		{"131047", 1, 0},
		{"", 1, 0},
	}
	for _, tt := range tests {
		if got := whatsapp.Pause(tt.code, tt.attempts); got != tt.want {
			t.Errorf("Pause(%q, %d) = %v, want %v", tt.code, tt.attempts, got, tt.want)
		}
	}
}
