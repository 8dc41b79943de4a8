package viewsql_test

import (
	"cmp"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/socialticket/socialticket/examples/viewsql"
	"github.com/socialticket/socialticket/examples/viewsql/viewsqltest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// postgres names the environment variable for the server of the tests: a DSN such as
// "host=/tmp user=postgres", whose user may make temporary tables. The gate's step
// "postgres" sets it.
const postgres = "SOCIALTICKET_POSTGRES"

// database is a table of tickets in one dialect.
type database struct {
	db      *sql.DB
	dialect viewsql.Dialect
	columns viewsql.Columns
	types   *strings.Replacer // of columns
}

func sqlite(t testing.TB) database {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "views.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	stamp := func(at time.Time) any { return at.UnixMicro() }
	return database{db, viewsql.SQLite, columns(viewsql.Column{Instant: stamp}), strings.NewReplacer("INSTANT", "INTEGER", "TAGS", "TEXT", "NUMBER", "REAL")}
}

func postgreSQL(t testing.TB) database {
	t.Helper()
	dsn := os.Getenv(postgres)
	if dsn == "" {
		t.Skip("no server: " + postgres + " is to be the DSN of one")
	}
	db, err := sql.Open("pgx", dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	db.SetMaxOpenConns(1) // its tables are temporary
	return database{db, viewsql.PostgreSQL, columns(viewsql.Column{}), strings.NewReplacer("INSTANT", "timestamptz", "TAGS", "jsonb", "NUMBER", "double precision")}
}

// columns returns those of the table below; an instant of it is kept as in like.
func columns(like viewsql.Column) viewsql.Columns {
	all := map[string]viewsql.Column{
		"replies":              {Expr: "t.replies", Kind: rules.Number},
		"custom_fields_amount": {Expr: "t.amount", Kind: rules.Number},
		"current_tags":         {Expr: "t.tags", Kind: rules.Set, Set: viewsql.JSON},
		"ticket_fields_many":   {Expr: "t.many", Kind: rules.Set, Set: viewsql.Words},
	}
	for field, column := range map[string]string{"status": "status", "priority": "priority", "type": "type", "assignee_id": "assignee", "requester_id": "requester", "group_id": "team", "subject_includes_word": "subject", "custom_fields_text": "note", "custom_fields_agreed": "agreed", "custom_fields_list": "list"} {
		all[field] = viewsql.Column{Expr: "t." + column, Full: field == "status"}
	}
	for field, expr := range map[string]string{"created_at": "t.created", "updated_at": "t.updated", "SOLVED": "CASE WHEN t.status = ? THEN coalesce(t.entered, t.solved) END", "NEW": "CASE WHEN t.status = ? THEN coalesce(t.entered, t.created) END"} {
		c := like
		c.Expr, c.Kind, c.Grain = expr, rules.Time, time.Microsecond
		if strings.Contains(expr, "?") {
			c.Args = []any{strings.ToLower(field)}
		}
		all[field] = c
	}
	return viewsql.Map(all)
}

// fill makes the table with the tickets.
func (d database) fill(t testing.TB, tickets []ticket.Ticket) {
	t.Helper()
	exec := func(text string, args ...any) {
		_, err := d.db.ExecContext(t.Context(), text, args...)
		require.NoError(t, err, text)
	}
	if d.dialect == viewsql.SQLite {
		d.db.SetMaxOpenConns(1)
	}
	exec(d.types.Replace(`CREATE TEMPORARY TABLE t (id TEXT PRIMARY KEY, status TEXT, priority TEXT, type TEXT, assignee TEXT, requester TEXT, team TEXT, subject TEXT, note TEXT,
		agreed TEXT, list TEXT, replies INTEGER, amount NUMBER, tags TAGS, many TEXT, created INSTANT, updated INSTANT, entered INSTANT, solved INSTANT)`))
	exec("CREATE TEMPORARY TABLE tag (ticket TEXT, name TEXT)")
	at := func(v time.Time) any {
		switch {
		case v.IsZero():
			return nil
		case d.dialect == viewsql.SQLite:
			return v.UnixMicro()
		}
		return v
	}
	for _, tk := range tickets {
		tags, amount := "["+strings.Join(quoted(tk.Tags), ",")+"]", any(nil)
		var n float64
		if _, err := fmt.Sscan(tk.Field("amount"), &n); err == nil {
			amount = n
		}
		agreed := "true"
		if slices.Contains([]string{"", "no", "False"}, tk.Field("agreed")) {
			agreed = "false"
		}
		none := func(v string) any {
			if v == "" && len(tk.Tags)%2 == 0 { // nothing is kept either way
				return nil
			}
			return v
		}
		values := []any{string(tk.ID), string(tk.Status), none(string(tk.Priority)), none(string(tk.Type)), none(tk.Assignee), tk.Requester, none(tk.Group), none(tk.Subject), none(tk.Field("text")),
			agreed, none(tk.Field("list")), tk.Replies, amount, none(tags), none(tk.Field("many")), at(tk.CreatedAt), at(tk.UpdatedAt), at(tk.StatusAt), at(tk.SolvedAt)}
		marks := make([]string, len(values))
		for i := range marks {
			marks[i] = fmt.Sprint("$", i+1)
		}
		exec("INSERT INTO t VALUES ("+strings.Join(marks, ", ")+")", values...)
		for _, tag := range tk.Tags {
			exec("INSERT INTO tag VALUES ($1, $2)", string(tk.ID), tag)
		}
	}
}

func quoted(list []string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = fmt.Sprintf("%q", v)
	}
	return out
}

// find returns the tickets that the database selects, by id.
func (d database) find(t testing.TB, where string, args []any) (ids []string) {
	t.Helper()
	rows, err := d.db.QueryContext(t.Context(), "SELECT id FROM t WHERE "+where+" ORDER BY id", args...)
	require.NoError(t, err, where)
	defer rows.Close()
	for rows.Next() {
		var id string
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	return ids
}

func TestSQLite(t *testing.T)     { same(t, sqlite(t)) }
func TestPostgreSQL(t *testing.T) { same(t, postgreSQL(t)) }

// same states that a database selects the tickets that a view has, and more only where Where
// says so.
func same(t *testing.T, d database) {
	now := viewsqltest.NewDice(0).Looker().Now
	var tickets []ticket.Ticket
	dice := viewsqltest.NewDice(1)
	for i := range 300 {
		tickets = append(tickets, dice.Ticket(ticket.ID(fmt.Sprintf("t%03d", i)), now))
	}
	d.fill(t, tickets)
	table := viewsqltest.Table()
	ways := map[string]viewsql.Columns{"plain": d.columns, "rows": d.query("SELECT name FROM tag WHERE ticket = t.id", viewsql.Query)}
	if d.dialect == viewsql.PostgreSQL {
		ways["array"] = d.query("CASE WHEN t.tags IS NOT NULL THEN ARRAY(SELECT name FROM tag WHERE ticket = t.id) END", viewsql.Array)
	}
	found, exactly, filtered := 0, 0, 0
	for seed := range uint64(800) {
		dice := viewsqltest.NewDice(seed)
		views, err := rules.CompileViews(table, []rules.View{dice.View()})
		if err != nil {
			continue // such as words that are empty
		}
		looker := dice.Looker()
		looker.Now = looker.Now.Add(time.Duration(seed % 3)) // beside the grain, too
		tree, _ := views.Tree("v", looker)
		var want []string
		for i := range tickets {
			s := *looker
			s.Ticket = &tickets[i]
			if views.Matches("v", &s) {
				want = append(want, string(tickets[i].ID))
			}
		}
		for way, columns := range ways {
			where, args, exact := viewsql.Where(tree, columns, d.dialect)
			got := d.find(t, where, args)
			missing := slices.DeleteFunc(slices.Clone(want), func(id string) bool { return slices.Contains(got, id) })
			if len(missing) > 0 || exact && len(got) != len(want) {
				view, _ := views.View("v")
				t.Fatalf("seed %d, %s: %s\n%v\n%+v\nmissing %v, exact: %v (-want +got):\n%s", seed, way, where, args, view.When, missing, exact, gocmp.Diff(want, got))
			}
			found += len(got)
			if exact {
				exactly++
			}
			if where != "TRUE" {
				filtered++
			}
		}
	}
	require.Greater(t, found, 10_000)
	require.Greater(t, exactly, 500)
	require.Greater(t, filtered, 800)
}

// query returns the columns with tags that are kept in another way.
func (d database) query(expr string, set viewsql.Set) viewsql.Columns {
	return func(test rules.Leaf) (viewsql.Column, bool) {
		if test.Field == "current_tags" {
			return viewsql.Column{Expr: expr, Kind: rules.Set, Set: set}, true
		}
		return d.columns(test)
	}
}

// TestWhere shows what is left out: alternatives wholly, if one of them is.
func TestWhere(t *testing.T) {
	leaf := func(field string, not bool, values ...string) rules.Tree {
		return rules.Tree{Leaf: &rules.Leaf{Field: field, Op: rules.Is, Not: not, Values: values}}
	}
	ask := rules.Tree{Leaf: &rules.Leaf{Field: "status"}}
	known := viewsql.Map(map[string]viewsql.Column{"status": {Expr: "s"}})
	tests := []struct {
		name  string
		tree  rules.Tree
		sql   string
		args  []any
		exact bool
	}{
		{"nothing", rules.Tree{}, "TRUE", nil, true},
		{"a value", leaf("status", false, "x' OR 1=1"), "((s) IN (?1))", []any{"x' OR 1=1"}, true},
		{"nothing or a value", leaf("status", false, "", "a"), "(coalesce((s), '') IN (?1, ?2))", []any{"", "a"}, true},
		{"no values", leaf("status", true), "NOT FALSE", nil, true},
		{"a field without a column", leaf("other", true, "a"), "TRUE", nil, false},
		{"ask", ask, "TRUE", nil, false},
		{"all but one", rules.Tree{All: []rules.Tree{ask, leaf("status", true, "a")}}, "NOT (coalesce((s), '') IN (?1))", []any{"a"}, false},
		{"any with an unknown", rules.Tree{All: []rules.Tree{leaf("status", false, "a")}, Any: []rules.Tree{leaf("status", false, "b"), ask}}, "((s) IN (?1))", []any{"a"}, false},
		{"beyond ASCII", rules.Tree{Leaf: &rules.Leaf{Field: "status", Kind: rules.Text, Op: rules.IncludesString, Not: true, Values: []string{"é"}}}, "TRUE", []any{}, false},
		{"another kind", rules.Tree{Leaf: &rules.Leaf{Field: "status", Kind: rules.Number, Op: rules.Is}}, "TRUE", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sql, args, exact := viewsql.Where(tt.tree, known, viewsql.SQLite)
			if diff := gocmp.Diff([]any{tt.sql, len(tt.args), tt.exact}, []any{sql, len(args), exact}) + gocmp.Diff(tt.args, args, gocmp.Comparer(func(a, b []any) bool {
				return slices.CompareFunc(a, b, func(x, y any) int { return cmp.Compare(fmt.Sprint(x), fmt.Sprint(y)) }) == 0
			})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
