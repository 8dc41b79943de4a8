package socialtickettest_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// paging returns a fault of how pages are taken.
func paging(spoil func(*socialticket.Page)) func(*faulty) {
	return func(f *faulty) {
		f.comments = func(id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
			spoil(&page)
			return f.Memory.Comments(context.Background(), id, page)
		}
	}
}

func faultsOfReader() []fault {
	return []fault{
		{name: "breaks_ties_by_chance", breaks: "Tickets", make: func(f *faulty) {
			f.tickets = func(list []ticket.Ticket) []ticket.Ticket {
				slices.SortStableFunc(list, func(a, b ticket.Ticket) int {
					return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), -cmp.Compare(a.ID, b.ID))
				})
				return list
			}
		}},
		{name: "loses_a_ticket", breaks: "Tickets TicketsStop", make: func(f *faulty) {
			f.tickets = func(list []ticket.Ticket) []ticket.Ticket { return list[:max(1, len(list))-1] }
		}},
		{name: "shows_the_oldest_comment_first", breaks: "Comments CommentThread", make: func(f *faulty) {
			f.comments = func(id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
				list, err := f.Memory.Comments(context.Background(), id, page)
				slices.Reverse(list)
				return list, err
			}
		}},
		{name: "shows_the_oldest_event_first", breaks: "Events EventsAdded", make: func(f *faulty) {
			f.events = func(id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
				list, err := f.Memory.Events(context.Background(), id, page)
				slices.Reverse(list)
				return list, err
			}
		}},
		{name: "includes_the_number", breaks: "PageBefore", make: paging(func(p *socialticket.Page) {
			if p.Before > 0 {
				p.Before++
			}
		})},
		{name: "knows_no_limit", breaks: "PageLimit PageBefore", make: paging(func(p *socialticket.Page) { p.Limit = 1000 })},
		{name: "has_another_standard", breaks: "PageLimit", make: paging(func(p *socialticket.Page) {
			if p.Limit == 0 {
				p.Limit = 20
			}
		})},
		{name: "shares_what_is_read", breaks: "ReadSnapshot", make: func(f *faulty) {
			var shared []ticket.Event
			f.events = func(id ticket.ID, page socialticket.Page) (list []ticket.Event, err error) {
				if shared == nil {
					shared, err = f.Memory.Events(context.Background(), id, page)
				}
				return shared, err
			}
		}},
		{name: "reads_nothing_of_unknown_tickets", breaks: "ReadNothing", make: func(f *faulty) {
			f.comments = func(id ticket.ID, _ socialticket.Page) ([]ticket.Comment, error) { return f.thread(id), nil }
			f.events = func(id ticket.ID, _ socialticket.Page) ([]ticket.Event, error) { return f.log(id), nil }
		}},
		{name: "cannot_read", breaks: "Comments Events", make: func(f *faulty) {
			f.comments = func(ticket.ID, socialticket.Page) ([]ticket.Comment, error) { return nil, errors.New("cannot read") }
			f.events = func(ticket.ID, socialticket.Page) ([]ticket.Event, error) { return nil, errors.New("cannot read") }
		}},
	}
}

// timing returns a fault of what Due says.
func timing(spoil func(f *faulty, ids []ticket.ID, next time.Time) ([]ticket.ID, time.Time)) func(*faulty) {
	return func(f *faulty) {
		f.due = func(now time.Time, limit int) ([]ticket.ID, time.Time, error) {
			ids, next, err := f.Memory.Due(context.Background(), now, limit)
			ids, next = spoil(f, ids, next)
			return ids, next, err
		}
	}
}

func faultsOfQueue() []fault {
	return []fault{
		{name: "wakes_in_the_wrong_order", breaks: "Due", make: timing(func(_ *faulty, ids []ticket.ID, next time.Time) ([]ticket.ID, time.Time) {
			slices.Sort(ids)
			return ids, next
		})},
		{name: "wakes_without_limit", breaks: "DueLimit", make: func(f *faulty) {
			f.due = func(now time.Time, _ int) ([]ticket.ID, time.Time, error) {
				return f.Memory.Due(context.Background(), now, 1000)
			}
		}},
		{name: "wakes_too_late", breaks: "DueNext Due", make: func(f *faulty) {
			f.due = func(now time.Time, limit int) ([]ticket.ID, time.Time, error) {
				return f.Memory.Due(context.Background(), now.Add(-1), limit)
			}
		}},
		{name: "does_not_tell_what_is_next", breaks: "DueNext DueMoved", make: timing(func(_ *faulty, ids []ticket.ID, _ time.Time) ([]ticket.ID, time.Time) {
			return ids, time.Time{}
		})},
		{name: "keeps_the_first_timer", breaks: "DueMoved DueForgotten DueApart", make: written(func(c *socialticket.Commit, f *faulty) {
			if h, _ := f.Memory.Load(context.Background(), socialticket.Ref{Ticket: c.Ticket.ID}); !h.Wake.IsZero() {
				c.Wake = h.Wake
			}
		})},
		{name: "has_one_timer_for_a_conversation", breaks: "DueApart", make: timing(func(f *faulty, ids []ticket.ID, next time.Time) ([]ticket.ID, time.Time) {
			return slices.DeleteFunc(ids, func(id ticket.ID) bool {
				h, _ := f.Memory.Load(context.Background(), socialticket.Ref{Ticket: id})
				return h.Conversation.Ticket != id
			}), next
		})},
		{name: "sends_in_the_wrong_order", breaks: "Outbox", make: func(f *faulty) {
			f.outbox = func(limit int) ([]channel.Outbound, error) {
				list, err := f.Memory.Outbox(context.Background(), limit)
				slices.SortFunc(list, func(a, b channel.Outbound) int { return cmp.Compare(a.ID, b.ID) })
				return list, err
			}
		}},
		{name: "sends_without_limit", breaks: "OutboxLimit", make: func(f *faulty) {
			f.outbox = func(int) ([]channel.Outbound, error) { return f.Memory.Outbox(context.Background(), 1000) }
		}},
		{name: "sends_for_ever", breaks: "OutboxDone NoTicket", make: written(func(c *socialticket.Commit, _ *faulty) { c.Done = nil })},
	}
}
