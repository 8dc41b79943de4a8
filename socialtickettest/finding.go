package socialtickettest

import (
	"maps"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// finding are the promises about what a reference leads to.
func finding() []promise {
	return []promise{
		{"LoadNothing", "What is not there is zero; that is no error.", loadNothing},
		{"LoadOrder", "The first of its parts that leads to a conversation counts: Comment, then Message, then Ticket, then the Addresses in their order.", loadOrder},
		{"LoadTicket", "Ticket is the one that the reference led to; by address, the conversation's newest.", loadTicket},
		{"LoadWake", "Wake is the instant that was committed with it last.", loadWake},
		{"LoadComment", "Comment is the one that Ref.Comment or Ref.Message named.", loadComment},
		{"LoadOwners", "Owners are the ids of the users who have addresses of Ref.Addresses.", loadOwners},
		{"LoadNoOwners", "Nil: nobody has any.", loadNoOwners},
		{"LoadAddresses", "the conversation is found by these too, from now on", loadAddresses},
		{"LoadExact", "Key names a conversation: everything between one user and one business account.", loadExact},
	}
}

func loadNothing(p *probe) {
	nowhere := map[string]socialticket.Ref{
		"nothing":    {},
		"no message": {Account: account()},
		"all":        {Comment: "x", Account: account(), Message: "x", Ticket: "x", Addresses: []channel.Address{address("x"), {}}},
		"no handle":  {Addresses: []channel.Address{{Account: account()}}},
	}
	look := func(when string) {
		for what, ref := range nowhere {
			p.same("Load of "+what+" "+when, form(socialticket.Head{}), form(p.load(ref)))
		}
	}
	look("while empty")
	c := first("a")
	c.Comments[0].Content.ID = "" // as a note or a reply that waits
	p.commit(c)
	look("when something else is there")
}

func loadOrder(p *probe) {
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		p.commit(first(name))
	}
	addresses := []channel.Address{address("x"), address("d"), address("e")}
	tests := []struct {
		want string
		ref  socialticket.Ref
	}{
		{"a", socialticket.Ref{Comment: "comment a 1", Account: account(), Message: "message b 1", Ticket: "ticket c", Addresses: addresses}},
		{"b", socialticket.Ref{Comment: "x", Account: account(), Message: "message b 1", Ticket: "ticket c", Addresses: addresses}},
		{"b", socialticket.Ref{Account: account(), Message: "message b 1", Ticket: "ticket c"}},
		{"c", socialticket.Ref{Comment: "x", Account: channel.Account{ID: "x"}, Message: "message b 1", Ticket: "ticket c", Addresses: addresses}},
		{"c", socialticket.Ref{Account: account(), Message: "x", Ticket: "ticket c", Addresses: addresses}},
		{"d", socialticket.Ref{Ticket: "x", Addresses: addresses}},
		{"e", socialticket.Ref{Addresses: addresses[2:]}},
	}
	for _, tt := range tests {
		if got, want := p.load(tt.ref).Conversation.Key, first(tt.want).Key; got != want {
			p.broken("Load(%+v) leads to conversation %q, want %q", tt.ref, got, want)
		}
	}
}

// twoTickets commits a conversation of an older and a newer ticket.
func (p *probe) twoTickets() (older, newer socialticket.Commit) {
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
		"comment of the older": {socialticket.Ref{Comment: "comment a 1"}, older.Ticket},
		"message of the older": {socialticket.Ref{Account: account(), Message: "message a 1"}, older.Ticket},
		"older":                {socialticket.Ref{Ticket: older.Ticket.ID}, older.Ticket},
		"comment of the newer": {socialticket.Ref{Comment: "comment a 2"}, newer.Ticket},
		"newer":                {socialticket.Ref{Ticket: newer.Ticket.ID}, newer.Ticket},
		"address":              {socialticket.Ref{Addresses: newer.Addresses}, newer.Ticket},
	}
	for what, tt := range tests {
		head := p.load(tt.ref)
		p.same("Head.Ticket by "+what, tt.want, head.Ticket)
		p.same("Head.Conversation by "+what, newer.Conversation, head.Conversation)
	}
	none := first("b")
	none.Ticket, none.Comments, none.Events, none.Conversation.Ticket = ticket.Ticket{}, nil, nil, ""
	p.commit(none)
	head := p.load(socialticket.Ref{Addresses: none.Addresses})
	p.same("Head.Ticket of a conversation without one", ticket.Ticket{}, head.Ticket)
	p.same("Head.Conversation of one without a ticket", none.Conversation, head.Conversation)
}

