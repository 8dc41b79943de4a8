package whatsapp_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
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
		{"templates taken away", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", whatsapp.RestrictedTemplates, 50, 200)}, 199, true, false},
		{"that ended", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", whatsapp.RestrictedTemplates, 50, 200)}, 200, true, true},
		{"all taken away", []channel.Event{accountEvent("ACCOUNT_RESTRICTION", whatsapp.RestrictedReplies, 50, 0)}, 1 << 30, false, false},
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
			var s whatsapp.Standing
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
		accountEvent("ACCOUNT_RESTRICTION", whatsapp.RestrictedTemplates, 10, 300), accountEvent("ACCOUNT_RESTRICTION", whatsapp.RestrictedTemplates, 20, 200),
		accountEvent("ACCOUNT_RESTRICTION", whatsapp.RestrictedReplies, 30, 0), accountEvent("ACCOUNT_VIOLATION", "", 5, 0),
	}
	var want whatsapp.Standing
	for _, e := range events {
		want = want.Apply(e)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		random.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		var got whatsapp.Standing
		for _, e := range append(events, events...) {
			got = got.Apply(e)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("standing mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestPreferences(t *testing.T) {
	say := func(word string, second int64) channel.Event {
		return channel.Event{
			Type: channel.EventPreference, Sent: at(second),
			Notice: channel.Notice{Field: "user_preferences", Name: word, Subject: whatsapp.MarketingMessages},
		}
	}
	refused := channel.Event{Type: channel.EventStatus, Sent: at(30), Status: channel.Status{Errors: []channel.Error{{Code: "131050"}}}}
	tests := []struct {
		name   string
		events []channel.Event
		want   bool
	}{
		{"said nothing", nil, true},
		{"stop", []channel.Event{say("stop", 10)}, false},
		{"stop, then resume", []channel.Event{say("stop", 10), say("resume", 20)}, true},
		{"the same, late", []channel.Event{say("resume", 20), say("stop", 10)}, true},
		{"both at once", []channel.Event{say("stop", 10), say("resume", 10)}, false},
		{"both at once, turned round", []channel.Event{say("resume", 10), say("stop", 10)}, false},
		{"refused by the platform", []channel.Event{say("resume", 20), refused}, false},
		{"and resumed", []channel.Event{refused, say("resume", 40)}, true},
		{"a new word", []channel.Event{say("perhaps", 10)}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p whatsapp.Preferences
			for _, e := range tt.events {
				p = p.Apply(e)
			}
			require.Equal(t, tt.want, p.Allow(whatsapp.Marketing))
			require.True(t, p.Allow(whatsapp.Utility), "only marketing can be refused")
		})
	}
}
