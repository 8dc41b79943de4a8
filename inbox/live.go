package inbox

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Change is what one commit means for a person who looks at lists. It has codes and ids and
// none of the words that people wrote: a page that wants these asks for the ticket.
type Change struct {
	// Place is that of the commit in the feed: the next pass begins behind it. More tells that
	// a change of another ticket by the same commit follows, as a merge of tickets makes it:
	// do not break a pass off before that one.
	Place int64     `json:"place"`
	More  bool      `json:"more,omitzero"`
	At    time.Time `json:"at"`

	Ticket   ticket.ID     `json:"ticket_id,omitzero"` // empty: only a person changed
	Status   ticket.Status `json:"status,omitzero"`    // after the change
	Assignee string        `json:"assignee_id,omitzero"`
	Person   string        `json:"person_id,omitzero"` // whose record or link changed: names in rows may be others now
	// Happened is what was done to the ticket, in its order. It may be empty: then what is
	// around the ticket has changed.
	Happened []Happening `json:"happened,omitzero"`

	// Entered and Left are the tabs of the notifier that the ticket is in from now on, or not
	// any more, and EnteredViews and LeftViews the ids of views that the person may see. Views
	// on hours, on replies, or on what is around a ticket are not among them.
	Entered      []Tab    `json:"entered,omitzero"`
	Left         []Tab    `json:"left,omitzero"`
	EnteredViews []string `json:"entered_views,omitzero"`
	LeftViews    []string `json:"left_views,omitzero"`
	// Dot tells how the red dot is when the change is read, where it may have changed.
	Dot Light `json:"dot,omitzero"`
}

// Happening is an entry of a ticket's log, without what it was before and after.
type Happening struct {
	Type    ticket.EventType `json:"type"`
	By      ticket.ActorKind `json:"by"`
	Field   ticket.FieldName `json:"field,omitzero"`
	Comment string           `json:"comment_id,omitzero"`
}

// Light is the state of the red dot. Its text is stable. Empty: as it was.
type Light string

// The states of the red dot.
const (
	DotOn  Light = "on"
	DotOff Light = "off"
)

// Live yields what has happened after a place of a feed, each ticket of each commit once, and ends with the
// newest: one pass. A host pushes the changes to the browser of the person who looks, and
// goes on later from the last place; whoever waits in between knows of new commits. What
// concerns no ticket and no person is passed over. An error of the feed or the reader is the
// last that it yields.
//
// Places, tickets and lists are the same however often a place is read. The dot is as it is
// when it is read, so that it ends right.
func (in *Inbox) Live(ctx context.Context, feed socialticket.Feed, l Looker, after int64) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		live := live{inbox: in, looker: l, settings: in.config.Settings()}
		for entry, err := range feed.Feed(ctx, after) {
			if err != nil {
				yield(Change{}, fmt.Errorf("inbox: live: %w", err))
				return
			}
			changes, err := live.changes(ctx, &entry)
			for _, c := range changes {
				if !yield(c, nil) {
					return
				}
			}
			if err != nil {
				yield(Change{}, err)
				return
			}
		}
	}
}

// live is one pass.
type live struct {
	inbox    *Inbox
	looker   Looker
	settings *socialticket.Settings
	views    []rules.View // that a change decides alone; nil: not looked for yet
}

// changes returns what an entry means, one for each ticket. It may concern nobody.
func (l *live) changes(ctx context.Context, e *socialticket.Entry) ([]Change, error) {
	about := Change{Place: e.Place, At: e.Commit.At, Person: e.Commit.Person.ID}
	tickets := e.Commit.Tickets()
	if len(tickets) == 0 && about.Person != "" {
		return []Change{about}, nil
	}
	var list []Change
	for i := range tickets {
		c, err := l.change(ctx, about, &tickets[i], e.Commit.Events)
		if err != nil {
			return nil, err
		}
		c.More = i < len(tickets)-1
		list = append(list, c)
	}
	return list, nil
}

// change returns what a commit means for one of its tickets.
func (l *live) change(ctx context.Context, c Change, now *ticket.Ticket, events []ticket.Event) (_ Change, err error) {
	c.Ticket, c.Status, c.Assignee = now.ID, now.Status, now.Assignee
	events = slices.DeleteFunc(slices.Clone(events), func(e ticket.Event) bool { return e.Ticket != now.ID })
	for _, e := range events {
		c.Happened = append(c.Happened, Happening{Type: e.Type, By: e.By.Kind, Field: e.Field, Comment: e.Comment})
	}
	before := undone(now, events)
	for _, tab := range tabs() {
		had, has := l.inbox.tabHas(tab, l.looker, &before), l.inbox.tabHas(tab, l.looker, now)
		c.Entered, c.Left = moved(c.Entered, c.Left, tab, had, has)
	}
	for _, v := range l.deciding() {
		had, has := l.viewHas(v.ID, &before), l.viewHas(v.ID, now)
		c.EnteredViews, c.LeftViews = moved(c.EnteredViews, c.LeftViews, v.ID, had, has)
	}
	if lights(now) != lights(&before) {
		c.Dot, err = l.light(ctx)
	}
	return c, err
}

// moved returns the lists of what was entered and left with one more, if it was.
func moved[T any](entered, left []T, list T, had, has bool) ([]T, []T) {
	switch {
	case has && !had:
		entered = append(entered, list)
	case had && !has:
		left = append(left, list)
	}
	return entered, left
}

// light returns how the red dot is.
func (l *live) light(ctx context.Context) (Light, error) {
	on, err := l.inbox.Dot(ctx)
	switch {
	case err != nil:
		return "", err
	case on:
		return DotOn, nil
	}
	return DotOff, nil
}

func (l *live) viewHas(id string, t *ticket.Ticket) bool {
	return !t.IsZero() && l.settings.Views.Matches(id, &rules.Subject{Ticket: t, User: l.looker.User, Groups: l.looker.Groups})
}

// deciding returns the views of the person whose tests ask only what the log of a ticket
// tells.
func (l *live) deciding() []rules.View {
	if l.views == nil {
		l.views = []rules.View{}
		for _, v := range l.settings.Views.List(l.looker.User, l.looker.Groups) {
			tree, _ := l.settings.Views.Tree(v.ID, &rules.Subject{User: l.looker.User, Groups: l.looker.Groups})
			if logged(tree) {
				l.views = append(l.views, v)
			}
		}
	}
	return l.views
}

// logged reports whether a tree asks only for fields whose changes are in the log.
func logged(t rules.Tree) bool {
	if t.Leaf != nil && (t.Leaf.Op == "" || !fieldLogged(t.Leaf.Field)) {
		return false
	}
	return !slices.ContainsFunc(slices.Concat(t.All, t.Any), func(one rules.Tree) bool { return !logged(one) })
}
