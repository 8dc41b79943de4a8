package socialtickettest

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// partitions are the promises about accounts: they do not touch each other.
func partitions() []promise {
	const partition = "Account is the partition that the commit belongs to: causes, keys, addresses, and the ids of comments, messages and effects are unique within it."
	return []promise{
		{"AccountTalks", partition, accountTalks},
		{"AccountFound", partition, accountFound},
		{"AccountCauses", partition, accountCauses},
		{"AccountParked", "It is kept under its account and channel.Event.About until a comment of that message is committed.", accountParked},
		{"AccountEffects", partition, accountEffects},
		{"AccountLanes", "Lane orders effects within the account.", accountLanes},
		{"AccountTimers", "There is at most one for each ticket, and one for each conversation.", accountTimers},
		{"AccountPersons", "Zero: the partition of the persons.", accountPersons},
	}
}

// everywhere returns the accounts of a test.
func everywhere() []channel.Account { return append(strange(), account()) }

// talkIn returns the first n commits of a conversation of an account.
func talkIn(a channel.Account, name string, n int) []socialticket.Commit {
	commits := []socialticket.Commit{firstIn(a, name)}
	for len(commits) < n {
		commits = append(commits, next(commits[len(commits)-1], name))
	}
	return commits
}

// accountTalks has the same conversation go on in several accounts: all names but the
// tickets' are the same.
func accountTalks(p *probe) {
	for n := range 3 {
		for _, a := range everywhere() {
			c := answer(talkIn(a, "a", n+1)[n], []string{"tried " + talk("a", n+1)[n].Cause})
			p.commit(c)
		}
	}
	for i, a := range everywhere() {
		if i == 0 {
			continue
		}
		c := answer(next(talkIn(a, "a", 3)[2], "a"), nil)
		c.Addresses, c.Comments[0].Content.Text = []channel.Address{addressIn(a, "more")}, "of one account alone"
		p.commit(c)
	}
	for i, a := range everywhere() {
		want := int64(4)
		if i == 0 {
			want = 3
		}
		if v := p.load(socialticket.Ref{Account: a, Key: "key a"}).Conversation.Version; v != want {
			p.broken("the conversation of account %v has version %d, want %d", a, v, want)
		}
	}
	p.same("an address of other accounts", socialticket.Head{}, form(p.load(socialticket.Ref{Addresses: []channel.Address{addressIn(everywhere()[0], "more")}})))
}

// accountFound looks up the same names in several accounts.
func accountFound(p *probe) {
	for _, a := range everywhere() {
		p.commit(answer(firstIn(a, "a"), []string{"tried"}))
	}
	for _, a := range everywhere() {
		want := answer(firstIn(a, "a"), []string{"tried"})
		for _, ref := range append(refs(want), refs(firstIn(a, "a"))...) {
			if ref.Cause != "" { // it leads nowhere
				continue
			}
			head := p.load(ref)
			p.same("Head.Conversation in an account", want.Conversation, head.Conversation)
			p.same("Head.Ticket in an account", want.Ticket, head.Ticket)
			if ref.Comment+ref.Message != "" {
				p.same("Head.Comment in an account", want.Comments[0], head.Comment)
			}
		}
		if _, ok := p.store.(socialticket.Reader); ok {
			p.same("the thread of a ticket in an account", want.Comments, p.comments(want.Ticket.ID, socialticket.Page{}))
		}
	}
}

func accountCauses(p *probe) {
	ours, theirs := first("a"), firstIn(strange()[0], "b")
	p.commit(ours)
	known := func(a channel.Account) bool { return p.load(socialticket.Ref{Account: a, Cause: ours.Cause}).Known }
	theirs.Cause = ours.Cause
	if known(theirs.Account) {
		p.broken("a cause of one account is known in another")
	}
	p.commit(theirs)
	if !known(theirs.Account) || !known(ours.Account) {
		p.broken("a cause of two accounts is not known in both")
	}
	p.refused("handed in again", ours, socialticket.ErrDuplicate)
	p.refused("handed in again in the other account", theirs, socialticket.ErrDuplicate)
	status := parked(strange()[1], "m", channel.StateSent)
	status.Cause = ours.Cause
	p.commit(status)
}

