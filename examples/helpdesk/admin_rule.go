package main

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/ticket"
)

// findingsView is what rules.Check finds in the rules.
type findingsView struct {
	List  []rules.Finding
	Plain bool // the rules have no page yet
}

// To returns the address of the rule that a finding is about.
func (findingsView) To(f rules.Finding) string {
	v := ruleLine{Kind: zendesk.Kind(string(f.Of) + "s"), Rule: rules.Rule{ID: f.Rule}}
	return v.To("rule")
}

// findings checks rules: those of a kind, or one of them; without a kind all.
func (s *server) findings(c choices, kind zendesk.Kind, id string) findingsView {
	table, err := c.table()
	if err != nil {
		return findingsView{}
	}
	now := s.business.Settings()
	known := map[string][]string{}
	for _, g := range now.Groups {
		known["group_id"] = append(known["group_id"], g.ID)
	}
	for _, a := range now.Agents {
		known["assignee_id"] = append(known["assignee_id"], a.ID)
	}
	list := rules.Check(rules.CheckConfig{
		Table: table, Triggers: c.Triggers, Automations: c.Automations, Macros: c.Macros, Views: c.Views, Known: known,
	})
	return findingsView{List: slices.DeleteFunc(list, func(f rules.Finding) bool {
		return kind != "" && string(f.Of) != actorOf(kind) || id != "" && f.Rule != id
	})}
}

// rulePage is the page of one rule.
type rulePage struct {
	adminFrame
	Rule     ruleLine
	Text     string // as JSON
	Form     sheet  // of an SLA policy: its targets
	Findings findingsView
	Problems []rules.Problem // why what was typed cannot run
	Try      tryView
}

func (s *server) showRule(w http.ResponseWriter, r *http.Request, status int, f frame) {
	kind, id, c := zendesk.Kind(r.PathValue("kind")), r.URL.Query().Get("id"), s.business.Choices()
	l, known := c.list(kind)
	at := -1
	if known {
		at = rankOf(l, id)
	}
	if at < 0 {
		s.fail(w, r, errNoRule)
		return
	}
	v := rulePage{
		adminFrame: s.adminFrame(r, f, string(kind)), Rule: s.ruleLine(f.Words, kind, l, at),
		Text: l.Text(at), Findings: s.findings(c, kind, id), Try: tryView{Kind: kind},
	}
	if f.Typed.Has("json") {
		v.Text = f.Typed.Get("json")
		v.Problems = s.problems(kind, l, at, v.Text)
	}
	if p, is := l.One(at).(sla.Policy); is {
		v.Form = targetsSheet(p)
	}
	s.show(w, r, status, "admin-rule", v)
}

// problems tells why a rule as it was typed cannot run, by place.
func (s *server) problems(kind zendesk.Kind, l ruleList, at int, text string) []rules.Problem {
	if err := l.SetText(at, text); err != nil {
		return []rules.Problem{{Place: "JSON", Reason: err.Error()}}
	}
	c := s.business.Choices()
	return c.compileOne(kind, l, at)
}

// compileOne tells why a rule of a list cannot run, also if it is switched off.
func (c *choices) compileOne(kind zendesk.Kind, l ruleList, at int) []rules.Problem {
	table, err := c.table()
	if err != nil {
		return []rules.Problem{{Place: "custom_fields", Reason: err.Error()}}
	}
	switch one := l.One(at).(type) {
	case rules.Rule:
		one.Inactive = false
		if kind == zendesk.Triggers {
			_, err = rules.CompileTriggers(table, []rules.Rule{one})
		} else {
			_, err = rules.CompileAutomations(table, []rules.Rule{one})
		}
	case rules.Macro:
		one.Inactive = false
		_, err = rules.CompileMacros(table, []rules.Macro{one})
	case rules.View:
		one.Inactive = false
		_, err = rules.CompileViews(table, []rules.View{one})
	case sla.Policy:
		one.Inactive = false
		_, err = sla.Compile(table, sla.Config{Policies: []sla.Policy{one}})
	}
	if refused, is := errors.AsType[*rules.RuleError](err); is {
		return refused.Problems
	}
	return nil
}

