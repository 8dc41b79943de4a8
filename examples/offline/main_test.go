package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestPlay compares the week with testdata/week.txt: Paris is six hours ahead of New York.
func TestPlay(t *testing.T) {
	want, err := os.ReadFile("testdata/week.txt")
	require.NoError(t, err)
	var got strings.Builder
	require.NoError(t, play(t.Context(), &got))
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the week (-want +got):\n%s", diff)
	}
}
