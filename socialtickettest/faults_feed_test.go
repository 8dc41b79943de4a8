package socialtickettest_test

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
)

// entries returns what the sound store tells after a place.
func (f *faulty) entries(after int64) (list []socialticket.Entry) {
	return collect(f.Store.Feed(context.Background(), after))
}

// telling returns a fault of what the feed yields and, unless nil, of where it begins.
func telling(spoil func(*faulty, []socialticket.Entry) []socialticket.Entry, begin func(int64) int64) func(*faulty) {
	return func(f *faulty) {
		f.feed = func(after int64) []socialticket.Entry {
			if begin != nil {
				after = begin(after)
			}
			list := f.entries(after)
			if spoil != nil {
				list = spoil(f, list)
			}
			return list
		}
	}
}

// remembering returns a fault that tells parts of commits as they were handed in.
func remembering(spoil func(as socialticket.Commit, e *socialticket.Commit)) func(*faulty) {
	return func(f *faulty) {
		as := map[string]socialticket.Commit{}
		atOnce(written(func(_ *faulty, c *socialticket.Commit) { as[c.Account.ID+c.Cause] = *c }))(f)
		telling(func(f *faulty, list []socialticket.Entry) []socialticket.Entry {
			f.mu.Lock()
			defer f.mu.Unlock()
			for i := range list {
				c := &list[i].Commit
				spoil(as[c.Account.ID+c.Cause], c)
			}
			return list
		}, nil)(f)
	}
}

// stopping is a feed that goes on where a reader has stopped.
type stopping struct {
	*faulty
	at int64
}

func (s *stopping) Feed(ctx context.Context, after int64) iter.Seq2[socialticket.Entry, error] {
	return func(yield func(socialticket.Entry, error) bool) {
		for e, err := range s.Store.Feed(ctx, max(after, s.at)) {
			if !yield(e, err) {
				s.at = e.Place
				return
			}
		}
	}
}

// overlooking is a fault of a feed that shows a commit later than one that came after it.
func overlooking(f *faulty) {
	var late sync.Mutex // held by the commit that is shown late
	var unseen atomic.Value
	var done, reads atomic.Int64
	f.commit = func(ctx context.Context, c socialticket.Commit) error {
		defer done.Add(1)
		f.mu.Lock()
		if !late.TryLock() {
			defer f.mu.Unlock()
			return f.Store.Commit(ctx, c)
		}
		defer late.Unlock()
		unseen.Store(c.Account.ID + c.Cause)
		defer unseen.Store("")
		err := f.Store.Commit(ctx, c)
		f.mu.Unlock()
		wait := func(n *atomic.Int64, more int64, most int) {
			more += n.Load()
			for spin := 0; spin < most && n.Load() < more; spin++ {
				runtime.Gosched()
			}
		}
		wait(&done, 1, 10_000)
		wait(&reads, 2, 200_000) // there is a reader
		return err
	}
	telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
		reads.Add(1)
		return slices.DeleteFunc(list, func(e socialticket.Entry) bool { return unseen.Load() == e.Commit.Account.ID+e.Commit.Cause })
	}, nil)(f)
}

func faultsOfFeed() []fault {
	return []fault{
		{name: "tells_the_newest_first", breaks: "Feed FeedAfter FeedPlace", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			slices.Reverse(list)
			return list
		}, nil)},
		{name: "tells_one_ticket_of_a_commit", breaks: "Feed", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			for i := range list {
				list[i].Commit.Others = nil
			}
			return list
		}, nil)},
		{name: "tells_nothing_of_persons", breaks: "Feed FeedRefused FeedStop", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			return slices.DeleteFunc(list, func(e socialticket.Entry) bool { return !e.Commit.Person.IsZero() })
		}, nil)},
		{name: "tells_nothing_of_what_is_parked", breaks: "Feed FeedAfter", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			return slices.DeleteFunc(list, func(e socialticket.Entry) bool { return e.Commit.Key == "" })
		}, nil)},
		{name: "tells_nothing_of_timers", breaks: "Feed", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			for i := range list {
				list[i].Commit.Timers = nil
			}
			return list
		}, nil)},
		{name: "tells_all_always", breaks: "FeedAfter", make: telling(nil, func(int64) int64 { return 0 })},
		{name: "tells_the_place_again", breaks: "FeedAfter", make: telling(nil, func(after int64) int64 { return max(0, after-1) })},
		{name: "tells_what_was_refused", breaks: "FeedRefused", make: func(f *faulty) {
			var tried memory.Store // which has it all the same
			refused(func(f *faulty, c socialticket.Commit, err error) error {
				c.Expect, c.Person.Version, c.Cause, c.Parked = 0, 1, f.hidden(c.Account).Cause, 0
				_ = tried.Commit(context.Background(), c)
				return err
			})(f)
			telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
				return append(list, collect(tried.Feed(context.Background(), 0))...)
			}, nil)(f)
		}},
		{name: "goes_on_where_a_reader_stopped", breaks: "FeedStop", change: changing(func(f *faulty) socialticket.Store { return &stopping{faulty: f} })},
		{name: "overlooks_what_overtakes", breaks: "FeedRace", make: overlooking},
		{name: "counts_places_afresh", breaks: "FeedAfter", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			for i := range list {
				list[i].Place = int64(i) + 1
			}
			return list
		}, nil)},
		{name: "has_one_place", breaks: "FeedPlace FeedAfter", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			for i := range list {
				list[i].Place = 7
			}
			return list
		}, nil)},
		{name: "moves_places", breaks: "FeedPlace", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			for i := range list {
				list[i].Place += int64(len(list))
			}
			return list
		}, nil)},
		{name: "tells_comments_as_they_were", breaks: "FeedComments", make: remembering(func(as socialticket.Commit, c *socialticket.Commit) { c.Comments = as.Comments })},
		{name: "tells_what_effects_carry", breaks: "FeedEffects", make: remembering(func(as socialticket.Commit, c *socialticket.Commit) { c.Effects = as.Effects })},
		{name: "tells_nothing_of_effects", breaks: "FeedEffects Feed", make: remembering(func(_ socialticket.Commit, c *socialticket.Commit) { c.Effects = nil })},
	}
}

