package socialtickettest_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/socialtickettest"
	"github.com/socialticket/socialticket/ticket"
)

// fault is one way to get a store wrong.
type fault struct {
	name   string // what such a store does
	breaks string // the promises that show it
	make   func(*faulty)
	change func(*socialtickettest.Config)
}

// always returns a fault of what Load returns.
func always(spoil func(*socialticket.Head, socialticket.Ref)) func(*faulty) {
	return func(f *faulty) {
		f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			h, err := f.Memory.Load(ctx, ref)
			spoil(&h, ref)
			return h, err
		}
	}
}

// asked returns a fault of how Load takes its reference.
func asked(spoil func(*socialticket.Ref)) func(*faulty) {
	return func(f *faulty) {
		f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			spoil(&ref)
			return f.Memory.Load(ctx, ref)
		}
	}
}

// written returns a fault of what Commit writes.
func written(spoil func(*socialticket.Commit, *faulty)) func(*faulty) {
	return func(f *faulty) {
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			spoil(&c, f)
			return f.Memory.Commit(ctx, c)
		}
	}
}

// version returns what version the store has of a commit's conversation.
func (f *faulty) version(c socialticket.Commit) int64 {
	for _, a := range c.Conversation.User.Addresses {
		if h, _ := f.Memory.Load(context.Background(), socialticket.Ref{Addresses: []channel.Address{a}}); h.Conversation.Key == c.Key {
			return h.Conversation.Version
		}
	}
	return 0
}

// thread returns all comments of a ticket.
func (f *faulty) thread(id ticket.ID) []ticket.Comment {
	list, _ := f.Memory.Comments(context.Background(), id, socialticket.Page{Limit: 1 << 20})
	return list
}

// log returns all events of a ticket.
func (f *faulty) log(id ticket.ID) []ticket.Event {
	list, _ := f.Memory.Events(context.Background(), id, socialticket.Page{Limit: 1 << 20})
	return list
}

func faults() []fault {
	return slices.Concat(faultsOfLoad(), faultsOfCommit(), faultsOfRaces(), faultsOfReader(), faultsOfQueue())
}

