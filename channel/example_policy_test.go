package channel_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// May an agent still write, and until when?
func ExamplePolicyOf() {
	policy, _ := channel.PolicyOf(channel.WhatsApp)
	wrote := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	window := channel.Window{}.Open(channel.Event{ID: "wamid.1", Sent: wrote, Opens: channel.OpenMessage})
	for _, hours := range []time.Duration{2, 24} {
		d := policy.Decide(window, channel.Request{}, wrote.Add(hours*time.Hour))
		fmt.Printf("%v %s %v %q\n", d.Allowed, d.Reason, d.Left, d.Instead)
	}
	// Output:
	// true window_open 22h0m0s ""
	// false window_closed 0s "use_template"
}
