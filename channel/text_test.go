package channel_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
)

// TestTextsWhole states that every language has every text.
func TestTextsWhole(t *testing.T) {
	want := slices.Sorted(maps.Keys(channel.English()))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(channel.French()))); diff != "" {
		t.Errorf("codes (-english +french):\n%s", diff)
	}
	for code, text := range channel.French() {
		if text == "" || text == channel.English()[code] {
			t.Errorf("%s: %q is no French text of its own", code, text)
		}
	}
}

func TestSpan(t *testing.T) {
	tests := []struct {
		span time.Duration
		want string
	}{
		{-time.Hour, "0 s"},
		{0, "0 s"},
		{time.Second - 1, "0 s"},
		{59 * time.Second, "59 s"},
		{time.Minute, "1 min"},
		{24*time.Hour - time.Second, "23 h 59 min"},
		{24 * time.Hour, "1 d"},
		{7*24*time.Hour + 2*time.Hour + time.Minute, "7 d 2 h"},
	}
	for _, tt := range tests {
		if got := channel.Span(tt.span); got != tt.want {
			t.Errorf("Span(%v) = %q, want %q", tt.span, got, tt.want)
		}
	}
}

func ExampleTexts_Decision() {
	sent := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	w := channel.Window{}.Open(channel.Event{ID: "1", Opens: channel.OpenMessage, Sent: sent})
	policy, _ := channel.PolicyOf(channel.Messenger)
	for _, wait := range []time.Duration{time.Hour, 25 * time.Hour, 200 * time.Hour} {
		fmt.Println(channel.English().Decision(policy.Decide(w, channel.Request{}, sent.Add(wait))))
	}
	fmt.Println(channel.French().Decision(policy.Decide(w, channel.Request{}, sent.Add(time.Hour))))
	// Output:
	// You can reply for another 23 h.
	// Only what a person types can be sent now. Let a person write.
	// The time to reply ended at 2026-03-08T10:00:00Z. Send an approved template, or wait until the customer writes.
	// Vous pouvez répondre pendant encore 23 h.
}

func ExampleTexts_Error() {
	err := channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate}
	fmt.Println(channel.English().Error(channel.WhatsApp, err))
	kept := channel.Error{Code: string(channel.ReasonClosed), Class: channel.ClassTemplate}
	fmt.Println(channel.English().Error(channel.WhatsApp, kept))
	// Output:
	// Re-engagement message. Send an approved template, or wait until the customer writes.
	// The time to reply was over. Send an approved template, or wait until the customer writes.
}
