package schedule

import "time"

// Fold chooses between the two instants of a wall clock that occurs twice.
type Fold string

// The two occurrences; the zero Fold is FoldEarlier.
const (
	FoldEarlier Fold = "earlier"
	FoldLater   Fold = "later"
)

// In returns the instant at which clocks in zone (nil: UTC) show the wall clock,
// counted from midnight, on d, which must have a year. A wall clock that the
// zone skips moves forward by what was skipped: 02:30 becomes 03:30.
func (d Date) In(zone *time.Location, clock time.Duration, fold Fold) time.Time {
	wall := d.day()*secondsPerDay + int64(clock/time.Second)
	c := newClock(zone, wall, wall)
	return time.Unix(c.instant(wall, fold == FoldLater), int64(clock%time.Second)).UTC()
}

// era is a time during which a zone keeps one offset from UTC.
type era struct {
	start     int64 // instant
	offset    int64 // seconds ahead of UTC
	low, high int64 // wall clocks between which this era and the one before overlap or leave a gap
}

// clock turns wall clocks into instants. Wall clocks are written as the Unix
// seconds that they would be in UTC. It remembers where it is: use it for
// wall clocks that lie near one another.
type clock struct {
	eras []era
	at   int
}

const (
	clockMargin = 6 * secondsPerDay // more than the days around an instant that matter to it
	eraStep     = 60 * 60           // an era that seems to end at once is left by this step
)

// newClock knows the wall clocks of zone from lo to hi and some days around.
func newClock(zone *time.Location, lo, hi int64) *clock {
	if zone == nil {
		zone = time.UTC
	}
	c := &clock{}
	for at, end := lo-clockMargin, hi+clockMargin; at <= end; {
		start, next := eraAt(zone, at)
		if len(c.eras) == 0 || c.eras[len(c.eras)-1].offset != start.offset {
			c.append(start)
		}
		if next == forever {
			break
		}
		at = max(next, at+eraStep)
	}
	return c
}

const forever = 1<<63 - 1

// eraAt is the era around an instant, and the start of the next. [time.Time.ZoneBounds]
// also ends an era at the turn of a year and, in the last day of a leap year, before it began.
func eraAt(zone *time.Location, at int64) (e era, next int64) {
	t := time.Unix(at, 0).In(zone)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	e, next = era{start: at, offset: int64(offset)}, forever
	if !start.IsZero() {
		e.start = start.Unix()
	}
	if !end.IsZero() {
		next = end.Unix()
	}
	return e, next
}

func (c *clock) append(e era) {
	if n := len(c.eras); n > 0 {
		before := c.eras[n-1].offset
		e.low, e.high = e.start+min(before, e.offset), e.start+max(before, e.offset)
	}
	c.eras = append(c.eras, e)
}

// instant is when clocks show wall: in a gap, later by the gap; in a fold, the
// earlier or the later instant.
func (c *clock) instant(wall int64, later bool) int64 {
	for c.at+1 < len(c.eras) && c.eras[c.at+1].low <= wall {
		c.at++
	}
	for c.at > 0 && wall < c.eras[c.at].low {
		c.at--
	}
	now := c.eras[c.at]
	if c.at == 0 || wall >= now.high {
		return wall - now.offset
	}
	before := c.eras[c.at-1].offset
	if gap := now.offset > before; gap || !later {
		return wall - before
	}
	return wall - now.offset
}

// has tells whether the zone did not skip the day.
func (c *clock) has(day int64) bool {
	at := c.instant(day*secondsPerDay, false)
	return at+c.eras[c.at].offset < (day+1)*secondsPerDay
}
