package socialticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TicketMerge is a merge of two tickets that can be undone, until
// [ticket.Lifecycle.UnmergeUntil] says.
type TicketMerge struct {
	ticket.Merge
	Newest  bool   `json:"newest,omitzero"`     // the source took the requester's messages
	Session string `json:"session_id,omitzero"` // the session that went on about the target
	// Ended and Routing are the target's SessionEndedAt and Routing before that session came.
	Ended   time.Time      `json:"session_ended_at,omitzero"`
	Routing ticket.Routing `json:"routing_channel,omitzero"`
	Fired   Fired          `json:"fired,omitzero"` // what had fired on the source
}

// maxMerges bounds the merges that can be undone.
const maxMerges = 32

// keepMerge lets the conversation go on about the target of a merge, and keeps what undoing
// it needs. It reports whether the session goes on about the target too.
func (dr *draft) keepMerge(merge ticket.Merge, into ticket.Ticket) (talks bool) {
	m := TicketMerge{Merge: merge}
	if dr.conv.Ticket == m.Ticket {
		dr.conv.Ticket, m.Newest = m.Into, true
	}
	if dr.conv.Session.Ticket == m.Ticket {
		dr.conv.Session.Ticket, m.Session = m.Into, dr.conv.Session.ID
		m.Ended, m.Routing, talks = into.SessionEndedAt, into.Routing, true
	}
	if i := slices.IndexFunc(dr.conv.Fired, func(f Fired) bool { return f.Ticket == m.Ticket }); i >= 0 {
		m.Fired = dr.conv.Fired[i]
		dr.conv.Fired = slices.Delete(slices.Clone(dr.conv.Fired), i, i+1)
	}
	list := append(slices.DeleteFunc(slices.Clone(dr.conv.Merges), func(o TicketMerge) bool { return dr.stays(o) }), m)
	dr.conv.Merges = list[max(0, len(list)-maxMerges):]
	return talks
}

// talked returns a ticket as the session that moved to it has it.
func (dr *draft) talked(t ticket.Ticket) ticket.Ticket {
	t.SessionEndedAt = dr.conv.Session.EndedAt
	if dr.conv.Session.State != session.Ended {
		t.Routing = ticket.RouteMessaging
	}
	return t
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
	if dr.talksAgain(m) {
		dr.conv.Session.Ticket = m.Ticket
	}
	if m.Fired.Ticket != "" {
		dr.conv.Fired = append(slices.Clone(dr.conv.Fired), m.Fired)
	}
	dr.conv.Merges = slices.DeleteFunc(slices.Clone(dr.conv.Merges), func(o TicketMerge) bool { return o.Ticket == m.Ticket })
	if len(dr.conv.Merges) == 0 {
		dr.conv.Merges = nil
	}
}

// talksAgain reports whether the session that a merge moved goes back to the source.
func (dr *draft) talksAgain(m TicketMerge) bool {
	s := &dr.conv.Session
	return m.HeardAt.IsZero() && m.Session != "" && m.Session == s.ID && s.Ticket == m.Into
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
