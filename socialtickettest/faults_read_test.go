package socialtickettest_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// paging returns a fault of how pages are taken.
func paging(spoil func(*socialticket.Page)) func(*faulty) {
	return func(f *faulty) {
		f.comments = func(id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
			spoil(&page)
			return f.Store.Comments(context.Background(), id, page)
		}
	}
}

func faultsOfReading() []fault {
	return []fault{
		{name: "tells_a_ticket_where_none_is", breaks: "ReadTicket", make: func(f *faulty) {
			f.ticket = func(id ticket.ID) (ticket.Ticket, error) {
				t, _ := f.Store.Ticket(context.Background(), id)
				return t, nil
			}
		}},
		{name: "has_tickets_of_one_account_only", breaks: "ReadTicket", make: func(f *faulty) {
			f.ticket = func(id ticket.ID) (ticket.Ticket, error) {
				t, err := f.Store.Ticket(context.Background(), id)
				if t.Address.Account.ID == "other" {
					return ticket.Ticket{}, socialticket.ErrNotFound
				}
				return t, err
			}
		}},
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
				list, err := f.Store.Comments(context.Background(), id, page)
				slices.Reverse(list)
				return list, err
			}
		}},
		{name: "shows_the_oldest_event_first", breaks: "Events EventsAdded", make: func(f *faulty) {
			f.events = func(id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
				list, err := f.Store.Events(context.Background(), id, page)
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
					shared, err = f.Store.Events(context.Background(), id, page)
				}
				return shared, err
			}
		}},
		{name: "reads_nothing_of_unknown_tickets", breaks: "ReadNoComments ReadNoEvents", make: func(f *faulty) {
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
func timing(spoil func(f *faulty, due []socialticket.Timer, next time.Time) ([]socialticket.Timer, time.Time)) func(*faulty) {
	return func(f *faulty) {
		f.due = func(now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
			due, next, err := f.Store.Due(context.Background(), now, limit)
			due, next = spoil(f, due, next)
			return due, next, err
		}
	}
}

func faultsOfTimers() []fault {
	return []fault{
		{name: "wakes_in_the_wrong_order", breaks: "Due DueTies", make: timing(func(_ *faulty, due []socialticket.Timer, next time.Time) ([]socialticket.Timer, time.Time) {
			slices.Reverse(due)
			return due, next
		})},
		{name: "wakes_the_newest_of_an_instant_first", breaks: "DueTies", make: timing(func(_ *faulty, due []socialticket.Timer, next time.Time) ([]socialticket.Timer, time.Time) {
			slices.Reverse(due)
			slices.SortStableFunc(due, func(a, b socialticket.Timer) int { return a.At.Compare(b.At) })
			return due, next
		})},
		{name: "orders_timers_by_key_first", breaks: "DueTies", make: timing(func(_ *faulty, due []socialticket.Timer, next time.Time) ([]socialticket.Timer, time.Time) {
			slices.SortStableFunc(due, func(a, b socialticket.Timer) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key)) })
			return due, next
		})},
		{name: "wakes_without_limit", breaks: "DueLimit", make: func(f *faulty) {
			f.due = func(now time.Time, _ int) ([]socialticket.Timer, time.Time, error) {
				return f.Store.Due(context.Background(), now, 1000)
			}
		}},
		{name: "wakes_too_late", breaks: "DueNext Due", make: func(f *faulty) {
			f.due = func(now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
				return f.Store.Due(context.Background(), now.Add(-1), limit)
			}
		}},
		{name: "does_not_tell_what_is_next", breaks: "DueNext DueMoved", make: timing(func(_ *faulty, due []socialticket.Timer, _ time.Time) ([]socialticket.Timer, time.Time) {
			return due, time.Time{}
		})},
		{name: "tells_what_is_next_beyond_the_limit", breaks: "DueLimit", make: func(f *faulty) {
			f.due = func(now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
				due, _, err := f.Store.Due(context.Background(), now, limit)
				_, next, _ := f.Store.Due(context.Background(), now, 1000)
				return due, next, err
			}
		}},
		{name: "tells_what_is_due_once", breaks: "DueStays", make: func(f *faulty) {
			told := map[socialticket.Timer]bool{}
			timing(func(_ *faulty, due []socialticket.Timer, next time.Time) ([]socialticket.Timer, time.Time) {
				return slices.DeleteFunc(due, func(t socialticket.Timer) bool {
					was := told[t]
					told[t] = true
					return was
				}), next
			})(f)
		}},
		{name: "keeps_the_first_timer", breaks: "DueMoved DueForgotten LoadTimersMoved", make: written(func(f *faulty, c *socialticket.Commit) {
			c.Timers = slices.DeleteFunc(slices.Clone(c.Timers), func(t socialticket.Timer) bool {
				has := f.head(socialticket.Ref{Account: t.Account, Ticket: t.Ticket, Key: t.Key}).Timers
				return slices.ContainsFunc(has, func(o socialticket.Timer) bool { return o.Ticket == t.Ticket })
			})
		})},
		{name: "forgets_no_timer", breaks: "DueForgotten DueApart LoadTimersMoved AccountTimers", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Timers = slices.DeleteFunc(slices.Clone(c.Timers), func(t socialticket.Timer) bool { return t.At.IsZero() })
		})},
		{name: "has_one_timer_for_a_conversation", breaks: "DueApart DueTies", make: timing(func(f *faulty, due []socialticket.Timer, next time.Time) ([]socialticket.Timer, time.Time) {
			return slices.DeleteFunc(due, func(t socialticket.Timer) bool {
				return f.head(socialticket.Ref{Account: t.Account, Key: t.Key}).Conversation.Ticket != t.Ticket
			}), next
		})},
	}
}
