package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// listsView is the column of lists: the tabs of the notifier, the views with their counts,
// and the tickets of the one that is chosen.
type listsView struct {
	Tabs  []tabView
	Fresh []listRow // what the agent has not seen, of both tabs
	Views []viewView
	View  rules.View // that is chosen; zero: a tab is
	Sort  order      // of the view
	Long  bool       // it has too many tickets to be sorted
	Rows  []listRow
	Query url.Values // of the list: it stays while one goes from ticket to ticket
	First string     // address of the first page; "": this is it
	Next  string     // address of the next page; "": this is the last
	All   string     // address of the view that a tab is the beginning of; "": it is all
}

// tabView is a tab of the notifier.
type tabView struct {
	Tab    inbox.Tab
	Count  int
	More   bool // there are more than Count
	Chosen bool
	Dot    bool // the red dot
}

// viewView is a view that may be chosen.
type viewView struct {
	rules.View
	Name    string // in the agent's language
	Chosen  bool
	Counted bool
	Count   int
	More    bool // there are more than Count
}

// listsView reads the column. What is chosen stands in the query: tab, or view and sort, and
// after, where the page begins.
func (s *server) listsView(r *http.Request, f frame) (v listsView, err error) {
	q := r.URL.Query()
	tabs, err := s.tabsView(r.Context(), f, &v)
	if err != nil {
		return v, err
	}
	if id := q.Get("view"); id != "" {
		v.Query = url.Values{"view": q["view"], "sort": q["sort"], "after": q["after"]}
		if err = s.chooseView(r, f, id, &v); err != nil {
			return v, err
		}
	} else {
		i, known := chosenTab(inbox.Tab(q.Get("tab")), tabs)
		if !known {
			return v, httpError{http.StatusNotFound, f.T("list.unknown_tab")}
		}
		v.Tabs[i].Chosen = true
		v.Query = url.Values{}
		if q.Get("tab") != "" || len(tabs[i].Rows) > 0 { // else it is the first in which something comes
			v.Query.Set("tab", string(tabs[i].Tab))
		}
		if tabs[i].More {
			v.All = "/?view=" + url.QueryEscape(tabs[i].View)
		}
		if v.Rows, err = s.tabRows(r.Context(), tabs[i]); err != nil {
			return v, err
		}
	}
	v.Views = s.viewsView(r.Context(), f, v.View.ID)
	return v, s.markFresh(r, f, &v)
}

// chosenTab returns the place of the tab that is asked for. Without one it is yours, or what
// has no assignee if nothing is yours.
func chosenTab(tab inbox.Tab, tabs []inbox.Notifier) (int, bool) {
	if tab == "" {
		i := slices.IndexFunc(tabs, func(n inbox.Notifier) bool { return len(n.Rows) > 0 })
		return max(i, 0), true
	}
	i := slices.IndexFunc(tabs, func(n inbox.Notifier) bool { return n.Tab == tab })
	return i, i >= 0
}

// tabsView reads the tabs of the notifier.
func (s *server) tabsView(ctx context.Context, f frame, v *listsView) (tabs []inbox.Notifier, err error) {
	for _, tab := range []inbox.Tab{inbox.TabYours, inbox.TabUnassigned} {
		n, err := s.inbox.Notifier(ctx, f.Looker(), tab, f.Now)
		if err != nil {
			return nil, err
		}
		tabs = append(tabs, n)
		v.Tabs = append(v.Tabs, tabView{Tab: tab, Count: len(n.Rows), More: n.More, Dot: n.Dot && tab == inbox.TabUnassigned})
		for _, r := range n.Rows {
			v.Fresh = append(v.Fresh, listRow{row: row{Ticket: r.Ticket, Customer: r.Requester}, Said: r.Said})
		}
	}
	return tabs, nil
}