func faultsOfLoad() []fault {
	return []fault{
		{name: "is_sound", make: func(*faulty) {}},
		{name: "finds_no_nothing", breaks: "LoadNothing", make: func(f *faulty) {
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Memory.Load(ctx, ref)
				if h.Conversation.Key == "" {
					err = socialticket.ErrNotFound
				}
				return h, err
			}
		}},
		{name: "prefers_the_ticket", breaks: "LoadOrder", make: asked(func(r *socialticket.Ref) {
			if r.Ticket != "" {
				r.Comment, r.Message = "", ""
			}
		})},
		{name: "knows_one_address_only", breaks: "LoadOrder LoadOwners", make: asked(func(r *socialticket.Ref) { r.Addresses = r.Addresses[:min(1, len(r.Addresses))] })},
		{name: "returns_the_newest_ticket_always", breaks: "LoadTicket LoadWake", make: func(f *faulty) {
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Memory.Load(ctx, ref)
				newest, _ := f.Memory.Load(ctx, socialticket.Ref{Ticket: h.Conversation.Ticket})
				h.Ticket, h.Wake = newest.Ticket, newest.Wake
				return h, err
			}
		}},
		{name: "forgets_the_wake", breaks: "LoadWake", make: always(func(h *socialticket.Head, _ socialticket.Ref) { h.Wake = time.Time{} })},
		{name: "forgets_the_comment", breaks: "LoadComment CommentInPlace", make: always(func(h *socialticket.Head, _ socialticket.Ref) { h.Comment = ticket.Comment{} })},
		{name: "makes_owners_of_nobody", breaks: "LoadNoOwners", make: always(func(h *socialticket.Head, _ socialticket.Ref) {
			if h.Owners == nil {
				h.Owners = map[channel.Address]string{}
			}
		})},
		{name: "keeps_the_first_addresses", breaks: "LoadAddresses NoTicket", make: written(func(c *socialticket.Commit, _ *faulty) {
			if c.Expect > 0 {
				c.Addresses = nil
			}
		})},
		{name: "ignores_case", breaks: "LoadExact", make: written(func(c *socialticket.Commit, _ *faulty) {
			c.Key = socialticket.Key(strings.ToLower(string(c.Key)))
		})},
		{name: "trims_causes", breaks: "LoadExact", make: written(func(c *socialticket.Commit, _ *faulty) {
			c.Cause = strings.ReplaceAll(c.Cause, "  ", " ")
		})},
		{name: "keeps_milliseconds", breaks: "LoadWhole", make: always(func(h *socialticket.Head, _ socialticket.Ref) {
			h.Comment.SentAt = h.Comment.SentAt.Truncate(time.Millisecond)
		})},
		{name: "knows_the_listed_statuses", breaks: "LoadWhole", make: always(func(h *socialticket.Head, _ socialticket.Ref) {
			if !h.Ticket.Status.Known() {
				h.Ticket.Status = ticket.New
			}
		})},
		{name: "fails_on_empty_lists", breaks: "LoadEmpty", make: always(func(h *socialticket.Head, _ socialticket.Ref) {
			if h.Ticket.Tags != nil && len(h.Ticket.Tags) == 0 {
				h.Ticket.Tags = []string{""}
			}
		})},
		{name: "shares_what_it_holds", breaks: "LoadSnapshot", make: func(f *faulty) {
			var shared sync.Map
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Memory.Load(ctx, ref)
				if ref.Comment != "" && err == nil {
					first, _ := shared.LoadOrStore(ref.Comment, h)
					h = first.(socialticket.Head)
				}
				return h, err
			}
		}},
		{name: "reads_in_two_parts", breaks: "LoadInstant", make: func(f *faulty) {
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Memory.Load(ctx, ref)
				runtime.Gosched()
				late, _ := f.Memory.Load(ctx, ref)
				h.Ticket = late.Ticket
				return h, err
			}
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				runtime.Gosched()
				return f.Memory.Commit(ctx, c)
			}
		}},
		{name: "loads_the_thread", breaks: "LoadCost", make: func(f *faulty) {
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				for n := range len(f.thread(ref.Ticket)) {
					_ = fmt.Sprint("reads comment ", n)
				}
				return f.Memory.Load(ctx, ref)
			}
		}},
		{name: "reverses_what_is_parked", breaks: "ParkOrder", make: always(func(h *socialticket.Head, _ socialticket.Ref) { slices.Reverse(h.Parked) })},
		{name: "parks_without_the_account", breaks: "ParkAccount", make: func(f *faulty) {
			written(func(c *socialticket.Commit, _ *faulty) { c.Park.Account = channel.Account{} })(f)
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Memory.Load(ctx, ref)
				parked, _ := f.Memory.Load(ctx, socialticket.Ref{Message: ref.Message})
				h.Parked = parked.Parked
				return h, err
			}
		}},
		{name: "parks_for_ever", breaks: "ParkUntil ParkUntilInPlace ParkAccount", make: func(f *faulty) {
			var statuses socialticket.Memory
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if c.Key == "" {
					return statuses.Commit(ctx, c)
				}
				return f.Memory.Commit(ctx, c)
			}
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Memory.Load(ctx, ref)
				parked, _ := statuses.Load(ctx, ref)
				h.Parked = parked.Parked
				return h, err
			}
		}},
		{name: "leaves_taken_addresses_out", breaks: "ConflictAddress", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				c.Addresses = slices.DeleteFunc(slices.Clone(c.Addresses), func(a channel.Address) bool {
					h, _ := f.Memory.Load(ctx, socialticket.Ref{Addresses: []channel.Address{a}})
					return h.Conversation.Key != "" && h.Conversation.Key != c.Key
				})
				return f.Memory.Commit(ctx, c)
			}
		}},
		{name: "drops_what_is_parked_too_late", breaks: "ParkKnown", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				err := f.Memory.Commit(ctx, c)
				if c.Key == "" && errors.Is(err, socialticket.ErrConflict) {
					return nil
				}
				return err
			}
		}},
		{name: "does_not_count_what_is_parked", breaks: "ParkTaken", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) (err error) {
				for _, c.Parked = range []int{0, 1, 2, 3} {
					if err = f.Memory.Commit(ctx, c); !errors.Is(err, socialticket.ErrConflict) {
						break
					}
				}
				return err
			}
		}},
		{name: "parks_in_a_conversation", breaks: "ParkOnly", make: written(func(c *socialticket.Commit, _ *faulty) {
			if c.Key == "" {
				c.Key = "parked"
			}
		})},
	}
}
