// Command rulebench measures how fast rules are asked, beside Go written by hand, expr
// (github.com/expr-lang/expr) and the Common Expression Language (github.com/google/cel-go),
// all in one run:
//
//	go run ./examples/rulebench
//	go test -run xxx -bench . ./examples/rulebench
//
// It prints for each question how often the time of the hand-written Go each contestant
// takes: below 1 is faster, and fewer is better. Only such ratios of one run mean anything,
// for machines differ, and one machine from minute to minute. Whether all contestants give
// the same answers is tested before.
//
// Ours is asked from the plain ticket, as a host has it: reading it is part of the time. The
// peers get a map, or values of their own, that was filled in before the clock starts, which
// costs them more than the rules do.
package main

import (
	"fmt"
	"os"
	"testing"
	"text/tabwriter"
)

// contestant answers one question about the ticket of a number.
type contestant struct {
	name string
	ask  func(ticket int) []int // the places of the rules that hold
}

// trial is one question, and who answers it; by hand comes first.
type trial struct {
	name          string
	first, behind int // tickets: from the first to before this one
	contestants   []contestant
}

// only is the question about one of the tickets.
func (t trial) only(name string, ticket int) trial {
	t.name, t.first, t.behind = t.name+", "+name, ticket, ticket+1
	return t
}

// trials returns all questions.
func trials() []trial {
	short, long := automation(), rich()
	list := []trial{short.only("holds", 0), short.only("fails at the last", 1), long.only("holds", 0), long.only("fails at the first", 1)}
	for _, n := range []int{10, 1_000, 10_000} {
		list = append(list, set(n))
	}
	return list
}

// passes are how often each question is asked in turn; the best pass counts, for it is the
// one that the machine left alone.
const passes = 3

func main() {
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "question\tcontestant\t× by hand\tallocations\t")
	for _, t := range trials() {
		best, allocs := make([]float64, len(t.contestants)), make([]int64, len(t.contestants))
		for range passes {
			for i, c := range t.contestants {
				r := testing.Benchmark(func(b *testing.B) { loop(b, t, c) })
				if ns := float64(r.T.Nanoseconds()) / float64(r.N); best[i] == 0 || ns < best[i] {
					best[i], allocs[i] = ns, r.AllocsPerOp()
				}
			}
		}
		for i, c := range t.contestants {
			fmt.Fprintf(out, "%s\t%s\t%.3g\t%d\t\n", t.name, c.name, best[i]/best[0], allocs[i])
		}
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "rulebench:", err)
		os.Exit(1)
	}
}

// loop asks about one ticket after the other.
func loop(b *testing.B, t trial, c contestant) {
	b.ReportAllocs()
	i := t.first
	for b.Loop() {
		c.ask(i)
		if i++; i == t.behind {
			i = t.first
		}
	}
}

// must is for what this program writes itself.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
