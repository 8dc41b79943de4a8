package whatsapp_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// A webhook that comes days late opens the window of the day it was sent.
func TestPolicyLateWebhook(t *testing.T) {
	late := at(1772960400).Add(3 * 24 * time.Hour)
	events, err := read(t, []byte(oneText), late)
	require.NoError(t, err)
	policy, _ := channel.PolicyOf(channel.WhatsApp)
	d := policy.Decide(channel.Window{}.Open(events[0]), channel.Request{Human: true}, late)
	want := channel.Decision{
		Reason: channel.ReasonClosed, Until: at(1772960400).Add(24 * time.Hour),
		Proof:   channel.Opening{By: channel.OpenMessage, Event: events[0].ID, Sent: at(1772960400)},
		Instead: channel.AdviseTemplate,
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("decision mismatch (-want +got):\n%s", diff)
	}
}
