// Command simulate lives through weeks of a busy helpdesk in seconds, and tells how they
// went: how long customers waited, which rules fired, what could not be sent. It writes a
// chart beside:
//
//	go run ./examples/simulate -days 30 -tickets-per-day 2000 -seed 7
//	go run ./examples/simulate -rough                 platforms that repeat, delay, refuse and lose things
//	go run ./examples/simulate -rules triggers.json   rules that somebody exported from Zendesk
//	go run ./examples/simulate -compare new.json      what would be otherwise under these rules
//
// The same flags give the same bytes. With -json the summary is JSON. Nothing is sent.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/socialticket/socialticket/simulate"
)

func main() {
	debug.SetGCPercent(400) // faster: it makes garbage, and keeps little
	debug.SetMemoryLimit(1 << 30)
	if err := run(os.Args[1:], os.Stdout, os.Stderr); errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	} else if err != nil {
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(1)
	}
}

// run does what args ask for.
func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var world simulate.Random
	flags.IntVar(&world.Days, "days", 30, "how many `days`")
	flags.IntVar(&world.TicketsPerDay, "tickets-per-day", 200, "how many matters customers begin on an average day")
	flags.Uint64Var(&world.Seed, "seed", 1, "another `number` is another world")
	rough := flags.Bool("rough", false, "let things go wrong")
	file := flags.String("rules", "", "a `file` of rules as Zendesk exports them, instead of the standard ones")
	versus := flags.String("compare", "", "a `file` of rules as Zendesk exports them: tell only what would be otherwise under them")
	chart := flags.String("chart", "simulate.svg", "the `file` for the chart; empty: none")
	asJSON := flags.Bool("json", false, "print the summary as JSON")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("what is %q?", flags.Arg(0))
	}
	if *rough {
		world.Faults = simulate.RoughFaults()
	}
	if *file != "" {
		var err error
		if world.Settings, err = load(*file, stderr); err != nil {
			return err
		}
	}
	if *versus != "" {
		other, err := load(*versus, stderr)
		if err != nil {
			return err
		}
		return compare(world, other, *asJSON, stdout)
	}
	sum, err := world.Run()
	if err != nil {
		return err
	}
	return tell(sum, *asJSON, *chart, stdout, stderr)
}

// tell prints a summary and writes its chart.
func tell(sum *simulate.Summary, asJSON bool, chart string, stdout, stderr io.Writer) error {
	text := sum.String()
	if asJSON {
		text = string(sum.JSON())
	}
	if _, err := io.WriteString(stdout, text); err != nil || chart == "" {
		return err
	}
	if err := os.WriteFile(chart, sum.SVG(), 0o644); err != nil {
		return err
	}
	fmt.Fprintln(stderr, "simulate: the chart is in", chart)
	return nil
}
