package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
)

// Migrate is migrate.
var Migrate = migrate

// Steps is steps.
var Steps = steps

// Plans returns how SQLite carries out every statement that reads or changes rows.
func (s *Store) Plans(ctx context.Context) (map[string]string, error) {
	plans := map[string]string{}
	all := slices.Collect(maps.Values(s.read.texts()))
	for _, texts := range []map[**sql.Stmt]string{s.writer.commits(), s.writer.queue(), s.writer.prunes()} {
		all = slices.AppendSeq(all, maps.Values(texts))
	}
	for _, text := range all {
		args := make([]any, strings.Count(text, "?"))
		for i := range args {
			args[i] = "{}"
		}
		var err error
		if plans[text], err = s.plan(ctx, text, args...); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return plans, nil
}

// PagePlan returns how SQLite reads a page.
func (s *Store) PagePlan(ctx context.Context, sel socialticket.Selection) (string, error) {
	query, args := pageQuery(sel)
	return s.plan(ctx, query, args...)
}

func (s *Store) plan(ctx context.Context, query string, args ...any) (plan string, err error) {
	rows, err := s.readers.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		plan += detail + "\n"
	}
	return plan, rows.Err()
}

// Transactions returns how many transactions were written.
func (s *Store) Transactions() int64 { return s.writer.transactions.Load() }
