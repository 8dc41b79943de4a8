package main

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// ticketsOf returns a part of the tickets of a person, and the address of the next part.
func (s *server) ticketsOf(r *http.Request, v personView, limit int) (list []ticket.Ticket, next string, err error) {
	var after place
	if text := r.FormValue("tickets"); text != "" {
		if after, err = readPlace(text); err != nil {
			return nil, "", err
		}
	}
	if list, err = s.requested(r.Context(), userIDs(v.Contacts), after, limit+1); err != nil {
		return nil, "", err
	}
	if len(list) > limit {
		list = list[:limit]
		last := list[limit-1]
		next = with("/people/"+v.ID, url.Values{}, "tickets", place{last.UpdatedAt, last.ID}.String())
	}
	return list, next, nil
}

func userIDs(contacts []socialticket.Contact) []string {
	ids := make([]string, len(contacts))
	for i, c := range contacts {
		ids[i] = c.User.ID
	}
	return ids
}

// requested returns the first tickets that some users have asked for, behind a place.
func (s *server) requested(ctx context.Context, ids []string, after place, limit int) (list []ticket.Ticket, err error) {
	leaf := rules.Leaf{Field: "requester_id", Kind: rules.Choice, Op: rules.Is, Values: ids}
	wanted := socialticket.Selection{Tree: rules.Tree{Leaf: &leaf}, Limit: limit, After: socialticket.Mark{UpdatedAt: after.updated, ID: after.id}}
	for {
		found, err := s.store.SelectPage(ctx, wanted)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			if slices.Contains(ids, t.Requester) && len(list) < limit {
				list = append(list, t)
			}
		}
		if len(found) < wanted.Limit || len(list) == limit {
			return list, nil
		}
		wanted.After = socialticket.MarkOf(&found[len(found)-1])
	}
}

// Alone reports whether the ticket that is looked at is the only one.
func (v personView) Alone() bool {
	return v.Older == "" && !slices.ContainsFunc(v.Tickets, func(t ticket.Ticket) bool { return t.ID != v.Here })
}

// Subject names a ticket: by its subject, or by its channel and how long it is.
func (f frame) Subject(t ticket.Ticket) string {
	if t.Subject != "" {
		return t.Subject
	}
	return f.N("join.no_subject", t.Comments, f.Or("value", "via", string(t.Via)))
}
