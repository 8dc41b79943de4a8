package session

import (
	"slices"
	"time"
)

// Show is what a [Widget] shows to a visitor. It holds for as long as the agents and the
// visitor do nothing, from Since until Until.
type Show struct {
	Mode Mode `json:"mode"`
	// Absence tells why the business is not there now. Empty: it is there.
	Absence Absence `json:"absence,omitzero"`
	// Departments are those with which a chat may start now, in the order of the widget.
	// Beside an absence they are what the visitor may choose instead.
	Departments []Offer `json:"departments,omitzero"`
	// ClosesAt is when the chats that may start now end by the hours, the last of them.
	// Zero: not by the hours.
	ClosesAt time.Time `json:"closes_at,omitzero"`
	// Opening is when the hours begin again. Zero: they are open, or never begin again.
	Opening Opening `json:"opening,omitzero"`
	// Fields are those of the form to show.
	Fields []FormField `json:"fields,omitzero"`

	// Since and Until are half-open: at Until the widget shows something else. They are
	// exact to the second. Zero: as far as the hours tell, for ever. If some 400 openings
	// and closings in a row change nothing, the last of them stands here: ask again then.
	Since time.Time `json:"since,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Mode is what a widget is at an instant. Its text is the stored one.
type Mode string

// The modes.
const (
	ModeChat        Mode = "chat"         // a chat may start
	ModeClosingSoon Mode = "closing_soon" // the same, but the hours end within the lead
	ModeWaiting     Mode = "waiting"      // the visitor waits for an agent
	ModeTalking     Mode = "talking"      // the visitor's chat is under way
	ModeOfflineForm Mode = "offline_form" // a message may be left
	ModeContactForm Mode = "contact_form" // the same, with the fields of the business
	ModeMessaging   Mode = "messaging"    // the visitor may write at any time
	ModeHidden      Mode = "hidden"       // the widget does not show
)

// Absence says why nobody answers now. Its text is the stored one.
type Absence string

// The reasons for an absence.
const (
	AbsenceClosed  Absence = "closed"             // outside the hours
	AbsenceAway    Absence = "away"               // no agent is online
	AbsenceUnknown Absence = "unknown_department" // the widget does not have the department that was asked for
)

// Offer is a department with which a chat may start.
type Offer struct {
	Department  string    `json:"department"`
	ClosesAt    time.Time `json:"closes_at,omitzero"` // by the hours; zero: never
	ClosingSoon bool      `json:"closing_soon,omitzero"`
}

// same reports whether two shows differ in nothing but when they hold.
func (s Show) same(o Show) bool {
	return s.Mode == o.Mode && s.Absence == o.Absence && s.ClosesAt.Equal(o.ClosesAt) &&
		s.Opening == o.Opening && slices.Equal(s.Departments, o.Departments)
}
