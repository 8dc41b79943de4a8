package socialtickettest_test

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

func faultsOfFinding() []fault {
	return []fault{
		{name: "finds_no_nothing", breaks: "LoadNothing", make: func(f *faulty) {
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Store.Load(ctx, ref)
				if h.Conversation.Key == "" {
					err = socialticket.ErrNotFound
				}
				return h, err
			}
		}},
		{name: "prefers_the_ticket", breaks: "LoadOrder", make: asked(func(_ *faulty, r *socialticket.Ref) {
			if r.Ticket != "" {
				r.Comment, r.Message = "", ""
			}
		})},
		{name: "prefers_the_key", breaks: "LoadOrder", make: asked(func(_ *faulty, r *socialticket.Ref) {
			if r.Key != "" {
				r.Comment, r.Message, r.Ticket = "", "", ""
			}
		})},
		{name: "finds_nothing_by_key", breaks: "LoadOrder LoadTicket", make: asked(func(_ *faulty, r *socialticket.Ref) { r.Key = "" })},
		{name: "knows_one_address_only", breaks: "LoadOrder LoadOwners", make: asked(func(_ *faulty, r *socialticket.Ref) {
			r.Addresses = r.Addresses[:min(1, len(r.Addresses))]
		})},
		{name: "does_not_ask_the_ticket_for_the_account", breaks: "LoadAccount", make: asked(func(_ *faulty, r *socialticket.Ref) {
			if r.Account == (channel.Account{}) && r.Ticket != "" {
				r.Account.ID = "none"
			}
		})},
		{name: "returns_the_newest_ticket_always", breaks: "LoadTicket LoadTimers", make: always(func(f *faulty, h *socialticket.Head, _ socialticket.Ref) {
			newest := f.head(socialticket.Ref{Ticket: h.Conversation.Ticket})
			h.Ticket, h.Timers = newest.Ticket, newest.Timers
		})},
		{name: "keeps_the_first_addresses", breaks: "LoadAddresses NoTicket", make: written(func(_ *faulty, c *socialticket.Commit) {
			if c.Expect > 0 {
				c.Addresses = nil
			}
		})},
		{name: "ignores_case", breaks: "LoadExact", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Key = socialticket.Key(strings.ToLower(string(c.Key)))
		})},
		{name: "trims_causes", breaks: "LoadExact", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Cause = strings.ReplaceAll(c.Cause, "  ", " ")
		})},
	}
}

func faultsOfHeads() []fault {
	return []fault{
		{name: "forgets_the_comment", breaks: "LoadComment CommentInPlace LoadMessages", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			h.Comment = ticket.Comment{}
		})},
		{name: "tells_a_comment_that_was_not_named", breaks: "LoadComment", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if thread := f.thread(ref.Ticket); h.Comment.ID == "" && len(thread) > 0 {
				h.Comment = thread[0]
			}
		})},
		{name: "tells_the_newest_comment_as_the_first", breaks: "LoadFirst", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if thread := f.thread(h.Ticket.ID); ref.First && len(thread) > 0 {
				h.First = thread[0]
			}
		})},
		{name: "does_not_know_attempts", breaks: "LoadMessages ConflictMessageOwn ParkUntilInPlace", make: asked(func(f *faulty, r *socialticket.Ref) {
			if c := f.head(*r).Comment; r.Message != "" && c.ID != "" && c.Content.ID != r.Message {
				r.Message = ""
			}
		})},
		{name: "sorts_owners", breaks: "LoadOwners", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			slices.SortFunc(h.Owners, func(a, b socialticket.Owner) int { return strings.Compare(a.User, b.User) })
		})},
		{name: "tells_unknown_owners", breaks: "LoadOwners", make: always(func(_ *faulty, h *socialticket.Head, ref socialticket.Ref) {
			owners := map[channel.Address]string{}
			for _, o := range h.Owners {
				owners[o.Address] = o.User
			}
			h.Owners = nil
			for _, a := range ref.Addresses {
				h.Owners = append(h.Owners, socialticket.Owner{Address: a, User: owners[a]})
			}
		})},
		{name: "knows_every_cause", breaks: "LoadKnown LoadNothing", make: always(func(_ *faulty, h *socialticket.Head, ref socialticket.Ref) {
			h.Known = ref.Cause != ""
		})},
		{name: "knows_causes_of_what_it_found", breaks: "LoadKnown", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			h.Known = h.Known && h.Conversation.Key != ""
		})},
		{name: "forgets_timers", breaks: "LoadTimers LoadTimersMoved AccountTimers", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			h.Timers = nil
		})},
		{name: "forgets_the_timer_of_the_conversation", breaks: "LoadTimers AccountTimers", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			h.Timers = slices.DeleteFunc(h.Timers, func(t socialticket.Timer) bool { return t.Ticket == "" })
		})},
	}
}

