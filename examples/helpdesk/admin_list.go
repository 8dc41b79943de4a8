package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
)

func ruleKinds() []zendesk.Kind {
	return []zendesk.Kind{zendesk.Triggers, zendesk.Automations, zendesk.Macros, zendesk.Views, zendesk.Policies}
}

// ruleList is the rules of one kind, in the order in which they are asked. It is a copy: what
// is done to it holds once it is kept.
type ruleList interface {
	Len() int
	Head(i int) *rules.Rule // what all kinds have in common
	One(i int) any
	Move(i, by int) // to the place of its neighbour in the same category
	Remove(i int)
	Text(i int) string // as JSON
	SetText(i int, text string) error
	// Take puts rules of another list in place of those with the same id, and the others
	// behind; replace empties the list before.
	Take(from ruleList, chosen []int, replace bool)
	keep(c *choices)
}

// listOf is a ruleList.
type listOf[T any] struct {
	items []T
	head  func(*T) *rules.Rule
	put   func(*choices, []T)
}

// newList returns a copy in the order in which the rules are asked.
func newList[T any](items []T, head func(*T) *rules.Rule, put func(*choices, []T)) *listOf[T] {
	l := &listOf[T]{slices.Clone(items), head, put}
	slices.SortStableFunc(l.items, func(a, b T) int {
		x, y := head(&a), head(&b)
		return cmp.Or(cmp.Compare(x.Category, y.Category), cmp.Compare(x.Position, y.Position))
	})
	return l
}

// list returns the rules of a kind; false: the kind is not known.
func (c *choices) list(kind zendesk.Kind) (ruleList, bool) {
	same := func(r *rules.Rule) *rules.Rule { return r }
	switch kind {
	case zendesk.Triggers:
		return newList(c.Triggers, same, func(c *choices, list []rules.Rule) { c.Triggers = list }), true
	case zendesk.Automations:
		return newList(c.Automations, same, func(c *choices, list []rules.Rule) { c.Automations = list }), true
	case zendesk.Macros:
		return newList(c.Macros, func(m *rules.Macro) *rules.Rule { return &m.Rule }, func(c *choices, list []rules.Macro) { c.Macros = list }), true
	case zendesk.Views:
		return newList(c.Views, func(v *rules.View) *rules.Rule { return &v.Rule }, func(c *choices, list []rules.View) { c.Views = list }), true
	case zendesk.Policies:
		return newList(c.Policies, func(p *sla.Policy) *rules.Rule { return &p.Rule }, func(c *choices, list []sla.Policy) { c.Policies = list }), true
	}
	return nil, false
}

// placeOf returns the place of a rule, -1 if it is not there.
func rankOf(l ruleList, id string) int {
	for i := range l.Len() {
		if l.Head(i).ID == id {
			return i
		}
	}
	return -1
}

func (l *listOf[T]) Len() int               { return len(l.items) }
func (l *listOf[T]) Head(i int) *rules.Rule { return l.head(&l.items[i]) }
func (l *listOf[T]) One(i int) any          { return l.items[i] }
func (l *listOf[T]) Remove(i int)           { l.items = slices.Delete(l.items, i, i+1) }
func (l *listOf[T]) keep(c *choices)        { l.put(c, l.items) }

// Move implements [ruleList].
func (l *listOf[T]) Move(i, by int) {
	j := i + by
	if j < 0 || j >= len(l.items) || l.Head(i).Category != l.Head(j).Category {
		return
	}
	l.items[i], l.items[j] = l.items[j], l.items[i]
	l.number()
}

// number counts the places anew.
func (l *listOf[T]) number() {
	for i := range l.items {
		l.Head(i).Position = i + 1
	}
}

// Text implements [ruleList].
func (l *listOf[T]) Text(i int) string {
	text, err := json.MarshalIndent(l.items[i], "", "  ")
	if err != nil {
		panic(err) // of our own types
	}
	return string(text)
}

// SetText implements [ruleList]. Members that mean nothing are refused.
func (l *listOf[T]) SetText(i int, text string) error {
	var one T
	read := json.NewDecoder(bytes.NewReader([]byte(text)))
	read.DisallowUnknownFields()
	if err := read.Decode(&one); err != nil {
		return err
	}
	if _, err := read.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind the rule")
	}
	l.items[i] = one
	return nil
}

// Take implements [ruleList].
func (l *listOf[T]) Take(from ruleList, chosen []int, replace bool) {
	others, is := from.(*listOf[T])
	if !is {
		return
	}
	if replace {
		l.items = nil
	}
	for _, i := range chosen {
		if i < 0 || i >= len(others.items) {
			continue
		}
		if at := rankOf(l, from.Head(i).ID); at >= 0 {
			l.items[at] = others.items[i]
		} else {
			l.items = append(l.items, others.items[i])
		}
	}
	l.number()
}
