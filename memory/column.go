package memory

import (
	"math"
	"math/bits"
	"slices"
	"sync"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// columns hold what a [Store.Select] looks at, by the numbers of the tickets: for each value
// of a choice the set of the tickets that have it, and the minutes of instants. They are
// made of pages, so that they never move.
type columns struct {
	pages   []*page
	count   uint32
	choices [choices]choice
	tags    choice // see page.tags

	once sync.Once
	via  rules.Field // made at once's first use
}

// The choices, each a field of the ticket with texts of its own.
const (
	byStatus = iota
	byPriority
	byType
	byVia
	byAccount
	byGroup
	byAssignee
	byBrand
	byForm
	byOrganization
	byCustomStatus
	bySchedule
	byRouting
	choices
)

// The instants.
const (
	atCreated = iota
	atUpdated
	atRequester
	atAssignee
	atAssigned
	atStatus
	atWaiting
	instants
)

// lineRows is how many tickets are looked at together: a set of them is a line of the
// processor's cache.
const lineRows = 512

// words is a set of so many tickets.
type words [lineRows / 64]uint64

// page is the columns of some tickets. What none of them has is nil.
type page struct {
	used     []uint64
	records  []*record
	sets     [choices][rare + 1][]uint64
	codes    [choices][]uint32 // of those in the last set
	instants [instants][]int32
	tags     [rare + 1][]uint64 // a ticket may be in several
	latest   []int32            // by line, no ticket of it was updated after this minute
}

// Pages double: the first two have a line each, and none more than 64 lines.
const (
	smallPages = 7
	pageRows   = lineRows << (smallPages - 1)
)

// pageOf returns the page of a row and its place there.
func pageOf(row uint32) (page, place uint32) {
	switch {
	case row < lineRows:
		return 0, row
	case row < pageRows:
		page = uint32(bits.Len32(row / lineRows))
		return page, row - lineRows<<(page-1)
	}
	return smallPages - 1 + row/pageRows, row % pageRows
}

// choice is the texts of a column, by their codes. The texts that come first have a set
// each; all others from the code rare on share one.
type choice struct {
	codes map[string]uint32
	texts []string
}

const rare = 15

// The minutes of an instant that did not come, and of one that is not known, which may be
// any.
const (
	noMinute    = math.MinInt32
	anyMinute   = math.MinInt32 + 1
	firstMinute = math.MinInt32 + 2
	lastMinute  = math.MaxInt32
)

// rowMinute returns the minute of an instant since 1970, or the nearest that there is.
func rowMinute(at time.Time) int32 {
	if at.IsZero() {
		return noMinute
	}
	sec := at.Unix()
	minute := sec / 60
	if sec%60 < 0 {
		minute--
	}
	return int32(max(firstMinute, min(lastMinute, minute)))
}

// code returns that of a text.
func (c *choice) code(text string) uint32 {
	code, known := c.codes[text]
	if !known {
		if c.codes == nil { // what has none is looked for most
			c.codes, c.texts = map[string]uint32{"": 0}, []string{""}
			if text == "" {
				return 0
			}
		}
		code = uint32(len(c.texts))
		c.codes[text] = code
		c.texts = append(c.texts, text)
	}
	return code
}

// put notes what a ticket has from now on. r.ticket is what it had; r is new if it is zero.
func (c *columns) put(r *record, t *ticket.Ticket) {
	fresh := r.ticket.IsZero()
	if fresh {
		c.add(r)
	}
	n, i := pageOf(r.row)
	p, old := c.pages[n], &r.ticket
	for k, texts := range [choices][2]string{
		byStatus: {string(old.Status), string(t.Status)}, byPriority: {string(old.Priority), string(t.Priority)},
		byType: {string(old.Type), string(t.Type)}, byVia: {string(old.Via), string(t.Via)},
		byAccount: {old.Address.Account.ID, t.Address.Account.ID}, byGroup: {old.Group, t.Group},
		byAssignee: {old.Assignee, t.Assignee}, byBrand: {old.Brand, t.Brand}, byForm: {old.Form, t.Form},
		byOrganization: {old.Organization, t.Organization}, byCustomStatus: {old.CustomStatus, t.CustomStatus},
		bySchedule: {old.Schedule, t.Schedule}, byRouting: {string(old.Routing), string(t.Routing)},
	} {
		if fresh {
			p.choose(k, i, c.choices[k].code(texts[1]))
		} else if texts[0] != texts[1] {
			p.leave(k, i, c.choices[k].code(texts[0]))
			p.choose(k, i, c.choices[k].code(texts[1]))
		}
	}
	for k, at := range [instants][2]*time.Time{
		atCreated: {&old.CreatedAt, &t.CreatedAt}, atUpdated: {&old.UpdatedAt, &t.UpdatedAt},
		atRequester: {&old.RequesterAt, &t.RequesterAt}, atAssignee: {&old.AssigneeAt, &t.AssigneeAt},
		atAssigned: {&old.AssignedAt, &t.AssignedAt}, atStatus: {&old.StatusAt, &t.StatusAt},
		atWaiting: {&old.WaitingSince, &t.WaitingSince},
	} {
		if *at[0] != *at[1] || fresh && k == atStatus {
			p.note(k, i, *at[1])
		}
	}
	if !slices.Equal(old.Tags, t.Tags) {
		c.retag(p, i, old.Tags, t.Tags)
	}
}

// add gives a ticket its number.
func (c *columns) add(r *record) {
	r.row = c.count
	n, i := pageOf(c.count)
	if i == 0 {
		size := max(lineRows, min(pageRows, c.count))
		c.pages = append(c.pages, &page{used: make([]uint64, size/64), records: make([]*record, size), latest: slices.Repeat([]int32{noMinute}, int(size/lineRows))})
	}
	p := c.pages[n]
	p.used[i/64] |= 1 << (i % 64)
	p.records[i] = r
	c.count++
}

// record returns the ticket of a row.
func (c *columns) record(row uint32) *record {
	n, i := pageOf(row)
	return c.pages[n].records[i]
}

// choose puts a row into the set of a code.
func (p *page) choose(k int, i, code uint32) {
	if code >= rare {
		if p.codes[k] == nil {
			p.codes[k] = make([]uint32, len(p.records))
		}
		p.codes[k][i], code = code, rare
	}
	if p.sets[k][code] == nil {
		p.sets[k][code] = make([]uint64, len(p.used))
	}
	p.sets[k][code][i/64] |= 1 << (i % 64)
}

// leave takes a row out of the set of a code.
func (p *page) leave(k int, i, code uint32) {
	p.sets[k][min(code, rare)][i/64] &^= 1 << (i % 64)
}

// note notes an instant. Where that of the status is not there, rules take another: it is
// not known here.
func (p *page) note(k int, i uint32, at time.Time) {
	minute := rowMinute(at)
	if k == atStatus && minute == noMinute {
		minute = anyMinute
	}
	if p.instants[k] == nil {
		p.instants[k] = slices.Repeat([]int32{noMinute}, len(p.records))
	}
	p.instants[k][i] = minute
	if k == atUpdated {
		p.latest[i/lineRows] = max(p.latest[i/lineRows], minute)
	}
}
