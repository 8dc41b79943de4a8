package socialtickettest_test

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
)

// counted sets the number of parked events of a commit to what the store has, if it is
// the number that count returns.
func counted(count func(f *faulty, c socialticket.Commit) int) func(*faulty) {
	return atOnce(written(func(f *faulty, c *socialticket.Commit) {
		if count(f, *c) != c.Parked {
			c.Parked = -1
			return
		}
		c.Parked = 0
		for _, comment := range c.Comments {
			c.Parked += f.waiting(c.Account, comment.MessageIDs()...)
		}
	}))
}

func faultsOfParking() []fault {
	return []fault{
		{name: "reverses_what_is_parked", breaks: "ParkOrder", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) { slices.Reverse(h.Parked) })},
		{name: "parks_statuses_only", breaks: "ParkOrder ParkAbout ParkUntil", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if c.Key == "" && c.Park.Type != channel.EventStatus {
					return nil
				}
				return f.Store.Commit(ctx, c)
			}
		}},
		{name: "parks_reactions_under_their_own_message", breaks: "ParkAbout", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if about, found := strings.CutPrefix(ref.Message, "reaction to "); found {
				h.Parked = f.head(socialticket.Ref{Account: ref.Account, Message: about}).Parked
			}
		})},
		{name: "parks_without_the_account", breaks: "AccountParked ParkKnown", make: func(f *faulty) {
			none := channel.Account{}
			written(func(_ *faulty, c *socialticket.Commit) {
				if c.Key == "" {
					c.Account, c.Park.Account = none, none
				}
			})(f)
			always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
				h.Parked = f.head(socialticket.Ref{Message: ref.Message, Ticket: "none"}).Parked
			})(f)
		}},
		{name: "parks_for_ever", breaks: "ParkUntil ParkUntilInPlace ParkTaken ParkTakenAll AccountParked", make: func(f *faulty) {
			var statuses memory.Store
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if c.Key == "" {
					return statuses.Commit(ctx, c)
				}
				c.Parked = 0
				return f.Store.Commit(ctx, c)
			}
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Store.Load(ctx, ref)
				parked, _ := statuses.Load(ctx, ref)
				h.Parked = parked.Parked
				return h, err
			}
		}},
		{name: "drops_what_is_parked_too_late", breaks: "ParkKnown ParkKnownAttempt", make: refused(func(_ *faulty, c socialticket.Commit, err error) error {
			if c.Key == "" && errors.Is(err, socialticket.ErrConflict) {
				return nil
			}
			return err
		})},
		{name: "drops_what_is_parked_too_late_for_an_attempt", breaks: "ParkKnownAttempt", make: refused(func(f *faulty, c socialticket.Commit, err error) error {
			about := c.Park.About()
			known := f.head(socialticket.Ref{Account: c.Account, Message: about}).Comment
			if c.Key == "" && known.ID != "" && known.Content.ID != about {
				return nil
			}
			return err
		})},
		{name: "does_not_count_what_is_parked", breaks: "ParkTaken ParkTakenAll ParkBeside RaceParked ConflictWritesNothing", make: counted(func(_ *faulty, c socialticket.Commit) int {
			return c.Parked
		})},
		{name: "counts_what_is_parked_for_contents", breaks: "ParkTakenAll ParkUntilInPlace", make: counted(func(f *faulty, c socialticket.Commit) (n int) {
			for _, comment := range c.Comments {
				n += f.waiting(c.Account, comment.Content.ID)
			}
			return n
		})},
		{name: "counts_what_is_parked_for_the_first_comment", breaks: "ParkTakenAll", make: counted(func(f *faulty, c socialticket.Commit) int {
			if len(c.Comments) == 0 {
				return 0
			}
			return f.waiting(c.Account, c.Comments[0].MessageIDs()...)
		})},
		{name: "parks_in_a_conversation", breaks: "ParkOnly", make: written(func(_ *faulty, c *socialticket.Commit) {
			if c.Key == "" {
				c.Key = "parked"
			}
		})},
		{name: "parks_nothing_beside", breaks: "ParkBeside ParkKnown", make: written(func(_ *faulty, c *socialticket.Commit) {
			if c.Key != "" {
				c.Park = channel.Event{}
			}
		})},
	}
}

