package socialtickettest

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// personal are the promises about persons and their links.
func personal() []promise {
	const end = "Person is the end of the links that begin at Ref.Into, else at Ref.Person, else at the conversation's user."
	const alone = "Of one without a record it has the ID alone."
	const circle = "the link of c.Person would close a circle"
	return []promise{
		{"PersonWhole", "Person is the new state of a person; its Version is Expect+1.", personWhole},
		{"PersonNothing", alone, personNothing},
		{"PersonVersion", "the version of the conversation or person is not c.Expect", personVersion},
		{"PersonCause", "The error matches ErrDuplicate if c.Cause is in already within c.Account, whatever else.", personCause},
		{"PersonRecord", "Record is that of Ref.Person itself. Zero: there is none.", personRecord},
		{"PersonLinks", end, personLinks},
		{"PersonUser", end, personUser},
		{"PersonNoRecord", alone, personNoRecord},
		{"PersonParted", end, personParted},
		{"PersonCircle", circle, personCircle},
		{"PersonCircleRace", circle, personCircleRace},
	}
}

// enroll returns the commit that writes a version of a person.
func enroll(id string, version int64) socialticket.Commit {
	at := start().Add(time.Duration(version) * time.Second)
	return socialticket.Commit{
		Key: socialticket.Key(id), Expect: version - 1, Cause: fmt.Sprintf("person %s %d", id, version), At: at,
		Person: identity.Person{
			ID: id, Version: version, Name: fmt.Sprintf("name %s %d", id, version), Tags: []string{"tag " + id}, CreatedAt: start(), UpdatedAt: at,
		},
	}
}

// link returns the commit that merges a person into another.
func link(id, into string, version int64) socialticket.Commit {
	c := enroll(id, version)
	c.Cause += " into " + into
	c.Person.Into, c.Person.MergedAt, c.Person.MergedBy, c.Person.Reason = into, c.At, "agent:a", "the same"
	return c
}

// persons checks what a reference tells of persons.
func (p *probe) persons(ref socialticket.Ref, record, person identity.Person) {
	p.Helper()
	head := p.load(ref)
	p.same(fmt.Sprintf("Head.Record of person %q into %q", ref.Person, ref.Into), record, head.Record)
	p.same(fmt.Sprintf("Head.Person of person %q into %q, ticket %q", ref.Person, ref.Into, ref.Ticket), person, head.Person)
}

// filled returns the commit of a person whose fields all have a value.
func filled() socialticket.Commit {
	c := enroll("a", 1)
	fill(&c.Person)
	c.Person.Version, c.Key = 1, socialticket.Key(c.Person.ID)
	return c
}

func personWhole(p *probe) {
	c, want := filled(), filled().Person
	p.commit(c)
	p.same("a person whose fields all have a value", want, p.load(socialticket.Ref{Person: want.ID}).Record)
	winner := enroll(want.Into, 1)
	fill(&winner.Person.Fields)
	p.commit(winner)
	p.persons(socialticket.Ref{Person: want.ID}, want, winner.Person)
	scribble(&c)
	head := p.load(socialticket.Ref{Person: want.ID})
	scribble(&head)
	p.same("after the caller changed what was written and read", want, p.load(socialticket.Ref{Person: want.ID}).Record)
}

func personNothing(p *probe) {
	look := func() {
		p.persons(socialticket.Ref{}, identity.Person{}, identity.Person{})
		p.persons(socialticket.Ref{Person: "x"}, identity.Person{}, identity.Person{ID: "x"})
		p.persons(socialticket.Ref{Into: "x"}, identity.Person{}, identity.Person{ID: "x"})
		p.persons(socialticket.Ref{Person: "x", Into: "y"}, identity.Person{}, identity.Person{ID: "y"})
	}
	look()
	p.commit(enroll("a", 1), first("b"))
	look()
}

func personVersion(p *probe) {
	p.refused("of version 1 where no person is", enroll("a", 2), socialticket.ErrConflict)
	p.commit(enroll("a", 1))
	again := enroll("a", 1)
	again.Cause = "again"
	p.refused("of version 0 where a person is", again, socialticket.ErrConflict)
	p.refused("of a version that is to come", enroll("a", 3), socialticket.ErrConflict)
	p.persons(socialticket.Ref{Person: "a"}, enroll("a", 1).Person, enroll("a", 1).Person)
	p.commit(enroll("a", 2), enroll("b", 1))
	p.persons(socialticket.Ref{Person: "a"}, enroll("a", 2).Person, enroll("a", 2).Person)
	p.persons(socialticket.Ref{Person: "b"}, enroll("b", 1).Person, enroll("b", 1).Person)
}

func personCause(p *probe) {
	p.commit(enroll("a", 1))
	p.refused("handed in again", enroll("a", 1), socialticket.ErrDuplicate)
	other := enroll("b", 1)
	other.Cause = enroll("a", 1).Cause
	p.refused("of another person with that cause", other, socialticket.ErrDuplicate)
	other.Expect = 7
	p.refused("of a wrong version with that cause", other, socialticket.ErrDuplicate)
	for cause, want := range map[string]bool{other.Cause: true, "x": false} {
		if got := p.load(socialticket.Ref{Person: "b", Into: "a", Cause: cause}).Known; got != want {
			p.broken("Head.Known of cause %q is %v", cause, got)
		}
	}
}