func faultsOfLoads() []fault {
	return []fault{
		{name: "keeps_milliseconds", breaks: "LoadWhole", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			h.Comment.SentAt = h.Comment.SentAt.Truncate(time.Millisecond)
		})},
		{name: "knows_the_listed_statuses", breaks: "LoadWhole", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			if !h.Ticket.Status.Known() {
				h.Ticket.Status = ticket.New
			}
		})},
		{name: "loses_the_parts_of_a_comment", breaks: "LoadWhole", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) { h.Comment.Parts = nil })},
		{name: "fails_on_empty_lists", breaks: "LoadEmpty", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			if h.Ticket.Tags != nil && len(h.Ticket.Tags) == 0 {
				h.Ticket.Tags = []string{""}
			}
		})},
		{name: "shares_what_it_holds", breaks: "LoadSnapshot", make: func(f *faulty) {
			var shared sync.Map
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Store.Load(ctx, ref)
				if ref.Comment != "" && err == nil {
					first, _ := shared.LoadOrStore(ref.Comment, h)
					h = first.(socialticket.Head)
				}
				return h, err
			}
		}},
		{name: "reads_in_two_parts", breaks: "LoadInstant", make: func(f *faulty) {
			f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
				h, err := f.Store.Load(ctx, ref)
				runtime.Gosched()
				h.Ticket = f.head(ref).Ticket
				return h, err
			}
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				runtime.Gosched()
				return f.Store.Commit(ctx, c)
			}
		}},
		{name: "loads_the_thread", breaks: "LoadCost", make: asked(func(f *faulty, r *socialticket.Ref) {
			for n := range len(f.thread(r.Ticket)) {
				_ = fmt.Sprint("reads comment ", n)
			}
		})},
	}
}

func faultsOfProcesses() []fault {
	return []fault{
		{name: "forgets_with_the_process", breaks: "LastState LastCause LastClaim LastReturn", change: reopened(func(*faulty) *faulty { return newFaulty() })},
		{name: "sends_again_after_the_process", breaks: "LastState", change: reopened(func(f *faulty) *faulty {
			again := f.hidden(channel.Account{ID: "another"})
			again.Effects = []socialticket.Effect{{ID: "again", Lane: "again", Account: again.Account}}
			_ = f.Store.Commit(context.Background(), again)
			return f
		})},
		{name: "forgets_claims_with_the_process", breaks: "LastClaim LastReturn", change: reopened(func(f *faulty) *faulty {
			f.claim = func(c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
				c.Now = c.Now.Add(10 * c.Lease)
				return f.Store.Claim(context.Background(), c)
			}
			return f
		})},
		{name: "forgets_persons_with_the_process", breaks: "LastState", change: reopened(func(f *faulty) *faulty {
			asked(func(_ *faulty, r *socialticket.Ref) { r.Person = "" })(f)
			return f
		})},
		{name: "forgets_attempts_with_the_process", breaks: "LastClaim LastReturn", change: reopened(func(f *faulty) *faulty {
			handing(func(_ *faulty, _ socialticket.Claim, list []socialticket.Claimed) []socialticket.Claimed {
				for i := range list {
					list[i].Since, list[i].Failures = time.Time{}, 0
				}
				return list
			})(f)
			return f
		})},
	}
}

// elsewhere returns the accounts but one that a store has seen.
func elsewhere(seen map[channel.Account]bool, a channel.Account) []channel.Account {
	return slices.DeleteFunc(slices.Collect(maps.Keys(seen)), func(o channel.Account) bool { return o == a })
}
