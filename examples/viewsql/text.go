package viewsql

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket/rules"
)

// text0 writes a text that is never NULL.
func (w *writer) text0(c Column) string {
	if c.Full {
		return w.expr(c)
	}
	return "coalesce(" + w.expr(c) + ", '')"
}

// text is sure but for letters beyond ASCII of either size.
func (w *writer) text(c Column, l rules.Leaf) (sql string, sure bool) {
	values := w.storable(l.Values)
	switch {
	case l.Op == rules.Present:
		return "(" + w.text0(c) + " <> '')", true
	case len(values) == 0:
		return "FALSE", true
	case l.Op == rules.Is && !l.Not && !slices.Contains(values, ""): // as an index has it
		return "(" + w.expr(c) + " IN (" + w.list(values) + "))", true
	case l.Op == rules.Is:
		return "(" + w.text0(c) + " IN (" + w.list(values) + "))", true
	}
	sure = true
	parts := make([]string, len(values))
	for i, v := range values {
		if !l.Exact && strings.ContainsFunc(v, func(r rune) bool { return r >= utf8.RuneSelf }) {
			parts[i], sure = w.foreign(w.text0(c)), false
			continue
		}
		parts[i] = w.part(c, l, v)
	}
	return "(" + strings.Join(parts, " OR ") + ")", sure
}

// part writes that a text holds, begins or ends with a value, which is of ASCII unless the
// size of letters counts.
func (w *writer) part(c Column, l rules.Leaf, v string) string {
	text := w.text0(c)
	n := strconv.Itoa(utf8.RuneCountInString(v))
	switch {
	case v == "":
		return "TRUE"
	case l.Op == rules.StartsWith && w.dialect == PostgreSQL:
		text = "left(" + text + ", " + n + ")"
	case l.Op == rules.StartsWith:
		text = "substr(" + text + ", 1, " + n + ")"
	case l.Op == rules.EndsWith && w.dialect == PostgreSQL:
		text = "right(" + text + ", " + n + ")"
	case l.Op == rules.EndsWith:
		text = "substr(" + text + ", -" + n + ")"
	case l.Exact:
		return w.holds(text, v)
	default: // two letters beyond ASCII have small ones in it
		return w.holds(w.lower("replace(replace("+text+", '\u0130', 'i'), '\u212A', 'k')"), v)
	}
	if !l.Exact {
		text = w.lower(text)
	}
	return text + " = " + w.list([]string{v})
}

// holds writes that a text holds a value.
func (w *writer) holds(text, v string) string {
	find := "instr"
	if w.dialect == PostgreSQL {
		find = "strpos"
	}
	return find + "(" + text + ", " + w.list([]string{v}) + ") > 0"
}

// lower writes a text with the capitals of ASCII as small letters.
func (w *writer) lower(text string) string {
	if w.dialect == PostgreSQL {
		text += ` COLLATE "C"`
	}
	return "lower(" + text + ")"
}

// foreign writes that a text has letters beyond ASCII, which take more than a byte.
func (w *writer) foreign(text string) string {
	if w.dialect == PostgreSQL {
		return "octet_length(" + text + ") > length(" + text + ")"
	}
	return "length(CAST(" + text + " AS BLOB)) > length(" + text + ")"
}
