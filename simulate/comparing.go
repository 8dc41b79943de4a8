package simulate

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// comparing is a comparison that is told of one ticket after the other. It keeps a ticket that
// only one of the two desks is done with, and the differences of those that differ.
type comparing struct {
	most       int // of how many tickets it keeps the differences: the oldest; negative: of all
	tickets    int // that differ
	differ     []differing
	was, would Sums

	one, other map[ticket.ID]*Result // was, would: what the other desk is not done with
}

// differing is a ticket that differs.
type differing struct {
	at   time.Time
	id   ticket.ID
	list []Difference
}

// pair takes in what became of a ticket on either desk. Nil: it is not there.
func (c *comparing) pair(was, would *Result) {
	if was != nil {
		c.was.add(was)
	}
	if would != nil {
		c.would.add(would)
	}
	if was == nil && would == nil {
		return
	}
	list := differences(was, would)
	if len(list) == 0 {
		return
	}
	c.tickets++
	t := &cmp.Or(was, would).Ticket
	c.differ = append(c.differ, differing{t.CreatedAt, t.ID, list})
	if c.most >= 0 && len(c.differ) >= 2*c.most+64 { // so that each is sorted about twice
		c.trim()
	}
}

// trim orders the tickets, and keeps the oldest.
func (c *comparing) trim() {
	slices.SortFunc(c.differ, func(a, b differing) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	if c.most >= 0 && len(c.differ) > c.most {
		clear(c.differ[c.most:])
		c.differ = c.differ[:c.most]
	}
}

// done takes in a ticket that one of the desks is done with; ours tells that it is the one of
// what was.
func (c *comparing) done(r *Result, ours bool) {
	if r == nil {
		return
	}
	if c.one == nil {
		c.one, c.other = map[ticket.ID]*Result{}, map[ticket.ID]*Result{}
	}
	mine, theirs := c.one, c.other
	if !ours {
		mine, theirs = theirs, mine
	}
	id := r.Ticket.ID
	partner := theirs[id]
	switch delete(theirs, id); {
	case partner == nil:
		mine[id] = r
	case ours:
		c.pair(r, partner)
	default:
		c.pair(partner, r)
	}
}

// rest takes in the tickets that are left on both desks.
func (c *comparing) rest(was, would *Outcome) {
	for _, r := range was.Results() {
		c.done(&r, true)
	}
	for _, r := range would.Results() {
		c.done(&r, false)
	}
	for _, r := range c.one {
		c.pair(r, nil)
	}
	for _, r := range c.other {
		c.pair(nil, r)
	}
}

// comparison returns what it all came to.
func (c *comparing) comparison() Comparison {
	c.trim()
	all := Comparison{Tickets: c.tickets, Was: c.was.averaged(), Would: c.would.averaged()}
	for _, d := range c.differ {
		all.Differences = append(all.Differences, d.list...)
	}
	return all
}
