package viewsql

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket/rules"
)

// sign returns the sign of a comparison.
func sign(op rules.Op) string {
	switch op {
	case rules.LessThan:
		return "<"
	case rules.LessThanEqual:
		return "<="
	case rules.GreaterThan:
		return ">"
	case rules.GreaterThanEqual:
		return ">="
	}
	return "="
}

// number is sure unless the number is infinite.
func (w *writer) number(c Column, l rules.Leaf) (sql string, sure bool) {
	switch {
	case l.Op == rules.Present:
		return "(" + w.expr(c) + " IS NOT NULL)", true
	case math.IsInf(l.Number, 0):
		return "", false
	case w.dialect == PostgreSQL:
		return known(l, w.expr(c)+"::double precision "+sign(l.Op)+" "+w.arg(l.Number)+"::double precision"), true
	}
	return known(l, w.expr(c)+" "+sign(l.Op)+" "+w.arg(l.Number)), true
}

// time compares with the instant of the column's grain that lies on the same side.
func (w *writer) time(c Column, l rules.Leaf) string {
	if l.Op == rules.Present {
		return "(" + w.expr(c) + " IS NOT NULL)"
	}
	at := l.At.UTC()
	if c.Grain > 0 {
		below := at.Truncate(c.Grain)
		switch {
		case below.Equal(l.At):
		case l.Op == rules.Is:
			return "FALSE"
		case l.Op == rules.LessThan, l.Op == rules.GreaterThanEqual:
			at = below.Add(c.Grain)
		default:
			at = below
		}
	}
	value := any(at)
	if c.Instant != nil {
		value = c.Instant(at)
	}
	return known(l, w.expr(c)+" "+sign(l.Op)+" "+w.arg(value))
}

// known writes a comparison so that its denial holds where a column is NULL. By itself it
// stays as it is, for a NULL finds nothing either, and an index serves it.
func known(l rules.Leaf, comparison string) string {
	if l.Not {
		return "coalesce(" + comparison + ", FALSE)"
	}
	return "(" + comparison + ")"
}

// set is sure unless the texts are words of one text.
func (w *writer) set(c Column, l rules.Leaf) (sql string, sure bool) {
	if l.Op == rules.Present {
		return w.some(c)
	}
	values := w.storable(l.Values)
	var parts []string
	if slices.Contains(values, "") {
		sql, sure := w.some(c)
		if !sure {
			return "", false
		}
		parts = append(parts, "NOT "+sql)
	}
	values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
	for _, v := range values {
		if c.Set == Words && strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return "", false
		}
	}
	switch {
	case len(values) == 0:
	case c.Set == Words:
		for _, v := range values {
			parts = append(parts, w.holds("' ' || "+w.blanks(w.expr(c))+" || ' '", " "+v+" "))
		}
		// what is between words beyond ASCII is not known
		return join(append(parts, w.foreign(w.text0(c))), " OR "), false
	case c.Set == Array:
		parts = append(parts, "coalesce("+w.expr(c)+" && ARRAY["+w.list(values)+"], FALSE)")
	case c.Set == JSON && w.dialect == PostgreSQL:
		parts = append(parts, "coalesce("+w.expr(c)+" ?| ARRAY["+w.list(values)+"], FALSE)")
	case c.Set == JSON:
		parts = append(parts, "EXISTS (SELECT 1 FROM json_each"+w.expr(c)+" WHERE value IN ("+w.list(values)+"))")
	default:
		for _, v := range values {
			parts = append(parts, w.list([]string{v})+" IN "+w.expr(c))
		}
	}
	if len(parts) == 0 {
		return "FALSE", true
	}
	return "(" + strings.Join(parts, " OR ") + ")", true
}

// some writes that a set has something.
func (w *writer) some(c Column) (sql string, sure bool) {
	switch {
	case c.Set == Words:
		return "", false
	case c.Set == Array:
		return "coalesce(cardinality" + w.expr(c) + " > 0, FALSE)", true
	case c.Set == JSON && w.dialect == PostgreSQL:
		return "coalesce(jsonb_array_length" + w.expr(c) + " > 0, FALSE)", true
	case c.Set == JSON:
		return "EXISTS (SELECT 1 FROM json_each" + w.expr(c) + ")", true
	}
	return "EXISTS " + w.expr(c), true
}

// storable returns the values that a text of the database may be: a text of PostgreSQL is
// UTF-8 without NUL.
func (w *writer) storable(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool {
		return w.dialect == PostgreSQL && (!utf8.ValidString(v) || strings.Contains(v, "\x00"))
	})
}

// blanks writes a text with each white space of ASCII as a blank.
func (w *writer) blanks(sql string) string {
	char := "char"
	if w.dialect == PostgreSQL {
		char = "chr"
	}
	for _, code := range []string{"9", "10", "11", "12", "13"} {
		sql = "replace(" + sql + ", " + char + "(" + code + "), ' ')"
	}
	return sql
}
