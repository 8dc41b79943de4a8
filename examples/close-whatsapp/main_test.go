package main

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestPlay compares the story: a solved thread that the customer goes on with opens again,
// one that was closed does not, and LINE keeps its four days.
func TestPlay(t *testing.T) {
	var out strings.Builder
	require.NoError(t, play(context.Background(), &out))
	want := `Mon 09:00:00  Ana on whatsapp: Where is my bike?
Mon 09:00:00  #1 begins
Mon 09:05:00  Ada sets status solved
Mon 09:05:00  #1 solved, by agent Ada
Mon 09:50:00  Ana on whatsapp: And the bell?
Mon 09:50:00  #1 open, by the customer
Mon 09:55:00  Ada sets status solved
Mon 09:55:00  #1 solved, by agent Ada
Mon 10:55:00.000000001  #1 closed, by automation close-whatsapp-hour
Mon 12:00:00  Ana on whatsapp: Another thing
Mon 12:00:00  #2 begins, after #1
Mon 12:01:00  Ada sets current_tags closenow
Mon 12:01:00  #2 closed, by trigger close-now
Mon 13:00:00  Ana on whatsapp: And another
Mon 13:00:00  #3 begins, after #2
Mon 14:00:00  Ken on line: Hello
Mon 14:00:00  #4 begins
Mon 15:00:00  Ada sets status solved
Mon 15:00:00  #4 solved, by agent Ada
Fri 15:00:00.000000001  #4 closed, by automation close-solved
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}
