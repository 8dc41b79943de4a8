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
	Talks   bool   `json:"talks,omitzero"`      // the target got what the source told of its talk
	Fired   Fired  `json:"fired,omitzero"`      // what had fired on the source
}

// maxMerges bounds the merges that can be undone.
const maxMerges = 32

// keepMerge lets the conversation go on about the target of a merge, and keeps what undoing
// it needs. It reports whether the target has the talk from now on.
func (dr *draft) keepMerge(merge ticket.Merge) (talks bool) {
	m := TicketMerge{Merge: merge}
	if dr.conv.Ticket == m.Ticket {
		dr.conv.Ticket, m.Newest = m.Into, true
		talks = dr.conv.Session.Ticket != m.Into // else its own session is the last one
	}
	if s := &dr.conv.Session; s.Ticket == m.Ticket {
		s.Ticket, m.Session, talks = m.Into, s.ID, true
	}
	if i := slices.IndexFunc(dr.conv.Fired, func(f Fired) bool { return f.Ticket == m.Ticket }); i >= 0 {
		m.Fired = dr.conv.Fired[i]
		dr.conv.Fired = slices.Delete(slices.Clone(dr.conv.Fired), i, i+1)
	}
	list := slices.DeleteFunc(slices.Clone(dr.conv.Merges), func(o TicketMerge) bool { return dr.stays(o) })
	m.Talks = talks
	list = append(list, m)
	dr.conv.Merges = list[max(0, len(list)-maxMerges):]
	return talks
}

// stays reports that a merge cannot be undone any more.
func (dr *draft) stays(m TicketMerge) bool {
	until := dr.settings.Lifecycle.UnmergeUntil(m.Merge)
	return !until.IsZero() && !dr.now.Before(until)
}

// takeMerge lets the conversation go back to the source of a merge, unless the requester
// has written to the target since, and forgets the merge. It reports whether the source has
// the talk again that the target had got.
func (dr *draft) takeMerge(m TicketMerge) (back bool) {
	if m.HeardAt.IsZero() && m.Newest && dr.conv.Ticket == m.Into {
		dr.conv.Ticket, back = m.Ticket, m.Talks
	}
	if s := &dr.conv.Session; m.HeardAt.IsZero() && m.Session != "" && m.Session == s.ID && s.Ticket == m.Into {
		s.Ticket, back = m.Ticket, m.Talks
	}
	if m.Fired.Ticket != "" {
		dr.conv.Fired = append(slices.Clone(dr.conv.Fired), m.Fired)
	}
	dr.conv.Merges = slices.DeleteFunc(slices.Clone(dr.conv.Merges), func(o TicketMerge) bool { return o.Ticket == m.Ticket })
	if len(dr.conv.Merges) == 0 {
		dr.conv.Merges = nil
	}
	return back
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
