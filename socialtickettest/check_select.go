package socialtickettest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// selecting are the promises of a Selector.
func selecting() []promise {
	const all = "Select yields all tickets that pass the tree, and perhaps more: a store leaves out of its query what it cannot ask, and the caller looks at each ticket again."
	return []promise{
		{"Select", all, selectAll},
		{"SelectMoved", all, selectMoved},
		{"SelectOrder", "They come as those of Reader.Tickets do, the newest update first, ties by id.", selectOrder},
		{"SelectEnds", "An error ends the sequence.", selectEnds},
	}
}

// selected returns what a selection yields.
func (p *probe) selected(tree rules.Tree) (list []ticket.Ticket) {
	p.Helper()
	for t, err := range optional[socialticket.Selector](p, "Selector").Select(p.Context(), tree) {
		if err != nil {
			p.broken("Select(%+v): %v", tree, err)
			break
		}
		list = append(list, t)
	}
	return list
}

func selectAll(p *probe) {
	optional[socialticket.Selector](p, "Selector")
	all := p.shelves(60)
	for _, tree := range shelfTrees() {
		p.same(fmt.Sprintf("Select of %+v", tree), list(passing(tree, all)), list(passing(tree, p.selected(tree))))
	}
}

func selectMoved(p *probe) {
	optional[socialticket.Selector](p, "Selector")
	all := p.shelves(20)
	for i := range all {
		name := string(all[i].ID[len("ticket "):])
		c := next(first(name), name)
		c.Ticket = all[i]
		c.Ticket.Assignee, c.Ticket.Status, c.Ticket.Tags, c.Ticket.Requester = []string{"ada", "", "bob"}[i%3], ticket.Open, nil, "user 2"
		c.Ticket.UpdatedAt = start().Add(time.Duration(i*3%20) * time.Hour)
		p.commit(c)
		all[i] = c.Ticket
	}
	ordered(all)
	for _, tree := range shelfTrees() {
		p.same(fmt.Sprintf("Select of %+v after all tickets changed", tree), list(passing(tree, all)), list(passing(tree, p.selected(tree))))
	}
}

func selectOrder(p *probe) {
	optional[socialticket.Selector](p, "Selector")
	p.shelves(60)
	for _, tree := range shelfTrees() {
		got := p.selected(tree)
		p.same(fmt.Sprintf("the order of Select of %+v", tree), ordered(slices.Clone(got)), got)
	}
}

// selectEnds ends the context, before the sequence and in its middle: whatever was yielded
// by then, nothing follows an error. A caller that has enough is left alone.
func selectEnds(p *probe) {
	s := optional[socialticket.Selector](p, "Selector")
	p.shelves(30)
	for enough := range 3 {
		ctx, end := context.WithCancel(p.Context())
		if enough == 0 {
			end()
		}
		n, failed := 0, false
		for _, err := range s.Select(ctx, rules.Tree{}) {
			if failed {
				p.broken("Select yields more after an error")
				break
			}
			if failed = err != nil; !failed {
				n++
			}
			if n == enough {
				end()
			}
		}
		end()
	}
	for _, err := range s.Select(p.Context(), rules.Tree{}) {
		if err != nil {
			p.broken("Select: %v", err)
		}
		break
	}
}
