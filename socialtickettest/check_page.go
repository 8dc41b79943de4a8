package socialtickettest

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/words"
)

// turning are the promises of a Pager.
func turning() []promise {
	const all = "SelectPage returns the first tickets of a selection: of those behind s.After every one that passes, and perhaps others, until there are s.Limit."
	const order = "They come as those of Reader.Tickets do, the newest update first, ties by id, and they are as of one instant."
	return []promise{
		{"SelectPage", all, selectPage},
		{"SelectPageMoved", all, selectPageMoved},
		{"SelectPageOrder", order, selectPageOrder},
		{"SelectPageAfter", "only what comes behind it; zero: from the first", selectPageAfter},
		{"SelectPageLimit", "at most so many; 0: 50", selectPageLimit},
		{"SelectPageEnd", "Where there are fewer, the selection ends with them.", selectPageEnd},
		{"SelectPagePhrases", "Phrases are words that stand in the ticket, each phrase in its subject or in one comment, see Texts.", selectPagePhrases},
		{"SelectPageSnapshot", "What goes in and comes out is the caller's, who may change it afterwards: what a store keeps in memory shares no slice with it.", selectPageSnapshot},
	}
}

func (p *probe) page(s socialticket.Selection) []ticket.Ticket {
	p.Helper()
	list, err := optional[socialticket.Pager](p, "Pager").SelectPage(p.Context(), s)
	if err != nil {
		p.broken("SelectPage(%+v): %v", s, err)
	}
	return list
}

// shelves commits tickets of several statuses, assignees, tags and requesters, many of one
// instant, and returns them in their order.
func (p *probe) shelves(n int) (list []ticket.Ticket) {
	p.Helper()
	statuses := []ticket.Status{ticket.New, ticket.Open, ticket.Pending, ticket.Solved, ticket.Closed}
	for i := range n {
		c := first(fmt.Sprint("shelf ", i*7%n))
		t := &c.Ticket
		t.Status, t.UpdatedAt = statuses[i%len(statuses)], start().Add(time.Duration(i*5%n/3)*time.Minute)
		t.Assignee, t.Requester = []string{"", "ada", "bob"}[i%3], fmt.Sprint("user ", i%4)
		if t.Tags = nil; i%2 == 0 {
			t.Tags = []string{socialticket.TagSocial, fmt.Sprint("tag ", i%40)}
		}
		list = append(list, *t)
		p.commit(c)
	}
	return ordered(list)
}

func ordered(list []ticket.Ticket) []ticket.Ticket {
	slices.SortFunc(list, func(a, b ticket.Ticket) int { return socialticket.MarkOf(&a).Compare(socialticket.MarkOf(&b)) })
	return list
}

// asking returns a test of a field.
func asking(field string, kind rules.Kind, op rules.Op, values ...string) rules.Tree {
	return rules.Tree{Leaf: &rules.Leaf{Field: field, Kind: kind, Op: op, Values: values}}
}

// shelfTrees are selections as notifiers, views and searches make them.
func shelfTrees() []rules.Tree {
	status := func(values ...string) rules.Tree { return asking("status", rules.Ordered, rules.Is, values...) }
	assignee := func(values ...string) rules.Tree { return asking("assignee_id", rules.Choice, rules.Is, values...) }
	requester := func(values ...string) rules.Tree {
		return asking("requester_id", rules.Choice, rules.Is, values...)
	}
	tag := func(values ...string) rules.Tree { return asking("current_tags", rules.Set, rules.Includes, values...) }
	all := func(list ...rules.Tree) rules.Tree { return rules.Tree{All: list} }
	return []rules.Tree{
		{}, status("new", "open"), status("closed"), assignee("ada"), assignee(""), requester("user 1"), requester("user 1", "user 2", "nobody"),
		tag(socialticket.TagSocial), tag("tag 4", "tag 38"), assignee("x\x00", "bob"), requester("'; --"), tag(`"`),
		all(tag(socialticket.TagSocial), assignee(""), status("new", "open", "pending", "hold", "solved", "closed")),
		all(tag(socialticket.TagSocial), assignee("")), all(tag(socialticket.TagSocial), assignee("ada"), status("new", "open")),
		all(requester("user 3"), tag(socialticket.TagSocial)), {Any: []rules.Tree{requester("user 0"), assignee("bob")}}, status(), assignee(),
	}
}

// passing returns what passes a tree, and what else a selection has is left out.
func passing(tree rules.Tree, list []ticket.Ticket) []ticket.Ticket {
	table := rules.Standard()
	return slices.DeleteFunc(slices.Clone(list), func(t ticket.Ticket) bool { return !table.May(tree, &rules.Subject{Ticket: &t}) })
}

