package socialtickettest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// form returns h as something that can be compared. A list without an element counts as
// nil; timers have no order.
func form(h socialticket.Head) socialticket.Head {
	h.Timers = slices.SortedFunc(slices.Values(h.Timers), func(a, b socialticket.Timer) int { return cmp.Compare(a.Ticket, b.Ticket) })
	trim(&h)
	return h
}

// later is when all that a promise waits for has come.
func later() time.Time { return start().AddDate(1, 0, 0) }

// state returns all that the store tells of what the commits are about.
func (p *probe) state(commits ...socialticket.Commit) string {
	p.Helper()
	var all strings.Builder
	note := func(v any) { all.WriteString(text(v) + "\n") }
	_, reads := p.store.(socialticket.Reader)
	for _, c := range commits {
		for _, ref := range refs(c) {
			note(form(p.load(ref)))
		}
		for _, t := range c.Tickets() {
			if reads && p.load(socialticket.Ref{Ticket: t.ID}).Ticket.ID != "" {
				note(p.comments(t.ID, socialticket.Page{}))
				note(p.events(t.ID, socialticket.Page{}))
			}
		}
	}
	if reads {
		note(p.tickets())
	}
	if _, ok := p.store.(socialticket.Feed); ok {
		for _, e := range p.entries(0) {
			note(told(e.Commit))
		}
	}
	if _, ok := p.store.(socialticket.Queue); ok {
		due, next := p.due(later(), 1000)
		note(due)
		note(next.Format(time.RFC3339Nano))
		note(p.waiting())
	}
	return all.String()
}

// waiting returns the first effect of each lane. It claims them and gives them back,
// which counts as an attempt.
func (p *probe) waiting() []socialticket.Effect {
	p.Helper()
	claimed, _ := p.claim(socialticket.Claim{Now: later(), Lease: time.Minute, Limit: 1000})
	var list []socialticket.Effect
	for _, c := range claimed {
		trim(&c.Effect)
		list = append(list, c.Effect)
		p.giveBack(socialticket.Return{Account: c.Account, ID: c.ID, Attempt: c.Attempt, After: c.After})
	}
	slices.SortFunc(list, func(a, b socialticket.Effect) int { return strings.Compare(text(a), text(b)) })
	return list
}

// told returns a commit as a feed tells it: its effects carry nothing.
func told(c socialticket.Commit) socialticket.Commit {
	c.Effects = slices.Clone(c.Effects)
	for i := range c.Effects {
		e := &c.Effects[i]
		e.Message, e.Command, e.To, e.Body = channel.Outbound{}, socialticket.Order{}, "", nil
	}
	trim(&c)
	return c
}

// refs returns every reference that leads to something of c.
func refs(c socialticket.Commit) []socialticket.Ref {
	list := []socialticket.Ref{
		{Ticket: c.Ticket.ID}, {Account: c.Account, Key: c.Key}, {Account: c.Account, Cause: c.Cause, Person: c.Person.ID},
	}
	for _, t := range c.Others {
		list = append(list, socialticket.Ref{Ticket: t.ID})
	}
	for _, a := range c.Addresses {
		list = append(list, socialticket.Ref{Addresses: []channel.Address{a}})
	}
	for _, comment := range c.Comments {
		list = append(list, commentRefs(c.Account, comment)...)
	}
	if about := c.Park.About(); about != "" {
		list = append(list, socialticket.Ref{Account: c.Park.Account, Message: about})
	}
	return list
}

// commentRefs returns every reference that leads to a comment.
func commentRefs(a channel.Account, c ticket.Comment) []socialticket.Ref {
	list := []socialticket.Ref{{Account: a, Comment: c.ID}}
	for _, id := range c.MessageIDs() {
		list = append(list, socialticket.Ref{Account: a, Message: id})
	}
	return list
}