// elsewhereToo returns a fault of commits that remember something for all accounts: the
// commit conflicts if one of another account had it.
func elsewhereToo(err error, of func(socialticket.Commit) []string) func(*faulty) {
	return func(f *faulty) {
		seen := map[string]channel.Account{}
		atOnce(func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				for _, name := range of(c) {
					if a, found := seen[name]; found && a != c.Account {
						return err
					}
				}
				err := f.Store.Commit(ctx, c)
				if err == nil {
					for _, name := range of(c) {
						seen[name] = c.Account
					}
				}
				return err
			}
		})(f)
	}
}

func faultsOfAccounts() []fault {
	return []fault{
		{name: "has_keys_for_all_accounts", breaks: "AccountTalks AccountFound AccountTimers AccountPersons", make: elsewhereToo(socialticket.ErrConflict, func(c socialticket.Commit) []string {
			return []string{string(c.Key)}
		})},
		{name: "has_handles_for_all_accounts", breaks: "AccountTalks AccountFound", make: elsewhereToo(socialticket.ErrConflict, func(c socialticket.Commit) (all []string) {
			for _, a := range c.Addresses {
				all = append(all, a.Handle)
			}
			return all
		})},
		{name: "has_messages_for_all_accounts", breaks: "AccountTalks AccountFound", make: elsewhereToo(socialticket.ErrConflict, func(c socialticket.Commit) (all []string) {
			for _, comment := range c.Comments {
				all = append(all, comment.MessageIDs()...)
			}
			return all
		})},
		{name: "has_comments_for_all_accounts", breaks: "AccountTalks AccountFound FeedComments", make: elsewhereToo(socialticket.ErrConflict, func(c socialticket.Commit) (all []string) {
			for _, comment := range c.Comments {
				all = append(all, comment.ID)
			}
			return all
		})},
		{name: "has_causes_for_all_accounts", breaks: "AccountCauses AccountPersons", make: elsewhereToo(socialticket.ErrDuplicate, func(c socialticket.Commit) []string {
			return []string{c.Cause}
		})},
		{name: "has_effects_for_all_accounts", breaks: "AccountEffects", make: elsewhereToo(socialticket.ErrConflict, func(c socialticket.Commit) (all []string) {
			for _, e := range c.Effects {
				all = append(all, e.ID)
			}
			return all
		})},
		{name: "looks_into_one_account", breaks: "AccountFound", make: asked(func(_ *faulty, r *socialticket.Ref) {
			if r.Comment+r.Message != "" {
				r.Account = channel.Account{Kind: channel.WhatsApp, ID: "business"}
			}
		})},
		{name: "does_effects_of_all_accounts", breaks: "AccountEffects", make: func(f *faulty) {
			seen := map[channel.Account]bool{}
			atOnce(written(func(f *faulty, c *socialticket.Commit) {
				seen[c.Account] = true
				for _, a := range elsewhere(seen, c.Account) {
					also := f.hidden(a)
					if also.Done = c.Done; len(c.Done) > 0 {
						_ = f.Store.Commit(context.Background(), also)
					}
				}
			}))(f)
		}},
		{name: "has_lanes_for_all_accounts", breaks: "AccountLanes", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			return slices.CompactFunc(list, func(a, b socialticket.Claimed) bool { return a.Lane == b.Lane })
		})},
		{name: "has_timers_for_all_accounts", breaks: "AccountTimers", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if ref.Key != "" {
				h.Timers = f.head(socialticket.Ref{Account: channel.Account{Kind: channel.WhatsApp, ID: "business"}, Key: ref.Key}).Timers
			}
		})},
	}
}