func selectPage(p *probe) {
	all := p.shelves(60)
	for _, tree := range shelfTrees() {
		p.same(fmt.Sprintf("SelectPage of %+v", tree), list(passing(tree, all)), list(passing(tree, p.page(socialticket.Selection{Tree: tree, Limit: 100}))))
	}
}

func selectPageMoved(p *probe) {
	all := p.shelves(20)
	for i := range all {
		name := string(all[i].ID[len("ticket "):])
		c := next(first(name), name)
		c.Ticket = all[i]
		c.Ticket.Assignee, c.Ticket.Status, c.Ticket.Tags, c.Ticket.Requester = []string{"ada", "", "bob"}[i%3], ticket.Open, []string{socialticket.TagSocial}, "user 1"
		c.Ticket.UpdatedAt = start().Add(time.Duration(i*3%20) * time.Hour)
		p.commit(c)
		all[i] = c.Ticket
	}
	ordered(all)
	for _, tree := range shelfTrees() {
		p.same(fmt.Sprintf("SelectPage of %+v after all tickets changed", tree), list(passing(tree, all)), list(passing(tree, p.page(socialticket.Selection{Tree: tree, Limit: 100}))))
	}
}

func selectPageOrder(p *probe) {
	p.shelves(60)
	for _, tree := range shelfTrees() {
		got := p.page(socialticket.Selection{Tree: tree, Limit: 40})
		p.same(fmt.Sprintf("the order of SelectPage of %+v", tree), ordered(slices.Clone(got)), got)
	}
}

func selectPageAfter(p *probe) {
	all := p.shelves(30)
	for i := range all {
		mark := socialticket.MarkOf(&all[i])
		p.same("SelectPage after a ticket", list(all[i+1:]), list(p.page(socialticket.Selection{After: mark, Limit: 40})))
		mark.ID += "!" // where none stands
		p.same("SelectPage after a place", list(all[i+1:]), list(p.page(socialticket.Selection{After: mark, Limit: 40})))
	}
}

func selectPageLimit(p *probe) {
	list := p.shelves(55)
	for _, limit := range []int{1, 0, 54, 55, 56} {
		want := socialticket.Selection{Limit: limit}
		p.same(fmt.Sprint("SelectPage of limit ", limit), list[:min(want.Size(), len(list))], p.page(want))
	}
}

func selectPageEnd(p *probe) {
	all := p.shelves(60)
	for _, tree := range shelfTrees() {
		var got []ticket.Ticket
		s := socialticket.Selection{Tree: tree, Limit: 7}
		for range len(all) {
			page := p.page(s)
			got = append(got, page...)
			if len(page) < s.Limit {
				break
			}
			s.After = socialticket.MarkOf(&page[len(page)-1])
		}
		p.same(fmt.Sprintf("all pages of %+v", tree), list(passing(tree, all)), list(passing(tree, got)))
	}
}

func selectPagePhrases(p *probe) {
	optional[socialticket.Pager](p, "Pager")
	texts := map[string][]string{
		"a": {"The parcel is late", "Zoë's order: 12-34 \"quoted\" AND NOT"}, "b": {"parcels are LATE", "你好 世界"}, "c": {"", "late parcel 你"}, "d": nil,
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		c := first(name)
		c.Ticket.Subject = "subject of " + name
		for _, text := range texts[name] {
			c.Comments[0].Content.Text = text
			p.commit(c)
			c = next(c, name)
		}
		if texts[name] == nil {
			p.commit(c)
		}
	}
	has := func(want string, open bool, phrase string) {
		p.Helper()
		var found []rune
		for _, t := range p.page(socialticket.Selection{Phrases: []words.Phrase{{Words: words.Split(phrase), Open: open}}}) {
			found = append(found, []rune(t.ID[len("ticket "):])...)
		}
		for _, name := range want {
			if !slices.Contains(found, name) {
				p.broken("SelectPage of the phrase %q leaves out ticket %c", phrase, name)
			}
		}
	}
	look := func() {
		p.Helper()
		has("ac", false, "parcel")
		has("abc", true, "Parcel")
		has("a", false, "the parcel")
		has("a", false, "zoe")
		has("a", false, `quoted" AND "not`)
		has("bc", false, "你")
		has("b", false, "世界")
		has("abcd", false, "SUBJECT")
		has("abcd", true, "")
		has("d", false, "subject of d")
	}
	look()
	c := talk("a", 3)[2]
	c.Ticket.Subject, c.Comments[0].Content.Text = "subject of a", "a word more"
	p.commit(c)
	has("a", false, "more")
	look()
}

func selectPageSnapshot(p *probe) {
	list := p.shelves(5)
	got := p.page(socialticket.Selection{})
	scribble(&got)
	p.same("SelectPage after the caller changed the one before", list, p.page(socialticket.Selection{}))
}
