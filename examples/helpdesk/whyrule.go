package main

import (
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
)

// prospect says how an automation stands.
func (t teller) prospect(p socialticket.Prospect) ruleView {
	v := t.explained(p.Explanation)
	switch {
	case p.Ended:
		v.State, v.Text = "ended", t.T("why.state.ended")
	case p.Refused:
		v.State, v.Text = "refused", t.T("why.state.refused")
	case p.Fired:
		v.State, v.Text = "fired", t.T("why.state.fired")
	case p.Holds:
		v.State, v.Text = "holds", t.T("why.state.holds")
	case !p.Due.IsZero():
		v.State, v.Text = "waits", t.T("why.state.waits", t.Clock(p.Due), t.Until(p.Due))
	default:
		v.State, v.Text = "no", t.T("why.state.never")
	}
	return v
}

// outcome says what becomes of a trigger in an update.
func (t teller) outcome(o rules.Outcome) ruleView {
	v := t.explained(o.Explanation)
	switch {
	case o.Round > 0:
		v.State, v.Text = "fires", t.T("why.state.fires")
	case o.Ended:
		v.State, v.Text = "ended", t.T("why.state.ended")
	case len(o.Held) > 0:
		v.State, v.Text = "no", t.T("why.state.lost", t.title(o.Held[len(o.Held)-1].To))
	default:
		v.State, v.Text = "no", t.T("why.state.not")
	}
	return v
}

// explained says the conditions of a rule.
func (t teller) explained(e rules.Explanation) ruleView {
	v := ruleView{Title: t.title(e.Rule)}
	for _, one := range e.All {
		v.All = append(v.All, t.verdict(one))
	}
	if len(e.Any) > 0 {
		v.All = append(v.All, t.oneOf(e.Any))
	}
	for _, one := range v.All {
		if !one.Holds {
			v.Failed = append(v.Failed, one)
		}
	}
	for _, a := range t.known[e.Rule].Do {
		v.Does = append(v.Does, words.Sentence(t.rules.Action(a)))
	}
	return v
}

// verdict says what one condition said, or the conditions of a group.
func (t teller) verdict(v rules.Verdict) verdictView {
	if v.Field == "" {
		group := verdictView{Holds: v.Holds, Text: t.T("why.all_of")}
		for _, one := range v.All {
			group.Parts = append(group.Parts, t.verdict(one))
		}
		if len(v.Any) > 0 {
			if len(v.All) == 0 {
				return t.oneOf(v.Any)
			}
			group.Parts = append(group.Parts, t.oneOf(v.Any))
		}
		return group
	}
	text, seen := t.rules.Verdict(v)
	return verdictView{Holds: v.Holds, Text: words.Sentence(text), Seen: seen, Due: v.Due}
}

// oneOf says conditions of which one is enough.
func (t teller) oneOf(list []rules.Verdict) verdictView {
	group := verdictView{Text: t.T("why.one_of"), Holds: slices.ContainsFunc(list, func(v rules.Verdict) bool { return v.Holds })}
	for _, one := range list {
		group.Parts = append(group.Parts, t.verdict(one))
	}
	return group
}
