package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
)

// pruneSize is how much is taken out at once: other commits go in between.
const pruneSize = 200

// Prune implements [socialticket.Pruner].
func (s *Store) Prune(ctx context.Context, p socialticket.Prune) (int, error) {
	gone, w := 0, s.writer
	for _, part := range []struct {
		out    *sql.Stmt
		before time.Time
	}{{w.pruneCauses, p.Causes}, {w.pruneParked, p.Parked}, {w.pruneFeed, p.Feed}} {
		n, err := s.prune(ctx, part.out, part.before, p.Limit-gone)
		gone += n
		if err != nil {
			return gone, fmt.Errorf("sqlitestore: prune: %w", err)
		}
	}
	return gone, nil
}

// prune takes out what is older than an instant, in steps, at most limit in all.
func (s *Store) prune(ctx context.Context, out *sql.Stmt, before time.Time, limit int) (gone int, err error) {
	for gone < limit && !before.IsZero() {
		size, n := min(pruneSize, limit-gone), int64(0)
		err := s.do(ctx, func(w *writer) (err error) {
			n, err = w.count(out, stamp(before), size)
			return err
		})
		if err != nil {
			return gone, err
		}
		if gone += int(n); int(n) < size {
			break
		}
	}
	return gone, nil
}
