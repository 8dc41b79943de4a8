package schedule

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNeverOpen means that a schedule has no hours, or none any more.
var ErrNeverOpen = errors.New("never open")

// ErrAmount means that an amount of time is negative, or zero, where it cannot be.
var ErrAmount = errors.New("invalid amount")

// ErrOverlap means that two ranges of one day overlap.
var ErrOverlap = errors.New("overlaps")

// Check is a stricter [New] for a form in which people enter hours: beside
// what New refuses it refuses a schedule that never opens, with an error
// matching [ErrNeverOpen], and ranges of one weekday or exception that overlap,
// with one matching [ErrOverlap]. New accepts both.
func (c Config) Check() error {
	s, err := New(c)
	if err != nil {
		return err
	}
	for name, hours := range c.entries {
		if err := overlap(hours); err != nil {
			return fmt.Errorf("schedule: %s %w", name, err)
		}
	}
	if s.NeverOpen() {
		return fmt.Errorf("schedule: %w: no weekday, override or addition has hours", ErrNeverOpen)
	}
	return nil
}

// validate finds the first entry that is malformed and names it.
func (c Config) validate() error {
	for name, hours := range c.entries {
		for _, r := range hours {
			if err := r.check(); err != nil {
				return fmt.Errorf("schedule: %s %s: %w", name, r, err)
			}
		}
	}
	for d, hours := range c.Weekly {
		if c.AlwaysOpen && len(hours) > 0 {
			return fmt.Errorf("schedule: %s %s: always open needs no weekly hours", weekdayName(d), hours[0])
		}
	}
	if err := c.validateDates(); err != nil {
		return err
	}
	if err := c.Policy.validate(); err != nil {
		return fmt.Errorf("schedule: policy: %w", err)
	}
	return nil
}

func (c Config) validateDates() error {
	for _, h := range c.Holidays {
		if err := checkDates(h.First, h.Last); err != nil {
			return fmt.Errorf("schedule: %s: %w", label(KindHoliday, h.Name, h.First, h.Last), err)
		}
		if err := known("spill", h.Spill, SpillKeep, SpillCut); err != nil {
			return fmt.Errorf("schedule: %s: %w", label(KindHoliday, h.Name, h.First, h.Last), err)
		}
	}
	for _, list := range c.exceptions() {
		for _, e := range list.entries {
			if err := checkDates(e.First, e.Last); err != nil {
				return fmt.Errorf("schedule: %s: %w", label(list.kind, e.Name, e.First, e.Last), err)
			}
		}
	}
	return nil
}

func checkDates(first, last Date) error {
	if first.IsZero() {
		return errors.New("no date")
	}
	if err := first.check(); err != nil {
		return err
	}
	if last.IsZero() {
		return nil
	}
	if err := last.check(); err != nil {
		return err
	}
	switch {
	case first.yearly() != last.yearly():
		return errors.New("one date has a year and the other has none")
	case !first.yearly() && last.day() < first.day():
		return errors.New("ends before it begins")
	}
	return nil
}

func (p Policy) validate() error {
	return errors.Join(
		known("boundary", p.Boundary, Stay, Roll),
		known("zero", p.Zero, ZeroMove, ZeroStay, ZeroRefuse),
		known("reversed", p.Reversed, ReversedNegative, ReversedZero, ReversedPositive),
		known("closing", p.Closing, ClosingExclusive, ClosingInclusive, ClosingMinute),
		known("spill", p.Spill, SpillKeep, SpillCut),
	)
}

// known refuses a text that is none of the choices; the empty one is the default.
func known[T ~string](name string, value T, choices ...T) error {
	if value == "" || slices.Contains(choices, value) {
		return nil
	}
	return fmt.Errorf("%s %q is none of %q", name, value, choices)
}

// entries yields every set of hours with the name that errors give it.
func (c Config) entries(yield func(string, []Range) bool) {
	for d, hours := range c.Weekly {
		if !yield(weekdayName(d), hours) {
			return
		}
	}
	for _, list := range c.exceptions() {
		for _, e := range list.entries {
			if !yield(label(list.kind, e.Name, e.First, e.Last), e.Hours) {
				return
			}
		}
	}
}

func weekdayName(d int) string { return strings.ToLower(time.Weekday(d).String()) }

type exceptions struct {
	kind    Kind
	entries []Exception
}

func (c Config) exceptions() [3]exceptions {
	return [3]exceptions{{KindOverride, c.Overrides}, {KindAddition, c.Additions}, {KindBreak, c.Breaks}}
}

// label names an entry: `holiday 2026-12-24 to 2026-12-26 "Christmas"`.
func label(kind Kind, name string, first, last Date) string {
	text := string(kind)
	if !first.IsZero() {
		text += " " + first.String()
	}
	if !last.IsZero() && last != first {
		text += " to " + last.String()
	}
	if name != "" {
		text += fmt.Sprintf(" %q", name)
	}
	return text
}

func overlap(hours []Range) error {
	sorted := slices.SortedFunc(slices.Values(hours), func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	for i, r := range sorted[:max(len(sorted)-1, 0)] {
		if next := sorted[i+1]; r.From+r.length() > next.From {
			return fmt.Errorf("%s: %w %s", next, ErrOverlap, r)
		}
	}
	return nil
}
