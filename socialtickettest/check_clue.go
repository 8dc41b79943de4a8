package socialtickettest

import (
	"fmt"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// tracing are the promises of a Finder.
func tracing() []promise {
	const all = "FindContacts yields every contact that a clue leads to, each once, and perhaps others: those of all persons who have a clue of its kind whose text begins with its text, see UserClues and PersonClues, and of the circles of these."
	return []promise{
		{"FindContacts", all, findContacts},
		{"FindContactsOnce", all, findContactsOnce},
		{"FindContactsMerged", all, findContactsMerged},
		{"FindContactsChanged", all, findContactsChanged},
	}
}

// leading are the clues of a person, and beginnings of them.
func leading(list []socialticket.Clue) (clues []socialticket.Clue) {
	for _, c := range list {
		clues = append(clues, c)
		if short := []rune(c.Text); len(short) > 2 {
			clues = append(clues, socialticket.Clue{Kind: c.Kind, Text: string(short[:2])})
		}
	}
	return clues
}

// traced returns the keys of the contacts that a clue leads to.
func (p *probe) traced(clue socialticket.Clue) (keys []string) {
	p.Helper()
	for c, err := range optional[socialticket.Finder](p, "Finder").FindContacts(p.Context(), clue) {
		if err != nil {
			p.broken("FindContacts(%+v): %v", clue, err)
			break
		}
		keys = append(keys, string(c.Key))
	}
	return keys
}

// leadTo checks that clues lead to conversations.
func (p *probe) leadTo(clues []socialticket.Clue, keys ...string) {
	p.Helper()
	for _, clue := range clues {
		found := p.traced(clue)
		for _, key := range keys {
			if !slices.Contains(found, key) {
				p.broken("FindContacts(%+v) leaves out %s", clue, key)
			}
		}
	}
}

// known is a conversation whose user has something of everything.
func known(name string, n int) socialticket.Commit {
	c := first(name)
	handle := channel.Address{Account: c.Account, Handle: fmt.Sprint("3361234567", n)}
	c.Addresses = []channel.Address{handle}
	c.Conversation.User = identity.User{
		ID: "user " + name, Name: fmt.Sprintf("Zoë %s O'Neil%d", name, n), Email: fmt.Sprintf("%s_%d%%@Example.com", name, n), Phone: fmt.Sprint("+49 30 123456", n),
		Locale: "fr_FR", Addresses: []channel.Address{handle}, CreatedAt: start(),
	}
	return c
}

func recorded(name string, version int64) socialticket.Commit {
	c := enroll("user "+name, version)
	c.Person.Name, c.Person.Email, c.Person.Phone = "Recorded "+name, name+"@record.example", "04711"
	c.Person.Fields = []identity.Field{{ID: "plan", Value: "gold and silver"}}
	return c
}

func findContacts(p *probe) {
	optional[socialticket.Finder](p, "Finder")
	for i, name := range []string{"a", "b", "c"} {
		c := known(name, i)
		p.leadTo(leading(socialticket.UserClues(&c.Conversation.User)))
		p.commit(c, recorded(name, 1))
		r := recorded(name, 1).Person
		p.leadTo(leading(socialticket.UserClues(&c.Conversation.User)), "key "+name)
		p.leadTo(leading(socialticket.PersonClues(&r)), "key "+name)
	}
	p.leadTo(socialticket.PhoneClues("0033 6 12 34 56 72")[:1], "key c")
	p.leadTo([]socialticket.Clue{{Kind: socialticket.ClueInfo, Text: "silv"}, {Kind: socialticket.ClueName, Text: "zoe"}}, "key a", "key b", "key c")
}

func findContactsOnce(p *probe) {
	optional[socialticket.Finder](p, "Finder")
	p.commit(known("a", 1), recorded("a", 1), known("b", 2), recorded("b", 1), link("user a", "user b", 2))
	for _, clue := range []socialticket.Clue{{Kind: socialticket.ClueInfo, Text: ""}, {Kind: socialticket.ClueName, Text: "zoe"}, {Kind: socialticket.ClueName}} {
		found := p.traced(clue)
		slices.Sort(found)
		p.same(fmt.Sprintf("what FindContacts(%+v) yields", clue), []string{"key a", "key b"}, found)
	}
}

func findContactsMerged(p *probe) {
	optional[socialticket.Finder](p, "Finder")
	p.commit(known("a", 1), known("b", 2), known("c", 3), recorded("b", 1), link("user a", "user b", 1), link("user b", "user c", 2))
	for i, name := range []string{"a", "b", "c"} {
		c := known(name, i+1)
		p.leadTo(leading(socialticket.UserClues(&c.Conversation.User)), "key a", "key b", "key c")
	}
	p.commit(recorded("c", 1))
	r := recorded("c", 1).Person
	p.leadTo(leading(socialticket.PersonClues(&r)), "key a", "key b", "key c")
}

func findContactsChanged(p *probe) {
	optional[socialticket.Finder](p, "Finder")
	a := known("a", 1)
	p.commit(a, recorded("a", 1))
	p.leadTo(socialticket.UserClues(&a.Conversation.User), "key a")
	more := next(a, "a")
	more.Conversation.User = known("x", 7).Conversation.User
	more.Conversation.User.ID = a.Conversation.User.ID
	r := recorded("x", 2)
	r.Person.ID, r.Key, r.Expect = "user a", "user a", 1
	p.commit(more, r)
	p.leadTo(leading(socialticket.UserClues(&more.Conversation.User)), "key a")
	p.leadTo(leading(socialticket.PersonClues(&r.Person)), "key a")
}