// formRule keeps a rule as it was typed: its title and whether it is on, its JSON, or the
// targets of a policy.
func (s *server) formRule(r *http.Request, w *words.Words) (string, error) {
	kind, id := zendesk.Kind(r.PathValue("kind")), r.URL.Query().Get("id")
	to := ruleLine{Kind: kind, Rule: rules.Rule{ID: id}}
	e := s.editOf(r, "admin.did.rule", s.titleOf(kind, id))
	if r.PostForm.Has("targets") {
		return to.To("rule") + "&saved=1", s.saveSheet(r, e, policySheet(id))
	}
	err := s.business.change(r.Context(), e, func(c *choices) error {
		l, known := c.list(kind)
		if !known {
			return errNoPage
		}
		at := rankOf(l, id)
		if at < 0 {
			return errNoRule
		}
		if err := typedRule(c, kind, l, at, r, w); err != nil {
			return err
		}
		to.ID = l.Head(at).ID
		l.keep(c)
		return nil
	})
	return to.To("rule") + "&saved=1", err
}

// typedRule changes a rule of a list as a form says.
func typedRule(c *choices, kind zendesk.Kind, l ruleList, at int, r *http.Request, w *words.Words) error {
	if !r.PostForm.Has("json") {
		l.Head(at).Title, l.Head(at).Inactive = strings.TrimSpace(r.PostFormValue("title")), r.PostFormValue("active") == ""
		return nil
	}
	if err := l.SetText(at, r.PostFormValue("json")); err != nil {
		return fieldError{"json", httpError{http.StatusUnprocessableEntity, w.T("admin.bad.json")}}
	}
	id := l.Head(at).ID
	if other := rankOf(l, id); id == "" || other != at {
		return valueError{"json", "admin.bad.id"}
	}
	if problems := c.compileOne(kind, l, at); len(problems) > 0 && !l.Head(at).Inactive {
		return valueError{"json", "admin.bad.rule"}
	}
	return nil
}

// spareTargets is how many empty rows the form of a policy has.
const spareTargets = 2

// targetsSheet is the form of what a policy promises: a row for each target.
func targetsSheet(p sla.Policy) sheet {
	targets := append(slices.Clone(p.Targets), make([]sla.Target, spareTargets)...)
	sh := sheet{Name: "targets", Fields: []field{checkField("default", &p.Default)}}
	for i := range targets {
		t := &targets[i]
		metrics := append([]ticket.Metric{""}, ticket.Metrics()...)
		priorities := []ticket.Priority{"", ticket.Urgent, ticket.High, ticket.Normal, ticket.Low}
		sh.Fields = append(sh.Fields, field{Name: "target", Kind: "head", Of: strconv.Itoa(i + 1)})
		for _, f := range []field{
			selectField("metric", &t.Metric, metrics...), selectField("priority", &t.Priority, priorities...),
			minutesField("within", &t.Within), checkField("business", &t.Business),
		} {
			f.Word, f.Name = f.Name, f.Name+"_"+strconv.Itoa(i+1)
			sh.Fields = append(sh.Fields, f)
		}
	}
	sh.save = func(c *choices) {
		p.Targets = slices.DeleteFunc(slices.Clone(targets), func(t sla.Target) bool { return t.Metric == "" && t.Within == 0 })
		c.Policies = slices.Clone(c.Policies)
		if i := slices.IndexFunc(c.Policies, func(o sla.Policy) bool { return o.ID == p.ID }); i >= 0 {
			c.Policies[i].Targets, c.Policies[i].Default = p.Targets, p.Default
		}
	}
	return sh
}

func policySheet(id string) func(choices, *socialticket.Settings) (sheet, error) {
	return func(c choices, _ *socialticket.Settings) (sheet, error) {
		i := slices.IndexFunc(c.Policies, func(p sla.Policy) bool { return p.ID == id })
		if i < 0 {
			return sheet{}, errNoRule
		}
		return targetsSheet(c.Policies[i]), nil
	}
}
