package simulate_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// wrong is a host's store with functions that get something wrong.
type wrong struct {
	*host
	load    func(context.Context, socialticket.Ref) (socialticket.Head, error)
	commit  func(context.Context, socialticket.Commit) error
	tickets func(ticket.Ticket) bool // whether it is shown
	due     func(context.Context, time.Time, int) ([]socialticket.Timer, time.Time, error)
	claim   func([]socialticket.Claimed) []socialticket.Claimed
}

func (w *wrong) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	if w.load != nil {
		return w.load(ctx, ref)
	}
	return w.host.Load(ctx, ref)
}

func (w *wrong) Commit(ctx context.Context, c socialticket.Commit) error {
	if w.commit != nil {
		return w.commit(ctx, c)
	}
	return w.host.Commit(ctx, c)
}

func (w *wrong) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range w.host.Tickets(ctx) {
			if (w.tickets == nil || w.tickets(t)) && !yield(t, err) {
				return
			}
		}
	}
}

func (w *wrong) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	if w.due != nil {
		return w.due(ctx, now, limit)
	}
	return w.host.Due(ctx, now, limit)
}

func (w *wrong) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	list, next, err := w.host.Claim(ctx, c)
	if w.claim != nil {
		list = w.claim(list)
	}
	return list, next, err
}

// loads returns a store that gets heads wrong.
func loads(spoil func(*socialticket.Head)) func(*host) simulate.Store {
	return func(h *host) simulate.Store {
		return &wrong{host: h, load: func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			head, err := h.Load(ctx, ref)
			spoil(&head)
			return head, err
		}}
	}
}

// writes returns a store that gets commits wrong.
func writes(spoil func(*socialticket.Commit)) func(*host) simulate.Store {
	return func(h *host) simulate.Store {
		return &wrong{host: h, commit: func(ctx context.Context, c socialticket.Commit) error {
			spoil(&c)
			return h.Commit(ctx, c)
		}}
	}
}

// brokenOnes returns at least one wrong host for each law.
func brokenOnes() []broken {
	return []broken{
		{invariant: 1, what: "a store forgets that tickets are closed", store: loads(func(h *socialticket.Head) {
			if h.Ticket.Status == ticket.Closed {
				h.Ticket.Status = ticket.Solved
			}
		})},
		{invariant: 2, what: "a store forgets what is in already", store: forgetful},
		{invariant: 2, what: "a store loses messages", store: writes(func(c *socialticket.Commit) {
			c.Comments = slices.DeleteFunc(slices.Clone(c.Comments), func(m ticket.Comment) bool { return m.Author.Kind == ticket.EndUser && m.Number == 3 })
		})},
		{invariant: 3, what: "a store forgets windows", store: loads(func(h *socialticket.Head) { h.Conversation.Window.Openings = nil })},
		{invariant: 4, what: "a policy has no window", desk: func(cfg *socialticket.Config) {
			cfg.Policy = func(a channel.Account) channel.Policy { return channel.Unlimited(a.Kind) }
		}},
		{invariant: 4, what: "a store drops what was not delivered", store: writes(func(c *socialticket.Commit) {
			c.Comments = slices.DeleteFunc(slices.Clone(c.Comments), func(m ticket.Comment) bool { return m.Delivery.State == channel.StateFailed })
		})},
		{invariant: 5, what: "a policy changes its mind", desk: moody()},
		{invariant: 6, what: "a store tells of rules twice", store: writes(func(c *socialticket.Commit) {
			for _, e := range slices.Clone(c.Events) {
				if e.Type == ticket.EventRule {
					c.Events = append(slices.Clone(c.Events), e)
				}
			}
		})},
		{invariant: 7, what: "timers come an hour late", store: func(h *host) simulate.Store {
			return &wrong{host: h, due: func(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
				list, next, err := h.Due(ctx, now.Add(-time.Hour), limit)
				if !next.IsZero() {
					next = next.Add(time.Hour)
				}
				return list, next, err
			}}
		}},
		{invariant: 7, what: "timers are lost", store: writes(func(c *socialticket.Commit) { c.Timers = nil })},
		{invariant: 9, what: "a store hides the tickets of the merged", store: hiding},
		{invariant: 10, what: "a desk masks nothing", desk: func(cfg *socialticket.Config) { cfg.Redact.Off = true }},
		{invariant: 12, what: "a store knows one customer", store: confused},
		{invariant: 13, what: "a store forgets what was done", store: endless},
		{invariant: 13, what: "a queue loses messages", store: claims(func(list []socialticket.Claimed) []socialticket.Claimed {
			return slices.DeleteFunc(slices.Clone(list), func(c socialticket.Claimed) bool { return c.Kind == socialticket.EffectMessage && c.Number%3 == 0 })
		})},
		{invariant: 13, what: "a store mixes up lanes", store: writes(func(c *socialticket.Commit) {
			c.Effects = slices.Clone(c.Effects)
			for i := range c.Effects {
				c.Effects[i].Lane += c.Effects[i].ID
			}
		})},
	}
}

