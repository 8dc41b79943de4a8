package schedule

import "time"

// Policy answers the questions on which business-time libraries disagree. The
// zero Policy is the default of each.
type Policy struct {
	Boundary Boundary // where an amount ends that is used up exactly at a closing; zero: Stay
	Zero     Zero     // where a zero amount from a closed instant ends; zero: ZeroMove
	Reversed Reversed // what an interval that ends before it begins measures; zero: ReversedNegative
	Closing  Closing  // whether a team is still open at the instant it closes; zero: ClosingExclusive
	Spill    Spill    // what a holiday does to the night shift that began the day before; zero: SpillKeep
}

// Boundary says where [Schedule.Add] ends when the amount is used up exactly
// at a closing or, going back, exactly at an opening.
type Boundary string

// The boundaries. If there is no further opening, Roll stays too.
const (
	Stay Boundary = "stay" // there: Friday 18:00
	Roll Boundary = "roll" // at the next opening, or going back the previous closing: Monday 09:00
)

// Zero says where [Schedule.Add] of nothing ends from a closed instant.
type Zero string

// The choices for a zero amount. An open instant never moves.
const (
	ZeroMove Zero = "move" // at the next opening
	ZeroStay Zero = "stay" // where it began
	// ZeroRefuse makes an amount of nothing an error of [Schedule.Due]; Add, which has no errors, moves.
	ZeroRefuse Zero = "refuse"
)

// Reversed says what [Schedule.Between] answers when the second instant is
// before the first.
type Reversed string

// The choices for a reversed interval.
const (
	ReversedNegative Reversed = "negative" // minus the open time between the two
	ReversedZero     Reversed = "zero"     // nothing
	ReversedPositive Reversed = "positive" // the open time between the two
)

// Closing says whether [Schedule.Open] holds at the instant of closing. It
// changes no other answer: an instant has no length.
type Closing string

// The choices for the closing instant.
const (
	ClosingExclusive Closing = "exclusive" // closed at 18:00:00
	ClosingInclusive Closing = "inclusive" // open at 18:00:00, closed right after
	ClosingMinute    Closing = "minute"    // open until 18:00:59.999…, also if hours end at 18:00:30
)

// Spill says what a holiday does to hours that began on the eve and run past
// midnight.
type Spill string

// The choices for the night before a holiday.
const (
	SpillKeep Spill = "keep" // the shift is worked to its end; only what begins on the holiday is off
	SpillCut  Spill = "cut"  // the shift ends at midnight; the whole date is closed
)

// policy is a Policy ready for use. The zero policy is that of the zero Policy.
type policy struct {
	roll                           bool
	zeroStay, zeroRefuse           bool
	reversedZero, reversedPositive bool
	lingers, lingersMinute         bool // Open still holds at the closing, or for all of its minute
}

func (p Policy) compile() policy {
	return policy{
		roll:     p.Boundary == Roll,
		zeroStay: p.Zero == ZeroStay, zeroRefuse: p.Zero == ZeroRefuse,
		reversedZero: p.Reversed == ReversedZero, reversedPositive: p.Reversed == ReversedPositive,
		lingers:       p.Closing == ClosingInclusive || p.Closing == ClosingMinute,
		lingersMinute: p.Closing == ClosingMinute,
	}
}

// reversed is what an interval measures that ends before it begins; d is negative.
func (p policy) reversed(d time.Duration) time.Duration {
	switch {
	case p.reversedZero:
		return 0
	case p.reversedPositive:
		return -d
	}
	return d
}
