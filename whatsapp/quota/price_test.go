package quota_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/quota"
	"github.com/socialticket/socialticket/whatsapp/template"
)

func fromAd(sent time.Time) channel.Event {
	return channel.Event{Type: channel.EventMessage, Sent: sent, Message: channel.Message{Referral: channel.Referral{Source: "ad"}}}
}

func TestEntryPoint(t *testing.T) {
	asked := received()
	hours := func(n time.Duration) time.Time { return asked.Add(n * time.Hour) }
	told := channel.Event{Type: channel.EventStatus, Status: channel.Status{Price: channel.Price{Type: "free_entry_point", Until: hours(90)}}}
	var none quota.EntryPoint
	tests := []struct {
		name string
		got  quota.EntryPoint
		want time.Time
	}{
		{"nothing", none, time.Time{}},
		{"an answer to nothing", none.Answer(asked), time.Time{}},
		{"not answered", none.Receive(fromAd(asked)), time.Time{}},
		{"it counts from the answer", none.Receive(fromAd(asked)).Answer(hours(2)), hours(74)},
		{"the first answer counts", none.Receive(fromAd(asked)).Answer(hours(2)).Answer(hours(20)), hours(74)},
		{"also if it is told later", none.Receive(fromAd(asked)).Answer(hours(20)).Answer(hours(2)), hours(74)},
		{"too late", none.Receive(fromAd(asked)).Answer(hours(24)), time.Time{}},
		{"at the last instant", none.Receive(fromAd(asked)).Answer(hours(24).Add(-1)), hours(96).Add(-1)},
		{"an answer from before", none.Receive(fromAd(asked)).Answer(hours(-1)), time.Time{}},
		{"a second advertisement lets the first run on", none.Receive(fromAd(asked)).Answer(hours(2)).Receive(fromAd(hours(30))), hours(74)},
		{"and adds its own", none.Receive(fromAd(asked)).Answer(hours(2)).Receive(fromAd(hours(30))).Answer(hours(31)), hours(103)},
		{"an old message again", none.Receive(fromAd(asked)).Answer(hours(2)).Receive(fromAd(asked)), hours(74)},
		{"a plain message", none.Receive(channel.Event{Type: channel.EventMessage, Sent: asked}).Answer(hours(2)), time.Time{}},
		{"what a status tells", none.Receive(told), hours(90)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got.Until()); diff != "" {
				t.Errorf("until mismatch (-want +got):\n%s", diff)
			}
			require.False(t, tt.got.Free(tt.want))
			require.Equal(t, !tt.want.IsZero(), tt.got.Free(tt.want.Add(-1)) && !tt.want.IsZero())
		})
	}
}

// An entry point never allows anything: it is about money.
func TestEntryPointIsNoWindow(t *testing.T) {
	sent := received()
	e := fromAd(sent)
	e.ID, e.Opens = "1", channel.OpenMessage
	now := sent.Add(30 * time.Hour)
	require.True(t, quota.EntryPoint{}.Receive(e).Answer(sent.Add(time.Hour)).Free(now))
	policy, _ := channel.PolicyOf(channel.WhatsApp)
	require.False(t, policy.Decide(channel.Window{}.Open(e), channel.Request{}, now).Allowed)
}

func TestPriceOf(t *testing.T) {
	old, now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	free := quota.EntryPoint{KnownUntil: now.Add(time.Hour)}
	paid := func(c template.Category) channel.Price {
		return channel.Price{Model: "PMP", Category: string(c), Type: "regular", Billable: true}
	}
	gift := func(c template.Category) channel.Price {
		return channel.Price{Model: "PMP", Category: string(c), Type: "free_customer_service"}
	}
	tests := []struct {
		name     string
		category template.Category
		inside   bool
		entry    quota.EntryPoint
		at       time.Time
		want     channel.Price
	}{
		{"marketing always costs", template.Marketing, true, quota.EntryPoint{}, old, paid(template.Marketing)},
		{"authentication too", template.Authentication, true, quota.EntryPoint{}, old, paid(template.Authentication)},
		{"utility outside", template.Utility, false, quota.EntryPoint{}, old, paid(template.Utility)},
		{"utility inside", template.Utility, true, quota.EntryPoint{}, old, gift(template.Utility)},
		{"utility inside, as announced", template.Utility, true, quota.EntryPoint{}, now, paid(template.Utility)},
		{"an ordinary message", template.Service, true, quota.EntryPoint{}, old, gift(template.Service)},
		{"an ordinary message, as announced", template.Service, true, quota.EntryPoint{}, now, paid(template.Service)},
		{"an entry point", template.Marketing, false, free, now, channel.Price{
			Model: "PMP", Category: "marketing", Type: "free_entry_point", Until: now.Add(time.Hour),
		}},
		{"before all tariffs", template.Marketing, false, quota.EntryPoint{}, old.AddDate(-3, 0, 0), channel.Price{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := quota.PriceOf(quota.Tariffs(), tt.category, tt.inside, tt.entry, tt.at)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("price mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func ExampleEntryPoint() {
	asked := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	p := quota.EntryPoint{}.Receive(fromAd(asked)).Answer(asked.Add(2 * time.Hour))
	fmt.Println(p.Until().Format(time.DateTime), p.Free(asked.Add(73*time.Hour)))
	// Output: 2026-03-12 12:00:00 true
}
