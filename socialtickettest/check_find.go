package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// finding are the promises about what a reference leads to.
func finding() []promise {
	const order = "The first of its parts that leads to a conversation counts: Comment, then Message, then Ticket, then Key, then the Addresses in their order."
	const account = "Account is that of Comment, Message, Key and Cause. Zero: that of Ticket."
	return []promise{
		{"LoadNothing", "What is not there is zero; that is no error.", loadNothing},
		{"LoadOrder", order, loadOrder},
		{"LoadAccount", account, loadAccount},
		{"LoadTicket", "Ticket is the one that the reference led to; by key or address, the conversation's newest.", loadTicket},
		{"LoadAddresses", "the conversation is found by these too, from now on", loadAddresses},
		{"LoadExact", "Key names a conversation within its account: everything between one user, or one group, and one business account.", loadExact},
	}
}

func loadNothing(p *probe) {
	nowhere := map[string]socialticket.Ref{
		"nothing":    {},
		"no message": {Account: account()},
		"all": {
			Account: account(), Comment: "x", Message: "x", Ticket: "x", Key: "x", Addresses: []channel.Address{address("x"), {}},
			Cause: "x",
		},
		"no account": {Comment: "comment a 1", Message: "message a 1", Key: "key a", Cause: "cause a 1", Ticket: "x"},
		"no handle":  {Addresses: []channel.Address{{Account: account()}}},
	}
	look := func(when string) {
		for what, ref := range nowhere {
			p.same("Load of "+what+" "+when, socialticket.Head{}, form(p.load(ref)))
		}
	}
	look("while empty")
	c := first("a")
	c.Comments[0].Content.ID = "" // as a note or a reply that waits
	p.commit(c)
	look("when something else is there")
}

func loadOrder(p *probe) {
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		p.commit(first(name))
	}
	addresses := []channel.Address{address("x"), address("e"), address("f")}
	ref := func(comment, message string, id ticket.ID, key socialticket.Key) socialticket.Ref {
		return socialticket.Ref{Account: account(), Comment: comment, Message: message, Ticket: id, Key: key, Addresses: addresses}
	}
	tests := []struct {
		want string
		ref  socialticket.Ref
	}{
		{"a", ref("comment a 1", "message b 1", "ticket c", "key d")},
		{"b", ref("x", "message b 1", "ticket c", "key d")},
		{"b", ref("", "message b 1", "ticket c", "key d")},
		{"c", ref("x", "x", "ticket c", "key d")},
		{"c", ref("", "", "ticket c", "key d")},
		{"d", ref("x", "x", "x", "key d")},
		{"d", ref("", "", "", "key d")},
		{"e", ref("x", "x", "x", "x")},
		{"f", socialticket.Ref{Addresses: addresses[2:]}},
		{"f", socialticket.Ref{Account: strange()[0], Comment: "comment a 1", Message: "message b 1", Key: "key d", Addresses: addresses[2:]}},
	}
	for _, tt := range tests {
		p.leads(tt.ref, first(tt.want))
	}
}

// loadAccount names comments by their ticket, which tells the account.
func loadAccount(p *probe) {
	ours, theirs := first("a"), firstIn(strange()[0], "a")
	older := another(theirs, "a", "ticket newer")
	p.commit(ours, theirs, older, first("b"))
	id := theirs.Ticket.ID
	head := p.load(socialticket.Ref{Ticket: id, Comment: "comment a 1"})
	p.same("Head.Conversation by the comment and ticket of an account", older.Conversation, head.Conversation)
	p.same("Head.Comment by the comment and ticket of an account", theirs.Comments[0], head.Comment)
	p.leads(socialticket.Ref{Ticket: id, Message: "message a 1"}, theirs)
	p.leads(socialticket.Ref{Ticket: id, Comment: "comment b 1", Key: "key b"}, theirs)
	p.leads(socialticket.Ref{Account: account(), Ticket: id, Comment: "comment a 1"}, ours)
	if !p.load(socialticket.Ref{Ticket: id, Cause: older.Cause}).Known {
		p.broken("a cause of the ticket's account is not known")
	}
	if p.load(socialticket.Ref{Ticket: ours.Ticket.ID, Cause: older.Cause}).Known {
		p.broken("a cause of another account than the ticket's is known")
	}
}

// twoTickets commits a conversation of an older and a newer ticket.
func (p *probe) twoTickets() (older, newer socialticket.Commit) {
	p.Helper()
	older = first("a")
	newer = another(older, "a", "ticket newer")
	p.commit(older, newer)
	return older, newer
}

func loadTicket(p *probe) {
	older, newer := p.twoTickets()
	tests := map[string]struct {
		ref  socialticket.Ref
		want ticket.Ticket
	}{
		"comment of the older": {socialticket.Ref{Account: account(), Comment: "comment a 1"}, older.Ticket},
		"message of the older": {socialticket.Ref{Account: account(), Message: "message a 1"}, older.Ticket},
		"older":                {socialticket.Ref{Ticket: older.Ticket.ID}, older.Ticket},
		"comment of the newer": {socialticket.Ref{Account: account(), Comment: "comment a 2"}, newer.Ticket},
		"newer":                {socialticket.Ref{Ticket: newer.Ticket.ID}, newer.Ticket},
		"key":                  {socialticket.Ref{Account: account(), Key: newer.Key}, newer.Ticket},
		"address":              {socialticket.Ref{Addresses: newer.Addresses}, newer.Ticket},
	}
	for what, tt := range tests {
		head := p.load(tt.ref)
		p.same("Head.Ticket by "+what, tt.want, head.Ticket)
		p.same("Head.Conversation by "+what, newer.Conversation, head.Conversation)
	}
	none := first("b")
	none.Ticket, none.Comments, none.Events, none.Timers, none.Conversation.Ticket = ticket.Ticket{}, nil, nil, nil, ""
	p.commit(none)
	head := p.load(socialticket.Ref{Addresses: none.Addresses})
	p.same("Head.Ticket of a conversation without one", ticket.Ticket{}, head.Ticket)
	p.same("Head.Conversation of one without a ticket", none.Conversation, head.Conversation)
}

func loadAddresses(p *probe) {
	a, b := first("a"), first("b")
	more := next(a, "a")
	more.Addresses = []channel.Address{address("second"), address("third")}
	p.commit(a, b, more)
	for _, at := range append(more.Addresses, a.Addresses...) {
		p.leads(socialticket.Ref{Addresses: []channel.Address{at}}, a)
	}
}

// loadExact uses names that sloppy comparisons take for one.
func loadExact(p *probe) {
	names := []string{"a", "A", "a ", "\u00e4", "a\u0308", "%", "_", "1", "01", "1.0"}
	for _, name := range names {
		p.commit(talk(name, 2)...)
	}
	for _, name := range names {
		last := talk(name, 2)[1]
		for _, ref := range refs(last) {
			if ref.Cause != "" { // it leads nowhere
				continue
			}
			p.same("Load by a name of its own", last.Conversation, p.load(ref).Conversation)
		}
	}
}
