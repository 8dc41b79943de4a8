package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRunKeepsWhatIsPromised(t *testing.T) {
	var out, errs strings.Builder
	status := run([]string{"-n", "400", "-seed", "3"}, &out, &errs)
	require.Empty(t, errs.String())
	require.Zero(t, status, out.String())
	require.Equal(t, 3+len(forms())+len(regions())+2, strings.Count(out.String(), "\n"))
}

func TestRunIsRepeatable(t *testing.T) {
	var first, second strings.Builder
	run([]string{"-n", "20"}, &first, &first)
	run([]string{"-n", "20"}, &second, &second)
	require.Equal(t, first.String(), second.String())
}

func TestRunFlags(t *testing.T) {
	for args, want := range map[string]int{"-h": 0, "-n 0": 2, "-n many": 2, "please": 2} {
		var out, errs strings.Builder
		require.Equal(t, want, run(strings.Fields(args), &out, &errs), args)
		require.NotEmpty(t, errs.String(), args)
	}
}
