package socialtickettest

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/socialticket/socialticket"
)

// Config tells [TestStore] how to get at stores. Only New is needed; a promise that
// needs more is skipped where that is nil, and the test's log says so.
type Config struct {
	// New returns an empty store that shares nothing with others. It is called for
	// each subtest, whose t it is given: t.Cleanup is where to close the store. Some
	// subtests need more than one. If the store is a [socialticket.Reader], a
	// [socialticket.Queue], a [socialticket.Pruner], a [socialticket.Feed],
	// [socialticket.People], a [socialticket.Counter], a [socialticket.Selector], a
	// [socialticket.Pager] or a [socialticket.Finder] too, that is checked as well.
	New func(t *testing.T) socialticket.Store

	// Reopen ends s, as roughly as a host can, and returns what the next process
	// finds. Nil: what is stored need not outlive the process.
	Reopen func(t *testing.T, s socialticket.Store) socialticket.Store

	// Break makes commits to s fail when a part of them is written, until repair is
	// called. Whether such a commit is undone or done in the end is the store's
	// choice; half of it is not. Nil: nothing is known of a commit that fails in its
	// middle.
	Break func(t *testing.T, s socialticket.Store) (repair func())

	// Stall makes commits to s wait, as for a database that answers late, until resume is
	// called; it may make reads wait too. For SQL a transaction that holds a lock will do.
	// Nothing sleeps meanwhile: contexts end when the suite says so. Nil: nothing is known of
	// a store that is slow.
	Stall func(t *testing.T, s socialticket.Store) (resume func())

	bubble bool // the time of slow stores is that of a bubble, see [synctest.Test]
}

// TestStore checks the stores that cfg makes. It runs one subtest for each promise of
// [socialticket.Store], [socialticket.Commit], [socialticket.Reader],
// [socialticket.Queue], [socialticket.Feed], [socialticket.Pruner],
// [socialticket.People], [socialticket.Counter], [socialticket.Selector],
// [socialticket.Pager] and [socialticket.Finder], one after another.
func TestStore(t *testing.T, cfg Config) {
	for _, pr := range promises() {
		pr.run(t, cfg)
	}
}

// promises returns all that is checked, in its order.
func promises() []promise {
	return slices.Concat(
		finding(), knowing(), loading(), conflicts(), duplicates(), failing(), slowly(), writing(), parkings(), partitions(), personal(), people(),
		personalWork(),
		racing(), reading(), selecting(), turning(), tracing(), dues(), claiming(), returning(), working(), feeding(), pruning(), lasting(),
	)
}

// promise is one sentence of the documentation and what shows that it is kept.
type promise struct {
	name     string // of the subtest
	sentence string // as it stands there, without brackets
	check    func(*probe)
}

// run checks the promise in a subtest.
func (pr promise) run(t *testing.T, cfg Config) {
	check := func(t *testing.T) {
		pr.check(&probe{T: t, cfg: cfg, store: cfg.New(t), sentence: pr.sentence})
	}
	t.Run(pr.name, func(t *testing.T) {
		if cfg.bubble && strings.HasPrefix(pr.name, "Slow") {
			synctest.Test(t, check)
			return
		}
		check(t)
	})
}
