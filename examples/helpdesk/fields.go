package main

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// fieldsView is the form of a ticket's fields.
type fieldsView struct {
	Fields  []fieldView
	Tags    fieldView
	Snoozed string // until when; "": it is not
	Naps    []ticket.Nap
}

// fieldView is one field: what it is, what was typed, and what can be chosen.
type fieldView struct {
	Name, Label  string
	Shown, Value string
	Options      []option // nil: any text
}

// option is what can be chosen. Its label is for people.
type option struct{ Value, Label string }

// fieldsView returns the form. What was typed stays, unless the ticket has changed since.
func (s *server) fieldsView(f frame, n names, d draft) fieldsView {
	t := n.row.Ticket
	typed := func(v fieldView) fieldView {
		v.Value = v.Shown
		switch {
		case f.Typed.Has(v.Name):
			v.Value = f.Typed.Get(v.Name)
		case d.Values.Has(v.Name) && d.Values.Get("shown_"+v.Name) == v.Shown:
			v.Value = d.Values.Get(v.Name)
		}
		if v.Options != nil && !slices.ContainsFunc(v.Options, func(o option) bool { return o.Value == v.Value }) {
			v.Options = append(v.Options, option{v.Value, cmp.Or(n.Value(ticket.FieldName(v.Name), v.Value, n), v.Value)})
		}
		return v
	}
	v := fieldsView{Naps: []ticket.Nap{ticket.NapHour, ticket.NapTomorrow, ticket.NapNextWeek}}
	for _, name := range []ticket.FieldName{ticket.FieldStatus, ticket.FieldPriority, ticket.FieldAssignee, ticket.FieldGroup} {
		v.Fields = append(v.Fields, typed(fieldView{
			Name: string(name), Label: f.T("ticket." + strings.TrimSuffix(string(name), "_id")), Shown: t.Get(name), Options: s.options(f, n, name),
		}))
	}
	for _, id := range s.customFields(t) {
		name := ticket.CustomField + ticket.FieldName(id)
		v.Fields = append(v.Fields, typed(fieldView{Name: string(name), Label: n.Name("field", id), Shown: t.Get(name)}))
	}
	v.Tags = typed(fieldView{Name: string(ticket.FieldTags), Label: f.T("ticket.tags"), Shown: t.Get(ticket.FieldTags)})
	if !t.SnoozedUntil.IsZero() {
		v.Snoozed = f.Clock(t.SnoozedUntil)
	}
	return v
}

// options returns what a field can be set to. What it is stands among them in any case.
func (s *server) options(f frame, n names, name ticket.FieldName) (list []option) {
	add := func(values ...string) {
		for _, v := range values {
			list = append(list, option{v, n.Value(name, v, n)})
		}
	}
	switch {
	case name == ticket.FieldStatus:
		for _, status := range []ticket.Status{ticket.New, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved} {
			if status != ticket.New || n.row.Ticket.Status == ticket.New { // nobody makes it new again
				add(string(status))
			}
		}
	case name == ticket.FieldPriority:
		list = []option{{"", f.T("ticket.unset")}}
		add(string(ticket.Low), string(ticket.Normal), string(ticket.High), string(ticket.Urgent))
	case name == ticket.FieldAssignee:
		list = []option{{"", f.T("ticket.nobody")}}
		for _, a := range n.settings.Agents {
			add(a.ID)
		}
	case name == ticket.FieldGroup:
		list = []option{{"", f.T("ticket.none")}}
		for _, g := range n.settings.Groups {
			add(g.ID)
		}
	}
	return list
}

// customFields returns the ids of the custom fields of a ticket, and of those that the rules
// know, sorted.
func (s *server) customFields(t ticket.Ticket) []string {
	ids := map[string]bool{}
	for _, f := range t.Fields {
		ids[f.ID] = true
	}
	c := s.business.Choices()
	all := slices.Concat(c.Triggers, c.Automations)
	for _, m := range c.Macros {
		all = append(all, m.Rule)
	}
	for _, r := range all {
		for _, name := range fieldsOf(r) {
			if id, custom := ticket.FieldName(name).Custom(); custom && !strings.ContainsAny(id, " ,") {
				ids[id] = true
			}
		}
	}
	delete(ids, socialticket.FieldChannelInfo) // the desk sets it
	return slices.Sorted(maps.Keys(ids))
}

