// Command simulate lives through weeks of a busy helpdesk in seconds, and tells how they
// went: how long customers waited, which rules fired, what could not be sent. It writes a
// chart beside:
//
//	go run ./examples/simulate -days 30 -tickets-per-day 2000 -seed 7
//	go run ./examples/simulate -rough                 platforms that repeat, delay, refuse and lose things
//	go run ./examples/simulate -rules triggers.json   rules that were exported from Zendesk
//	go run ./examples/simulate -compare other.json    what would differ under other rules
//
// The same flags give the same bytes. With -json what it prints is JSON. Nothing is sent.
package main

import (
	"context"
	"encoding/json"
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
	other := flags.String("compare", "", "another `file` of rules: tell what would differ")
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
	most := shown
	if *asJSON {
		most = -1
	}
	r, err := live(world, *other, most, stderr)
	if err != nil {
		return err
	}
	return r.tell(*asJSON, *chart, stdout, stderr)
}

// shown is of how many tickets the text tells the differences.
const shown = 10

// live runs a world, and if there is a file of other rules beside it what would be under
// these, which tells the differences of at most so many tickets.
func live(world simulate.Random, other string, most int, stderr io.Writer) (r report, err error) {
	if other == "" {
		r.Summary, err = world.Run()
		return r, err
	}
	settings, err := load(other, stderr)
	if err != nil {
		return r, err
	}
	r.Summary, r.Comparison, err = world.Compare(context.Background(), settings, most)
	return r, err
}

// report is what is printed.
type report struct {
	*simulate.Summary
	Comparison *simulate.Comparison `json:"comparison,omitzero"`
}

// tell prints a report and writes its chart.
func (r report) tell(asJSON bool, chart string, stdout, stderr io.Writer) error {
	text := r.String()
	if r.Comparison != nil {
		text += "\n" + r.Comparison.Text(shown)
	}
	if asJSON {
		list, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		text = string(list) + "\n"
	}
	if _, err := io.WriteString(stdout, text); err != nil || chart == "" {
		return err
	}
	if err := os.WriteFile(chart, r.SVG(), 0o644); err != nil {
		return err
	}
	fmt.Fprintln(stderr, "simulate: the chart is in", chart)
	return nil
}
