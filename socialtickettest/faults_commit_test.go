package socialtickettest_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/socialtickettest"
	"github.com/socialticket/socialticket/ticket"
)

// leaving returns a fault that leaves something behind when a commit is refused with an
// error that matches one of those given.
func leaving(rest func(*faulty, socialticket.Commit) socialticket.Commit, errs ...error) func(*faulty) {
	return refused(func(f *faulty, c socialticket.Commit, err error) error {
		if slices.ContainsFunc(errs, func(e error) bool { return errors.Is(err, e) }) {
			_ = f.Store.Commit(context.Background(), rest(f, c))
		}
		return err
	})
}

func effectsOnly(f *faulty, c socialticket.Commit) socialticket.Commit {
	rest := f.hidden(c.Account)
	rest.Effects = c.Effects
	return rest
}

func causeOnly(f *faulty, c socialticket.Commit) socialticket.Commit {
	rest := f.hidden(c.Account)
	rest.Cause = c.Cause
	return rest
}

func parkOnly(f *faulty, c socialticket.Commit) socialticket.Commit {
	return socialticket.Commit{Account: c.Account, Cause: f.hidden(c.Account).Cause, Park: c.Park}
}

// others returns the ids of a comment's messages that other comments have.
func (f *faulty) others(a channel.Account, c ticket.Comment) []string {
	return slices.DeleteFunc(c.MessageIDs(), func(id string) bool {
		has := f.head(socialticket.Ref{Account: a, Message: id}).Comment.ID
		return has == "" || has == c.ID
	})
}

// without returns a commit without some of its message ids.
func without(c socialticket.Commit, ids func(ticket.Comment) []string) socialticket.Commit {
	c.Comments = slices.Clone(c.Comments)
	for i := range c.Comments {
		comment := &c.Comments[i]
		gone := ids(*comment)
		if slices.Contains(gone, comment.Content.ID) {
			comment.Content.ID = ""
		}
		comment.Parts = slices.Clone(comment.Parts)
		for k := range comment.Parts {
			attempts := slices.Clone(comment.Parts[k].Attempts)
			for n := range attempts {
				if slices.Contains(gone, attempts[n].MessageID) {
					attempts[n].MessageID = ""
				}
			}
			comment.Parts[k].Attempts = attempts
		}
	}
	return c
}

func faultsOfConflicts() []fault {
	return []fault{
		{name: "ignores_versions", breaks: "Conflict ConflictBegun ConflictWritesNothing RaceOneWins PersonVersion", make: atOnce(written(func(f *faulty, c *socialticket.Commit) {
			c.Expect = f.version(*c)
		}))},
		{name: "begins_again", breaks: "ConflictBegun PersonVersion", make: written(func(f *faulty, c *socialticket.Commit) {
			if c.Expect == 0 {
				c.Expect = f.version(*c)
			}
		})},
		{name: "leaves_taken_addresses_out", breaks: "ConflictAddress ConflictWritesNothing RaceAddress", make: atOnce(written(func(f *faulty, c *socialticket.Commit) {
			c.Addresses = slices.DeleteFunc(slices.Clone(c.Addresses), func(a channel.Address) bool {
				h := f.head(socialticket.Ref{Addresses: []channel.Address{a}})
				return h.Conversation.Key != "" && h.Conversation.Key != c.Key
			})
		}))},
		{name: "leaves_taken_messages_out", breaks: "ConflictMessage ConflictWritesNothing RaceMessage", make: atOnce(written(func(f *faulty, c *socialticket.Commit) {
			*c = without(*c, func(comment ticket.Comment) []string { return f.others(c.Account, comment) })
		}))},
		{name: "leaves_taken_attempts_out", breaks: "ConflictMessage RaceMessage", make: atOnce(written(func(f *faulty, c *socialticket.Commit) {
			*c = without(*c, func(comment ticket.Comment) []string {
				return slices.DeleteFunc(f.others(c.Account, comment), func(id string) bool { return id == comment.Content.ID })
			})
		}))},
		{name: "takes_a_message_once", breaks: "ConflictMessageOwn CommentInPlace CommentThread", make: checked(func(f *faulty, c *socialticket.Commit) error {
			for _, comment := range c.Comments {
				for _, id := range comment.MessageIDs() {
					if f.head(socialticket.Ref{Account: c.Account, Message: id}).Comment.ID != "" && !f.head(socialticket.Ref{Account: c.Account, Cause: c.Cause}).Known {
						return socialticket.ErrConflict
					}
				}
			}
			return nil
		})},
		{name: "sends_what_conflicts", breaks: "ConflictWritesNothing", make: leaving(effectsOnly, socialticket.ErrConflict)},
		{name: "remembers_what_conflicts", breaks: "ConflictWritesNothing", make: leaving(causeOnly, socialticket.ErrConflict)},
		{name: "parks_what_conflicts", breaks: "ConflictWritesNothing ParkBeside", make: leaving(parkOnly, socialticket.ErrConflict)},
	}
}

