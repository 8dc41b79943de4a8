package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/ticket"
)

// imported is a file of rules that was read: what is in it as choices, with the text of each
// rule, and what could not be read.
type imported struct {
	choices
	Unread []zendesk.ReadError
}

// readImport reads an export of Zendesk. The error tells that the text is not JSON.
func readImport(text []byte, bare zendesk.Kind) (imported, error) {
	file, err := zendesk.Read(text, bare)
	if file == nil {
		return imported{}, err
	}
	in := imported{choices: choices{Fields: file.Fields, Sources: map[string]json.RawMessage{}}}
	for _, one := range each(err) {
		if unread, is := one.(*zendesk.ReadError); is { //nolint:errorlint // they are joined as they are
			in.Unread = append(in.Unread, *unread)
		}
	}
	for i, t := range file.Triggers {
		in.Triggers = append(in.Triggers, t.Rule)
		in.source(zendesk.Triggers, &in.Triggers[i], i, t.Raw())
	}
	for i, a := range file.Automations {
		in.Automations = append(in.Automations, a.Rule)
		in.source(zendesk.Automations, &in.Automations[i], i, a.Raw())
	}
	for i, m := range file.Macros {
		in.Macros = append(in.Macros, m.Macro)
		in.source(zendesk.Macros, &in.Macros[i].Rule, i, m.Raw())
	}
	for i, v := range file.Views {
		in.Views = append(in.Views, v.View)
		in.source(zendesk.Views, &in.Views[i].Rule, i, v.Raw())
	}
	for i, p := range file.Policies {
		in.Policies = append(in.Policies, p.Policy)
		in.source(zendesk.Policies, &in.Policies[i].Rule, i, p.Raw())
	}
	return in, nil
}

// each returns the errors that are joined in one; none for nil.
func each(err error) []error {
	switch joined := err.(type) { //nolint:errorlint // it is this error that was joined, not one inside
	case nil:
		return nil
	case interface{ Unwrap() []error }:
		return joined.Unwrap()
	}
	return []error{err}
}

// source keeps the text that a rule was read from. A rule without an id, or with that of an
// earlier one, gets one by its place.
func (in *imported) source(kind zendesk.Kind, r *rules.Rule, i int, raw json.RawMessage) {
	if _, taken := in.Sources[sourceKey(kind, r.ID)]; r.ID == "" || taken {
		r.ID = fmt.Sprintf("imported-%d", i+1)
	}
	in.Sources[sourceKey(kind, r.ID)] = raw
}

// Len returns how many rules were read.
func (in *imported) Len() (n int) {
	for _, kind := range ruleKinds() {
		l, _ := in.list(kind)
		n += l.Len()
	}
	return n
}

// take puts chosen rules of an import, by kind and place, into the choices. Those that cannot
// run come in switched off, so that they can be mended.
func (c *choices) take(in imported, chosen map[zendesk.Kind][]int, replace bool) {
	c.Fields = withFields(c.Fields, in.Fields)
	c.Sources = maps.Clone(c.Sources)
	if c.Sources == nil {
		c.Sources = map[string]json.RawMessage{}
	}
	for kind, places := range chosen {
		from, _ := in.list(kind)
		to, known := c.list(kind)
		if !known {
			continue
		}
		if replace {
			for i := range to.Len() {
				delete(c.Sources, sourceKey(kind, to.Head(i).ID))
			}
		}
		for _, i := range places {
			if len(in.compileOne(kind, from, i)) > 0 {
				from.Head(i).Inactive = true
			}
			key := sourceKey(kind, from.Head(i).ID)
			c.Sources[key] = in.Sources[key]
		}
		to.Take(from, places, replace)
		to.keep(c)
	}
}

// withFields adds custom fields to others. A newer one takes the place of an older one.
func withFields(list, more []rules.CustomField) []rules.CustomField {
	list = slices.Clone(list)
	for _, f := range more {
		i := slices.IndexFunc(list, func(o rules.CustomField) bool { return o.Of == f.Of && o.ID == f.ID })
		if i >= 0 {
			list[i] = f
		} else {
			list = append(list, f)
		}
	}
	return list
}

// undone returns the actions that this helpdesk does not carry out: what they ask for is left
// to a host that sends mail or calls webhooks.
func undone(table *rules.Table, list []rules.Action) (acts []rules.Action) {
	for _, a := range list {
		m, err := rules.CompileMacros(table, []rules.Macro{{Rule: rules.Rule{ID: "one", Do: []rules.Action{a}}}})
		if err != nil {
			continue
		}
		deeds, _ := m.Apply("one", &rules.Subject{Ticket: &ticket.Ticket{}})
		for _, d := range deeds {
			switch d.Ask.Kind {
			case "", rules.AskComment, rules.AskSurvey, rules.AskEndSession:
			default:
				acts = append(acts, a)
			}
		}
	}
	return acts
}
