package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestAnswersAgree makes sure that the contestants answer the same question: about each
// ticket, the same rules hold. Some do, and some do not.
func TestAnswersAgree(t *testing.T) {
	for _, trial := range []trial{automation(), rich(), set(10), set(1_000)} {
		yes, no := 0, 0
		for i := range trial.behind {
			want := append([]int{}, trial.contestants[0].ask(i)...)
			for _, c := range trial.contestants[1:] {
				if diff := cmp.Diff(want, append([]int{}, c.ask(i)...)); diff != "" {
					t.Fatalf("%s, ticket %d (-by hand +%s):\n%s", trial.name, i, c.name, diff)
				}
			}
			yes += len(want)
			if len(want) == 0 {
				no++
			}
		}
		require.NotZero(t, yes, trial.name)
		require.True(t, no > 0 || trial.behind > 2, trial.name)
	}
}

// TestNoAllocations is the part of the promise that a busy machine cannot blur.
func TestNoAllocations(t *testing.T) {
	for _, trial := range []trial{automation(), rich(), set(1_000)} {
		i := slices.IndexFunc(trial.contestants, func(c contestant) bool { return c.name == "socialticket" })
		for ticket := range trial.behind {
			trial.contestants[i].ask(ticket)
		}
		ticket := 0
		require.Zero(t, testing.AllocsPerRun(1000, func() { trial.contestants[i].ask(ticket % trial.behind); ticket++ }), trial.name)
	}
}

func BenchmarkRules(b *testing.B) {
	for _, trial := range trials() {
		for _, c := range trial.contestants {
			b.Run(trial.name+"/"+c.name, func(b *testing.B) { loop(b, trial, c) })
		}
	}
}
