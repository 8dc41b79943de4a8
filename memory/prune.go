package memory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
)

// Prune implements [socialticket.Pruner].
func (s *Store) Prune(ctx context.Context, p socialticket.Prune) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("memory: prune: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	left := p.Limit
	forgetCauses(s.causes, p.Causes, &left)
	for _, part := range s.accounts {
		forgetCauses(part.causes, p.Causes, &left)
		part.forgetParked(p.Parked, &left)
	}
	old := 0
	for old < min(left, len(s.feed.list)) && s.feed.list[old].at.Before(p.Feed) {
		old++
	}
	s.feed.forget(old)
	left -= old
	return p.Limit - left, nil
}

func forgetCauses(causes map[string]time.Time, before time.Time, left *int) {
	for cause, at := range causes {
		if *left <= 0 {
			return
		}
		if at.Before(before) {
			delete(causes, cause)
			*left--
		}
	}
}

func (p *partition) forgetParked(before time.Time, left *int) {
	for id, list := range p.parked {
		kept := slices.DeleteFunc(list, func(e parked) bool {
			old := *left > 0 && e.at.Before(before)
			if old {
				*left--
			}
			return old
		})
		if p.parked[id] = kept; len(kept) == 0 {
			delete(p.parked, id)
		}
	}
}
