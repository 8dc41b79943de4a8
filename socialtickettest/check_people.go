package socialtickettest

import (
	"fmt"
	"testing"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// people are the promises about contacts and circles, those of a People and those of heads.
func people() []promise {
	const contacts = "Contacts yields every contact, the one whose user was updated last first, ties by account and key."
	const circle = "Circle returns the contacts that are one person with the given one, its own included: those whose links end where its links end, by account and key."
	return []promise{
		{"Contacts", contacts, contactsOrder},
		{"ContactsWhole", contacts, contactsWhole},
		{"Circle", circle, circleLinks},
		{"CircleParted", circle, circleParted},
		{"TicketsOf", "TicketsOf returns of how many tickets a user is the requester.", ticketsOf},
		{"CircleNone", "Of an id that no contact has, and to which no link leads, there are none; that is no error.", circleNone},
		{"CircleCost", "The cost does not grow with the number of other persons.", circleCost},
		{"HeadCircle", "Circle are the contacts of the person that Ref.Person names, as in People.Circle.", headCircle},
		{"HeadCircleUser", "Without one they are those of the conversation's user, if a link leads to it or from it.", headCircleUser},
		{"HeadIntoCircle", "IntoCircle are the contacts of the person that Ref.Into names.", headIntoCircle},
	}
}

func (p *probe) people() socialticket.People {
	p.Helper()
	return optional[socialticket.People](p, "People")
}

func (p *probe) contacts() (list []socialticket.Contact) {
	p.Helper()
	for c, err := range p.people().Contacts(p.Context()) {
		if err != nil {
			p.broken("Contacts: %v", err)
			break
		}
		list = append(list, c)
	}
	return list
}

func (p *probe) circle(person string) []socialticket.Contact {
	p.Helper()
	list, err := p.people().Circle(p.Context(), person)
	if err != nil {
		p.broken("Circle(%q): %v", person, err)
	}
	return list
}

// contactOf returns the contact of a conversation, with the record of its user and the
// person that this is by now.
func contactOf(c socialticket.Commit, record, end identity.Person) socialticket.Contact {
	t := &c.Conversation
	return socialticket.Contact{Account: c.Account, Key: c.Key, User: t.User, Record: record, Person: end, Ticket: t.Ticket, Conflicts: t.Conflicts}
}

// meets returns the commit that begins the conversation of a user, in the account of the
// given number, and the time of the user's last update.
func meets(in int, name string, after time.Duration) socialticket.Commit {
	c := firstIn(everywhere()[in], name)
	c.Conversation.User.UpdatedAt = start().Add(after)
	return c
}

// of returns the contacts of conversations whose users are one person. Their records are
// those of the commits of links that have their ids.
func of(end identity.Person, records []socialticket.Commit, talks ...socialticket.Commit) (list []socialticket.Contact) {
	for _, t := range talks {
		var own identity.Person
		for _, r := range records {
			if r.Person.ID == t.Conversation.User.ID {
				own = r.Person
			}
		}
		list = append(list, contactOf(t, own, end))
	}
	return list
}

func contactsOrder(p *probe) {
	p.same("the contacts of an empty store", []socialticket.Contact(nil), p.contacts())
	talks := []socialticket.Commit{
		meets(2, "d", time.Second+1), meets(2, "b", time.Second), meets(1, "a", 500*time.Millisecond),
		meets(2, "a", 500*time.Millisecond), meets(2, "c", 500*time.Millisecond), meets(0, "e", 0),
	}
	for _, i := range []int{4, 0, 3, 5, 1, 2} {
		p.commit(talks[i])
	}
	merged := link("user b", "user c", 1)
	p.commit(merged)
	var want []socialticket.Contact
	for _, t := range talks {
		end := identity.Person{ID: t.Conversation.User.ID}
		if end.ID == "user b" {
			end.ID = "user c"
		}
		want = append(want, of(end, []socialticket.Commit{merged}, t)...)
	}
	p.same("Contacts", want, p.contacts())
	for _, err := range p.people().Contacts(p.Context()) {
		if err != nil {
			p.broken("Contacts: %v", err)
		}
		break
	}
	again := next(talks[5], "e")
	again.Conversation.User.UpdatedAt = start().Add(time.Hour)
	p.commit(again)
	want = append(of(identity.Person{ID: "user e"}, nil, again), want[:5]...)
	p.same("Contacts after an update", want, p.contacts())
}

func contactsWhole(p *probe) {
	p.people()
	c, own, winner := full(), filled(), enroll("winner", 1)
	user := full().Conversation.User
	own.Key, own.Person.ID, own.Person.Into = socialticket.Key(user.ID), user.ID, "winner"
	fill(&winner.Person.Fields)
	p.commit(c, own, winner)
	want := text([]socialticket.Contact{contactOf(full(), own.Person, winner.Person)})
	p.same("a contact whose fields all have a value", want, p.contacts())
	got, circle := p.contacts(), p.circle("winner")
	scribble(&got)
	scribble(&circle)
	p.same("the contacts after the caller changed the ones before", want, p.contacts())
	p.same("a circle after the caller changed the one before", want, p.circle("winner"))
}

// ring commits the conversations of five users of several accounts, four of which are one
// person by links: two lead to one, whose own leads to the last.
func ring(p *probe) (talks, links []socialticket.Commit, end identity.Person) {
	p.Helper()
	talks = []socialticket.Commit{meets(1, "b", 2), meets(2, "a", 1), meets(2, "c", 4), meets(0, "d", 3), meets(2, "alone", 5)}
	for _, t := range []int{3, 0, 4, 2, 1} {
		p.commit(talks[t])
	}
	last := enroll("user c", 1)
	links = []socialticket.Commit{link("user a", "user b", 1), link("user d", "user b", 1), link("user b", "user c", 1), last}
	p.commit(links...)
	return talks, links, last.Person
}

func circleLinks(p *probe) {
	p.people()
	talks, links, end := ring(p)
	want := of(end, links, talks[:4]...)
	for _, id := range []string{"user a", "user b", "user c", "user d"} {
		p.same("Circle of "+id, want, p.circle(id))
	}
	p.same("Circle of one that is alone", of(identity.Person{ID: "user alone"}, nil, talks[4]), p.circle("user alone"))
	p.commit(link("no user", "user a", 1))
	p.same("Circle of one to which one without a contact points", want, p.circle("no user"))
	p.commit(link("user c", "nowhere", 2))
	want = of(identity.Person{ID: "nowhere"}, append(links, link("user c", "nowhere", 2)), talks[:4]...)
	p.same("Circle of a winner without a record", want, p.circle("nowhere"))
}

func circleParted(p *probe) {
	p.people()
	talks, links, end := ring(p)
	parted := enroll("user b", 2)
	p.commit(parted)
	links[2] = parted
	p.same("Circle of the one that was left", of(end, links, talks[2]), p.circle("user c"))
	p.same("Circle of the one that was parted", of(parted.Person, links, talks[0], talks[1], talks[3]), p.circle("user a"))
	moved := link("user a", "user alone", 2)
	p.commit(moved)
	links[0] = moved
	p.same("Circle of the one that another one left", of(parted.Person, links, talks[0], talks[3]), p.circle("user b"))
	p.same("Circle of the one that it came to", of(identity.Person{ID: "user alone"}, links, talks[1], talks[4]), p.circle("user a"))
}

func circleNone(p *probe) {
	p.people()
	p.same("Circle in an empty store", []socialticket.Contact(nil), p.circle("x"))
	p.commit(first("a"), enroll("b", 1))
	for _, id := range []string{"x", "", "b", "a", "key a"} {
		p.same(fmt.Sprintf("Circle of %q, which is no contact", id), []socialticket.Contact(nil), p.circle(id))
	}
}

// circleCost counts allocations, which are the same on every machine.
func circleCost(p *probe) {
	p.people()
	ring(p)
	cost := func() float64 { return testing.AllocsPerRun(20, func() { p.circle("user a") }) }
	before := cost()
	for i := range 400 {
		name := fmt.Sprint("other ", i)
		p.commit(first(name), link("user "+name, "winner of "+name, 1))
	}
	if after := cost(); after > 2*before+50 {
		p.broken("Circle allocates %.0f times where no others are, %.0f times beside 400 others", before, after)
	}
}

// circles checks the circles of a head.
func (p *probe) circles(ref socialticket.Ref, circle, into []socialticket.Contact) {
	p.Helper()
	head := p.load(ref)
	what := fmt.Sprintf("of person %q into %q, ticket %q", ref.Person, ref.Into, ref.Ticket)
	p.same("Head.Circle "+what, list(circle), list(head.Circle))
	p.same("Head.IntoCircle "+what, list(into), list(head.IntoCircle))
}

func headCircle(p *probe) {
	p.circles(socialticket.Ref{Person: "user a"}, nil, nil)
	talks, links, end := ring(p)
	four, alone := of(end, links, talks[:4]...), of(identity.Person{ID: "user alone"}, nil, talks[4])
	p.circles(socialticket.Ref{Person: "user d"}, four, nil)
	p.circles(socialticket.Ref{Person: "user alone"}, alone, nil)
	p.circles(socialticket.Ref{Person: "x"}, nil, nil)
	p.circles(socialticket.Ref{Person: "user alone", Ticket: talks[2].Ticket.ID}, alone, nil)
	p.circles(socialticket.Ref{Person: "x", Ticket: talks[2].Ticket.ID}, nil, nil)
	head := p.load(socialticket.Ref{Person: "user d"})
	scribble(&head)
	p.circles(socialticket.Ref{Person: "user d"}, four, nil)
}

func headCircleUser(p *probe) {
	talks, links, end := ring(p)
	four := of(end, links, talks[:4]...)
	for _, t := range talks[:4] {
		p.circles(socialticket.Ref{Ticket: t.Ticket.ID}, four, nil)
		p.circles(socialticket.Ref{Addresses: t.Addresses}, four, nil)
	}
	p.circles(socialticket.Ref{Ticket: talks[4].Ticket.ID}, nil, nil)
	p.circles(socialticket.Ref{Account: account(), Key: "x"}, nil, nil)
	bare := link("no user", "user alone", 1)
	p.commit(bare)
	p.circles(socialticket.Ref{Ticket: talks[4].Ticket.ID}, of(identity.Person{ID: "user alone"}, nil, talks[4]), nil)
}

func headIntoCircle(p *probe) {
	talks, links, end := ring(p)
	four, alone := of(end, links, talks[:4]...), of(identity.Person{ID: "user alone"}, nil, talks[4])
	p.circles(socialticket.Ref{Person: "user alone", Into: "user a"}, alone, four)
	p.circles(socialticket.Ref{Person: "user a", Into: "user alone"}, four, alone)
	p.circles(socialticket.Ref{Person: "user a", Into: "user c"}, four, four)
	p.circles(socialticket.Ref{Into: "user b"}, nil, four)
	p.circles(socialticket.Ref{Into: "user alone", Ticket: talks[2].Ticket.ID}, four, alone)
}
