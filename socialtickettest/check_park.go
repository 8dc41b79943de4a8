package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// parkings are the promises about events that come before their messages.
func parkings() []promise {
	const kept = "It is kept under its account and channel.Event.About until a comment of that message is committed."
	const known = "a comment has the message that c.Park is about"
	const count = "other than c.Parked events are parked for the message ids of c.Comments"
	return []promise{
		{"ParkOrder", "Parked are the events about Ref.Message that came before it was known, in the order of their coming.", parkOrder},
		{"ParkAbout", kept, parkAbout},
		{"ParkUntil", kept, parkUntil},
		{"ParkUntilInPlace", kept, parkUntilInPlace},
		{"ParkOnly", "of the conversation, or the id of the person; empty: only Park", parkOnly},
		{"ParkBeside", "Park is an event about a message that is not known yet: a status, a withdrawal, a reaction.", parkBeside},
		{"ParkKnown", known, parkKnown},
		{"ParkKnownAttempt", known, parkKnownAttempt},
		{"ParkTaken", count, parkTaken},
		{"ParkTakenAll", count, parkTakenAll},
	}
}

// early parks an event of each kind about a message and returns them.
func (p *probe) early(a channel.Account, message string) []channel.Event {
	p.Helper()
	event := func(id string, t channel.EventType, about channel.Message) channel.Event {
		return channel.Event{ID: id + " of " + message, Type: t, Account: a, From: "handle a", Sent: start(), Message: about}
	}
	all := []channel.Event{
		parked(a, message, channel.StateRead).Park,
		event("withdrawal", channel.EventRevoke, channel.Message{Target: message}),
		event("reaction", channel.EventMessage, channel.Message{ID: "reaction to " + message, Type: channel.Reaction, Target: message, Text: "+1"}),
		parked(a, message, channel.StateDelivered).Park,
		event("change", channel.EventEdit, channel.Message{ID: "change", Type: channel.Text, Target: message, Text: "changed"}),
	}
	for _, e := range all {
		p.commit(parking(e))
	}
	return all
}

// keeps checks which events are parked.
func (p *probe) keeps(when string, a channel.Account, message string, want []channel.Event) {
	p.Helper()
	p.same("Head.Parked "+when, list(want), list(p.load(socialticket.Ref{Account: a, Message: message}).Parked))
}

func parkOrder(p *probe) {
	want := p.early(account(), "m")
	p.keeps("of a message", account(), "m", want)
	p.commit(first("a"))
	ref := socialticket.Ref{Account: account(), Message: "m", Comment: "comment a 1", Ticket: "ticket a"}
	p.same("Head.Parked when another part leads", want, p.load(ref).Parked)
	p.keeps("of another message", account(), "other", nil)
	p.keeps("of no message", account(), "", nil)
}

// parkAbout parks events whose own message has another id.
func parkAbout(p *probe) {
	m, n := p.early(account(), "m"), p.early(account(), "n")
	p.keeps("of one message", account(), "m", m)
	p.keeps("of another message", account(), "n", n)
	p.keeps("of a reaction itself", account(), "reaction to m", nil)
	c := first("a")
	c.Comments[0].Content.ID, c.Parked = "m", len(m)
	p.commit(c)
	p.keeps("of the message that is known", account(), "m", nil)
	p.keeps("of the other message", account(), "n", n)
}

func parkUntil(p *probe) {
	want := p.early(account(), "message a 2")
	cs := talk("a", 2)
	p.commit(cs[0])
	p.keeps("after a comment of another message", account(), "message a 2", want)
	cs[1].Parked = len(want)
	p.commit(cs[1])
	p.keeps("once the message is known", account(), "message a 2", nil)
	p.commit(next(cs[1], "a"))
}

// parkUntilInPlace has the message ids come when the comment is there already.
func parkUntilInPlace(p *probe) {
	n := len(p.early(account(), "late"))
	p.early(account(), "tried late")
	c := first("a")
	c.Comments[0].Content.ID = ""
	p.commit(c)
	told := amended(c, "a")
	told.Comments[0].Content.ID, told.Parked = "late", n
	p.commit(told)
	tried := answer(amended(told, "a"), []string{"tried late"})
	tried.Parked = n
	p.commit(tried)
	for _, id := range tried.Comments[0].MessageIDs() {
		head := p.load(socialticket.Ref{Account: account(), Message: id})
		p.same("the comment by a message id that came later", tried.Comments[0], head.Comment)
		p.keeps("once the message is known", account(), id, nil)
	}
}

