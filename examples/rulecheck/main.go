// Command rulecheck tells which of the rules in some files run, which are refused and why,
// and what looks like a mistake:
//
//	go run ./examples/rulecheck triggers.json automations.json
//
// A file is a JSON object of lists of rules: "triggers", "automations", "macros", "views".
// With -json the report is JSON. The exit status is 0 if all is well, 1 if a rule is
// refused or a finding is an error, 2 if a file cannot be read (go run makes that 1 too).
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/socialticket/socialticket/rules"
)

// The exit statuses.
const (
	fine = iota
	wrong
	misunderstood
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run checks the files that args name and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("rulecheck", flag.ContinueOnError)
	flags.SetOutput(stderr)
	asJSON := flags.Bool("json", false, "print the report as JSON")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return fine
	} else if err != nil {
		return misunderstood
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "rulecheck: name a file")
		return misunderstood
	}
	var all ruleSet
	for _, path := range flags.Args() {
		body, err := os.ReadFile(path)
		if err == nil {
			err = all.load(path, body)
		}
		if err != nil {
			fmt.Fprintln(stderr, "rulecheck:", err)
			return misunderstood
		}
	}
	r := all.check()
	if err := r.print(stdout, *asJSON); err != nil {
		fmt.Fprintln(stderr, "rulecheck:", err)
		return misunderstood
	}
	return r.status()
}

// report is what is printed.
type report struct {
	Rules    []verdict       `json:"rules"`
	Findings []rules.Finding `json:"findings"`
}

// verdict tells whether a rule runs.
type verdict struct {
	Kind    rules.RuleKind  `json:"kind"`
	ID      string          `json:"id"`
	Title   string          `json:"title,omitzero"`
	State   string          `json:"state"` // "runs", "refused", "inactive"
	Reasons []rules.Problem `json:"reasons,omitzero"`
}

func (r report) print(w io.Writer, asJSON bool) error {
	if asJSON {
		text, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(w, string(text))
		return err
	}
	for _, v := range r.Rules {
		fmt.Fprintf(w, "%-8s %s %s %q\n", v.State, v.Kind, v.ID, v.Title)
		for _, p := range v.Reasons {
			fmt.Fprintf(w, "         %s\n", p)
		}
	}
	fmt.Fprintf(w, "%d findings\n", len(r.Findings))
	for _, f := range r.Findings {
		if _, err := fmt.Fprintln(w, f); err != nil {
			return err
		}
	}
	return nil
}

func (r report) status() int {
	for _, f := range r.Findings {
		if f.Severity == rules.SeverityError {
			return wrong
		}
	}
	return fine
}
