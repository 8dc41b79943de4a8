package redact_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/redact"
)

// redactor returns the redactor of cfg, which must be a good one.
func redactor(t testing.TB, cfg redact.Config) redact.Redactor {
	t.Helper()
	r, err := redact.New(cfg)
	require.NoError(t, err)
	return r
}

func TestNewRefuses(t *testing.T) {
	for _, cfg := range []redact.Config{
		{ExposeFirst: -2}, {ExposeLast: -2}, {Replacement: "0"}, {Replacement: "x x"}, {Replacement: "\n"}, {Replacement: "\xff"},
	} {
		_, err := redact.New(cfg)
		require.ErrorContains(t, err, "redact: ", "%+v", cfg)
	}
}

func TestRedactLeavesTextAlone(t *testing.T) {
	text := strings.Repeat("Where is order 12345678901, sent 11/25? Call +49 151 12345678. ", 9)
	var got string
	allocs := testing.AllocsPerRun(10, func() { got, _ = redact.Redactor{}.Text(text) })
	if allocs != 0 || unsafe.StringData(got) != unsafe.StringData(text) {
		t.Errorf("Text allocated %v times and returned the text at %p, want it at %p", allocs, unsafe.StringData(got), unsafe.StringData(text))
	}
}

func TestChangeKeepsItsSecret(t *testing.T) {
	_, changes := redact.Redactor{}.Changes("5555555555554444")
	require.Equal(t, "5555555555554444", changes[0].Before)
	marshalled, err := json.Marshal(changes)
	require.NoError(t, err)
	got := fmt.Sprintf("%v %+v %#v %s", changes, changes, changes, marshalled)
	if strings.Contains(got, "5555555") || !strings.Contains(got, "555555▇▇▇▇▇▇4444") {
		t.Errorf("a change shows as %s", got)
	}
}
