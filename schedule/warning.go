package schedule

import "time"

// NextWarning returns the first instant after t at which a warning is due
// because the team closes a lead of elapsed time later; if it is open for less
// than the lead, that is its opening. It is the zero Time if it never closes.
// Set a timer for it, and from when it fires ask for the next.
func (s *Schedule) NextWarning(t time.Time, lead time.Duration) time.Time {
	for closing := s.NextClosing(t); !closing.IsZero(); closing = s.NextClosing(closing) {
		due := closing.Add(-max(lead, 0))
		if opening := s.PrevOpening(closing); due.Before(opening) {
			due = opening
		}
		if due.After(t) {
			return due
		}
	}
	return time.Time{}
}

// ClosingSoon tells whether the team is at work at t and closes within the lead.
func (s *Schedule) ClosingSoon(t time.Time, lead time.Duration) bool {
	seg, open := s.SegmentAt(t)
	return open && !seg.End.IsZero() && seg.End.Sub(t) <= lead
}
