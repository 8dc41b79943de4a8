package simulate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/simulate"
)

func TestPlay(t *testing.T) {
	w, err := simulate.New(simulate.Config{})
	require.NoError(t, err)
	require.NoError(t, w.Play(`
		ana says "Is my bike ready?"
		pass 10m
		ada replies ana "It is."
		pass 1m
		expect ana delivery delivered
		expect ana reply allowed
		pass 24h
		expect ana reply refused
		ada replies ana "Still there?"
		expect ana delivery failed
		ben says "Hello"
		ada sets ben status solved
		pass 700h
		expect ben status closed
		ben says "Me again"
	`))
	t.Log("\n" + w.Transcript(nil))
}