// tabRows returns the tickets of a tab.
func (s *server) tabRows(ctx context.Context, n inbox.Notifier) (list []listRow, err error) {
	for _, of := range n.Rows {
		one, err := s.row(ctx, of.Ticket.ID)
		if err != nil {
			return nil, err
		}
		one.Ticket = of.Ticket
		if of.Requester != "" {
			one.Customer = of.Requester
		}
		list = append(list, listRow{row: one, Said: of.Said, DueAt: of.DueAt, Conflicts: len(of.Conflicts)})
	}
	return list, nil
}

// viewsView returns the views that an agent may choose.
func (s *server) viewsView(ctx context.Context, f frame, chosen string) (list []viewView) {
	counts := s.counts(ctx, f.Looker())
	for _, v := range s.inbox.Views(f.Looker()) {
		n, counted := counts[v.ID]
		list = append(list, viewView{
			View: v, Name: viewName(f, v), Chosen: v.ID == chosen,
			Counted: counted, Count: min(n, mostCounted), More: n > mostCounted,
		})
	}
	return list
}

// viewName returns the title of a view: of one that every helpdesk has in the agent's
// language, unless it was given another one.
func viewName(f frame, v rules.View) string {
	for _, known := range slices.Concat(rules.SocialViews(), rules.StandardViews()) {
		if known.ID == v.ID && known.Title == v.Title {
			return f.T("view." + v.ID)
		}
	}
	return v.Title
}

// chooseView reads a page of a view.
func (s *server) chooseView(r *http.Request, f frame, id string, v *listsView) error {
	q := r.URL.Query()
	var from place
	if after := q.Get("after"); after != "" {
		var err error
		if from, err = readPlace(after); err != nil {
			return err
		}
		v.First = with("/", url.Values{"view": {id}}, "sort", q.Get("sort"))
	}
	if v.Sort = order(q.Get("sort")); !slices.Contains(sorts(), v.Sort) {
		return httpError{http.StatusBadRequest, f.T("list.unknown_sort")}
	}
	list, err := s.viewList(r.Context(), f, id, v)
	if err != nil {
		return err
	}
	v.View = list.View
	const size = 25
	for one, err := range list.Rows(r.Context(), from.page(size+1)) {
		if err != nil {
			return err
		}
		if len(v.Rows) == size {
			v.Next = with("/", v.Query, "after", placeOf(&v.Rows[size-1].Ticket).String())
			break
		}
		row, err := s.viewRow(r.Context(), f, list.View, one)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, row)
	}
	headings(v.Rows)
	return nil
}

// viewList returns the tickets of a view in the order that is asked for, or by the newest
// update if there are too many to be sorted.
func (s *server) viewList(ctx context.Context, f frame, id string, v *listsView) (*inbox.List, error) {
	n, err := s.count(ctx, id, f.Looker())
	switch {
	case errors.Is(err, socialticket.ErrNotFound):
		return nil, httpError{http.StatusNotFound, f.T("list.unknown_view")}
	case errors.Is(err, socialticket.ErrRefused):
		return nil, httpError{http.StatusForbidden, f.T("list.foreign_view")}
	case err != nil:
		return nil, err
	}
	by := v.Sort
	if v.Long = n > mostCounted && by != orderNewest; v.Long {
		by = orderNewest
	}
	return s.inboxes[by].View(id, f.Looker(), f.Now)
}

// More reports whether there may be more in the tabs that was not seen than Fresh.
func (v listsView) More() bool {
	return slices.ContainsFunc(v.Tabs, func(t tabView) bool { return t.More })
}

// To returns the address of a ticket in the list that is shown.
func (v listsView) To(id ticket.ID) string {
	return with("/tickets/"+string(id), v.Query, "after", v.Query.Get("after"))
}

// Here returns the address of a page with the list that is shown: so it stays the same list
// when what it begins with changes.
func (v listsView) Here(page string) string {
	to, err := url.Parse(page)
	if err != nil {
		return page
	}
	q := to.Query()
	for name := range v.Query {
		q.Set(name, v.Query.Get(name))
	}
	return with(to.Path, q, "part", "")
}
