package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
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
		rows, err := s.readers.QueryContext(ctx, "EXPLAIN QUERY PLAN "+text, args...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				return nil, err
			}
			plans[text] += detail + "\n"
		}
		if err := rows.Close(); err != nil {
			return nil, err
		}
	}
	return plans, nil
}

// Transactions returns how many transactions were written.
func (s *Store) Transactions() int64 { return s.writer.transactions.Load() }
