package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/simulate"
)

// load returns the standard settings with the rules of a file in place of the standard ones:
// its triggers, its automations and its promises, of each kind that it has. What cannot run
// is told, and left out.
func load(name string, stderr io.Writer) (*socialticket.Settings, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, unread := zendesk.Read(text, "")
	if file == nil {
		return nil, fmt.Errorf("%s: %w", name, unread)
	}
	refused := say(stderr, "cannot be read", unread)
	table, err := rules.Standard().WithCustom(file.Fields...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	settings, taken := simulate.StandardSettings(), 0
	if list := file.Rules(zendesk.Triggers); len(list) > 0 {
		settings.Triggers, err = rules.CompileTriggers(table, list)
		taken, refused = taken+len(list), refused+say(stderr, "cannot run", err)
	}
	if list := file.Rules(zendesk.Automations); len(list) > 0 {
		settings.Automations, err = rules.CompileAutomations(table, list)
		taken, refused = taken+len(list), refused+say(stderr, "cannot run", err)
	}
	if list := file.SLA(); len(list) > 0 {
		settings.SLA, err = sla.Compile(table, sla.Config{Policies: list})
		taken, refused = taken+len(list), refused+say(stderr, "cannot run", err)
	}
	if taken == 0 {
		return nil, fmt.Errorf("%s: it has no triggers, automations or policies that can be read", name)
	}
	if unused := len(file.Macros) + len(file.Views); unused > 0 {
		fmt.Fprintf(stderr, "simulate: %d macros and views are left aside: people use them\n", unused)
	}
	fmt.Fprintf(stderr, "simulate: %d rules of %s, of which %d cannot run\n", taken, name, refused)
	return settings, nil
}

// say tells each error that is joined in err, and returns how many there are.
func say(w io.Writer, what string, err error) (n int) {
	if err == nil {
		return 0
	}
	if joined, is := err.(interface{ Unwrap() []error }); is {
		for _, one := range joined.Unwrap() {
			n += say(w, what, one)
		}
		return n
	}
	text := err.Error()
	if one, is := errors.AsType[*rules.RuleError](err); is {
		text = fmt.Sprintf("%q: %v", one.Title, one.Problems)
	}
	fmt.Fprintf(w, "simulate: %s: %s\n", what, text)
	return 1
}