// fieldsOf returns what a rule asks for and sets.
func fieldsOf(r rules.Rule) (names []string) {
	for _, c := range slices.Concat(r.When.All, r.When.Any) {
		names = append(names, c.Field)
	}
	for _, a := range r.Do {
		names = append(names, a.Field)
	}
	return names
}

// shownField reports whether a name in a form is that of a ticket's field, or tells what the
// form showed of one.
func shownField(name string) bool {
	f := ticket.FieldName(strings.TrimPrefix(name, "shown_"))
	_, custom := f.Custom()
	return custom || slices.Contains([]ticket.FieldName{
		ticket.FieldAssignee, ticket.FieldGroup, ticket.FieldPriority, ticket.FieldTags, ticket.FieldStatus,
	}, f)
}

// readFields reads a form, which tells what it showed as "shown_" and the field: what is as
// it was shown is not to be changed, and what is changed must still be as it was shown. The
// group stands before its assignee, and the status is last.
func readFields(form url.Values) (changes, seen []ticket.Change) {
	names := []ticket.FieldName{ticket.FieldGroup, ticket.FieldAssignee, ticket.FieldPriority, ticket.FieldTags}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if _, custom := ticket.FieldName(name).Custom(); custom {
			names = append(names, ticket.FieldName(name))
		}
	}
	for _, name := range append(names, ticket.FieldStatus) {
		value, shown := strings.TrimSpace(form.Get(string(name))), "shown_"+string(name)
		known := form.Has(shown)
		same := form.Get(shown) == value
		to := name
		if name == ticket.FieldTags {
			same, to = slices.Equal(ticket.Tags(form.Get(shown)), ticket.Tags(value)), ticket.FieldSetTags
		}
		if !form.Has(string(name)) || known && same || !known && value == "" {
			continue
		}
		changes = append(changes, ticket.Change{Field: to, Value: value})
		if known {
			seen = append(seen, ticket.Change{Field: name, Value: form.Get(shown)})
		}
	}
	return changes, seen
}

// formFields saves the fields of a ticket, unless they were changed meanwhile.
func (s *server) formFields(r *http.Request, d draft) (string, error) {
	to := back(r)
	changes, seen := readFields(r.PostForm)
	if len(changes) == 0 {
		return to.String(), nil
	}
	key := r.PostForm.Get("idempotency_key")
	if err := checkKey(key); err != nil {
		return "", err
	}
	_, err := s.apply(r.Context(), socialticket.Update{Ticket: idOf(r), IdempotencyKey: key, By: agent(s.agentOf(r).ID), If: seen, Changes: changes})
	if err == nil && r.PostForm.Has("text") {
		err = s.saved(r, d)
	}
	return to.String(), err
}

// formSet returns what sets one field of a ticket by a button.
func (s *server) formSet(name ticket.FieldName, value func(r *http.Request, now time.Time) (string, error)) func(*http.Request, draft) (string, error) {
	return func(r *http.Request, _ draft) (string, error) {
		to := back(r)
		v, err := value(r, s.clock.Now().In(s.zoneOf(r, s.agentOf(r).ID)))
		if err == nil {
			_, err = s.apply(r.Context(), socialticket.Update{
				Ticket: idOf(r), IdempotencyKey: r.PostForm.Get("idempotency_key"), By: agent(s.agentOf(r).ID), Changes: []ticket.Change{{Field: name, Value: v}},
			})
		}
		return to.String(), err
	}
}

// napOf returns until when a ticket is put aside.
func (s *server) napOf(r *http.Request, now time.Time) (string, error) {
	until, err := ticket.Nap(r.PostForm.Get("nap")).Until(now)
	if err != nil {
		return "", s.refuse(http.StatusUnprocessableEntity, "nap", "trouble.value")
	}
	return until.UTC().Format(time.RFC3339), nil
}

// NapKey returns the key of the words for a nap.
func (v fieldsView) NapKey(n ticket.Nap) string {
	return map[ticket.Nap]string{
		ticket.NapHour: "ticket.nap.hour", ticket.NapTomorrow: "ticket.nap.tomorrow",
		ticket.NapNextWeek: "ticket.nap.next_week",
	}[n]
}
