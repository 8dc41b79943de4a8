package socialticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// TicketMerge is a merge of two tickets that can be undone, until
// [ticket.Lifecycle.UnmergeUntil] says.
type TicketMerge struct {
	ticket.Merge
	Newest  bool   `json:"newest,omitzero"`     // the source took the requester's messages
	Session string `json:"session_id,omitzero"` // the session that went on about the target
	Fired   Fired  `json:"fired,omitzero"`      // what had fired on the source
}

// maxMerges bounds the merges that can be undone.
const maxMerges = 32

// keepMerge lets the conversation go on about the target of a merge, and keeps what undoing
// it needs.
func (dr *draft) keepMerge(merge ticket.Merge) {
	m := TicketMerge{Merge: merge}
	if dr.conv.Ticket == m.Ticket {
		dr.conv.Ticket, m.Newest = m.Into, true
	}
	if dr.conv.Session.Ticket == m.Ticket {
		dr.conv.Session.Ticket, m.Session = m.Into, dr.conv.Session.ID
	}
	if i := slices.IndexFunc(dr.conv.Fired, func(f Fired) bool { return f.Ticket == m.Ticket }); i >= 0 {
		m.Fired = dr.conv.Fired[i]
		dr.conv.Fired = slices.Delete(slices.Clone(dr.conv.Fired), i, i+1)
	}
	list := append(slices.DeleteFunc(slices.Clone(dr.conv.Merges), func(o TicketMerge) bool { return dr.stays(o) }), m)
	dr.conv.Merges = list[max(0, len(list)-maxMerges):]
}

// stays reports that a merge cannot be undone any more.
func (dr *draft) stays(m TicketMerge) bool {
	until := dr.settings.Lifecycle.UnmergeUntil(m.Merge)
	return !until.IsZero() && !dr.now.Before(until)
}

// takeMerge lets the conversation go back to the source of a merge, unless the requester
// has written to the target since, and forgets the merge.
func (dr *draft) takeMerge(m TicketMerge) {
	if m.HeardAt.IsZero() && m.Newest && dr.conv.Ticket == m.Into {
		dr.conv.Ticket = m.Ticket
	}
	if s := &dr.conv.Session; m.HeardAt.IsZero() && m.Session != "" && m.Session == s.ID && s.Ticket == m.Into {
		s.Ticket = m.Ticket
	}
	if m.Fired.Ticket != "" {
		dr.conv.Fired = append(slices.Clone(dr.conv.Fired), m.Fired)
	}
	dr.conv.Merges = slices.DeleteFunc(slices.Clone(dr.conv.Merges), func(o TicketMerge) bool { return o.Ticket == m.Ticket })
	if len(dr.conv.Merges) == 0 {
		dr.conv.Merges = nil
	}
}

// heardSince notes that the requester wrote to the draft's ticket, for what was merged into
// it.
func (dr *draft) heardSince(sent time.Time) {
	for i := range dr.conv.Merges {
		if m := dr.conv.Merges[i]; m.Into == dr.ticket.ID {
			dr.conv.Merges = slices.Clone(dr.conv.Merges)
			dr.conv.Merges[i].Merge = m.Heard(sent, dr.now)
		}
	}
}
