package schedule

import "time"

// Config describes a schedule. The zero Config never opens.
//
// The hours of a date are, in this order of precedence: none on a holiday;
// else those of an override for the date; else those of a yearly override; else
// those of the weekday. Additions are then added, also on a holiday, and
// breaks are taken out last, whatever the hours came from. Of two entries of
// the same rank the later in the list holds. A night that runs past midnight
// belongs to the date on which it begins.
//
// A wall clock that a change of the clock skips moves forward by what was
// skipped; of one that occurs twice a range begins at the first and ends at the
// second. A date that the zone skipped altogether has no hours.
type Config struct {
	Zone       *time.Location // of all hours and dates below; nil: UTC
	Weekly     Week           // the usual hours
	AlwaysOpen bool           // every day has 00:00–24:00; Weekly must be empty
	Holidays   []Holiday      // dates without hours
	Overrides  []Exception    // hours instead of the usual ones; empty Hours: closed
	Additions  []Exception    // hours besides the others
	Breaks     []Exception    // hours taken out
	Policy     Policy         // the points of dispute
}

// Holiday is a date, or an inclusive range of dates, on which no hours begin.
type Holiday struct {
	Name  string
	First Date  // with Year 0: every year
	Last  Date  // zero: First. A yearly range may run over the new year
	Spill Spill // zero: that of the Policy
}

// Exception gives hours of their own to a date or an inclusive range of dates.
type Exception struct {
	Name  string
	First Date // with Year 0: every year
	Last  Date // zero: First. A yearly range may run over the new year
	Hours []Range
}
