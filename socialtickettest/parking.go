package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// parking are the promises about statuses that come too early.
func parking() []promise {
	const kept = "It is kept under its account and message id until a comment of that message is committed."
	const tooLate = "It matches ErrConflict too if a comment has the message of c.Park by now, or if other than c.Parked statuses are parked for the messages of c's comments that have a Delivery."
	return []promise{
		{"ParkOrder", "Parked are the statuses that came for Ref.Message before it was known, in the order of their coming.", parkOrder},
		{"ParkAccount", kept, parkAccount},
		{"ParkUntil", kept, parkUntil},
		{"ParkUntilInPlace", kept, parkUntilInPlace},
		{"ParkOnly", "empty: only Park", parkOnly},
		{"ParkKnown", tooLate, parkKnown},
		{"ParkTaken", tooLate, parkTaken},
	}
}

// early parks three statuses for a message and returns them.
func (p *probe) early(a channel.Account, message string) []channel.Event {
	var all []channel.Event
	for _, state := range []channel.DeliveryState{channel.StateRead, channel.StateDelivered, channel.StateSent} {
		c := parked(a, message, state)
		p.commit(c)
		all = append(all, c.Park)
	}
	return all
}

func parkOrder(p *probe) {
	want := p.early(account(), "m")
	ref := socialticket.Ref{Account: account(), Message: "m"}
	p.same("Head.Parked", want, p.load(ref).Parked)
	p.commit(first("a"))
	ref.Comment, ref.Ticket = "comment a 1", "ticket a"
	p.same("Head.Parked when another part leads", want, p.load(ref).Parked)
	ref.Message = "other"
	p.same("Head.Parked of another message", []channel.Event(nil), p.load(ref).Parked)
}

func parkAccount(p *probe) {
	other := channel.Account{Kind: account().Kind, ID: "other"}
	want, wantOther := p.early(account(), "message a 1"), p.early(other, "message a 1")
	look := func(when string, a channel.Account, want []channel.Event) {
		p.same("Head.Parked "+when, want, p.load(socialticket.Ref{Account: a, Message: "message a 1"}).Parked)
	}
	look("of one account", account(), want)
	look("of the other account", other, wantOther)
	p.commit(first("a"))
	look("of the account whose message is known", account(), nil)
	look("of the other account", other, wantOther)
}

func parkUntil(p *probe) {
	p.early(account(), "message a 2")
	cs := talk("a", 2)
	p.commit(cs[0])
	ref := socialticket.Ref{Account: account(), Message: "message a 2"}
	if n := len(p.load(ref).Parked); n != 3 {
		p.broken("%d statuses after a comment of another message, want 3", n)
	}
	p.commit(cs[1])
	p.same("Head.Parked once the message is known", []channel.Event(nil), p.load(ref).Parked)
}

// parkUntilInPlace has the message id come when the comment is there already.
func parkUntilInPlace(p *probe) {
	p.early(account(), "late")
	c := first("a")
	c.Comments[0].Content.ID = ""
	p.commit(c)
	told := next(c, "a")
	told.Comments = append(c.Comments[:0:0], c.Comments...)
	told.Comments[0].Content.ID = "late"
	p.commit(told)
	head := p.load(socialticket.Ref{Account: account(), Message: "late"})
	p.same("the comment by a message id that came later", told.Comments[0], head.Comment)
	p.same("Head.Parked once the message is known", []channel.Event(nil), head.Parked)
}

func parkOnly(p *probe) {
	a := first("a")
	p.commit(a)
	before := p.state(a)
	c := parked(account(), "m", channel.StateSent)
	c.Expect = 7 // of no conversation
	p.commit(c)
	p.same("what else there is after a status was parked", before, p.state(a))
}

// parkKnown parks a status whose message has become known.
func parkKnown(p *probe) {
	p.commit(first("a"))
	c := parked(account(), "message a 1", channel.StateRead)
	p.refused("that parks a status of a known message", c, socialticket.ErrConflict)
	c.Park.Account.ID, c.Cause = "other", "of the other account"
	p.commit(c)
}

// parkTaken makes a message known whose statuses were parked after the Load.
func parkTaken(p *probe) {
	p.early(account(), "message a 1")
	answer := first("a")
	answer.Comments[0].Delivery = channel.Delivery{State: channel.StateAccepted, At: answer.At}
	for _, n := range []int{0, 2, 4} {
		answer.Parked = n
		p.refused("that takes another number of parked statuses in", answer, socialticket.ErrConflict)
	}
	answer.Parked = 3
	p.commit(answer)
	p.same("Head.Parked once they were taken in", []channel.Event(nil), p.load(socialticket.Ref{Account: account(), Message: "message a 1"}).Parked)
}
