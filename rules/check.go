package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// CheckConfig is the rules that [Check] looks at, and what the host has. Only active rules
// are looked at. The zero CheckConfig has none.
type CheckConfig struct {
	Table       *Table // nil: [Standard]
	Triggers    []Rule
	Automations []Rule
	Macros      []Macro
	Views       []View

	// Known are the values that the host has, by the name of a field: the ids of its groups
	// under "group_id", of its own statuses under "custom_status_id", and under
	// "current_tags" the tags that forms, agents and other programs set. A field that is
	// not there is not looked into.
	Known map[string][]string
	// CustomFields are the ids of the host's custom fields of tickets. Nil: any.
	CustomFields []string
	// CloseAfter is how long after it was solved the host's lifecycle closes a ticket by
	// itself. 0: it does not.
	CloseAfter time.Duration
	// Policies say when messages may go out. A channel without one has that of
	// [channel.PolicyOf].
	Policies []channel.Policy
}

// Severity says how bad a finding is.
type Severity string

// The severities, the worst first.
const (
	SeverityError   Severity = "error"   // it cannot do what it is for
	SeverityWarning Severity = "warning" // probably a mistake
	SeverityNote    Severity = "note"    // worth a look
)

// FindingKind says what was found. Its text is the stored one.
type FindingKind string

// What [Check] finds.
const (
	FindRefused       FindingKind = "refused"       // it cannot run
	FindNever         FindingKind = "never"         // its conditions hold for no ticket
	FindContradiction FindingKind = "contradiction" // two of its conditions exclude each other
	FindAlways        FindingKind = "always"        // its conditions hold for every ticket
	FindShadowed      FindingKind = "shadowed"      // an earlier rule ends its conditions whenever they hold
	FindDuplicate     FindingKind = "duplicate"     // it matches and does what an earlier one does
	FindUndo          FindingKind = "undo"          // two rules undo what the other does
	FindCircle        FindingKind = "circle"        // rules make each other hold, round and round
	FindEndless       FindingKind = "endless"       // an automation does not end its own condition
	FindIdle          FindingKind = "idle"          // it has no actions
	FindEndsTwice     FindingKind = "ends_twice"    // it ends the session in two ways
	FindRepeats       FindingKind = "repeats"       // a trigger asks for something at each update
	FindUnknownValue  FindingKind = "unknown_value" // the host does not have the group, the status
	FindUnknownField  FindingKind = "unknown_field" // the host does not have the custom field
	FindUnsetTag      FindingKind = "unset_tag"     // nothing sets the tag
	FindSocialTag     FindingKind = "social_tag"    // it takes away a tag that social views need
	FindNeverClosed   FindingKind = "never_closed"  // solved tickets stay open for further messages
	FindWindowClosed  FindingKind = "window_closed" // its message comes after the channel's window
	FindUnclear       FindingKind = "unclear"       // its conditions are too many to look into
)

// RuleKind says which of the four a rule is.
type RuleKind string

// The kinds of rule.
const (
	KindTrigger    RuleKind = "trigger"
	KindAutomation RuleKind = "automation"
	KindMacro      RuleKind = "macro"
	KindView       RuleKind = "view"
)

// Finding is one thing that is wrong with a set of rules, or may be.
type Finding struct {
	Severity Severity    `json:"severity"`
	Kind     FindingKind `json:"kind"`
	Of       RuleKind    `json:"rule_kind,omitzero"`
	Rule     string      `json:"rule_id,omitzero"` // empty: it is about the whole set
	Title    string      `json:"title,omitzero"`
	// Others are the ids of the other rules that it is about.
	Others []string `json:"other_rule_ids,omitzero"`
	Place  string   `json:"place,omitzero"` // as in [Problem]
	Reason string   `json:"reason"`
	Advice string   `json:"advice"` // a way out
}

// String returns f as one line of text.
func (f Finding) String() string {
	where := ""
	if f.Rule != "" || f.Title != "" {
		where = fmt.Sprintf(" %s %q", f.Of, cmp.Or(f.Title, f.Rule))
	}
	if f.Place != "" {
		where += " " + f.Place
	}
	return fmt.Sprintf("%s: %s:%s: %s. %s.", f.Severity, f.Kind, where, f.Reason, f.Advice)
}

