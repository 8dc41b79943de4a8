package platformtest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLinear finds a reading that copies what it has for each part.
func TestLinear(t *testing.T) {
	body := func(parts int) string { return strings.Repeat("a", parts) }
	kept := ""
	require.NoError(t, linear(body, func(b []byte) { kept = string(b) }))
	err := linear(body, func(b []byte) {
		kept = ""
		for _, c := range b {
			kept += string(rune(c))
		}
	})
	require.ErrorContains(t, err, "16 times the body takes")
	require.Len(t, kept, 8000)
}
