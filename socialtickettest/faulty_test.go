package socialtickettest_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/socialtickettest"
	"github.com/socialticket/socialticket/ticket"
)

// faulty is a store with a fault: what a field says instead of Memory.
type faulty struct {
	*socialticket.Memory
	load     func(context.Context, socialticket.Ref) (socialticket.Head, error)
	commit   func(context.Context, socialticket.Commit) error
	tickets  func([]ticket.Ticket) []ticket.Ticket
	comments func(ticket.ID, socialticket.Page) ([]ticket.Comment, error)
	events   func(ticket.ID, socialticket.Page) ([]ticket.Event, error)
	due      func(time.Time, int) ([]ticket.ID, time.Time, error)
	outbox   func(int) ([]channel.Outbound, error)
}

func (f *faulty) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	if f.load != nil {
		return f.load(ctx, ref)
	}
	return f.Memory.Load(ctx, ref)
}

func (f *faulty) Commit(ctx context.Context, c socialticket.Commit) error {
	if f.commit != nil {
		return f.commit(ctx, c)
	}
	return f.Memory.Commit(ctx, c)
}

func (f *faulty) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	if f.tickets == nil {
		return f.Memory.Tickets(ctx)
	}
	return func(yield func(ticket.Ticket, error) bool) {
		for _, t := range f.tickets(f.all()) {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// all returns the tickets in the right order.
func (f *faulty) all() []ticket.Ticket {
	var list []ticket.Ticket
	for t, err := range f.Memory.Tickets(context.Background()) {
		if err != nil {
			panic(err) // Memory never fails
		}
		list = append(list, t)
	}
	return list
}

func (f *faulty) Comments(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
	if f.comments != nil {
		return f.comments(id, page)
	}
	return f.Memory.Comments(ctx, id, page)
}

func (f *faulty) Events(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
	if f.events != nil {
		return f.events(id, page)
	}
	return f.Memory.Events(ctx, id, page)
}

func (f *faulty) Due(ctx context.Context, now time.Time, limit int) ([]ticket.ID, time.Time, error) {
	if f.due != nil {
		return f.due(now, limit)
	}
	return f.Memory.Due(ctx, now, limit)
}

func (f *faulty) Outbox(ctx context.Context, limit int) ([]channel.Outbound, error) {
	if f.outbox != nil {
		return f.outbox(limit)
	}
	return f.Memory.Outbox(ctx, limit)
}

// variable makes the test binary run the suite on faulty stores.
const variable = "SOCIALTICKETTEST_FAULTY"

// TestFaulty runs the suite on stores that each have one fault. It is for
// [TestSuiteFails] alone, which runs it in a process of its own.
func TestFaulty(t *testing.T) {
	if os.Getenv(variable) == "" {
		t.Skip("only for TestSuiteFails")
	}
	for _, fault := range faults() {
		t.Run(fault.name, func(t *testing.T) { socialtickettest.TestStore(t, fault.config()) })
	}
}

// config returns how the suite gets at stores with the fault.
func (f fault) config() socialtickettest.Config {
	cfg := socialtickettest.Config{
		New: func(*testing.T) socialticket.Store {
			s := &faulty{Memory: &socialticket.Memory{}}
			f.make(s)
			return s
		},
		Reopen: func(_ *testing.T, s socialticket.Store) socialticket.Store { return s },
		Break: func(_ *testing.T, s socialticket.Store) func() {
			broken := s.(*faulty)
			sound := broken.commit
			broken.commit = func(context.Context, socialticket.Commit) error { return fmt.Errorf("the disk is on fire") }
			return func() { broken.commit = sound }
		},
	}
	if f.change != nil {
		f.change(&cfg)
	}
	return cfg
}

// TestSuiteFails states that the suite finds every fault, that every promise is
// one that some store breaks, and that no promise is broken without a fault.
func TestSuiteFails(t *testing.T) {
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFaulty$", "-test.v")
	child.Env = append(os.Environ(), variable+"=1")
	output, err := child.Output()
	require.Error(t, err, "the faulty stores passed")
	require.NotRegexp(t, "(?m)^(panic|fatal error):", string(output))
	failed := map[string][]string{}
	for _, m := range regexp.MustCompile(`--- FAIL: TestFaulty/(\w+)/(\w+) `).FindAllStringSubmatch(string(output), -1) {
		failed[m[1]] = append(failed[m[1]], m[2])
	}
	unbroken := socialtickettest.Sentences()
	for _, fault := range faults() {
		for promise := range strings.FieldsSeq(fault.breaks) {
			delete(unbroken, promise)
			if !slices.Contains(failed[fault.name], promise) {
				t.Errorf("a store that %s passes %s; it fails %v", fault.name, promise, failed[fault.name])
			}
		}
		if fault.breaks == "" && failed[fault.name] != nil {
			t.Errorf("a store without a fault fails %v", failed[fault.name])
		}
	}
	for promise := range unbroken {
		t.Errorf("no store fails %s", promise)
	}
	for _, sentence := range socialtickettest.Sentences() {
		require.Contains(t, string(output), fmt.Sprintf("broken promise: %q", sentence))
	}
}
