package channel_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		header string
		want   time.Duration
	}{
		{"", 0},
		{"120", 2 * time.Minute},
		{"-5", 0},
		{"soon", 0},
		{"99999999999", 30 * 24 * time.Hour},
		{"Mon, 09 Mar 2026 10:00:30 GMT", 30 * time.Second},
		{"Mon, 09 Mar 2026 09:00:00 GMT", 0},
		{"Fri, 09 Mar 2096 09:00:00 GMT", 30 * 24 * time.Hour},
	}
	for _, tt := range tests {
		if got := channel.RetryAfter(tt.header, now); got != tt.want {
			t.Errorf("RetryAfter(%q) = %v, want %v", tt.header, got, tt.want)
		}
	}
}