func faultsOfCauses() []fault {
	return []fault{
		{name: "knows_no_causes", breaks: "Duplicate DuplicateWhatever DuplicateAnywhere DuplicateWritesNothing RaceOnce LastCause LoadKnown AccountCauses PersonCause AccountPersons", make: written(func(f *faulty, c *socialticket.Commit) {
			c.Cause = f.hidden(c.Account).Cause
		})},
		{name: "has_causes_for_each_conversation", breaks: "DuplicateAnywhere RaceOnce PersonCause", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Cause += string(c.Key)
		})},
		{name: "checks_the_version_first", breaks: "Duplicate DuplicateWhatever PersonCause", make: checked(func(f *faulty, c *socialticket.Commit) error {
			if c.Key != "" && f.version(*c) != c.Expect {
				return socialticket.ErrConflict
			}
			return nil
		})},
		{name: "checks_what_is_parked_first", breaks: "DuplicateWhatever", make: checked(func(f *faulty, c *socialticket.Commit) error {
			n := 0
			for _, comment := range c.Comments {
				n += f.waiting(c.Account, comment.MessageIDs()...)
			}
			if n != c.Parked {
				return socialticket.ErrConflict
			}
			return nil
		})},
		{name: "sends_what_is_double", breaks: "DuplicateWritesNothing", make: leaving(effectsOnly, socialticket.ErrDuplicate)},
		{name: "parks_what_is_double", breaks: "DuplicateWritesNothing DuplicateAnywhere", make: leaving(parkOnly, socialticket.ErrDuplicate)},
	}
}

func faultsOfFailures() []fault {
	return []fault{
		{name: "fails_half_way", breaks: "FailureWhole", change: breaking(func(f *faulty, c socialticket.Commit) {
			_ = f.Store.Commit(context.Background(), effectsOnly(f, c))
		}, nil)},
		{name: "remembers_what_failed", breaks: "FailureWhole FailureUnknown", change: breaking(func(f *faulty, c socialticket.Commit) {
			_ = f.Store.Commit(context.Background(), causeOnly(f, c))
		}, nil)},
		{name: "does_what_failed_but_for_the_effects", breaks: "FailureWhole", change: breaking(func(f *faulty, c socialticket.Commit) {
			c.Effects = nil
			_ = f.Store.Commit(context.Background(), c)
		}, nil)},
		{name: "does_what_failed_but_for_the_other_tickets", breaks: "FailureWhole", change: breaking(func(f *faulty, c socialticket.Commit) {
			c.Others = nil
			_ = f.Store.Commit(context.Background(), c)
		}, nil)},
		{name: "does_what_failed_under_another_cause", breaks: "FailureWhole FailureUnknown", change: breaking(func(f *faulty, c socialticket.Commit) {
			c.Cause = f.hidden(c.Account).Cause
			_ = f.Store.Commit(context.Background(), c)
		}, nil)},
		{name: "cannot_be_broken", breaks: "FailureWhole FailureUnknown", change: func(cfg *socialtickettest.Config) {
			cfg.Break = func(*testing.T, socialticket.Store) func() { return func() {} }
		}},
		{name: "ignores_contexts", breaks: "EndedContext", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				return f.Store.Commit(context.WithoutCancel(ctx), c)
			}
		}},
	}
}

