package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/ticket"
)

// rulesView is the list of the rules of one kind.
type rulesView struct {
	adminFrame
	Kind     zendesk.Kind
	Rules    []ruleLine
	Findings findingsView
}

// ruleLine is a rule as the page shows it.
type ruleLine struct {
	rules.Rule
	Kind        zendesk.Kind
	Name        string // its title, or its id
	Place       int    // from 1
	All, Any    []string
	Acts        []string
	Targets     []sla.Target
	First, Last bool // in its category
	Fired       fired
	Undone      []string        // actions that this helpdesk does not carry out
	Problems    []rules.Problem // why it cannot run
}

// CountInt is how often it fired, as the sentences count.
func (v ruleLine) CountInt() int { return int(v.Fired.Count) }

// View returns v itself, where it is embedded.
func (v ruleLine) View() ruleLine { return v }

// ruleWords is a rule that a part of a page tells in words.
type ruleWords struct {
	adminFrame
	Rule ruleLine
}

// About returns what a part of a page needs to tell a rule.
func (a adminFrame) About(v ruleLine) ruleWords { return ruleWords{a, v} }

// To returns the address of a page about the rule.
func (v ruleLine) To(page string) string {
	return "/admin/rules/" + string(v.Kind) + "/" + page + "?id=" + url.QueryEscape(v.ID)
}

// actorOf returns under which name the firings of a kind of rule are counted.
func actorOf(kind zendesk.Kind) string { return strings.TrimSuffix(string(kind), "s") }

// ruleLine tells a rule of a list.
func (s *server) ruleLine(w *words.Words, kind zendesk.Kind, l ruleList, i int) ruleLine {
	r, say := *l.Head(i), s.sayer(w)
	v := ruleLine{
		Rule: r, Kind: kind, Name: cmp.Or(r.Title, r.ID), Place: i + 1,
		All: say.Conditions(r.When.All), Any: say.Conditions(r.When.Any), Acts: say.Actions(r.Do),
		First: i == 0 || l.Head(i-1).Category != r.Category, Last: i+1 == l.Len() || l.Head(i+1).Category != r.Category,
	}
	if p, is := l.One(i).(sla.Policy); is {
		v.Targets = p.Targets
	}
	v.Undone = say.Actions(undone(rules.Standard(), r.Do))
	return v
}

func (s *server) showRules(w http.ResponseWriter, r *http.Request, status int, f frame) {
	kind, c := zendesk.Kind(r.PathValue("kind")), s.business.Choices()
	l, known := c.list(kind)
	if !known {
		s.fail(w, r, errNoPage)
		return
	}
	counts, err := s.firings.all(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := rulesView{adminFrame: s.adminFrame(r, f, string(kind)), Kind: kind, Findings: s.findings(c, kind, "")}
	for i := range l.Len() {
		one := s.ruleLine(f.Words, kind, l, i)
		one.Fired = counts[firing{actorOf(kind), one.ID}]
		v.Rules = append(v.Rules, one)
	}
	s.show(w, r, status, "admin-rules", v)
}

// formRules does what a button beside a rule says, or adds a policy.
func (s *server) formRules(r *http.Request, _ *words.Words) (string, error) {
	kind, do, id := zendesk.Kind(r.PathValue("kind")), r.PostFormValue("do"), r.PostFormValue("rule")
	e := s.editOf(r, "admin.did."+do, cmp.Or(s.titleOf(kind, id), strings.TrimSpace(r.PostFormValue("title"))))
	err := s.business.change(r.Context(), e, func(c *choices) error {
		if do == "add" && kind == zendesk.Policies {
			c.addPolicy(strings.TrimSpace(r.PostFormValue("title")), e.At.UnixNano())
			return nil
		}
		l, known := c.list(kind)
		if !known {
			return errNoPage
		}
		at := rankOf(l, id)
		if at < 0 {
			return errNoRule
		}
		if err := doRule(l, at, do); err != nil {
			return err
		}
		l.keep(c)
		if do == "delete" {
			c.Sources = maps.Clone(c.Sources)
			delete(c.Sources, sourceKey(kind, id))
		}
		return nil
	})
	return "/admin/rules/" + string(kind) + "?saved=1", err
}

// titleOf returns the title of a rule, or else its id.
func (s *server) titleOf(kind zendesk.Kind, id string) string {
	c := s.business.Choices()
	if l, known := c.list(kind); known {
		if at := rankOf(l, id); at >= 0 {
			return cmp.Or(l.Head(at).Title, id)
		}
	}
	return id
}

// errNoRule tells that a rule is not there any more.
var errNoRule = httpError{http.StatusNotFound, "this rule is not there any more"}

func doRule(l ruleList, at int, do string) error {
	switch do {
	case "on", "off":
		l.Head(at).Inactive = do == "off"
	case "up":
		l.Move(at, -1)
	case "down":
		l.Move(at, 1)
	case "delete":
		l.Remove(at)
	default:
		return httpError{http.StatusBadRequest, fmt.Sprintf("do: %q is not known", do)}
	}
	return nil
}

// addPolicy adds a promise of an answer within an hour to all tickets.
func (c *choices) addPolicy(title string, number int64) {
	c.Policies = append(slices.Clone(c.Policies), sla.Policy{
		Rule:    rules.Rule{ID: fmt.Sprintf("policy-%d", number), Title: title, Position: len(c.Policies) + 1},
		Targets: []sla.Target{{Metric: ticket.FirstReply, Within: 3600e9}},
	})
}

// exportRules answers with the rules of a kind as Zendesk has them.
func (s *server) exportRules(w http.ResponseWriter, r *http.Request) {
	kind, c := zendesk.Kind(r.PathValue("kind")), s.business.Choices()
	text, err := c.export(kind)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+string(kind)+`.json"`)
	_, _ = w.Write(text) // the caller may be gone
}

// export writes rules in Zendesk's form: those that were imported as they were, with what was
// changed since.
func (c *choices) export(kind zendesk.Kind) ([]byte, error) {
	l, known := c.list(kind)
	if !known {
		return nil, errNoPage
	}
	file := &zendesk.File{}
	for i := range l.Len() {
		source := c.Sources[sourceKey(kind, l.Head(i).ID)]
		if err := addTo(file, kind, l.One(i), source); err != nil {
			return nil, err
		}
	}
	text, err := file.Write()
	if err != nil {
		return nil, httpError{http.StatusUnprocessableEntity, err.Error()}
	}
	return text, nil
}

// addTo adds a rule to a file, on the text that it was read from, if there is one.
func addTo(file *zendesk.File, kind zendesk.Kind, one any, source json.RawMessage) (err error) {
	read := func(into json.Unmarshaler) {
		if source != nil {
			err = into.UnmarshalJSON(source)
		}
	}
	switch one := one.(type) {
	case rules.Rule:
		t, a := zendesk.Trigger{}, zendesk.Automation{}
		if kind == zendesk.Triggers {
			read(&t)
			t.Rule = one
			file.Triggers = append(file.Triggers, t)
			break
		}
		read(&a)
		a.Rule = one
		file.Automations = append(file.Automations, a)
	case rules.Macro:
		var m zendesk.Macro
		read(&m)
		m.Macro = one
		file.Macros = append(file.Macros, m)
	case rules.View:
		var v zendesk.View
		read(&v)
		v.View = one
		file.Views = append(file.Views, v)
	case sla.Policy:
		var p zendesk.Policy
		read(&p)
		p.Policy = one
		file.Policies = append(file.Policies, p)
	}
	return err
}

// sourceKey names a rule in choices.Sources.
func sourceKey(kind zendesk.Kind, id string) string { return string(kind) + "/" + id }
