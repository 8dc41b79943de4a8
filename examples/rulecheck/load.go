package main

import (
	"encoding/json"
	"fmt"

	"github.com/socialticket/socialticket/rules"
)

// ruleSet is the rules of all files.
type ruleSet struct {
	Triggers    []rules.Rule  `json:"triggers"`
	Automations []rules.Rule  `json:"automations"`
	Macros      []rules.Macro `json:"macros"`
	Views       []rules.View  `json:"views"`
}

// load adds the rules of one file. Another form of rules is read here.
func (s *ruleSet) load(name string, body []byte) error {
	var more ruleSet
	if err := json.Unmarshal(body, &more); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(more.Triggers)+len(more.Automations)+len(more.Macros)+len(more.Views) == 0 {
		return fmt.Errorf("%s: it has no rules", name)
	}
	s.Triggers, s.Automations = append(s.Triggers, more.Triggers...), append(s.Automations, more.Automations...)
	s.Macros, s.Views = append(s.Macros, more.Macros...), append(s.Views, more.Views...)
	return nil
}

// check asks the library about the rules, as they would run together.
func (s *ruleSet) check() report {
	found := rules.Check(rules.CheckConfig{Triggers: s.Triggers, Automations: s.Automations, Macros: s.Macros, Views: s.Views})
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
	r.Findings = append(r.Findings, found...)
	return r
}

// refusal reports whether a finding keeps its rule from running.
func refusal(f rules.Finding) bool { return f.Kind == rules.FindRefused || f.Kind == rules.FindEndless }
