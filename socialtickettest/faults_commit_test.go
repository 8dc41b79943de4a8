package socialtickettest_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/socialtickettest"
	"github.com/socialticket/socialticket/ticket"
)

// leaving returns a fault that leaves something behind when a commit is refused.
func leaving(rest func(socialticket.Commit) socialticket.Commit) func(*faulty) {
	return func(f *faulty) {
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			err := f.Memory.Commit(ctx, c)
			if err != nil {
				_ = f.Memory.Commit(context.Background(), rest(c))
			}
			return err
		}
	}
}

func outboxOnly(c socialticket.Commit) socialticket.Commit {
	return socialticket.Commit{Key: "other", Outbox: c.Outbox}
}

func causeOnly(c socialticket.Commit) socialticket.Commit {
	return socialticket.Commit{Key: "other", Cause: c.Cause}
}

func faultsOfCommit() []fault {
	return []fault{
		{name: "ignores_versions", breaks: "Conflict ConflictBegun ConflictWritesNothing RaceOneWins", make: written(func(c *socialticket.Commit, f *faulty) {
			c.Expect = f.version(*c)
		})},
		{name: "begins_again", breaks: "ConflictBegun", make: written(func(c *socialticket.Commit, f *faulty) {
			if c.Expect == 0 {
				c.Expect = f.version(*c)
			}
		})},
		{name: "sends_what_conflicts", breaks: "ConflictWritesNothing", make: leaving(outboxOnly)},
		{name: "remembers_what_conflicts", breaks: "ConflictWritesNothing", make: leaving(causeOnly)},
		{name: "sends_what_is_double", breaks: "DuplicateWritesNothing", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				err := f.Memory.Commit(ctx, c)
				if errors.Is(err, socialticket.ErrDuplicate) {
					_ = f.Memory.Commit(ctx, outboxOnly(c))
				}
				return err
			}
		}},
		{name: "checks_the_version_first", breaks: "Duplicate", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if c.Key != "" && f.version(c) != c.Expect {
					return socialticket.ErrConflict
				}
				return f.Memory.Commit(ctx, c)
			}
		}},
		{name: "knows_no_causes", breaks: "Duplicate DuplicateAnywhere DuplicateWritesNothing RaceOnce LastCause", make: written(func(c *socialticket.Commit, _ *faulty) {
			c.Cause = ""
		})},
		{name: "has_causes_for_each_conversation", breaks: "DuplicateAnywhere RaceOnce", make: written(func(c *socialticket.Commit, _ *faulty) {
			c.Cause += string(c.Key)
		})},
		{name: "takes_no_cause_for_one", breaks: "NoCause", make: written(func(c *socialticket.Commit, _ *faulty) {
			if c.Cause == "" {
				c.Cause = "none"
			}
		})},
		{name: "fails_half_way", breaks: "FailureWritesNothing", make: func(*faulty) {}, change: func(cfg *socialtickettest.Config) {
			cfg.Break = func(_ *testing.T, s socialticket.Store) func() {
				f := s.(*faulty)
				f.commit = func(ctx context.Context, c socialticket.Commit) error {
					_ = f.Memory.Commit(ctx, outboxOnly(c))
					return errors.New("the disk is on fire")
				}
				return func() { f.commit = nil }
			}
		}},
		{name: "cannot_be_broken", breaks: "FailureWritesNothing", make: func(*faulty) {}, change: func(cfg *socialtickettest.Config) {
			cfg.Break = func(*testing.T, socialticket.Store) func() { return func() {} }
		}},
		{name: "ignores_contexts", breaks: "EndedContext", make: func(f *faulty) {
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				return f.Memory.Commit(context.WithoutCancel(ctx), c)
			}
		}},
		{name: "leaves_comments_as_they_were", breaks: "CommentInPlace CommentThread", make: written(func(c *socialticket.Commit, f *faulty) {
			var fresh []ticket.Comment
			for _, comment := range c.Comments {
				if h, _ := f.Memory.Load(context.Background(), socialticket.Ref{Comment: comment.ID}); h.Comment.ID == "" {
					fresh = append(fresh, comment)
				}
			}
			c.Comments = fresh
		})},
		{name: "keeps_one_event_of_a_commit", breaks: "EventsAdded", make: written(func(c *socialticket.Commit, _ *faulty) {
			c.Events = c.Events[:min(1, len(c.Events))]
		})},
		{name: "has_one_thread_for_all_tickets", breaks: "TicketsApart", make: func(f *faulty) {
			f.comments = func(id ticket.ID, _ socialticket.Page) ([]ticket.Comment, error) {
				return append(f.thread("ticket newer"), f.thread(id)...), nil
			}
		}},
		{name: "clears_timers_without_a_ticket", breaks: "NoTicket", make: written(func(c *socialticket.Commit, f *faulty) {
			if c.Ticket.IsZero() && c.Key != "" {
				h, _ := f.Memory.Load(context.Background(), socialticket.Ref{Addresses: c.Conversation.User.Addresses})
				c.Ticket = h.Ticket
			}
		})},
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
					err := f.Memory.Commit(ctx, c)
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
				return f.Memory.Commit(ctx, c)
			}
		}},
		{name: "forgets_with_the_process", breaks: "LastState LastCause", make: func(*faulty) {}, change: func(cfg *socialtickettest.Config) {
			cfg.Reopen = func(*testing.T, socialticket.Store) socialticket.Store {
				return &faulty{Memory: &socialticket.Memory{}}
			}
		}},
		{name: "sends_again_after_the_process", breaks: "LastState", make: func(*faulty) {}, change: func(cfg *socialtickettest.Config) {
			cfg.Reopen = func(t *testing.T, s socialticket.Store) socialticket.Store {
				again := socialticket.Commit{Key: "other", Outbox: []channel.Outbound{{ID: "x"}}}
				if err := s.Commit(t.Context(), again); err != nil {
					t.Fatal(err)
				}
				return s
			}
		}},
	}
}