// claims returns a store that gets claims wrong.
func claims(spoil func([]socialticket.Claimed) []socialticket.Claimed) func(*host) simulate.Store {
	return func(h *host) simulate.Store { return &wrong{host: h, claim: spoil} }
}

// endless returns a store that forgets once what was done, and that it was ever claimed.
func endless(h *host) simulate.Store {
	forgot := map[string]bool{}
	return &wrong{
		host: h,
		commit: func(ctx context.Context, c socialticket.Commit) error {
			c.Done = slices.DeleteFunc(slices.Clone(c.Done), func(id string) bool {
				first := !forgot[id]
				forgot[id] = true
				return first
			})
			return h.Commit(ctx, c)
		},
		claim: func(list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				if forgot[list[i].ID] && list[i].Attempt == 2 {
					list[i].Attempt, list[i].Failures, list[i].Since = 1, 0, time.Time{}
				}
			}
			return slices.DeleteFunc(list, func(c socialticket.Claimed) bool { // twice is enough
				return c.Attempt > 2 && h.Return(context.Background(), socialticket.Return{
					Account: c.Account, ID: c.ID, Attempt: c.Attempt, After: c.Until.AddDate(100, 0, 0),
				}) == nil
			})
		},
	}
}

// forgetful returns a store for which each cause is new, and each customer's message.
func forgetful(h *host) simulate.Store {
	n := 0
	return &wrong{
		host: h,
		load: func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			head, err := h.Load(ctx, ref)
			head.Known = false
			if head.Comment.Author.Kind == ticket.EndUser {
				head.Comment = ticket.Comment{}
			}
			return head, err
		},
		commit: func(ctx context.Context, c socialticket.Commit) error {
			n++
			c.Cause += fmt.Sprint(" ", n)
			return h.Store.Commit(ctx, c)
		},
	}
}

// moody returns a policy that counts how often it was asked, in all stories.
func moody() func(*socialticket.Config) {
	var asked atomic.Int64
	return func(cfg *socialticket.Config) {
		cfg.Policy = func(a channel.Account) channel.Policy {
			if asked.Add(1)%7 == 0 {
				return channel.Unlimited(a.Kind)
			}
			p, _ := channel.PolicyOf(a.Kind)
			return p
		}
	}
}

// hiding returns a store that shows no tickets of persons that were merged.
func hiding(h *host) simulate.Store {
	merged := map[string]bool{}
	return &wrong{
		host: h,
		commit: func(ctx context.Context, c socialticket.Commit) error {
			merged[c.Person.ID] = c.Person.Into != ""
			return h.Commit(ctx, c)
		},
		tickets: func(t ticket.Ticket) bool { return !merged[t.Requester] },
	}
}

// confused returns a store that takes a new customer for the first one of the account.
func confused(h *host) simulate.Store {
	first := map[channel.Account]channel.Address{}
	return &wrong{
		host: h,
		load: func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			head, err := h.Load(ctx, ref)
			if len(ref.Addresses) > 0 && head.Conversation.Key == "" && first[ref.Addresses[0].Account].Handle != "" {
				ref.Addresses = []channel.Address{first[ref.Addresses[0].Account]}
				return h.Load(ctx, ref)
			}
			return head, err
		},
		commit: func(ctx context.Context, c socialticket.Commit) error {
			if first[c.Account].Handle == "" {
				first[c.Account] = c.Conversation.Address
			}
			return h.Commit(ctx, c)
		},
	}
}
