package inbox

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Tab is one of the lists of a [Notifier]. Its text is stable.
type Tab string

// The tabs. Each shows only tickets with the tag [socialticket.TagSocial]: whoever takes
// that away takes a ticket out. [rules.Check] warns of rules that do.
//
// Source: https://support.zendesk.com/hc/en-us/articles/4408839412634 (read autumn 2026).
const (
	TabYours      Tab = "yours"      // assigned to the person who looks, new or open; it is shown first
	TabUnassigned Tab = "unassigned" // without an assignee, of any status
)

// View returns the view that shows all of a tab, one of [rules.SocialViews].
func (t Tab) View() string {
	switch t {
	case TabYours:
		return "social-mine"
	case TabUnassigned:
		return "social-unassigned"
	}
	return ""
}

// tabs returns them in their order.
func tabs() [2]Tab { return [...]Tab{TabYours, TabUnassigned} }

// tabSize is how many tickets a tab shows before it asks to load more.
// Source: https://support.zendesk.com/hc/en-us/articles/4408839412634 (read autumn 2026).
const tabSize = 20

// Notifier is what an agent sees of the social tickets without leaving the page: one tab,
// and the red dot.
type Notifier struct {
	Tab Tab `json:"tab"`
	// Rows are the first 20 tickets, the newest update first, ties by id. Nobody can sort
	// them.
	Rows []NotifierRow `json:"rows"`
	// More tells that there are others: "load more" leads to View.
	More bool   `json:"more,omitzero"`
	View string `json:"view"` // the id of the view that the tab is the beginning of
	// Dot is the red dot: there is a new social ticket without an assignee.
	Dot bool `json:"dot,omitzero"`
}

// Notifier returns a tab as a person sees it. The conditions are the vendor's, whatever an
// administrator has made of the views. An unknown tab is an error that matches
// [socialticket.ErrNotFound]. Of a reader that is not a [socialticket.Store] the rows have
// no names and no conflicts.
func (in *Inbox) Notifier(ctx context.Context, l Looker, tab Tab, now time.Time) (Notifier, error) {
	n := Notifier{Tab: tab, View: tab.View(), Rows: []NotifierRow{}}
	if n.View == "" {
		return Notifier{}, &socialticket.Error{Kind: socialticket.ErrNotFound, What: fmt.Sprintf("tab %q", tab)}
	}
	var list []ticket.Ticket
	for t, err := range in.tab(ctx, l, tab, now) {
		if err != nil {
			return Notifier{}, err
		}
		if n.More = len(list) == tabSize; n.More {
			break
		}
		list = append(list, t)
	}
	for i := range list {
		row, err := in.notifierRow(ctx, &list[i])
		if err != nil {
			return Notifier{}, err
		}
		n.Rows = append(n.Rows, row)
	}
	var err error
	n.Dot, err = in.Dot(ctx)
	return n, err
}

// tab yields the tickets of a tab.
func (in *Inbox) tab(ctx context.Context, l Looker, tab Tab, now time.Time) func(func(ticket.Ticket, error) bool) {
	tree, _ := in.social.Tree(tab.View(), &rules.Subject{User: l.User, Now: now})
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range in.turn(ctx, socialticket.Selection{Tree: tree}, tabSize+1) {
			if err != nil {
				yield(ticket.Ticket{}, fmt.Errorf("inbox: notifier: %w", err))
				return
			}
			if in.tabHas(tab, l, &t) && !yield(t, nil) {
				return
			}
		}
	}
}

// tabHas reports whether a tab has a ticket.
func (in *Inbox) tabHas(tab Tab, l Looker, t *ticket.Ticket) bool {
	return in.social.Matches(tab.View(), &rules.Subject{Ticket: t, User: l.User})
}

// Dot reports whether the red dot is on: there is a social ticket that is new and has no
// assignee.
func (in *Inbox) Dot(ctx context.Context) (bool, error) {
	tree, _ := in.social.Tree(dotView, &rules.Subject{})
	for t, err := range in.turn(ctx, socialticket.Selection{Tree: tree}, 1) {
		if err != nil {
			return false, fmt.Errorf("inbox: notifier: %w", err)
		}
		if lights(&t) {
			return true, nil
		}
	}
	return false, nil
}

// lights reports whether a ticket makes the red dot shine.
func lights(t *ticket.Ticket) bool {
	return t.Status == ticket.New && t.Assignee == "" && t.HasTag(socialticket.TagSocial)
}

// dotView is the view of the tickets that make the red dot shine.
const dotView = "dot"

// socialViews compiles the views of the tabs and of the dot.
func socialViews() (*rules.Views, error) {
	dot := rules.View{Rule: rules.Rule{ID: dotView, When: rules.Conditions{All: []rules.Condition{
		rules.Tags().Includes(socialticket.TagSocial), rules.Assignee().Is(""), rules.Status().Is(ticket.New),
	}}}}
	return rules.CompileViews(rules.Standard(), append(rules.SocialViews(), dot))
}
