package main

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestPlay compares the story: the first reply is late by ten minutes of the Monday, the
// weekend does not count, and the reopening begins anew.
func TestPlay(t *testing.T) {
	var out strings.Builder
	require.NoError(t, play(context.Background(), &out))
	want := `Fri 16:30  Ana: My new bike squeaks.
Fri 16:30    first_reply_time: begin 1h0m0s business
Fri 16:30    requester_wait_time: begin 8h0m0s business
             first_reply_time active: 0s used, 1h0m0s left, due Mon 09:30
             requester_wait_time active: 0s used, 8h0m0s left, due Mon 16:30
Fri 17:30  time has passed
             first_reply_time active: 30m0s used, 30m0s left, due Mon 09:30
             requester_wait_time active: 30m0s used, 7h30m0s left, due Mon 16:30
Mon 09:30    first_reply_time: breach
Mon 09:40  Ada: Does it squeak uphill?
Mon 09:40    first_reply_time: fulfill
             requester_wait_time active: 1h10m0s used, 6h50m0s left, due Mon 16:30
Mon 09:45  Ada sets pending
Mon 09:45    requester_wait_time: pause
             requester_wait_time paused: 1h15m0s used, 6h45m0s left
Mon 12:30  Ana: Only when I brake.
Mon 12:30    next_reply_time: begin 2h0m0s business
Mon 12:30    requester_wait_time: resume
             next_reply_time active: 0s used, 2h0m0s left, due Mon 14:30
             requester_wait_time active: 1h15m0s used, 6h45m0s left, due Tue 11:15
Mon 13:30  Ada: We send new pads.
Mon 13:30    next_reply_time: fulfill
             requester_wait_time active: 2h15m0s used, 5h45m0s left, due Tue 11:15
Mon 13:35  Ada sets solved
Mon 13:35    requester_wait_time: fulfill
Tue 10:30  Ana: It still squeaks.
Tue 10:30    next_reply_time: begin 2h0m0s business
Tue 10:30    requester_wait_time: begin 8h0m0s business
             next_reply_time active: 0s used, 2h0m0s left, due Tue 12:30
             requester_wait_time active: 0s used, 8h0m0s left, due Wed 10:30
Tue 12:30    next_reply_time: breach
Tue 13:30  Ada: Come by, please.
Tue 13:30    next_reply_time: fulfill
             requester_wait_time active: 3h0m0s used, 5h0m0s left, due Wed 10:30
Tue 14:00  Ada sets solved
Tue 14:00    requester_wait_time: fulfill

first_reply_time: 1h0m0s of business hours by policy "standard": used 1h10m0s, paused 0s, outside hours 64h0m0s
  2026-03-06T16:30:00Z to 2026-03-06T17:00:00Z: ran, 30m0s used
  2026-03-06T17:00:00Z to 2026-03-09T09:00:00Z: outside hours, 30m0s used
  2026-03-09T09:00:00Z to 2026-03-09T09:40:00Z: ran, 1h10m0s used
  broken 2026-03-09T09:30:00Z, ended 2026-03-09T09:40:00Z
requester_wait_time: 8h0m0s of business hours by policy "standard": used 2h20m0s, paused 2h45m0s, outside hours 64h0m0s
  2026-03-06T16:30:00Z to 2026-03-06T17:00:00Z: ran, 30m0s used
  2026-03-06T17:00:00Z to 2026-03-09T09:00:00Z: outside hours, 30m0s used
  2026-03-09T09:00:00Z to 2026-03-09T09:45:00Z: ran, 1h15m0s used
  2026-03-09T09:45:00Z to 2026-03-09T12:30:00Z: paused, 1h15m0s used
  2026-03-09T12:30:00Z to 2026-03-09T13:35:00Z: ran, 2h20m0s used
  kept 2026-03-09T13:35:00Z
next_reply_time: 2h0m0s of business hours by policy "standard": used 1h0m0s, paused 0s, outside hours 0s
  2026-03-09T12:30:00Z to 2026-03-09T13:30:00Z: ran, 1h0m0s used
  kept 2026-03-09T13:30:00Z
next_reply_time: 2h0m0s of business hours by policy "standard": used 3h0m0s, paused 0s, outside hours 0s
  2026-03-10T10:30:00Z to 2026-03-10T13:30:00Z: ran, 3h0m0s used
  broken 2026-03-10T12:30:00Z, ended 2026-03-10T13:30:00Z
requester_wait_time: 8h0m0s of business hours by policy "standard": used 3h30m0s, paused 0s, outside hours 0s
  2026-03-10T10:30:00Z to 2026-03-10T14:00:00Z: ran, 3h30m0s used
  kept 2026-03-10T14:00:00Z

first reply after 65h10m0s, 1h10m0s of business hours; 3 replies, 1 reopening
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}
