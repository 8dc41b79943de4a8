package quota_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/whatsapp/quota"
)

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
		if got := quota.Pause(tt.code, tt.attempts); got != tt.want {
			t.Errorf("Pause(%q, %d) = %v, want %v", tt.code, tt.attempts, got, tt.want)
		}
	}
}
