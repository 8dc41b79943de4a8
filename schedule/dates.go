package schedule

import "iter"

// dates is an inclusive range of dates, of one year or of every year.
type dates struct{ first, last Date }

func newDates(first, last Date) dates {
	if last.IsZero() {
		last = first
	}
	return dates{first, last}
}

// within yields the first and last day of each occurrence that meets [lo, hi],
// cut down to it.
func (d dates) within(lo, hi int64) iter.Seq2[int64, int64] {
	return func(yield func(int64, int64) bool) {
		if !d.first.yearly() {
			d.yield(d.first.day(), d.last.day(), lo, hi, yield)
			return
		}
		for year := dateOf(lo).Year - 1; year <= dateOf(hi).Year; year++ {
			first, last := d.in(year)
			if !d.yield(first, last, lo, hi, yield) {
				return
			}
		}
	}
}

func (dates) yield(first, last, lo, hi int64, yield func(int64, int64) bool) bool {
	first, last = max(first, lo), min(last, hi)
	return first > last || yield(first, last)
}

// has tells whether a day is one of the dates.
func (d dates) has(day int64) bool {
	for range d.within(day, day) {
		return true
	}
	return false
}

// in is the occurrence of yearly dates that begins in year. In a year without
// one, the 29th of February has no hours, and a range ends on the 28th.
func (d dates) in(year int) (first, last int64) {
	first = Date{year, d.first.Month, d.first.Day}.day()
	if d.last.Month < d.first.Month || d.last.Month == d.first.Month && d.last.Day < d.first.Day {
		year++ // over the new year
	}
	last = Date{year, d.last.Month, d.last.Day}.day()
	if dateOf(last).Day != d.last.Day {
		last--
	}
	return first, last
}
