package socialtickettest_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// handing returns a fault of what Claim hands out.
func handing(spoil func(*faulty, socialticket.Claim, []socialticket.Claimed) []socialticket.Claimed) func(*faulty) {
	return func(f *faulty) {
		f.claim = func(c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
			list, next, err := f.Store.Claim(context.Background(), c)
			return spoil(f, c, list), next, err
		}
	}
}

// claiming returns a fault of how Claim takes what it is asked.
func claiming(spoil func(*socialticket.Claim)) func(*faulty) {
	return func(f *faulty) {
		f.claim = func(c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
			spoil(&c)
			return f.Store.Claim(context.Background(), c)
		}
	}
}

// laned returns a fault that has other lanes than the effects name.
func laned(lane func(socialticket.Effect) string) func(*faulty) {
	return func(f *faulty) {
		written(func(_ *faulty, c *socialticket.Commit) {
			c.Effects = slices.Clone(c.Effects)
			for i := range c.Effects {
				c.Effects[i].Lane += "\x00" + lane(c.Effects[i])
			}
		})(f)
		handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				list[i].Lane, _, _ = strings.Cut(list[i].Lane, "\x00")
			}
			return list
		})(f)
	}
}

func faultsOfClaims() []fault {
	return []fault{
		{name: "loses_what_effects_carry", breaks: "ClaimWhole", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				list[i].Message = channel.Outbound{}
			}
			return list
		})},
		{name: "loses_commands", breaks: "ClaimWhole", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				list[i].Command = socialticket.Order{}
			}
			return list
		})},
		{name: "has_a_lane_for_each_effect", breaks: "ClaimFirst ClaimLane AccountLanes RaceClaim", make: laned(func(e socialticket.Effect) string { return e.ID })},
		{name: "has_a_lane_for_each_kind", breaks: "ClaimKinds", make: laned(func(e socialticket.Effect) string { return string(e.Kind) })},
		{name: "has_a_lane_for_each_conversation", breaks: "ClaimLane", make: laned(func(e socialticket.Effect) string { return string(e.Key) })},
		{name: "has_one_lane", breaks: "ClaimFirst ClaimLane ClaimAfter", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Effects = slices.Clone(c.Effects)
			for i := range c.Effects {
				c.Effects[i].Lane = "the only one"
			}
		})},
		{name: "orders_a_lane_as_it_came", breaks: "ClaimLane", make: func(f *faulty) {
			numbers := map[string]int64{}
			atOnce(written(func(f *faulty, c *socialticket.Commit) {
				c.Effects = slices.Clone(c.Effects)
				for i := range c.Effects {
					e := &c.Effects[i]
					numbers[e.ID], e.Number = e.Number, f.counter.Add(1)
				}
			}))(f)
			handing(func(f *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
				f.mu.Lock()
				defer f.mu.Unlock()
				for i := range list {
					list[i].Number = numbers[list[i].ID]
				}
				return list
			})(f)
		}},
		{name: "hands_out_by_id", breaks: "ClaimOrder", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			slices.SortFunc(list, func(a, b socialticket.Claimed) int { return cmp.Compare(a.ID, b.ID) })
			return list
		})},
		{name: "hands_out_by_age", breaks: "ClaimOrder", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			slices.SortStableFunc(list, func(a, b socialticket.Claimed) int {
				return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Number, b.Number))
			})
			slices.Reverse(list)
			return list
		})},
		{name: "does_not_wait", breaks: "ClaimAfter ClaimNext", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Effects = slices.Clone(c.Effects)
			for i := range c.Effects {
				c.Effects[i].After = time.Time{}
			}
		})},
		{name: "holds_claims_too_long", breaks: "ClaimLease", make: claiming(func(c *socialticket.Claim) { c.Lease++ })},
		{name: "holds_claims_for_ever", breaks: "ClaimLease ClaimAttempt ClaimDoubt LastClaim", make: claiming(func(c *socialticket.Claim) { c.Lease *= 10_000 })},
		{name: "holds_claims_for_a_moment", breaks: "ClaimFirst ClaimLease RaceClaim RaceWork", make: claiming(func(c *socialticket.Claim) { c.Lease = 0 })},
		{name: "counts_no_attempts", breaks: "ClaimAttempt RaceClaim LastClaim", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				list[i].Attempt = 1
			}
			return list
		})},
		{name: "hands_out_every_kind", breaks: "ClaimKinds", make: claiming(func(c *socialticket.Claim) { c.Kinds = nil })},
		{name: "hands_out_without_limit", breaks: "ClaimLimit", make: claiming(func(c *socialticket.Claim) { c.Limit = 1000 })},
		{name: "hands_out_one", breaks: "ClaimFirst ClaimLimit", make: claiming(func(c *socialticket.Claim) { c.Limit = 1 })},
		{name: "has_work_for_ever", breaks: "ClaimDone ClaimFirst NoTicket", make: written(func(_ *faulty, c *socialticket.Commit) { c.Done = nil })},
		{name: "does_one_effect_at_a_time", breaks: "ClaimDone", make: written(func(_ *faulty, c *socialticket.Commit) { c.Done = c.Done[:min(1, len(c.Done))] })},
		{name: "hands_out_twice", breaks: "RaceClaim RaceWork ClaimFirst", make: func(f *faulty) {
			var last []socialticket.Claimed
			handing(func(f *faulty, c socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
				f.mu.Lock()
				defer f.mu.Unlock()
				if len(list) == 0 && len(last) > 0 && last[0].Until.Equal(c.Now.Add(c.Lease)) {
					list, last = last, nil
					return list
				}
				last = slices.Clone(list)
				return list
			})(f)
		}},
	}
}

