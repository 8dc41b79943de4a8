package main

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestPlay compares the story.
func TestPlay(t *testing.T) {
	var out strings.Builder
	require.NoError(t, play(context.Background(), &out))
	want := `09:00:00  Ana: Where is my bike?
09:00:00  #1 begins
09:00:00  #1 status new, by end_user
09:00:00  #1 routing_channel messaging, by end_user
09:00:00  #1 session active, by end_user
09:01:00  #1 status open, by agent
09:01:00  to Ana: It is ready. Anything else?
09:02:00  Ana: No, thanks!
09:03:00  Ada ends the session with Ana
09:03:00  #1 session ended, by agent
09:03:00  #1 routing_channel email, by agent
09:03:00  #1 can be answered by a note alone
09:03:00  survey on #1: How was it?
09:04:00  #1 not sent: session_ended
09:04:00  #1 can be answered by a note alone
09:05:00  Ana: Do you have bells?
09:05:00  #2 begins
09:05:00  #2 status new, by end_user
09:05:00  #2 routing_channel messaging, by end_user
09:05:00  #2 session active, by end_user
09:15:00  #2 session inactive, by system
09:30:00  Ben: My lamp is broken
09:30:00  #3 begins
09:30:00  #3 status new, by end_user
09:30:00  #3 routing_channel messaging, by end_user
09:30:00  #3 session active, by end_user
09:31:00  #3 status open, by agent
09:31:00  to Ben: Which model is it?
09:36:00  #3 session inactive, by system
09:41:00  #3 status pending, by system
09:41:00  to Ben: Are you still with us? Write to us whenever you are back.
09:46:00  to Ben: We have not heard from you for a while. If we hear nothing, we take the matter for done.
09:47:00  #3 status solved, by system
09:47:00  survey on #3: How was it?
09:47:00  to Ben: We take the matter for done. Write to us, and we open it again.
10:30:00  Ben: Sorry, a B2
10:30:00  #3 status open, by end_user
10:30:00  #3 session active, by end_user
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}
