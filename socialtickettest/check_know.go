package socialtickettest

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// knowing are the promises about what stands in a head beside conversation and ticket.
func knowing() []promise {
	const timers = "Timers are those that are set for the conversation and for Ticket."
	return []promise{
		{"LoadComment", "Comment is the one that Ref.Comment or Ref.Message named.", loadComment},
		{"LoadFirst", "First is the first comment of Ticket, if Ref.First asked for it.", loadFirst},
		{"LoadMessages", "one of the comment's ids on the platform", loadMessages},
		{"LoadOwners", "Owners tell whose the addresses of the reference are, in their order, as far as they are known.", loadOwners},
		{"LoadKnown", "Known reports that Ref.Cause is in already.", loadKnown},
		{"LoadTimers", timers, loadTimers},
		{"LoadTimersMoved", "In a commit, the zero instant forgets the timer.", loadTimersMoved},
	}
}

func loadComment(p *probe) {
	cs := talk("a", 2)
	p.commit(cs...)
	tests := map[string]struct {
		ref  socialticket.Ref
		want ticket.Comment
	}{
		"comment":              {socialticket.Ref{Account: account(), Comment: "comment a 1"}, cs[0].Comments[0]},
		"message":              {socialticket.Ref{Account: account(), Message: "message a 2"}, cs[1].Comments[0]},
		"comment, not message": {socialticket.Ref{Account: account(), Comment: "comment a 1", Message: "message a 2"}, cs[0].Comments[0]},
		"ticket":               {socialticket.Ref{Ticket: "ticket a"}, ticket.Comment{}},
		"key":                  {socialticket.Ref{Account: account(), Key: "key a"}, ticket.Comment{}},
		"address":              {socialticket.Ref{Account: account(), Comment: "x", Addresses: cs[0].Addresses}, ticket.Comment{}},
	}
	for what, tt := range tests {
		p.same("Head.Comment by "+what, tt.want, p.load(tt.ref).Comment)
	}
}

// loadFirst asks for the first comment by each way to a ticket, as it is by now.
func loadFirst(p *probe) {
	cs := talk("a", 3)
	p.commit(cs...)
	for _, ref := range []socialticket.Ref{
		{Ticket: "ticket a"}, {Account: account(), Key: "key a"}, {Account: account(), Comment: "comment a 2"}, {Account: account(), Addresses: cs[0].Addresses},
	} {
		p.same("Head.First that was not asked for", ticket.Comment{}, p.load(ref).First)
		ref.First = true
		p.same("Head.First", cs[0].Comments[0], p.load(ref).First)
	}
	p.same("Head.First of no ticket", ticket.Comment{}, p.load(socialticket.Ref{Ticket: "ticket x", First: true}).First)
	masked := amended(cs[2], "a")
	masked.Comments = []ticket.Comment{cs[0].Comments[0]}
	masked.Comments[0].Content.Text, masked.Comments[0].Redacted = "***", true
	p.commit(masked)
	p.same("Head.First after it was masked", masked.Comments[0], p.load(socialticket.Ref{Ticket: "ticket a", First: true}).First)
}

// loadMessages finds an answer by the id of each call that carried it.
func loadMessages(p *probe) {
	c := first("a")
	c.Comments[0].Content.ID = ""
	waits := answer(c, nil, nil)
	p.commit(waits)
	tried := answer(amended(waits, "a"), []string{"m 1"}, []string{"", "m 2"})
	p.commit(tried)
	all := answer(amended(tried, "a"), []string{"m 1", "m 3"}, []string{"m 4", "m 2"})
	all.Comments[0].Content.ID = "m 5"
	p.commit(all)
	for _, ref := range commentRefs(account(), all.Comments[0]) {
		head := p.load(ref)
		p.same("Head.Comment by an id of an attempt", all.Comments[0], head.Comment)
		p.same("Head.Ticket by an id of an attempt", all.Ticket, head.Ticket)
	}
}

func loadOwners(p *probe) {
	p.commit(first("a"), first("b"), firstIn(strange()[0], "c"))
	c := addressIn(strange()[0], "c")
	addresses := []channel.Address{c, address("b"), address("x"), address("a"), address("c")}
	want := []socialticket.Owner{{Address: c, User: "user c"}, {Address: address("b"), User: "user b"}, {Address: address("a"), User: "user a"}}
	for what, ref := range map[string]socialticket.Ref{
		"addresses alone": {Addresses: addresses},
		"a ticket":        {Ticket: "ticket a", Addresses: addresses},
		"a comment":       {Account: account(), Comment: "comment b 1", Addresses: addresses},
		"nothing else":    {Account: account(), Comment: "x", Key: "x", Addresses: addresses},
	} {
		p.same("Head.Owners by "+what, want, p.load(ref).Owners)
	}
	for what, ref := range map[string]socialticket.Ref{
		"an unknown address": {Ticket: "ticket a", Addresses: []channel.Address{address("x")}},
		"no address":         {Ticket: "ticket a"},
	} {
		p.same("Head.Owners of "+what, list[socialticket.Owner](nil), list(p.load(ref).Owners))
	}
}