// pruned returns a fault of how Prune takes what it is told, and of what it says.
func pruned(spoil func(*socialticket.Prune), answer func(int) int) func(*faulty) {
	return func(f *faulty) {
		f.prune = func(p socialticket.Prune) (int, error) {
			spoil(&p)
			n, err := f.Store.Prune(context.Background(), p)
			if answer != nil {
				n = answer(n)
			}
			return n, err
		}
	}
}

// afterPrune returns a fault that shows once something was pruned.
func afterPrune(spoil func(*faulty)) func(*faulty) {
	return func(f *faulty) {
		f.prune = func(p socialticket.Prune) (int, error) {
			spoil(f)
			return f.Store.Prune(context.Background(), p)
		}
	}
}

func faultsOfPruning() []fault {
	nothing := func(*socialticket.Prune) {}
	return []fault{
		{name: "keeps_causes", breaks: "PruneCauses PruneLimit PruneAll", make: pruned(func(p *socialticket.Prune) { p.Causes = time.Time{} }, nil)},
		{name: "keeps_what_is_parked", breaks: "PruneParked PruneAll", make: pruned(func(p *socialticket.Prune) { p.Parked = time.Time{} }, nil)},
		{name: "keeps_the_feed", breaks: "PruneFeed PruneAll FeedPruned", make: pruned(func(p *socialticket.Prune) { p.Feed = time.Time{} }, nil)},
		{name: "forgets_what_is_as_old", breaks: "PruneCauses PruneParked PruneFeed PruneNothing FeedPruned", make: pruned(func(p *socialticket.Prune) {
			for _, at := range []*time.Time{&p.Causes, &p.Parked, &p.Feed} {
				if !at.IsZero() {
					*at = at.Add(1)
				}
			}
		}, nil)},
		{name: "forgets_parked_events_with_their_causes", breaks: "PruneCauses", make: pruned(func(p *socialticket.Prune) { p.Parked = p.Causes }, nil)},
		{name: "forgets_causes_with_the_feed", breaks: "PruneFeed", make: pruned(func(p *socialticket.Prune) {
			if p.Causes.IsZero() {
				p.Causes = p.Feed
			}
		}, nil)},
		{name: "takes_no_instant_for_all", breaks: "PruneNothing PruneCauses PruneParked", make: pruned(func(p *socialticket.Prune) {
			for _, at := range []*time.Time{&p.Causes, &p.Parked, &p.Feed} {
				if at.IsZero() {
					*at = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			}
		}, nil)},
		{name: "forgets_without_limit", breaks: "PruneLimit PruneAll", make: pruned(func(p *socialticket.Prune) { p.Limit = 1000 }, nil)},
		{name: "does_not_count_what_it_forgets", breaks: "PruneLimit PruneAll PruneCauses PruneParked PruneFeed", make: pruned(nothing, func(int) int { return 0 })},
		{name: "counts_too_much", breaks: "PruneNothing PruneAll", make: pruned(nothing, func(n int) int { return n + 1 })},
		{name: "prunes_timers", breaks: "PruneKeeps", make: afterPrune(func(f *faulty) {
			always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) { h.Timers = nil })(f)
		})},
		{name: "prunes_persons", breaks: "PruneKeeps", make: afterPrune(func(f *faulty) {
			always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) { h.Person.Name, h.Record.Name = "", "" })(f)
		})},
		{name: "prunes_addresses", breaks: "PruneKeeps", make: afterPrune(func(f *faulty) {
			asked(func(_ *faulty, r *socialticket.Ref) { r.Addresses = []channel.Address{} })(f)
		})},
		{name: "prunes_effects", breaks: "PruneKeeps PruneKeepsClaims", make: afterPrune(func(f *faulty) {
			claiming(func(c *socialticket.Claim) { c.Kinds = []socialticket.EffectKind{"none"} })(f)
		})},
		{name: "prunes_attempts", breaks: "PruneKeepsClaims", make: afterPrune(func(f *faulty) {
			handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
				for i := range list {
					list[i].Attempt, list[i].Failures, list[i].Since = 1, 0, time.Time{}
				}
				return list
			})(f)
		})},
		{name: "tells_nothing_after_a_place_that_is_gone", breaks: "FeedPruned", make: func(f *faulty) {
			f.feed = func(after int64) []socialticket.Entry {
				list := f.entries(after)
				if after > 0 && len(list) > 0 && list[0].Place > after+1 {
					return nil
				}
				return list
			}
		}},
	}
}
