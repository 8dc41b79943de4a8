package schedule

import "time"

// lay implements layer in seconds.
func (p *plan) lay(dst []interval, lo, hi int64) []interval {
	w, start := p.window(lo, hi), len(dst)
	for v := range w.open {
		dst = append(dst, v.interval)
	}
	dst = normalize(dst, start)
	if off := w.off(); len(off) > 0 {
		dst = append(dst[:start], subtract(dst[start:], off)...)
	}
	return clip(dst, start, lo, hi)
}

// layDays implements layer in days: those that have hours of their own.
func (p *plan) layDays(dst []interval, lo, hi int64) []interval {
	w, start := p.window(lo*secondsPerDay, hi*secondsPerDay), len(dst)
	off := w.off()
	for v := range w.open {
		if v.day >= lo && v.day < hi && len(subtract([]interval{v.interval}, off)) > 0 {
			dst = append(dst, interval{v.day, v.day + 1})
		}
	}
	return normalize(dst, start)
}

// off are the breaks.
func (w *window) off() []interval {
	var off []interval
	for v := range w.closed {
		off = append(off, v.interval)
	}
	return normalize(off, 0)
}

// bounds are the days before and after which p repeats itself: all dated
// entries lie between, the zone's first change of the clock, and the year 2100,
// up to which tables of zones list irregular ones.
func (p *plan) bounds() bounds {
	b := bounds{Date{1900, time.January, 1}.day(), Date{2100, time.January, 1}.day()}
	b.past = min(b.past, firstChange(p.zone))
	for _, rules := range [][]rule{p.rules, p.adds, p.breaks} {
		for _, r := range rules {
			if !r.dates.first.yearly() {
				b.past, b.future = min(b.past, r.dates.first.day()), max(b.future, r.dates.last.day())
			}
		}
	}
	return bounds{b.past - 2, b.future + 3}
}

// firstChange is the day of the first change of the clock in zone.
func firstChange(zone *time.Location) int64 {
	const railways = 1800 // no zone is older
	at := time.Date(1900, time.January, 1, 0, 0, 0, 0, zone)
	for at.Year() > railways {
		start, _ := at.ZoneBounds()
		if start.IsZero() {
			break
		}
		at = start.Add(-time.Second)
	}
	return floorDiv(at.Unix(), secondsPerDay)
}
