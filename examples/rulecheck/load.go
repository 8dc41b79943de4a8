package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// ruleSet is the rules of all files.
type ruleSet struct {
	Triggers    []rules.Rule
	Automations []rules.Rule
	Macros      []rules.Macro
	Views       []rules.View
	fields      []rules.CustomField
	unread      []verdict
}

// load adds the rules of one file, in any form that Zendesk and the apps for it have.
func (s *ruleSet) load(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := zendesk.Read(text, "")
	if file == nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	had := len(s.unread)
	s.refuse(name, err)
	for _, m := range file.Macros {
		s.Macros = append(s.Macros, m.Macro)
	}
	for _, v := range file.Views {
		s.Views = append(s.Views, v.View)
	}
	triggers, automations := file.Rules(zendesk.Triggers), file.Rules(zendesk.Automations)
	s.Triggers, s.Automations = append(s.Triggers, triggers...), append(s.Automations, automations...)
	s.fields = append(s.fields, file.Fields...)
	if len(triggers)+len(automations)+len(file.Macros)+len(file.Views)+len(file.Fields)+len(file.Policies)+len(s.unread) == had {
		return fmt.Errorf("%s: it has no rules", name)
	}
	return nil
}

// refuse notes the rules that could not be read.
func (s *ruleSet) refuse(name string, err error) {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		for _, one := range joined.Unwrap() {
			s.refuse(name, one)
		}
		return
	}
	var unread *zendesk.ReadError
	switch {
	case errors.As(err, &unread):
		s.unread = append(s.unread, verdict{State: "refused", File: name, Reasons: []rules.Problem{{Place: unread.Place, Reason: unread.Reason}}})
	case err != nil:
		s.unread = append(s.unread, verdict{State: "refused", File: name, Reasons: []rules.Problem{{Reason: err.Error()}}})
	}
}

// check asks the library about the rules, as they would run together.
func (s *ruleSet) check() (report, error) {
	table, err := rules.Standard().WithCustom(s.fields...)
	if err != nil {
		return report{}, err
	}
	found := rules.Check(rules.CheckConfig{Table: table, Triggers: s.Triggers, Automations: s.Automations, Macros: s.Macros, Views: s.Views})
	r := report{Findings: []rules.Finding{}}
	add := func(kind rules.RuleKind, one rules.Rule) {
		v := verdict{Kind: kind, ID: one.ID, Title: one.Title, State: "runs"}
		if one.Inactive {
			v.State = "inactive"
		}
		for _, f := range found {
			if !one.Inactive && f.Of == kind && f.Rule == one.ID && refusal(f) {
				v.State, v.Reasons = "refused", append(v.Reasons, rules.Problem{Place: f.Place, Reason: f.Reason})
			}
		}
		r.Rules = append(r.Rules, v)
	}
	for _, one := range s.Triggers {
		add(rules.KindTrigger, one)
	}
	for _, one := range s.Automations {
		add(rules.KindAutomation, one)
	}
	for _, one := range s.Macros {
		add(rules.KindMacro, one.Rule)
	}
	for _, one := range s.Views {
		add(rules.KindView, one.Rule)
	}
	r.Rules, r.Findings = append(r.Rules, s.unread...), append(r.Findings, found...)
	return r, nil
}

// refusal reports whether a finding keeps its rule from running.
func refusal(f rules.Finding) bool { return f.Kind == rules.FindRefused || f.Kind == rules.FindEndless }