func faultsOfWriting() []fault {
	return []fault{
		{name: "leaves_comments_as_they_were", breaks: "CommentInPlace CommentThread FeedComments", make: written(func(f *faulty, c *socialticket.Commit) {
			c.Comments = slices.DeleteFunc(slices.Clone(c.Comments), func(comment ticket.Comment) bool {
				return f.head(socialticket.Ref{Account: c.Account, Comment: comment.ID}).Comment.ID != ""
			})
		})},
		{name: "keeps_one_event_of_a_commit", breaks: "EventsAdded", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Events = c.Events[:min(1, len(c.Events))]
		})},
		{name: "has_one_thread_for_all_tickets", breaks: "TicketsApart", make: func(f *faulty) {
			f.comments = func(id ticket.ID, _ socialticket.Page) ([]ticket.Comment, error) {
				return append(f.thread("ticket newer"), f.thread(id)...), nil
			}
		}},
		{name: "writes_one_ticket_of_a_commit", breaks: "TwoTickets", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Others = nil
		})},
		{name: "shares_the_other_tickets_with_the_caller", breaks: "TwoTickets", make: shareOthers},
		{name: "puts_all_comments_of_a_commit_into_one_thread", breaks: "TwoThreads", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Comments = slices.Clone(c.Comments)
			for i := range c.Comments {
				c.Comments[i].Ticket = c.Ticket.ID
			}
		})},
		{name: "puts_all_events_of_a_commit_into_one_log", breaks: "TwoThreads", make: written(func(_ *faulty, c *socialticket.Commit) {
			c.Events = slices.Clone(c.Events)
			for i := range c.Events {
				c.Events[i].Ticket = c.Ticket.ID
			}
		})},
		{name: "clears_timers_without_a_ticket", breaks: "NoTicket LoadTimersMoved", make: written(func(f *faulty, c *socialticket.Commit) {
			if c.Ticket.IsZero() && c.Key != "" {
				gone := socialticket.Timer{Account: c.Account, Key: c.Key, Ticket: c.Conversation.Ticket}
				c.Timers = append(slices.Clone(c.Timers), gone)
			}
		})},
	}
}

// shareOthers is a fault: what is read of the other tickets of a commit is what the caller
// still holds.
func shareOthers(f *faulty) {
	held := map[ticket.ID]*ticket.Ticket{}
	f.commit = func(ctx context.Context, c socialticket.Commit) error {
		err := f.Store.Commit(ctx, c)
		for i := range c.Others {
			held[c.Others[i].ID] = &c.Others[i]
		}
		return err
	}
	f.ticket = func(id ticket.ID) (ticket.Ticket, error) {
		if t := held[id]; t != nil {
			return *t, nil
		}
		return f.Store.Ticket(context.Background(), id)
	}
}

func faultsOfRaces() []fault {
	return []fault{
		{name: "checks_before_it_locks", breaks: "RaceOneWins", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if c.Key != "" && f.version(c) != c.Expect {
					return socialticket.ErrConflict
				}
				for range 10 {
					runtime.Gosched()
				}
				for {
					c.Expect = f.version(c)
					err := f.Store.Commit(ctx, c)
					if moved := f.version(c) != c.Expect; !moved || !errors.Is(err, socialticket.ErrConflict) {
						return err
					}
				}
			}
		}},
		{name: "refuses_while_it_is_busy", breaks: "RaceApart", make: func(f *faulty) {
			var busy sync.Mutex
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if !busy.TryLock() {
					return socialticket.ErrConflict
				}
				defer busy.Unlock()
				for range 10 {
					runtime.Gosched()
				}
				return f.Store.Commit(ctx, c)
			}
		}},
		{name: "fails_while_it_is_busy", breaks: "RaceOneWins RaceOnce RaceMessage RaceAddress RaceParked PersonCircleRace", make: refused(func(_ *faulty, c socialticket.Commit, err error) error {
			return fmt.Errorf("busy: %s", err.Error()) // what it matched is lost
		})},
	}
}