func loadKnown(p *probe) {
	cs := talk("a", 3)
	p.commit(cs[0], cs[1], parked(account(), "m", channel.StateSent))
	known := []string{cs[0].Cause, cs[1].Cause, parked(account(), "m", channel.StateSent).Cause}
	unknown := []string{cs[2].Cause, "x", ""}
	for _, ref := range []socialticket.Ref{{}, {Key: "key a"}, {Ticket: "ticket a"}, {Comment: "x"}, {Addresses: cs[0].Addresses}} {
		ref.Account = account()
		for _, ref.Cause = range known {
			if !p.load(ref).Known {
				p.broken("Load(%+v): a cause that is in is not known", ref)
			}
		}
		for _, ref.Cause = range unknown {
			if p.load(ref).Known {
				p.broken("Load(%+v): a cause that is not in is known", ref)
			}
		}
	}
}

// timed checks the timers of a head, in any order.
func (p *probe) timed(what string, ref socialticket.Ref, want ...socialticket.Timer) {
	p.Helper()
	have := map[ticket.ID]socialticket.Timer{}
	head := p.load(ref)
	for _, t := range head.Timers {
		have[t.Ticket] = t
	}
	wanted := map[ticket.ID]socialticket.Timer{}
	for _, t := range want {
		wanted[t.Ticket] = t
	}
	p.same("Head.Timers "+what, wanted, have)
	if len(head.Timers) != len(want) {
		p.broken("Head.Timers %s: %d of them, want %d", what, len(head.Timers), len(want))
	}
}

func loadTimers(p *probe) {
	older, newer := first("a"), another(first("a"), "a", "ticket newer")
	whole := talkTimer(newer, start().Add(time.Minute))
	newer.Timers = append(newer.Timers, whole)
	p.commit(older, newer, first("b"))
	for what, ref := range map[string]socialticket.Ref{
		"by the older ticket":  {Ticket: older.Ticket.ID},
		"by the older comment": {Account: account(), Comment: "comment a 1"},
	} {
		p.timed(what, ref, older.Timers[0], whole)
	}
	for what, ref := range map[string]socialticket.Ref{
		"by the newer ticket": {Ticket: newer.Ticket.ID},
		"by key":              {Account: account(), Key: newer.Key},
		"by address":          {Addresses: newer.Addresses},
	} {
		p.timed(what, ref, newer.Timers[0], whole)
	}
	p.timed("of another conversation", socialticket.Ref{Ticket: "ticket b"}, first("b").Timers...)
	p.timed("of nothing", socialticket.Ref{Ticket: "x"})
}

// loadTimersMoved sets timers anew, leaves some alone and forgets others.
func loadTimersMoved(p *probe) {
	c := first("a")
	ref := socialticket.Ref{Ticket: c.Ticket.ID}
	whole, own := talkTimer(c, start().Add(time.Hour)), c.Timers[0]
	c.Timers = []socialticket.Timer{whole, own}
	p.commit(c)
	step := func(what string, timers []socialticket.Timer, want ...socialticket.Timer) {
		c = next(c, "a")
		c.Timers = timers
		p.commit(c)
		p.timed(what, ref, want...)
	}
	step("that no commit named", nil, whole, own)
	own.At = own.At.AddDate(0, 1, 0)
	step("after a later one", []socialticket.Timer{own}, whole, own)
	own.At = start().Add(time.Nanosecond)
	step("after a sooner one", []socialticket.Timer{own}, whole, own)
	step("once the ticket's was forgotten", []socialticket.Timer{ticketTimer(c, time.Time{})}, whole)
	step("once it was forgotten twice", []socialticket.Timer{ticketTimer(c, time.Time{})}, whole)
	step("once both were forgotten", []socialticket.Timer{talkTimer(c, time.Time{})})
	step("once both were set again", []socialticket.Timer{own, whole}, whole, own)
	quiet := silent(c, "a")
	whole.At = whole.At.Add(time.Minute)
	quiet.Timers = []socialticket.Timer{whole}
	p.commit(quiet)
	p.timed("after a commit without a ticket", ref, whole, own)
}
