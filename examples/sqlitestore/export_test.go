package sqlitestore

import (
	"context"
	"fmt"
	"strings"
)

// Migrate is migrate.
var Migrate = migrate

// Steps is steps.
var Steps = steps

// Plans returns how SQLite carries out every statement that reads.
func (s *Store) Plans(ctx context.Context) (map[string]string, error) {
	plans := map[string]string{}
	for _, text := range s.read.texts() {
		args := make([]any, strings.Count(text, "?"))
		for i := range args {
			args[i] = 1
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
