package quota_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

func accountEvent(name, subject string, sent, until int64) channel.Event {
	e := channel.Event{
		Type: channel.EventAccount, Sent: at(sent),
		Notice: channel.Notice{Field: "account_update", Name: name, Subject: subject},
	}
	if until > 0 {
		e.Notice.Until = at(until)
	}
	return e
}

func TestStanding(t *testing.T) {
	tests := []struct {
		name                string
		events              []channel.Event
		now                 int64
		replies, byTemplate bool
	}{
		{"nothing happened", nil, 100, true, true},
		{"a warning", []channel.Event{accountEvent("ACCOUNT_VIOLATION", "", 50, 0)}, 100, true, true},
		{"templates taken away", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedTemplates, 50, 200)}, 199, true, false},
		{"that ended", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedTemplates, 50, 200)}, 200, true, true},
		{"all taken away", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedReplies, 50, 0)}, 1 << 30, false, false},
		{"numbers only", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", "RESTRICTED_ADD_PHONE_NUMBER_ACTION", 50, 0)}, 100, true, true},
		{"disabled", []channel.Event{accountEvent("DISABLED_UPDATE", "DISABLE", 50, 0)}, 100, false, false},
		{"to be disabled", []channel.Event{accountEvent("DISABLED_UPDATE", "SCHEDULE_FOR_DISABLE", 50, 0)}, 100, true, true},
		{"reinstated", []channel.Event{accountEvent("DISABLED_UPDATE", "REINSTATE", 60, 0), accountEvent("DISABLED_UPDATE", "DISABLE", 50, 0)}, 100, true, true},
		{"deleted", []channel.Event{accountEvent("ACCOUNT_DELETED", "", 50, 0)}, 100, false, false},
		{"gone and back", []channel.Event{accountEvent("ACCOUNT_OFFBOARDED", "", 50, 0), accountEvent("ACCOUNT_RECONNECTED", "", 60, 0)}, 100, true, true},
		{"another feed", []channel.Event{{Type: channel.EventAccount, Notice: channel.Notice{Field: "security", Name: "ACCOUNT_DELETED"}}}, 100, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s quota.Standing
			for _, e := range tt.events {
				s = s.Apply(e)
			}
			for means, want := range map[channel.Means]bool{channel.FreeForm: tt.replies, channel.Approved: tt.byTemplate} {
				reason, ok := s.Allow(means, at(tt.now))
				if ok != want || ok != (reason == channel.Error{}) {
					t.Errorf("%s: %v, want %v: %v", means, ok, want, reason)
				}
			}
		})
	}
}

// However an account's news are repeated and reordered, it stands the same.
func TestStandingOrder(t *testing.T) {
	events := []channel.Event{
		accountEvent("DISABLED_UPDATE", "DISABLE", 50, 0), accountEvent("DISABLED_UPDATE", "REINSTATE", 50, 0),
		accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedTemplates, 10, 300), accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedTemplates, 20, 200),
		accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedReplies, 30, 0), accountEvent("ACCOUNT_VIOLATION", "", 5, 0),
	}
	var want quota.Standing
	for _, e := range events {
		want = want.Apply(e)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		var got quota.Standing
		for _, e := range append(events, events...) {
			got = got.Apply(e)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("standing mismatch (-want +got):\n%s", diff)
		}
	}
}

// TestStandingNumbers states that the restrictions of two numbers are two, each with what
// helps.
func TestStandingNumbers(t *testing.T) {
	var s quota.Standing
	for _, number := range []string{"492", "491", "492"} {
		e := accountEvent("ACCOUNT_RESTRICTION", quota.RestrictedReplies, 50, 200)
		e.Notice.Number, e.Notice.Detail = number, "Write less."
		s = s.Apply(e)
	}
	want := []quota.Restriction{
		{Kind: quota.RestrictedReplies, Number: "491", Remedy: "Write less.", At: at(50), Until: at(200)},
		{Kind: quota.RestrictedReplies, Number: "492", Remedy: "Write less.", At: at(50), Until: at(200)},
	}
	if diff := cmp.Diff(want, s.Restrictions); diff != "" {
		t.Errorf("restrictions differ (-want +got):\n%s", diff)
	}
	_, ok := s.Allow(channel.FreeForm, at(199))
	if ok {
		t.Error("what was taken from a number is allowed")
	}
}
