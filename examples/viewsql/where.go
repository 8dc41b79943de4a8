package viewsql

import (
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/rules"
)

// Where returns a condition of SQL that every ticket fulfils which passes the tree, and the
// values of its parameters. They are numbered from 1, so that a query may have more of its
// own behind them. Exact reports that no other ticket fulfils it; otherwise the view is to
// be asked for each ticket that was found. A condition that leaves all out is TRUE.
//
// Left out is what SQL cannot say: tests without an operator and without a column, and the
// letters beyond ASCII of either size, for which a text that has such letters passes. The
// time of the query is that of the tree.
func Where(tree rules.Tree, columns Columns, d Dialect) (sql string, args []any, exact bool) {
	w := &writer{columns: columns, dialect: d, exact: true}
	if sql = w.tree(tree); sql == "" {
		sql = "TRUE"
	}
	return sql, w.args, w.exact
}

// writer writes one condition. Its methods return "" for what every ticket fulfils.
type writer struct {
	columns Columns
	dialect Dialect
	args    []any
	exact   bool
}

func (w *writer) tree(t rules.Tree) string {
	var parts []string
	add := func(sql string) {
		if sql != "" {
			parts = append(parts, sql)
		}
	}
	if t.Leaf != nil {
		add(w.leaf(*t.Leaf))
	}
	for _, one := range t.All {
		add(w.tree(one))
	}
	add(w.any(t.Any))
	return join(parts, " AND ")
}

func (w *writer) any(list []rules.Tree) string {
	began := len(w.args)
	parts := make([]string, len(list))
	for i, one := range list {
		if parts[i] = w.tree(one); parts[i] == "" {
			w.args = w.args[:began] // one always holds, so the others are not asked
			return ""
		}
	}
	return join(parts, " OR ")
}

// leaf writes one test, or leaves it out.
func (w *writer) leaf(l rules.Leaf) string {
	c, found := w.columns(l)
	if l.Op == "" || !found || c.Kind != kept(l.Kind) {
		w.exact = false
		return ""
	}
	began := len(w.args)
	var sql string
	var sure bool
	switch c.Kind {
	case rules.Set:
		sql, sure = w.set(c, l)
	case rules.Number:
		sql, sure = w.number(c, l)
	case rules.Time:
		sql, sure = w.time(c, l), true
	case rules.Choice, rules.Ordered, rules.Text, rules.Truth, rules.Since, rules.Until, rules.Mixed:
		sql, sure = w.text(c, l)
	}
	switch {
	case !sure:
		w.exact = false
		if l.Not { // it may pass too many, so its denial too few
			w.args = w.args[:began]
			return ""
		}
	case l.Not:
		return "NOT " + sql
	}
	return sql
}

// kept returns the kind of column that a kind of field is in.
func kept(k rules.Kind) rules.Kind {
	switch k {
	case rules.Ordered, rules.Text, rules.Truth:
		return rules.Choice
	case rules.Choice, rules.Set, rules.Number, rules.Time, rules.Since, rules.Until, rules.Mixed:
	}
	return k
}

// arg takes a value and returns its parameter.
func (w *writer) arg(v any) string {
	w.args = append(w.args, v)
	mark := "?"
	if w.dialect == PostgreSQL {
		mark = "$"
	}
	return mark + strconv.Itoa(len(w.args))
}

// list returns the parameters of texts.
func (w *writer) list(values []string) string {
	marks := make([]string, len(values))
	for i, v := range values {
		if marks[i] = w.arg(v); w.dialect == PostgreSQL {
			marks[i] += "::text"
		}
	}
	return strings.Join(marks, ", ")
}

// expr returns the expression of a column.
func (w *writer) expr(c Column) string {
	if len(c.Args) == 0 {
		return "(" + c.Expr + ")"
	}
	parts := strings.Split(c.Expr, "?")
	var sql strings.Builder
	sql.WriteString(parts[0])
	for i, part := range parts[1:] {
		sql.WriteString(w.arg(c.Args[i]) + part)
	}
	return "(" + sql.String() + ")"
}

func join(parts []string, with string) string {
	if len(parts) < 2 {
		return strings.Join(parts, with)
	}
	return "(" + strings.Join(parts, with) + ")"
}