// Check looks for mistakes in a set of rules without running it: rules that never match,
// that undo each other, that ask for what the host does not have, or whose message would
// go out too late. The findings are in the order of triggers, automations, macros and
// views, and of the rules within; what is about the whole set comes last.
//
// "Never", "contradiction", "always" and "shadowed" are proven, provided that the fields
// have the values that their [Field] says and that the actions of rules are not refused.
// Check may miss some.
func Check(cfg CheckConfig) []Finding {
	if cfg.Table == nil {
		cfg.Table = Standard()
	}
	c := &checker{cfg: cfg, logic: newLogic(cfg.Table)}
	c.load()
	for _, r := range c.rules {
		if r.runs {
			c.match(r)
			c.references(r)
			c.socialTags(r)
			c.window(r)
			c.repeats(r)
			c.endsTwice(r)
		}
	}
	c.order()
	c.circles()
	slices.SortStableFunc(c.findings, func(a, b placed) int { return a.at - b.at })
	var list []Finding
	for _, p := range c.findings {
		list = append(list, p.Finding)
	}
	return append(list, c.closing()...)
}

// checker looks at one set of rules.
type checker struct {
	cfg      CheckConfig
	logic    *logic
	rules    []*checked
	findings []placed
}

// placed is a finding with the place of its rule among all.
type placed struct {
	Finding
	at int
}

// checked is one active rule, and what is known of it.
type checked struct {
	Rule
	of    RuleKind
	at    int
	runs  bool    // it compiles
	holds formula // of its conditions
	fails formula // of their negation
	deeds []deed
	does  result
	// fields are those that its conditions test: see [checker.order].
	fields uint64
}

// load makes the list of all active rules.
func (c *checker) load() {
	update := map[RuleKind]bool{KindTrigger: true, KindMacro: true}
	add := func(of RuleKind, list []Rule) {
		for _, r := range inOrder(list) {
			if !r.Inactive {
				k := &checked{Rule: r, of: of, at: len(c.rules)}
				c.rules = append(c.rules, k)
				c.compile(k, update[of])
			}
		}
	}
	add(KindTrigger, c.cfg.Triggers)
	add(KindAutomation, c.cfg.Automations)
	var macros, views []Rule
	for _, m := range c.cfg.Macros {
		macros = append(macros, m.Rule)
	}
	for _, v := range c.cfg.Views {
		views = append(views, v.Rule)
	}
	add(KindMacro, macros)
	add(KindView, views)
}

// inOrder returns rules in the order in which they run.
func inOrder(list []Rule) []Rule {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Position, b.Position))
	})
	return list
}

// compile compiles a rule as its kind is, and finds why it cannot run.
func (c *checker) compile(r *checked, update bool) {
	var err error
	switch list := []Rule{r.Rule}; r.of {
	case KindTrigger:
		_, err = CompileTriggers(c.cfg.Table, list)
	case KindAutomation:
		_, err = CompileAutomations(c.cfg.Table, list)
	case KindMacro:
		_, err = CompileMacros(c.cfg.Table, []Macro{{Rule: r.Rule}})
	case KindView:
		_, err = CompileViews(c.cfg.Table, []View{{Rule: r.Rule}})
	}
	var refused *RuleError
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			c.refused(r, p)
		}
		return
	}
	c.logic.update, c.logic.problems = update, nil
	r.runs = true
	if (r.of == KindTrigger || r.of == KindMacro) && len(r.Do) == 0 {
		c.find(r, Finding{Severity: SeverityWarning, Kind: FindIdle, Place: "actions",
			Reason: "it has none, so that it does nothing", Advice: "Add an action, or remove the rule"})
	}
	r.holds, r.fails = c.logic.both("conditions", r.When.All, r.When.Any)
	r.holds, r.fails = r.holds.prune(), r.fails.prune()
	r.deeds = c.logic.deeds(r.Do)
	r.does = c.result(r.deeds)
	r.fields = r.tested()
}

func (c *checker) refused(r *checked, p Problem) {
	kind, advice := FindRefused, "Correct it; until then the rule does not run"
	if r.of == KindAutomation && p.Place == "actions" && len(r.Do) > 0 && !ends(&r.Rule) && !c.logic.cancels(&r.Rule) {
		kind, advice = FindEndless, "Set what a condition tests to another value, or add a tag that a condition excludes"
	}
	c.find(r, Finding{Severity: SeverityError, Kind: kind, Place: p.Place, Reason: p.Reason, Advice: advice})
}

// find adds a finding about a rule.
func (c *checker) find(r *checked, f Finding) {
	f.Of, f.Rule, f.Title = r.of, r.ID, r.Title
	c.findings = append(c.findings, placed{f, r.at})
}
