package sla

import (
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Notice is what a customer who writes outside the hours may be shown: that the business is
// closed, and until when.
type Notice struct {
	Raised bool `json:"raised_outside_hours"` // the matter came while the business was closed
	Shown  bool `json:"shown"`                // it is to be shown now
	// Until is the first opening after the matter came. Zero: Raised is false, or the
	// business does not open again.
	Until time.Time `json:"until,omitzero"`
}

// NoticeAt returns the notice for a matter that came at an instant. It is shown from then
// until the next opening, unless a person has replied by now: zero if none has. A nil
// schedule is always open.
func NoticeAt(hours *schedule.Schedule, came, replied, now time.Time) Notice {
	if hours == nil || hours.Open(came) {
		return Notice{}
	}
	n := Notice{Raised: true, Until: hours.NextOpening(came)}
	answered := !replied.IsZero() && !replied.After(now)
	n.Shown = !answered && !now.Before(came) && (n.Until.IsZero() || now.Before(n.Until))
	return n
}
