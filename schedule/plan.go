package schedule

import (
	"slices"
	"time"
)

// plan is a checked Config in the form that hours are laid out from.
type plan struct {
	zone   *time.Location
	week   Week
	rules  []rule // what replaces the usual hours, lowest rank first
	adds   []rule
	breaks []rule
}

// rule is one entry of a Config.
type rule struct {
	kind  Kind
	name  string
	dates dates
	hours []Range
	cut   bool // a holiday on which the night before ends at midnight
}

func newPlan(c Config) *plan {
	p := &plan{zone: c.Zone}
	if p.zone == nil {
		p.zone = time.UTC
	}
	for d, hours := range c.Weekly {
		p.week[d] = slices.Clone(hours)
		if c.AlwaysOpen {
			p.week[d] = []Range{{}}
		}
	}
	p.rules = exceptionRules(KindOverride, c.Overrides)
	slices.SortStableFunc(p.rules, func(a, b rule) int { return a.rank() - b.rank() })
	for _, h := range c.Holidays {
		cut := h.Spill == SpillCut || h.Spill == "" && c.Policy.Spill == SpillCut
		p.rules = append(p.rules, rule{KindHoliday, h.Name, newDates(h.First, h.Last), nil, cut})
	}
	p.adds = exceptionRules(KindAddition, c.Additions)
	p.breaks = exceptionRules(KindBreak, c.Breaks)
	return p
}

func exceptionRules(kind Kind, list []Exception) []rule {
	rules := make([]rule, len(list))
	for i, e := range list {
		rules[i] = rule{kind, e.Name, newDates(e.First, e.Last), slices.Clone(e.Hours), false}
	}
	return rules
}

// rank puts yearly overrides below dated ones.
func (r rule) rank() int {
	if r.dates.first.yearly() {
		return 0
	}
	return 1
}

// piece is one range of one date, as instants, with the entry that gives it.
type piece struct {
	interval
	day   int64
	kind  Kind
	name  string
	hours Range
	opens bool
}

// window is what a plan says about the days from first to last.
type window struct {
	*plan
	clock       *clock
	first, last int64
	ruled       []int32 // of each day, and the one after: the rule that holds, plus one
}

// daysAround are how many days away a date may be, by the calendar of UTC, whose
// hours reach an instant: one for the zone, one for a night, one that is skipped.
const daysAround = 3

// window lays out the days around the instants from lo to hi.
func (p *plan) window(lo, hi int64) *window {
	w := &window{plan: p, clock: newClock(p.zone, lo, hi)}
	w.first, w.last = floorDiv(lo, secondsPerDay)-daysAround, floorDiv(hi, secondsPerDay)+daysAround
	w.ruled = make([]int32, w.last-w.first+2)
	for i, r := range p.rules {
		for from, to := range r.dates.within(w.first, w.last+1) {
			for day := from; day <= to; day++ {
				w.ruled[day-w.first] = int32(i) + 1
			}
		}
	}
	return w
}

// rule is the holiday or override of a day, or nil.
func (w *window) rule(day int64) *rule {
	if i := w.ruled[day-w.first]; i > 0 {
		return &w.rules[i-1]
	}
	return nil
}

// open yields what gives hours.
func (w *window) open(yield func(piece) bool) {
	for day := w.first; day <= w.last; day++ {
		hours, from := w.week[weekday(day)], &rule{kind: KindWeekly}
		if r := w.rule(day); r != nil {
			hours, from = r.hours, r
		}
		if !w.day(day, from, hours, yield) {
			return
		}
	}
	w.pieces(w.adds, yield)
}

// closed yields what takes hours out.
func (w *window) closed(yield func(piece) bool) { w.pieces(w.breaks, yield) }

func (w *window) pieces(rules []rule, yield func(piece) bool) {
	for i := range rules {
		for from, to := range rules[i].dates.within(w.first, w.last) {
			for day := from; day <= to; day++ {
				if !w.day(day, &rules[i], rules[i].hours, yield) {
					return
				}
			}
		}
	}
}

// day yields the hours of a day, which has none if the zone skipped it.
func (w *window) day(day int64, from *rule, hours []Range, yield func(piece) bool) bool {
	if len(hours) == 0 || !w.clock.has(day) {
		return true
	}
	next := w.rule(day + 1)
	cut := next != nil && next.cut && from.kind != KindBreak
	for _, r := range hours {
		if !yield(piece{w.instants(day, r, cut), day, from.kind, from.name, r, from.kind != KindBreak}) {
			return false
		}
	}
	return true
}

// instants is when a range of a day begins and ends.
func (w *window) instants(day int64, r Range, cut bool) interval {
	midnight := day * secondsPerDay
	from := midnight + int64(r.From/time.Second)
	to := from + int64(r.length()/time.Second)
	if cut {
		to = min(to, midnight+secondsPerDay)
	}
	return interval{w.clock.instant(from, false), w.clock.instant(to, true)}
}

// holiday is the last holiday of a day.
func (p *plan) holiday(day int64) (h Holiday, ok bool) {
	for _, r := range slices.Backward(p.rules) {
		if r.kind != KindHoliday {
			break
		}
		if r.dates.has(day) {
			h = Holiday{Name: r.name, First: r.dates.first, Last: r.dates.last, Spill: SpillKeep}
			if r.cut {
				h.Spill = SpillCut
			}
			return h, true
		}
	}
	return Holiday{}, false
}
