package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// importChoices returns the choices of a new helpdesk: the standard ones, and in place of a
// kind of rule what the files of the settings have of it. What cannot be read or cannot run is
// left out, and told in the log.
func (s *server) importChoices() (choices, error) {
	c := firstChoices()
	var found choices
	p := s.progress("import of rules", len(s.settings.config.Rules))
	for _, name := range s.settings.config.Rules {
		text, err := os.ReadFile(name)
		if err != nil {
			return c, s.settings.config.Errorf("rules", "%v", err)
		}
		file, err := zendesk.Read(text, "")
		if file == nil {
			return c, s.settings.config.Errorf("rules", "%s: %v", name, err)
		}
		s.tellLosses(filepath.Base(name), err)
		found.Triggers = append(found.Triggers, file.Rules(zendesk.Triggers)...)
		found.Automations = append(found.Automations, file.Rules(zendesk.Automations)...)
		for _, m := range file.Macros {
			found.Macros = append(found.Macros, m.Macro)
		}
		for _, v := range file.Views {
			found.Views = append(found.Views, v.View)
		}
		found.Policies = append(found.Policies, file.SLA()...)
		p.step()
	}
	c.Triggers = orElse(found.Triggers, c.Triggers)
	c.Automations = orElse(found.Automations, c.Automations)
	c.Macros = orElse(found.Macros, c.Macros)
	c.Views = orElse(found.Views, c.Views)
	c.Policies = orElse(found.Policies, c.Policies)
	return s.runnable(c), nil
}

func orElse[T any](list, other []T) []T {
	if len(list) > 0 {
		return list
	}
	return other
}

// runnable returns the choices without what cannot run.
func (s *server) runnable(c choices) choices {
	table := rules.Standard()
	_, err := rules.CompileTriggers(table, c.Triggers)
	c.Triggers = without(s, c.Triggers, err, func(r rules.Rule) string { return r.ID })
	_, err = rules.CompileAutomations(table, c.Automations)
	c.Automations = without(s, c.Automations, err, func(r rules.Rule) string { return r.ID })
	_, err = rules.CompileMacros(table, c.Macros)
	c.Macros = without(s, c.Macros, err, func(m rules.Macro) string { return m.ID })
	_, err = rules.CompileViews(table, c.Views)
	c.Views = without(s, c.Views, err, func(v rules.View) string { return v.ID })
	_, err = sla.Compile(table, sla.Config{Policies: c.Policies})
	c.Policies = without(s, c.Policies, err, func(p sla.Policy) string { return p.ID })
	return c
}

// without leaves out what a compiler has refused.
func without[T any](s *server, list []T, refused error, id func(T) string) []T {
	s.tellLosses("rules", refused)
	for _, err := range each(refused) {
		if rule, ok := errors.AsType[*rules.RuleError](err); ok {
			list = slices.DeleteFunc(slices.Clone(list), func(v T) bool { return id(v) == rule.Rule })
		}
	}
	return list
}

func (s *server) tellLosses(from string, err error) {
	for _, e := range each(err) {
		s.log.Warn("left out of the import", "from", from, "error", e)
	}
}