func loadWake(p *probe) {
	older, newer := p.twoTickets()
	p.same("Head.Wake of the older ticket", older.Wake, p.load(socialticket.Ref{Ticket: older.Ticket.ID}).Wake)
	p.same("Head.Wake by address", newer.Wake, p.load(socialticket.Ref{Addresses: newer.Addresses}).Wake)
	later := next(newer, "a")
	later.Wake = later.Wake.AddDate(0, 1, 0)
	p.commit(later)
	p.same("Head.Wake after a later one", later.Wake, p.load(socialticket.Ref{Ticket: newer.Ticket.ID}).Wake)
	sooner := next(later, "a")
	sooner.Wake = sooner.At.Add(time.Nanosecond)
	p.commit(sooner)
	p.same("Head.Wake after a sooner one", sooner.Wake, p.load(socialticket.Ref{Ticket: newer.Ticket.ID}).Wake)
}

func loadComment(p *probe) {
	cs := talk("a", 2)
	p.commit(cs...)
	tests := map[string]struct {
		ref  socialticket.Ref
		want ticket.Comment
	}{
		"comment": {socialticket.Ref{Comment: "comment a 1"}, cs[0].Comments[0]},
		"message": {socialticket.Ref{Account: account(), Message: "message a 2"}, cs[1].Comments[0]},
		"ticket":  {socialticket.Ref{Ticket: "ticket a"}, ticket.Comment{}},
		"address": {socialticket.Ref{Comment: "x", Addresses: cs[0].Addresses}, ticket.Comment{}},
	}
	for what, tt := range tests {
		p.same("Head.Comment by "+what, tt.want, p.load(tt.ref).Comment)
	}
}

func loadOwners(p *probe) {
	p.commit(first("a"), first("b"))
	want := map[channel.Address]string{address("a"): "user a", address("b"): "user b"}
	addresses := []channel.Address{address("b"), address("x"), address("a")}
	for what, ref := range map[string]socialticket.Ref{
		"address": {Addresses: addresses},
		"ticket":  {Ticket: "ticket a", Addresses: addresses},
		"comment": {Comment: "comment b 1", Addresses: addresses},
	} {
		if got := p.load(ref).Owners; !maps.Equal(got, want) {
			p.broken("Head.Owners by %s: %v, want %v", what, got, want)
		}
	}
}

func loadNoOwners(p *probe) {
	p.commit(first("a"))
	for what, ref := range map[string]socialticket.Ref{
		"addresses of nobody": {Ticket: "ticket a", Addresses: []channel.Address{address("x")}},
		"no address":          {Ticket: "ticket a"},
	} {
		if got := p.load(ref).Owners; got != nil {
			p.broken("Head.Owners of %s: %#v, want nil", what, got)
		}
	}
}

func loadAddresses(p *probe) {
	a, b := first("a"), first("b")
	more := next(a, "a")
	more.Addresses = []channel.Address{address("second"), {Account: channel.Account{Kind: channel.LINE, ID: "business"}, Handle: "handle a"}}
	p.commit(a, b, more)
	for _, at := range append(more.Addresses, a.Addresses...) {
		if got := p.load(socialticket.Ref{Addresses: []channel.Address{at}}).Conversation.Key; got != a.Key {
			p.broken("%s leads to conversation %q, want %q", at, got, a.Key)
		}
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
			p.same("Load by a name of its own", last.Conversation, p.load(ref).Conversation)
		}
	}
}
