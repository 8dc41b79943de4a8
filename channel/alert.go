package channel

import "time"

// Alert says what an agent who looks at a conversation should be shown about its
// window. Its text is the stored one.
type Alert string

// The alerts.
const (
	AlertNone    Alert = ""        // nothing ends, or the user never wrote
	AlertWarning Alert = "warning" // open, and it will end
	AlertDanger  Alert = "danger"  // closed
)

// Alert returns what to show beside a conversation that still goes on; of one
// that is over, nothing need be shown.
func (d Decision) Alert() Alert {
	switch {
	case d.Allowed && !d.Until.IsZero():
		return AlertWarning
	case d.Allowed || d.Reason == ReasonNeverOpened:
		return AlertNone
	}
	return AlertDanger
}

// WarnAt returns the instant at which to warn that the answer is about to become
// no: a lead before Until, but not before the user's action. Zero: it is no
// already, or stays yes.
func (d Decision) WarnAt(lead time.Duration) time.Time {
	if !d.Allowed || d.Until.IsZero() {
		return time.Time{}
	}
	return later(d.Proof.Sent, d.Until.Add(-lead))
}
