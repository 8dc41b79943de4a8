package viewsql

import (
	"time"

	"github.com/socialticket/socialticket/rules"
)

// Dialect is a database that a query is for.
type Dialect string

// The dialects.
const (
	SQLite     Dialect = "sqlite"
	PostgreSQL Dialect = "postgresql"
)

// Column is how a table keeps a field.
type Column struct {
	// Expr is an SQL expression, such as "t.group_id": part of your program, and nothing
	// that anybody else wrote. Its value is a text (NULL is the empty one), a number or an
	// instant (NULL is not one), or what Set says.
	Expr string
	// Args are the values of the question marks in Expr, in their order. Nil: a question
	// mark is an operator.
	Args []any
	// Full tells that a text is never NULL: nothing is the empty text. An index then serves
	// tests for nothing, too.
	Full bool
	// Kind is what the expression has: [rules.Choice] for every text, [rules.Number],
	// [rules.Time] or [rules.Set]. Tests of another kind are left out of the query.
	Kind rules.Kind
	Set  Set // of a column of kind Set

	// Instant returns an instant as the column has it, in the order of time. Nil: the
	// driver writes it.
	Instant func(time.Time) any
	// Grain is what all instants of the column are multiples of: a microsecond for a
	// timestamptz of PostgreSQL. 0: a nanosecond.
	Grain time.Duration
}

// Set says how a column keeps several texts.
type Set string

// The ways of keeping a set.
const (
	JSON  Set = "json"  // an array of JSON texts; in PostgreSQL a jsonb
	Array Set = "array" // a text[] of PostgreSQL
	Words Set = "words" // one text with blanks between them
	Query Set = "query" // Expr is a query of one column: "SELECT tag FROM ticket_tag WHERE ticket = t.id"
)

// Columns returns the column that a test is about, and whether there is one.
type Columns func(test rules.Leaf) (Column, bool)

// Map returns the columns of fields by their names.
func Map(columns map[string]Column) Columns {
	return func(test rules.Leaf) (Column, bool) {
		c, found := columns[test.Field]
		return c, found
	}
}
