package socialtickettest

import (
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// headForm is a Head that has a JSON.
type headForm struct {
	socialticket.Head
	Owners map[string]string
}

// form returns h as something that can be compared. What has no element counts as
// nil.
func form(h socialticket.Head) any {
	trim(&h)
	owners := map[string]string{}
	for a, id := range h.Owners {
		owners[strconv.Quote(a.String())] = id
	}
	h.Owners = nil
	return headForm{h, owners}
}

// state returns all that the store tells of what the commits are about.
func (p *probe) state(commits ...socialticket.Commit) string {
	p.Helper()
	var all strings.Builder
	note := func(v any) { all.WriteString(text(v) + "\n") }
	for _, c := range commits {
		for _, ref := range refs(c) {
			note(form(p.load(ref)))
		}
		if _, ok := p.store.(socialticket.Reader); ok && p.load(socialticket.Ref{Ticket: c.Ticket.ID}).Ticket.ID != "" {
			note(p.comments(c.Ticket.ID, socialticket.Page{}))
			note(p.events(c.Ticket.ID, socialticket.Page{}))
		}
	}
	if _, ok := p.store.(socialticket.Reader); ok {
		note(p.tickets())
	}
	if _, ok := p.store.(socialticket.Queue); ok {
		ids, next := p.due(start().AddDate(1, 0, 0), 1000)
		note(ids)
		note(next.Format(time.RFC3339Nano))
		note(p.outbox(1000))
	}
	return all.String()
}

// refs returns every reference that leads to something of c.
func refs(c socialticket.Commit) []socialticket.Ref {
	list := []socialticket.Ref{{Ticket: c.Ticket.ID}}
	for _, a := range c.Addresses {
		list = append(list, socialticket.Ref{Addresses: []channel.Address{a}})
	}
	account := c.Ticket.Address.Account
	for _, comment := range c.Comments {
		list = append(list, socialticket.Ref{Comment: comment.ID}, socialticket.Ref{Account: account, Message: comment.Content.ID})
	}
	if park := c.Park; park.Status.MessageID != "" {
		list = append(list, socialticket.Ref{Account: park.Account, Message: park.Status.MessageID})
	}
	return list
}
