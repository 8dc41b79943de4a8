package lineartest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/lineartest"
)

func body(n int) []byte { return []byte(strings.Repeat("a", n)) }

func TestCheck(t *testing.T) {
	kept := ""
	require.NoError(t, lineartest.Check(body, func(b []byte) { kept = string(b) }))
	err := lineartest.Check(body, func(b []byte) {
		kept = ""
		for _, c := range b {
			kept += string(rune(c))
		}
	})
	require.ErrorContains(t, err, "8 times the input takes")
	require.Len(t, kept, 8000)
}
