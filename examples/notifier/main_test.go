package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestPlay compares the story: a ticket goes from tab to tab, leaves them while it is
// pending, comes back with the customer's message and is gone without its tag.
func TestPlay(t *testing.T) {
	var out strings.Builder
	require.NoError(t, play(t.Context(), &out))
	want := `09:01  Ana on whatsapp: Where is my bike?
       pushed 1: new, enters unassigned, the dot is on
09:02  Ken on line: Hello
       pushed 2: new, enters unassigned, the dot is on
  Assigned to you (red dot)
  Unassigned (red dot)
    [new] Ken: Started a new chat [line]
    [new] Ana: Started a new chat [whatsapp]
09:03  Ada: assignee_id Ada
       pushed 3: open, leaves unassigned, enters yours, the dot is on
  Assigned to you (red dot)
    [open] Ana: Replied to the conversation [whatsapp]
  Unassigned (red dot)
    [new] Ken: Started a new chat [line]
09:04  Ada: status pending
       pushed 4: pending, leaves yours
09:05  Ana on whatsapp: And the bell?
       pushed 5: open, enters yours
09:06  Ada: remove_tags messaging_support
       pushed 6: open, leaves yours
  Assigned to you (red dot)
  Unassigned (red dot)
    [new] Ken: Started a new chat [line]
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}
