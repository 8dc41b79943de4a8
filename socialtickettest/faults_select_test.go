package socialtickettest_test

import (
	"context"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

func faultsOfSelections() []fault {
	choosing := func(choose func([]ticket.Ticket) []ticket.Ticket) func(*faulty) {
		return func(f *faulty) { f.choose = choose }
	}
	return []fault{
		{name: "selects_one_too_few", breaks: "Select SelectMoved", make: choosing(func(list []ticket.Ticket) []ticket.Ticket {
			return list[:max(0, len(list)-1)]
		})},
		{name: "selects_some_twice", breaks: "Select", make: choosing(func(list []ticket.Ticket) []ticket.Ticket {
			return append(list, list[:min(1, len(list))]...)
		})},
		{name: "selects_the_oldest_first", breaks: "SelectOrder", make: choosing(func(list []ticket.Ticket) []ticket.Ticket {
			slices.Reverse(list)
			return list
		})},
		{name: "selects_what_was", breaks: "SelectMoved", make: func(f *faulty) {
			first := map[ticket.ID]ticket.Ticket{}
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if _, was := first[c.Ticket.ID]; !was {
					first[c.Ticket.ID] = c.Ticket
				}
				return f.Store.Commit(ctx, c)
			}
			f.choose = func(list []ticket.Ticket) []ticket.Ticket {
				for i, t := range list {
					list[i] = first[t.ID]
				}
				return list
			}
		}},
		{name: "selects_on_after_an_error", breaks: "SelectEnds", make: choosing(func(list []ticket.Ticket) []ticket.Ticket { return list })},
	}
}