func accountParked(p *probe) {
	other := strange()[0]
	want, wantOther := p.early(account(), "message a 1"), p.early(other, "message a 1")
	p.keeps("of one account", account(), "message a 1", want)
	p.keeps("of the other account", other, "message a 1", wantOther)
	c := first("a")
	c.Parked = len(want)
	p.commit(c)
	p.keeps("of the account whose message is known", account(), "message a 1", nil)
	p.keeps("of the other account", other, "message a 1", wantOther)
}

// accountEffects has effects of the same id in two accounts, and one of them done.
func accountEffects(p *probe) {
	p.queue()
	var want []socialticket.Effect
	for _, a := range everywhere() {
		c := act(firstIn(a, "a"), "effect", "lane")
		p.commit(c)
		want = append(want, c.Effects...)
	}
	waiting := p.waiting()
	if len(waiting) != len(want) {
		p.broken("%d effects wait in %d accounts", len(waiting), len(want))
	}
	done := silent(act(firstIn(everywhere()[0], "a"), "effect", "lane"), "a")
	done.Done = []string{"effect"}
	p.commit(done)
	for _, e := range p.waiting() {
		if !slices.ContainsFunc(want[1:], func(w socialticket.Effect) bool { return text(w) == text(e) }) {
			p.broken("after the effect of account %v was done, that of %v waits: %s", want[0].Account, e.Account, text(e))
		}
	}
	now := later().Add(time.Hour)
	claimed, _ := p.claim(socialticket.Claim{Now: now, Lease: time.Hour, Limit: 10})
	if len(claimed) != 2 {
		p.broken("%d effects of one id claimed, want 2", len(claimed))
		return
	}
	for _, c := range claimed {
		p.giveBack(socialticket.Return{Account: c.Account, ID: c.ID, Attempt: c.Attempt})
	}
}

// accountLanes claims of a lane that several accounts have.
func accountLanes(p *probe) {
	p.queue()
	for _, a := range everywhere() {
		p.commit(act(act(firstIn(a, "a"), "one", "lane"), "two", "lane"))
	}
	claimed, _ := p.claim(socialticket.Claim{Now: later(), Lease: time.Hour, Limit: 10})
	accounts := map[channel.Account]string{}
	for _, c := range claimed {
		accounts[c.Account] += c.ID
	}
	for _, a := range everywhere() {
		if accounts[a] != "one" {
			p.broken("of the lane in account %v effect %q was claimed, want \"one\"", a, accounts[a])
		}
	}
}

// accountTimers has conversations of the same key in two accounts, with a timer each.
func accountTimers(p *probe) {
	at := start().Add(time.Hour)
	ours, theirs := first("a"), firstIn(strange()[0], "a")
	ours.Timers, theirs.Timers = []socialticket.Timer{talkTimer(ours, at)}, []socialticket.Timer{talkTimer(theirs, at.Add(1))}
	p.commit(ours, theirs)
	p.timed("of one account", socialticket.Ref{Account: ours.Account, Key: ours.Key}, ours.Timers...)
	p.timed("of the other account", socialticket.Ref{Account: theirs.Account, Key: ours.Key}, theirs.Timers...)
	gone := silent(ours, "a")
	gone.Timers = []socialticket.Timer{talkTimer(ours, time.Time{})}
	p.commit(gone)
	p.timed("of one account", socialticket.Ref{Account: ours.Account, Key: ours.Key})
	p.timed("of the other account", socialticket.Ref{Account: theirs.Account, Key: ours.Key}, theirs.Timers...)
}

// accountPersons has a person and a conversation of the same key, and their commits of
// the same cause.
func accountPersons(p *probe) {
	talk, person := first("a"), enroll("a", 1)
	person.Key, person.Person.ID, person.Cause = talk.Key, string(talk.Key), talk.Cause
	p.commit(talk, person)
	p.refused("of the person, handed in again", person, socialticket.ErrDuplicate)
	p.refused("of the conversation, handed in again", talk, socialticket.ErrDuplicate)
	p.same("the conversation beside a person of its key", talk.Conversation, p.load(socialticket.Ref{Account: account(), Key: talk.Key}).Conversation)
	p.same("the person beside a conversation of its key", person.Person, p.load(socialticket.Ref{Person: person.Person.ID}).Record)
	p.same("a person by the key of a conversation", socialticket.Head{}, form(p.load(socialticket.Ref{Key: person.Key})))
}
