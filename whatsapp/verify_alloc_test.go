//go:build !race

package whatsapp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/whatsapp"
)

// The race detector empties pools on purpose, so this is measured without it.
func TestVerifyAllocates(t *testing.T) {
	v, err := whatsapp.NewVerifier("fictional secret")
	require.NoError(t, err)
	body := []byte(oneText)
	header := sign("fictional secret", body)
	if n := testing.AllocsPerRun(200, func() { _ = v.Verify(header, body) }); n >= 1 {
		t.Errorf("%v allocations", n)
	}
}