func parkOnly(p *probe) {
	a := first("a")
	p.commit(a)
	look := func() any { return form(p.load(socialticket.Ref{Ticket: a.Ticket.ID})) }
	before := look()
	c := parked(account(), "m", channel.StateSent)
	c.Expect = 7 // of no conversation
	p.commit(c)
	p.same("what else there is after a status was parked", before, look())
	p.keeps("of the message", account(), "m", []channel.Event{c.Park})
}

// parkBeside parks an event with a commit of a conversation.
func parkBeside(p *probe) {
	cs := talk("a", 2)
	cs[0].Park = parked(account(), "message a 2", channel.StateSent).Park
	p.commit(cs[0])
	p.keeps("that came with a conversation", account(), "message a 2", []channel.Event{cs[0].Park})
	p.same("the conversation that came with it", cs[0].Conversation, p.load(socialticket.Ref{Ticket: "ticket a"}).Conversation)
	cs[1].Park = parked(account(), "m", channel.StateRead).Park
	p.refused("that parks one event and takes none in", cs[1], socialticket.ErrConflict)
	p.keeps("with a commit that was refused", account(), "m", nil)
	cs[1].Parked = 1
	p.commit(cs[1])
	p.keeps("that was taken in", account(), "message a 2", nil)
	p.keeps("that came with it", account(), "m", []channel.Event{cs[1].Park})
}

// parkKnown parks events whose message has become known.
func parkKnown(p *probe) {
	p.commit(first("a"))
	withdrawal := parking(channel.Event{ID: "w", Type: channel.EventRevoke, Account: account(), Message: channel.Message{Target: "message a 1"}})
	p.refused("that parks a withdrawal of a known message", withdrawal, socialticket.ErrConflict)
	c := parked(account(), "message a 1", channel.StateRead)
	p.refused("that parks a status of a known message", c, socialticket.ErrConflict)
	b := first("b")
	b.Park = c.Park
	p.refused("of a conversation that parks a status of a known message", b, socialticket.ErrConflict)
	c.Account, c.Park.Account, c.Cause = strange()[0], strange()[0], "of the other account"
	p.commit(c)
}

// parkKnownAttempt parks events whose message is that of an attempt.
func parkKnownAttempt(p *probe) {
	p.commit(answer(first("a"), []string{"", "one"}, []string{"two", "three"}))
	for _, id := range []string{"one", "two", "three"} {
		p.refused("that parks a status of a known attempt", parked(account(), id, channel.StateRead), socialticket.ErrConflict)
	}
}

// parkTaken makes a message known whose events were parked after the Load.
func parkTaken(p *probe) {
	n := len(p.early(account(), "message a 1"))
	c := first("a")
	for _, c.Parked = range []int{0, n - 1, n + 1} {
		p.refused("that takes another number of parked events in", c, socialticket.ErrConflict)
	}
	c.Parked = n
	p.commit(c)
	p.keeps("once they were taken in", account(), "message a 1", nil)
	c = next(c, "a")
	c.Parked = 1
	p.refused("that takes an event in where none is parked", c, socialticket.ErrConflict)
}

// parkTakenAll has events parked for the content and for attempts of several comments.
func parkTakenAll(p *probe) {
	c := answer(first("a"), []string{"one", "two"}, []string{"three"})
	second := first("a").Comments[0]
	second.ID, second.Number, second.Content.ID = "second", 2, "four"
	c.Comments, c.Ticket.Comments = append(c.Comments, second), 2
	n := 0
	for _, id := range []string{"message a 1", "one", "two", "three", "four"} {
		n += len(p.early(account(), id))
		for _, c.Parked = range []int{0, n - 1, n + 1} {
			p.refused("that takes another number of parked events in", c, socialticket.ErrConflict)
		}
	}
	c.Parked = n
	p.commit(c)
	for _, id := range []string{"message a 1", "one", "two", "three", "four"} {
		p.keeps("once they were taken in", account(), id, nil)
	}
}
