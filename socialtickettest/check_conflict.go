package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// conflicts are the promises about commits that are to be decided again.
func conflicts() []promise {
	const message = "another comment of the account has one of the message ids of c.Comments"
	return []promise{
		{"Conflict", "the version of the conversation or person is not c.Expect", conflict},
		{"ConflictBegun", "the version that this follows; 0: this commit makes it", conflictBegun},
		{"ConflictAddress", "another conversation has one of c.Addresses", conflictAddress},
		{"ConflictMessage", message, conflictMessage},
		{"ConflictMessageOwn", message, conflictMessageOwn},
		{"ConflictWritesNothing", writesAll, conflictWritesNothing},
	}
}

const writesAll = "Commit writes all of c durably or nothing."

func conflict(p *probe) {
	cs := talk("a", 3)
	p.commit(cs[:2]...)
	for what, expect := range map[string]int64{"of an older version": 1, "of the next version": 3, "of a negative version": -2} {
		c := cs[2]
		c.Expect = expect
		p.refused(what, c, socialticket.ErrConflict)
	}
	p.commit(cs[2])
}

func conflictBegun(p *probe) {
	cs := talk("a", 2)
	p.refused("of version 1 where nothing is", cs[1], socialticket.ErrConflict)
	p.commit(cs[0])
	again := cs[0]
	again.Cause = "another"
	p.refused("of version 0 where a conversation is", again, socialticket.ErrConflict)
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
	again := next(b, "b")
	again.Addresses = own
	p.commit(again)
}

// conflictMessage gives a comment a message that another comment has, of the content or
// of an attempt.
func conflictMessage(p *probe) {
	has := answer(first("a"), []string{"tried", "taken"}, []string{"second part"})
	p.commit(has)
	for _, id := range has.Comments[0].MessageIDs() {
		said := first("b")
		said.Comments[0].Content.ID = id
		p.refused("of a new comment whose content has another's message", said, socialticket.ErrConflict)
		p.refused("of a new answer that has another's message", answer(first("b"), []string{"m"}, []string{"n", id}), socialticket.ErrConflict)
		same := next(has, "a")
		same.Comments[0].Content.ID = id
		p.refused("of a comment of the same ticket that has another's message", same, socialticket.ErrConflict)
	}
	b := first("b")
	p.commit(b)
	p.refused("of a comment in place that gains another's message", answer(amended(b, "b"), []string{"taken"}), socialticket.ErrConflict)
	p.commit(next(b, "b"))
}

// conflictMessageOwn puts a comment in place that keeps the message ids that it has, and
// gains some.
func conflictMessageOwn(p *probe) {
	c := answer(first("a"), []string{"tried"})
	p.commit(c)
	keeps := answer(amended(c, "a"), []string{"tried"})
	keeps.Comments[0].Content.Text = "changed"
	p.commit(keeps)
	gains := answer(amended(keeps, "a"), []string{"tried", "tried again"}, []string{"message a 1", "new"})
	p.commit(gains)
	for _, ref := range commentRefs(account(), gains.Comments[0]) {
		p.same("the comment that gained message ids", gains.Comments[0], p.load(ref).Comment)
	}
}

// light returns the commit that heavy follows.
func light() socialticket.Commit { return act(first("a"), "old", "lane of old") }

// heavy returns a commit that follows the first of conversation "a" and has something of
// everything. What it parks and takes in has to be parked before: see weigh.
func heavy() socialticket.Commit {
	c := next(light(), "a")
	c.Addresses = []channel.Address{address("new")}
	c.Comments = append(c.Comments, first("a").Comments...) // in place
	c.Comments[1].Content.Text = "changed"
	c = answer(act(act(c, "new", "lane of new"), "another", "another lane"), []string{"tried"})
	c.Done, c.Parked = []string{"old"}, 2
	c.Timers = append(c.Timers, talkTimer(c, c.At.Add(2)))
	c.Conflicts = []identity.Conflict{{Address: address("b"), Owner: "user b"}}
	c.Park = parked(account(), "unknown", channel.StateSent).Park
	side := c.Ticket
	side.ID, side.Comments, side.Events = "ticket beside", 0, 1
	c.Others = []ticket.Ticket{side}
	c.Events = append(c.Events, ticket.Event{Ticket: side.ID, Number: 1, At: c.At, By: c.Events[0].By, Type: ticket.EventJoin})
	return c
}

// weigh commits what heavy needs.
func (p *probe) weigh() {
	p.Helper()
	p.commit(light(), parked(account(), "message a 2", channel.StateSent), parked(account(), "tried", channel.StateSent))
}

// heavyState returns what the store tells of all that weigh and heavy are about.
func (p *probe) heavyState() string {
	p.Helper()
	return p.state(light(), heavy(), parked(account(), "message a 2", channel.StateSent), parked(account(), "tried", channel.StateSent))
}

// unwritten checks that a commit which failed left nothing behind, and that heavy gets in
// when nothing forbids it any more.
func (p *probe) unwritten(before string) {
	p.Helper()
	p.same("what is there after a commit that failed", before, p.heavyState())
	p.commit(heavy())
	p.same("the conversation once the commit is repeated", heavy().Conversation, p.load(socialticket.Ref{Ticket: "ticket a"}).Conversation)
}

// conflictWritesNothing has a commit refused for each of the reasons.
func conflictWritesNothing(p *probe) {
	p.weigh()
	p.commit(first("b"))
	before := p.heavyState()
	spoiled := map[string]func(*socialticket.Commit){
		"of the wrong version":             func(c *socialticket.Commit) { c.Expect = 7 },
		"with another's address":           func(c *socialticket.Commit) { c.Addresses = append(c.Addresses, address("b")) },
		"with another's message":           func(c *socialticket.Commit) { c.Comments[0].Content.ID, c.Parked = "message b 1", 1 },
		"that takes too many parked in":    func(c *socialticket.Commit) { c.Parked++ },
		"that parks about a known message": func(c *socialticket.Commit) { c.Park.Status.MessageID = "message b 1" },
	}
	for what, spoil := range spoiled {
		c := heavy()
		spoil(&c)
		p.refused(what, c, socialticket.ErrConflict)
		p.same("what is there after a commit "+what, before, p.heavyState())
	}
	p.unwritten(before)
}
