package ticket

import (
	"slices"
	"time"
)

// FollowUp returns the new ticket that goes on from one that takes no messages any
// more: a closed one. It inherits what the matter is (requester, address, subject,
// brand, form, organization, tags, custom fields) and that it is muted, but not
// what was made of it: comments, priority, type, schedule, status, and, unless
// KeepAssignee says otherwise, group and assignee. Whether a kept group and
// assignee still exist is the host's to know. Source:
// https://support.zendesk.com/hc/en-us/articles/8421655952026, facts as of autumn
// 2026.
func (l Lifecycle) FollowUp(closed Ticket, id ID, now time.Time) Ticket {
	t := Ticket{
		ID:           id,
		Via:          closed.Via,
		Address:      closed.Address,
		Requester:    closed.Requester,
		Subject:      closed.Subject,
		Organization: closed.Organization,
		Brand:        closed.Brand,
		Form:         closed.Form,
		Tags:         slices.Clone(closed.Tags),
		Fields:       slices.Clone(closed.Fields),
		FollowUpOf:   closed.ID,
		Muted:        closed.Muted,
	}
	if l.KeepAssignee {
		t.Group, t.Assignee = closed.Group, closed.Assignee
	}
	return l.Create(t, now)
}
