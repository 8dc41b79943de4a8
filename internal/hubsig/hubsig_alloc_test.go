//go:build !race

package hubsig_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/internal/hubsig"
)

// TestKeyAllocates states that checking a right signature allocates nothing. The race
// detector empties pools on purpose, so this is measured without it.
func TestKeyAllocates(t *testing.T) {
	key, body := hubsig.NewKey("fictional"), []byte(strings.Repeat("x", 500))
	header := "sha256=" + hex.EncodeToString(sum("fictional", body))
	if n := testing.AllocsPerRun(200, func() { _ = key.Hex(hubsig.Prefix, header, body) }); n >= 1 {
		t.Errorf("%v allocations", n)
	}
}
