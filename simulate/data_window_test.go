package simulate_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// watch plays a chat whose ticket comes to a status at its last message, under a desk that
// warns some time before a window ends.
func watch(t testing.TB, given datatest.Watched, lead time.Duration) *simulate.World {
	t.Helper()
	require.NotEmpty(t, given.Inbound)
	c := chat{given.Chat}
	all := c.moments()
	w := c.world(t, all[len(all)-1].at, nil)
	require.NoError(t, w.Change(func(s *socialticket.Settings) {
		s.Warn, s.Lifecycle = lead, ticket.Lifecycle{SolveUnassigned: true, AgentsClose: true}
	}))
	status := given.Status
	if status == "merged" { // which closes a ticket
		status = "closed"
	}
	if status != "" && status != "new" {
		play(t, w, "ada sets ana status %s", datatest.Category(status))
	} else {
		play(t, w, "ada tags ana watched") // the new settings reach the ticket
	}
	return w
}

// windowAlert looks at what agents are told of a window. Of a ticket that is done the desk
// warns nobody.
func windowAlert(c *datatest.Case) {
	var given datatest.Watched
	var when struct{ Now time.Time }
	c.Given(&given)
	c.When(&when)
	w := watch(c.T, given, time.Nanosecond)
	require.NoError(c.T, w.Until(when.Now))
	d, err := w.MayReply("ana")
	require.NoError(c.T, err)
	c.Want("closed", !d.Allowed)
	c.Want("closes_in_seconds", d.Left)
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	level := d.Alert()
	if tk.Status.Done() {
		require.NoError(c.T, w.Pass(365*24*time.Hour))
		if level = channel.AlertNone; len(entries(c.T, w, "ana", ticket.EventWindow)) > 0 {
			level = channel.AlertWarning
		}
	}
	c.Want("level", level)
}

// windowReminder lets time pass until the desk reminds of a window, or never does.
func windowReminder(c *datatest.Case) {
	var given datatest.Watched
	var when struct {
		Lead float64 `json:"reminder_lead_seconds"`
	}
	c.Given(&given)
	c.When(&when)
	lead := datatest.Seconds(when.Lead)
	if !datatest.Yes(given.Reminder) {
		lead = 0
	}
	w := watch(c.T, given, lead)
	require.NoError(c.T, w.Pass(30*24*time.Hour))
	var at time.Time
	for _, e := range entries(c.T, w, "ana", ticket.EventWindow) {
		at = e.At
	}
	c.Want("remind_at", at)
}

// sendError lets a provider refuse an answer with a code.
func sendError(c *datatest.Case) {
	var given struct{ Provider whatsapp.Provider }
	var when struct {
		Code json.Number `json:"error_code"`
	}
	c.Given(&given)
	c.When(&when)
	if !c.Has("needs") {
		c.NotHere("whatsapp: the reason that a code stands for")
		return
	}
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true, Provider: given.Provider})
	require.NoError(c.T, err)
	w, err := simulate.New(simulate.Config{
		Retry: channel.RetryPlan{Pauses: []time.Duration{}},
		Network: simulate.NetworkFunc(func(channel.Outbound, time.Time) simulate.Fate {
			_, err := p.Answer(platform.Response{Status: 400, Body: fmt.Appendf(nil, `{"error":{"code":%q}}`, when.Code)})
			return simulate.Fate{Err: err}
		}),
	})
	require.NoError(c.T, err)
	play(c.T, w, "ana says %q\nada replies %q\npass 2h\nexpect ana delivery failed", "Hello", "An answer")
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	c.Want("needs", stored.Thread(c.T, w.Store(), tk.ID)[0].Delivery.Failure().Class)
	c.Excuse("meaning", "the reason that a code stands for is not told")
}
