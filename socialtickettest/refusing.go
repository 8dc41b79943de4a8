package socialtickettest

import (
	"context"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// refusing are the promises about commits that must not get in.
func refusing() []promise {
	const whole = "Commit writes all of c or nothing, durably."
	return []promise{
		{"Conflict", "ErrConflict if the conversation's version is not c.Expect,", conflict},
		{"ConflictAddress", "or if another conversation has one of c.Addresses.", conflictAddress},
		{"ConflictBegun", "the conversation's version that this follows; 0: there must be none", conflictBegun},
		{"ConflictWritesNothing", whole, conflictWritesNothing},
		{"Duplicate", "The error matches ErrDuplicate if c.Cause is in already, whatever else;", duplicate},
		{"DuplicateAnywhere", "Cause names the event that this answers, among all events.", duplicateAnywhere},
		{"DuplicateWritesNothing", whole, duplicateWritesNothing},
		{"NoCause", "Empty: none, as when time has passed.", noCause},
		{"FailureWritesNothing", whole, failureWritesNothing},
		{"EndedContext", whole, endedContext},
	}
}

func conflict(p *probe) {
	cs := talk("a", 3)
	p.commit(cs[:2]...)
	for what, expect := range map[string]int64{"of an older version": 1, "of the next version": 3, "of a negative version": -2} {
		c := cs[2]
		c.Expect, c.Cause = expect, ""
		p.refused(what, c, socialticket.ErrConflict)
	}
}

// conflictAddress gives a conversation an address that another one has.
func conflictAddress(p *probe) {
	a, b := first("a"), first("b")
	p.commit(a)
	own := b.Addresses
	b.Addresses = append(own[:len(own):len(own)], a.Addresses[0])
	p.refused("that takes an address of another conversation", b, socialticket.ErrConflict)
	b.Addresses = append(own[:len(own):len(own)], own[0])
	p.commit(b)
}

func conflictBegun(p *probe) {
	cs := talk("a", 2)
	p.refused("of version 1 where nothing is", cs[1], socialticket.ErrConflict)
	p.commit(cs[0])
	again := cs[0]
	again.Cause = "another"
	p.refused("of version 0 where a conversation is", again, socialticket.ErrConflict)
}

// heavy returns a commit that follows the first of conversation "a" and has
// something of everything.
func heavy() socialticket.Commit {
	c := next(first("a"), "a")
	c.Addresses = []channel.Address{address("new")}
	c.Comments = append(c.Comments, first("a").Comments...) // in place
	c.Comments[1].Content.Text = "changed"
	c.Outbox = []channel.Outbound{outbound("new", 1)}
	c.Done = []string{"old"}
	return c
}

// light returns the commit that heavy follows.
func light() socialticket.Commit {
	c := first("a")
	c.Outbox = []channel.Outbound{outbound("old", 0)}
	return c
}

// unwritten checks that a commit which failed left nothing behind, and gets in
// when nothing forbids it any more.
func (p *probe) unwritten(before string, c socialticket.Commit) {
	p.Helper()
	p.same("what is there after a commit that failed", before, p.state(light(), c))
	c.Expect = c.Conversation.Version - 1
	p.commit(c)
	p.same("the conversation once the commit is repeated", c.Conversation, p.load(socialticket.Ref{Ticket: c.Ticket.ID}).Conversation)
}

func conflictWritesNothing(p *probe) {
	p.commit(light(), parked(account(), "message a 2", channel.StateSent))
	c := heavy()
	before := p.state(light(), c)
	c.Expect = 7
	p.refused("of the wrong version", c, socialticket.ErrConflict)
	p.unwritten(before, c)
}

func duplicate(p *probe) {
	cs := talk("a", 2)
	p.commit(cs[0])
	p.refused("handed in again", cs[0], socialticket.ErrDuplicate)
	c := cs[1]
	c.Cause = cs[0].Cause
	p.refused("of the right version", c, socialticket.ErrDuplicate)
	c.Expect = 7
	p.refused("of the wrong version", c, socialticket.ErrDuplicate)
	p.commit(cs[1])
	p.refused("of long ago", cs[0], socialticket.ErrDuplicate)
}

func duplicateAnywhere(p *probe) {
	a, status := first("a"), parked(account(), "m", channel.StateSent)
	p.commit(a, status)
	b := first("b")
	b.Cause = a.Cause
	p.refused("in another conversation", b, socialticket.ErrDuplicate)
	b.Cause = status.Cause
	p.refused("of a parked status's cause", b, socialticket.ErrDuplicate)
	p.refused("of a status that is parked already", status, socialticket.ErrDuplicate)
	status.Cause = a.Cause
	p.refused("of a status with a conversation's cause", status, socialticket.ErrDuplicate)
	if n := len(p.load(socialticket.Ref{Account: account(), Message: "m"}).Parked); n != 1 {
		p.broken("%d statuses are parked, want 1", n)
	}
}

func duplicateWritesNothing(p *probe) {
	p.commit(light(), parked(account(), "message a 2", channel.StateSent))
	c := heavy()
	before, cause := p.state(light(), c), c.Cause
	c.Cause = light().Cause
	p.refused("of a cause that is in", c, socialticket.ErrDuplicate)
	c.Cause = cause
	p.unwritten(before, c)
}

func noCause(p *probe) {
	for _, c := range append(talk("a", 3), talk("b", 2)...) {
		c.Cause = ""
		p.commit(c)
	}
}

func failureWritesNothing(p *probe) {
	if p.cfg.Break == nil {
		p.Skip("not checked: Config.Break is nil")
	}
	p.commit(light(), parked(account(), "message a 2", channel.StateSent))
	c := heavy()
	before := p.state(light(), c)
	repair := p.cfg.Break(p.T, p.store)
	if err := p.store.Commit(p.Context(), c); err == nil {
		p.broken("a commit that Config.Break was to make fail has no error")
	}
	repair()
	p.unwritten(before, c)
}

func endedContext(p *probe) {
	p.commit(light(), parked(account(), "message a 2", channel.StateSent))
	c := heavy()
	before := p.state(light(), c)
	ctx, end := context.WithCancel(p.Context())
	end()
	if err := p.store.Commit(ctx, c); err == nil {
		p.broken("a commit with a context that has ended has no error")
	}
	p.unwritten(before, c)
}
