// Command rulecheck tells which of the rules in some files run, which are refused and why,
// and what looks like a mistake:
//
//	go run ./examples/rulecheck triggers.json automations.json
//
// A file is JSON as Zendesk's API gives triggers, automations, macros, views and fields
// out, or as apps require them. With -json the report is JSON. The exit status is 0 if all
// is well, 1 if a rule is refused or a finding is an error, 2 if a file cannot be read, the
// others being checked all the same (go run makes that 1 too).
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
	unread := false
	for _, path := range flags.Args() {
		if err := all.load(path); err != nil {
			unread = true
			fmt.Fprintln(stderr, "rulecheck:", err)
		}
	}
	r, err := all.check()
	if err == nil {
		err = r.print(stdout, *asJSON)
	}
	if err != nil {
		fmt.Fprintln(stderr, "rulecheck:", err)
		return misunderstood
	}
	if unread {
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
	Kind    rules.RuleKind  `json:"kind,omitzero"`
	ID      string          `json:"id,omitzero"`
	Title   string          `json:"title,omitzero"`
	State   string          `json:"state"`         // "runs", "refused", "inactive"
	File    string          `json:"file,omitzero"` // of a rule that could not be read
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
		if v.File != "" {
			fmt.Fprintf(w, "%-8s in %s\n", v.State, v.File)
		} else {
			fmt.Fprintf(w, "%-8s %s %s %q\n", v.State, v.Kind, v.ID, v.Title)
		}
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
	for _, v := range r.Rules {
		if v.State == "refused" {
			return wrong
		}
	}
	for _, f := range r.Findings {
		if f.Severity == rules.SeverityError {
			return wrong
		}
	}
	return fine
}