func personRecord(p *probe) {
	b := link("b", "a", 2)
	p.commit(enroll("a", 1), enroll("b", 1), b, first("c"))
	p.same("Head.Record of a merged person", b.Person, p.load(socialticket.Ref{Person: "b"}).Record)
	for what, ref := range map[string]socialticket.Ref{
		"Ref.Into":                    {Into: "b"},
		"an unknown person":           {Person: "x", Into: "b"},
		"a conversation":              {Ticket: "ticket c"},
		"an unknown one, with a user": {Person: "x", Ticket: "ticket c"},
	} {
		p.same("Head.Record by "+what, identity.Person{}, p.load(ref).Record)
	}
	p.same("Head.Record beside a conversation", b.Person, p.load(socialticket.Ref{Person: "b", Ticket: "ticket c"}).Record)
}

// personLinks follows a chain of links from each of its members.
func personLinks(p *probe) {
	a, b, c, d := enroll("a", 1), link("b", "a", 1), link("c", "b", 1), enroll("d", 1)
	p.commit(c, b, a, d) // a link may come before what it leads to
	for _, from := range []socialticket.Commit{a, b, c} {
		p.persons(socialticket.Ref{Person: from.Person.ID}, from.Person, a.Person)
		p.persons(socialticket.Ref{Into: from.Person.ID}, identity.Person{}, a.Person)
		p.persons(socialticket.Ref{Person: "d", Into: from.Person.ID}, d.Person, a.Person)
	}
	p.persons(socialticket.Ref{Person: "c", Into: "d"}, c.Person, d.Person)
	p.persons(socialticket.Ref{Person: "d"}, d.Person, d.Person)
	bare := enroll("bare", 1)
	bare.Person = identity.Person{ID: "bare", Version: 1}
	p.commit(bare)
	p.persons(socialticket.Ref{Person: "bare"}, bare.Person, bare.Person)
}

// personUser begins at the user of a conversation, who is a person of the same id.
func personUser(p *probe) {
	talk := first("a")
	user, winner, other := link("user a", "winner", 1), enroll("winner", 1), enroll("other", 1)
	p.commit(talk)
	p.persons(socialticket.Ref{Ticket: "ticket a"}, identity.Person{}, identity.Person{ID: "user a"})
	p.commit(user, winner, other)
	for _, ref := range append(refs(talk), socialticket.Ref{Ticket: "ticket a", Addresses: talk.Addresses}) {
		if ref.Cause == "" {
			p.persons(ref, identity.Person{}, winner.Person)
		}
	}
	p.persons(socialticket.Ref{Ticket: "ticket a", Person: "other"}, other.Person, other.Person)
	p.persons(socialticket.Ref{Ticket: "ticket a", Into: "other"}, identity.Person{}, other.Person)
}

func personNoRecord(p *probe) {
	p.commit(first("a"), enroll("other", 1))
	user := identity.Person{ID: "user a"}
	p.persons(socialticket.Ref{Ticket: "ticket a"}, identity.Person{}, user)
	merged := link("b", "user a", 1)
	p.commit(merged)
	p.persons(socialticket.Ref{Person: "b"}, merged.Person, user)
	p.persons(socialticket.Ref{Person: "b", Ticket: "ticket a"}, merged.Person, user)
	p.persons(socialticket.Ref{Person: "user a"}, identity.Person{}, user)
}

func personParted(p *probe) {
	a, b, c := enroll("a", 1), link("b", "a", 1), link("c", "b", 1)
	p.commit(a, b, c)
	parted := enroll("b", 2)
	p.commit(parted)
	p.persons(socialticket.Ref{Person: "b"}, parted.Person, parted.Person)
	p.persons(socialticket.Ref{Person: "c"}, c.Person, parted.Person)
	back := link("a", "b", 2) // what was a circle before
	p.commit(back)
	p.persons(socialticket.Ref{Person: "a"}, back.Person, parted.Person)
	p.persons(socialticket.Ref{Person: "c"}, c.Person, parted.Person)
}

func personCircle(p *probe) {
	p.commit(enroll("a", 1), link("b", "a", 1), link("c", "b", 1))
	p.refused("of a link to itself", link("d", "d", 1), socialticket.ErrConflict)
	p.refused("of a link back", link("a", "b", 2), socialticket.ErrConflict)
	p.refused("of a link to the begin of a chain", link("a", "c", 2), socialticket.ErrConflict)
	p.persons(socialticket.Ref{Person: "c"}, link("c", "b", 1).Person, enroll("a", 1).Person)
	p.commit(link("c", "a", 2))
	p.commit(link("a", "x", 2)) // a person without a record
	p.refused("of a link from one without a record", link("x", "c", 1), socialticket.ErrConflict)
	p.commit(link("x", "y", 1))
}

// personCircleRace merges persons into one another at once, as a ring.
func personCircleRace(p *probe) {
	for round := range rounds {
		name := func(i int) string { return fmt.Sprintf("person %d of %d", i%racers, round) }
		winners := p.won(p.race(func(i int) socialticket.Commit { return link(name(i), name(i+1), 1) }), socialticket.ErrConflict)
		if len(winners) != racers-1 {
			p.broken("%d of %d links of a ring got in, want all but one", len(winners), racers)
			return
		}
	}
}
