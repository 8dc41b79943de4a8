package sqlitestore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/viewsql"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// SelectPage implements [socialticket.Pager]. The cost follows the limit for all tickets,
// the social ones that nobody has, those of a requester and those of one status; of others it
// follows how many tickets the assignee has in the statuses asked for, or how many are not
// solved.
func (s *Store) SelectPage(ctx context.Context, sel socialticket.Selection) ([]ticket.Ticket, error) {
	list, err := s.page(ctx, sel)
	if err != nil {
		return nil, fmt.Errorf("sqlitestore: select page: %w", err)
	}
	return list, nil
}

func (s *Store) page(ctx context.Context, sel socialticket.Selection) ([]ticket.Ticket, error) {
	if len(sel.Phrases) > 0 {
		if err := s.takeIn(ctx); err != nil {
			return nil, err
		}
	}
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.life.RUnlock()
	query, args := pageQuery(sel)
	return bodies[ticket.Ticket](s.readers.QueryContext(ctx, query, args...))
}

// pageQuery returns the query of a page. It names the index, for SQLite has no figures of
// what is in the file.
func pageQuery(sel socialticket.Selection) (query string, args []any) {
	where, args, _ := viewsql.Where(sel.Tree, column, viewsql.SQLite)
	add := func(sql string, more ...any) {
		where += " AND " + sql
		args = append(args, more...)
	}
	from, order := "ticket AS t", "t.updated DESC, t.id"
	switch {
	case len(sel.Phrases) > 0:
		order = "+t.updated DESC, t.id"
		for _, p := range sel.Phrases {
			if match := matching(p); match != "" {
				add("t.id IN (SELECT ticket FROM text WHERE number IN (SELECT rowid FROM words WHERE words MATCH ?))", match)
			}
		}
	case asks(sel.Tree, "requester_id", nil):
		from += " INDEXED BY ticket_requester"
	case asks(sel.Tree, "assignee_id", []string{""}) && asks(sel.Tree, "current_tags", []string{socialticket.TagSocial}):
		from += " INDEXED BY ticket_unassigned"
		add("t.assignee = '' AND t.social")
	case asks(sel.Tree, "assignee_id", nil):
		from += " INDEXED BY ticket_assignee"
	case oneStatus(sel.Tree):
		from += " INDEXED BY ticket_status"
	case live(sel.Tree):
		order = "+t.updated DESC, t.id"
	}
	if sel.After.ID != "" {
		at := stamp(sel.After.UpdatedAt)
		add("t.updated <= ? AND (t.updated < ? OR t.id > ?)", at, at, sel.After.ID)
	}
	return "SELECT t.body FROM " + from + " WHERE " + where + " ORDER BY " + order + " LIMIT ?", append(args, sel.Size())
}

// oneStatus reports whether only tickets of one status pass.
func oneStatus(tree rules.Tree) bool {
	if l := tree.Leaf; l != nil {
		return l.Field == "status" && !l.Not && l.Op == rules.Is && len(l.Values) == 1
	}
	return slices.ContainsFunc(tree.All, oneStatus)
}

// asks reports whether only tickets pass with one of some values of a field; nil: whichever.
func asks(tree rules.Tree, field string, values []string) bool {
	l := tree.Leaf
	if l != nil && l.Field == field && !l.Not && (l.Op == rules.Is || l.Op == rules.Includes) && len(l.Values) > 0 &&
		(values == nil || slices.Equal(l.Values, values)) {
		return !slices.ContainsFunc(l.Values, func(v string) bool { return strings.Contains(v, "\x00") || !utf8.ValidString(v) })
	}
	return slices.ContainsFunc(tree.All, func(one rules.Tree) bool { return asks(one, field, values) })
}
