package simulate

import (
	"slices"
	"time"
)

// shiftwork is the agents of a random world. Each does one thing after another.
type shiftwork struct {
	members []Member
	free    []time.Time // when each has done what they have taken on
}

// take gives something to do to a member, and returns who it is and when it is done: whoever
// can begin first, but the one who knows the matter, if they can begin within the hour after
// that. Before is their place, -1: nobody knows it.
func (s *shiftwork) take(now time.Time, before int, chance draw) (int, time.Time) {
	if before >= 0 && s.begins(before, now).Equal(now) {
		return s.give(before, now, chance)
	}
	best, begin := -1, time.Time{}
	for i := range s.members {
		if best >= 0 && !s.free[i].Before(begin) {
			continue // busy until then at least
		}
		if at := s.begins(i, now); best < 0 || at.Before(begin) {
			best, begin = i, at
		}
		if begin.Equal(now) && before < 0 {
			break
		}
	}
	if before >= 0 {
		if at := s.begins(before, now); !at.After(begin.Add(time.Hour)) {
			best, begin = before, at
		}
	}
	return s.give(best, begin, chance)
}

// give gives something to do to a member who begins at an instant.
func (s *shiftwork) give(to int, begin time.Time, chance draw) (int, time.Time) {
	s.free[to] = begin.Add(chance.tail(s.members[to].Answer))
	return to, s.free[to]
}

// begins returns when a member can begin something.
func (s *shiftwork) begins(i int, now time.Time) time.Time {
	m, at := &s.members[i], now
	if s.free[i].After(at) {
		at = s.free[i]
	}
	to := m.To
	if to == 0 {
		to = 24
	}
	for range 8 {
		midnight := at.Truncate(24 * time.Hour)
		open, shut := midnight.Add(time.Duration(m.From)*time.Hour), midnight.Add(time.Duration(to)*time.Hour)
		if at.Before(shut) && !slices.Contains(m.Off, at.Weekday()) {
			if at.Before(open) {
				return open
			}
			return at
		}
		at = midnight.Add(24 * time.Hour)
	}
	return at
}
