package socialticket_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
)

// deliveryCase is one case of the topic "delivery-status".
type deliveryCase struct {
	ID, Op string
	Given  struct {
		Status       *string
		Error        any
		Direction    string
		ErrorsBefore int `json:"errors_before"`
	}
	When struct {
		Status  string
		Error   any
		Updates []string
	}
	Then map[string]any
}

func TestDataDeliveryStatus(t *testing.T) {
	var file struct{ Cases []deliveryCase }
	datatest.JSON(t, "cases/delivery-status.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			switch {
			case c.Op == "status_update" && c.Given.Direction == "in":
				c.inbound(t)
			case c.Op == "status_update":
				c.update(t)
			case c.Op == "status_sequence":
				c.sequence(t)
			case c.Op == "retry_delay":
				c.delay(t)
			default:
				t.Fatalf("unknown op %q", c.Op)
			}
		})
	}
}

// check compares what the case wants with what came out, key by key.
func (c deliveryCase) check(t *testing.T, got map[string]any) {
	t.Helper()
	for key, want := range c.Then {
		have, known := got[key]
		if !known {
			t.Errorf("unknown key %q", key)
		} else if have != want {
			t.Errorf("%s: %v, want %v", key, have, want)
		}
	}
}

// report returns a peer's words for a report as one of ours.
func report(status string, reason any) channel.Status {
	if status == "wired" { // a peer's word for "taken by the platform"
		status = string(channel.StateAccepted)
	}
	s := channel.Status{State: channel.DeliveryState(status)}
	switch e := reason.(type) {
	case string:
		s.Errors = []channel.Error{{Title: e}}
	case map[string]any:
		s.Errors = []channel.Error{{Code: fmt.Sprint(e["code"]), Title: fmt.Sprint(e["title"])}}
	}
	return s
}

func (c deliveryCase) update(t *testing.T) {
	var before channel.Delivery
	if c.Given.Status != nil {
		before = before.Apply(report(*c.Given.Status, c.Given.Error), start())
	}
	after := before.Apply(report(c.When.Status, c.When.Error), start().Add(time.Second))
	accepted := after.State != before.State || after.Failure() != before.Failure()
	got := map[string]any{"accepted": accepted, "status": string(after.State), "error": nil}
	if text := after.Failure().String(); text != "" {
		got["error"] = text
	}
	c.check(t, got)
}

// inbound hands in a status for a message of the customer's own.
func (c deliveryCase) inbound(t *testing.T) {
	o := newOffice(t)
	received := o.receive(t, says("15550100", "m1", "hello", start()))
	s := report(c.When.Status, c.When.Error)
	s.MessageID = "m1"
	r := o.receive(t, channel.Event{ID: "m1/s", Type: channel.EventStatus, Account: business(), Sent: start(), Status: s})
	thread, err := o.store.Comments(context.Background(), received.Ticket.ID, socialticket.Page{})
	require.NoError(t, err)
	got := map[string]any{"accepted": r.Outcome != socialticket.Unchanged, "status": "pending"}
	if thread[0].Delivery != (channel.Delivery{}) {
		got["status"] = string(thread[0].Delivery.State)
	}
	c.check(t, got)
}

// courierPlan is how the source of the cases about retries tries again: after five
// minutes, then ten; a third error is for good.
func courierPlan() channel.RetryPlan {
	return channel.RetryPlan{Pauses: []time.Duration{5 * time.Minute, 10 * time.Minute}}
}

// sequence plays reports one second apart; "errored" is an attempt that failed and
// may succeed later.
func (c deliveryCase) sequence(t *testing.T) {
	require.NotNil(t, c.Given.Status)
	d := channel.Delivery{}.Apply(report(*c.Given.Status, nil), start())
	failures, waits, reason := 0, false, any(nil)
	for i, update := range c.When.Updates {
		at := start().Add(time.Duration(i+1) * time.Second)
		waits = false
		if update != "errored" {
			d = d.Apply(report(update, nil), at)
			continue
		}
		failures++
		if _, waits = courierPlan().Next(failures, channel.SendError{Reason: channel.Error{Class: channel.ClassRetry}}, at); !waits {
			reason = "error_limit"
			d = d.Apply(report("failed", "error_limit"), at)
		}
	}
	got := map[string]any{"status": string(d.State), "error_count": float64(failures), "reason": reason, "sent_at": nil}
	switch {
	case waits:
		got["status"] = "errored"
	case d.State == channel.StateAccepted:
		got["status"] = "wired"
	}
	for i := range c.When.Updates {
		if i == 0 && d.SentAt.Equal(start().Add(time.Second)) {
			got["sent_at"] = "first update"
		}
	}
	c.check(t, got)
}

func (c deliveryCase) delay(t *testing.T) {
	next, again := courierPlan().Next(c.Given.ErrorsBefore+1, channel.SendError{Reason: channel.Error{Class: channel.ClassRetry}}, start())
	require.True(t, again)
	c.check(t, map[string]any{"delay_seconds": next.Sub(start()).Seconds()})
}
