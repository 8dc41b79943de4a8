package socialtickettest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/socialtickettest"
)

// fault is one way to get a store wrong.
type fault struct {
	name   string // what such a store does
	breaks string // the promises that show it; empty: it does nothing wrong
	make   func(*faulty)
	change func(*socialtickettest.Config)
}

var errFire = errors.New("the disk is on fire")

// variable makes the test binary run the suite on faulty stores.
const variable = "SOCIALTICKETTEST_FAULTY"

// TestFaulty runs the suite on stores that each have one fault: of a store without a fault
// all promises, of another one those that show its fault. It is for [TestSuiteFails]
// alone, which runs it in a process of its own.
func TestFaulty(t *testing.T) {
	if os.Getenv(variable) == "" {
		t.Skip("only for TestSuiteFails")
	}
	for _, fault := range faults() {
		t.Run(fault.name, func(t *testing.T) {
			socialtickettest.CheckPromises(t, fault.config(), strings.Fields(fault.breaks))
		})
	}
}

func faults() []fault {
	return slices.Concat(
		soundStores(), faultsOfFinding(), faultsOfHeads(), faultsOfLoads(), faultsOfConflicts(), faultsOfCauses(), faultsOfFailures(), faultsOfSlowness(), faultsOfWriting(),
		faultsOfParking(), faultsOfAccounts(), faultsOfPersons(), faultsOfPeople(), faultsOfPersonalWork(), faultsOfRaces(), faultsOfReading(), faultsOfSelections(), faultsOfPages(), faultsOfClues(), faultsOfTimers(),
		faultsOfClaims(), faultsOfNext(), faultsOfReturns(), faultsOfFeed(), faultsOfPruning(), faultsOfProcesses(),
	)
}

// soundStores are stores that do as they should, each in a way of its own.
func soundStores() []fault {
	return []fault{
		{name: "is_sound"},
		{name: "is_sound_and_does_what_failed", change: breaking(func(f *faulty, c socialticket.Commit) { _ = f.Store.Commit(context.Background(), c) }, nil)},
		{name: "is_sound_and_does_what_failed_afterwards", change: func(cfg *socialtickettest.Config) {
			var log []socialticket.Commit
			breaking(func(_ *faulty, c socialticket.Commit) { log = append(log, c) }, func(f *faulty) {
				for _, c := range log {
					_ = f.Store.Commit(context.Background(), c)
				}
				log = nil
			})(cfg)
		}},
		{name: "is_sound_and_only_a_store", change: func(cfg *socialtickettest.Config) {
			*cfg = socialtickettest.Config{New: func(*testing.T) socialticket.Store { return struct{ socialticket.Store }{&memory.Store{}} }}
		}},
		{name: "is_sound_and_has_places_far_apart", make: telling(func(_ *faulty, list []socialticket.Entry) []socialticket.Entry {
			for i := range list {
				list[i].Place *= 3
			}
			return list
		}, func(after int64) int64 { return after / 3 })},
	}
}

// breaking returns a change of how commits fail: what is done instead of them, and what
// is done once the store is repaired. Nil: nothing.
func breaking(instead func(*faulty, socialticket.Commit), repair func(*faulty)) func(*socialtickettest.Config) {
	return func(cfg *socialtickettest.Config) {
		cfg.Break = func(_ *testing.T, s socialticket.Store) func() {
			f := s.(*faulty)
			sound := f.commit
			f.commit = func(_ context.Context, c socialticket.Commit) error {
				if instead != nil {
					instead(f, c)
				}
				return errFire
			}
			return func() {
				if f.commit = sound; repair != nil {
					repair(f)
				}
			}
		}
	}
}

// config returns how the suite gets at stores with the fault.
func (f fault) config() socialtickettest.Config {
	cfg := socialtickettest.Config{
		New: func(*testing.T) socialticket.Store {
			s := newFaulty()
			if f.make != nil {
				f.make(s)
			}
			return s
		},
		Reopen: func(_ *testing.T, s socialticket.Store) socialticket.Store { return s },
	}
	breaking(nil, nil)(&cfg)
	stalling(waitFor)(&cfg)
	if f.change != nil {
		f.change(&cfg)
	}
	return cfg
}

// TestSuiteFails states that the suite finds every fault, that every promise is one that
// some store breaks, and that no promise is broken without a fault.
func TestSuiteFails(t *testing.T) {
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFaulty$", "-test.v")
	child.Env = append(os.Environ(), variable+"=1")
	output, err := child.CombinedOutput()
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
				t.Errorf("a store that %s passes %s", fault.name, promise)
			}
		}
		if fault.breaks == "" && failed[fault.name] != nil {
			t.Errorf("a store without a fault, which %s, fails %v", fault.name, failed[fault.name])
		}
	}
	for promise := range unbroken {
		t.Errorf("no store fails %s", promise)
	}
	for _, sentence := range socialtickettest.Sentences() {
		require.Contains(t, string(output), fmt.Sprintf("broken promise: %q", sentence))
	}
	require.Contains(t, string(output), "not checked: struct { socialticket.Store } is not a socialticket.Queue")
}

// seq yields a list.
func seq[T any](list []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var zero T
			yield(zero, err)
		}
	}
}

// reopened returns a change of what the next process finds.
func reopened(spoil func(*faulty) *faulty) func(*socialtickettest.Config) {
	return func(cfg *socialtickettest.Config) {
		cfg.Reopen = func(_ *testing.T, s socialticket.Store) socialticket.Store { return spoil(s.(*faulty)) }
	}
}

func newFaulty() *faulty { return &faulty{Store: &memory.Store{}} }

// changing returns a change of the store that the suite gets.
func changing(wrap func(*faulty) socialticket.Store) func(*socialtickettest.Config) {
	return func(cfg *socialtickettest.Config) {
		cfg.New = func(*testing.T) socialticket.Store { return wrap(newFaulty()) }
		cfg.Break, cfg.Reopen, cfg.Stall = nil, nil, nil
	}
}