// freeing returns a fault that holds a lane until the lease of what was done in it ends.
func freeing(f *faulty) {
	until := map[string]socialticket.Claimed{}
	handing(func(f *faulty, c socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
		f.mu.Lock()
		defer f.mu.Unlock()
		return slices.DeleteFunc(list, func(x socialticket.Claimed) bool {
			if held, found := until[x.Lane]; found && held.ID != x.ID && held.Until.After(c.Now) {
				_ = f.Store.Return(context.Background(), socialticket.Return{Account: x.Account, ID: x.ID, Attempt: x.Attempt})
				return true
			}
			until[x.Lane] = x
			return false
		})
	})(f)
}

func faultsOfNext() []fault {
	next := func(spoil func(next time.Time, c socialticket.Claim) time.Time) func(*faulty) {
		return func(f *faulty) {
			f.claim = func(c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
				list, at, err := f.Store.Claim(context.Background(), c)
				return list, spoil(at, c), err
			}
		}
	}
	return []fault{
		{name: "tells_nothing_of_what_comes", breaks: "ClaimNext", make: next(func(time.Time, socialticket.Claim) time.Time { return time.Time{} })},
		{name: "tells_of_what_comes_too_late", breaks: "ClaimNext", make: next(func(at time.Time, _ socialticket.Claim) time.Time { return at.Add(1) })},
		{name: "tells_now_for_what_comes", breaks: "ClaimNext", make: next(func(_ time.Time, c socialticket.Claim) time.Time { return c.Now })},
		{name: "frees_a_lane_after_the_lease", breaks: "ClaimFirst ClaimLane ClaimDone", make: freeing},
	}
}

// giving returns a fault of how Return takes what it is told.
func giving(spoil func(*socialticket.Return)) func(*faulty) {
	return func(f *faulty) {
		f.giveBack = func(r socialticket.Return) error {
			spoil(&r)
			return f.Store.Return(context.Background(), r)
		}
	}
}

func faultsOfReturns() []fault {
	return []fault{
		{name: "gives_back_at_once", breaks: "ReturnAfter LastReturn", make: giving(func(r *socialticket.Return) { r.After = time.Time{} })},
		{name: "gives_nothing_back", breaks: "ReturnAfter ReturnFailures ReturnNoDoubt RaceWork", make: func(f *faulty) {
			f.giveBack = func(socialticket.Return) error { return nil }
		}},
		{name: "takes_every_return", breaks: "ReturnConflict", make: func(f *faulty) {
			f.giveBack = func(r socialticket.Return) error {
				if err := f.Store.Return(context.Background(), r); !errors.Is(err, socialticket.ErrConflict) {
					return err
				}
				return nil
			}
		}},
		{name: "takes_a_return_of_any_claim", breaks: "ReturnConflict", make: func(f *faulty) {
			attempts := map[string]int{}
			handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
				f.mu.Lock()
				defer f.mu.Unlock()
				for _, c := range list {
					attempts[c.ID] = c.Attempt
				}
				return list
			})(f)
			giving(func(r *socialticket.Return) {
				f.mu.Lock()
				defer f.mu.Unlock()
				r.Attempt = attempts[r.ID]
			})(f)
		}},
		{name: "counts_every_return", breaks: "ReturnFailures LastReturn", make: giving(func(r *socialticket.Return) { r.Reason.Code = "none" })},
		{name: "counts_reasons_with_a_code", breaks: "ReturnFailures", make: giving(func(r *socialticket.Return) {
			if r.Reason.Code == "" {
				r.Reason = channel.Error{}
			}
		})},
		{name: "counts_claims_without_a_result", breaks: "ReturnFailures", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				list[i].Failures = list[i].Attempt - 1
			}
			return list
		})},
		{name: "is_never_in_doubt", breaks: "ClaimDoubt ReturnDoubt ReturnNoDoubt LastClaim PruneKeepsClaims", make: handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
			for i := range list {
				list[i].Since = time.Time{}
			}
			return list
		})},
		{name: "is_in_doubt_since_the_last_claim", breaks: "ClaimDoubt ReturnDoubt", make: func(f *faulty) {
			last := map[string]time.Time{}
			handing(func(f *faulty, c socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
				f.mu.Lock()
				defer f.mu.Unlock()
				for i := range list {
					if !list[i].Since.IsZero() {
						list[i].Since = last[list[i].ID]
					}
					last[list[i].ID] = c.Now
				}
				return list
			})(f)
		}},
		{name: "forgets_doubt", breaks: "ReturnDoubt LastReturn", make: giving(func(r *socialticket.Return) { r.Doubt = false })},
		{name: "forgets_doubt_without_a_reason", breaks: "ReturnDoubt ReturnNoDoubt", make: giving(func(r *socialticket.Return) {
			r.Doubt = r.Doubt && r.Reason != channel.Error{}
		})},
		{name: "is_in_doubt_for_ever", breaks: "ReturnNoDoubt", make: giving(func(r *socialticket.Return) { r.Doubt = true })},
	}
}
