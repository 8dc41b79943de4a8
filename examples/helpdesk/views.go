package main

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
)

// order is how the tickets of a view are sorted. Its text stands in addresses.
type order string

// The orders. All but the first have one group.
const (
	orderOwn     order = ""        // as the view has it
	orderNewest  order = "newest"  // the newest update first
	orderWindow  order = "window"  // the least time left in the reply window first
	orderPromise order = "promise" // the promise that is due next first
	orderCounted order = "counted" // the quickest to read, without columns
)

// sorts returns the orders that people may choose.
func sorts() []order { return []order{orderOwn, orderNewest, orderWindow, orderPromise} }

// of returns a view in the order.
func (o order) of(v rules.View) rules.View {
	if o == orderOwn {
		return v
	}
	v.Group = rules.Sort{}
	switch o {
	case orderWindow:
		v.Sort = rules.Sort{By: "until_reply_window_end"}
	case orderPromise:
		v.Sort = rules.Sort{By: "sla_due_at"}
	case orderCounted:
		v.Sort, v.Columns = rules.Sort{}, nil
	case orderOwn, orderNewest:
		v.Sort = rules.Sort{By: "updated", Descending: true}
	}
	return v
}

// arranged are the settings that hold with the views in an order.
type arranged struct {
	order   order
	present func() *socialticket.Settings

	mu     sync.Mutex
	of, is *socialticket.Settings // what was arranged last
}

// Settings returns them, for [inbox.Config].
func (a *arranged) Settings() *socialticket.Settings {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now := a.present(); a.of != now {
		var list []rules.View
		for _, id := range now.Views.IDs() {
			if v, found := now.Views.View(id); found {
				list = append(list, a.order.of(v))
			}
		}
		is := *now
		is.Views, _ = rules.CompileViews(rules.Standard(), list) // one that cannot be compiled is not there
		a.of, a.is = now, &is
	}
	return a.is
}

// openInboxes makes an inbox for each order.
func openInboxes(st store, present func() *socialticket.Settings) (map[order]*inbox.Inbox, error) {
	boxes := map[order]*inbox.Inbox{}
	for _, o := range append(sorts(), orderCounted) {
		a := &arranged{order: o, present: present}
		box, err := inbox.New(inbox.Config{Reader: st, Settings: a.Settings})
		if err != nil {
			return nil, err
		}
		boxes[o] = box
	}
	return boxes, nil
}

// mostCounted is how far the tickets of a view are counted and sorted: a longer one is shown
// by its newest updates, as the store's index has them.
const mostCounted = 1000

// count returns how many tickets a view has, mostCounted+1 if there are more.
func (s *server) count(ctx context.Context, view string, l inbox.Looker) (n int, err error) {
	list, err := s.inboxes[orderCounted].View(view, l, s.clock.Now())
	if err != nil {
		return 0, err
	}
	for _, err := range list.Rows(ctx, inbox.Page{Limit: mostCounted + 1}) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// tally is how many tickets the views of an agent have.
type tally struct {
	counts   map[string]int // by view; nil: they were not counted yet
	settings *socialticket.Settings
	news     int64 // how much had happened when they were counted
	at       time.Time
	took     time.Duration
	done     chan struct{} // closed when the counting that goes on is over; nil: it is over
}

// tallies has the counts of each agent. A page never waits long for them: they are counted
// beside it, and pages hear when they are there.
type tallies struct {
	mu sync.Mutex
	of map[string]*tally
}

const (
	countWait  = 60 * time.Millisecond // as long a page waits for counts
	countFresh = time.Minute           // as long they hold if nothing happens: views on hours change by themselves
	countRest  = 20                    // times as long as counting took it rests
)

// counts returns how many tickets each view has that an agent may see; nil: it is not known
// yet. They may be a moment old.
func (s *server) counts(ctx context.Context, l inbox.Looker) map[string]int {
	s.tallies.mu.Lock()
	t := s.tallies.of[l.User]
	if t == nil {
		t = &tally{}
		s.tallies.of[l.User] = t
	}
	if t.done == nil && s.outdated(t) {
		t.done = make(chan struct{})
		go s.countAll(t, l, t.done)
	}
	done, old := t.done, maps.Clone(t.counts)
	s.tallies.mu.Unlock()
	if done == nil {
		return old
	}
	wait := time.NewTimer(countWait)
	defer wait.Stop()
	select {
	case <-done:
		s.tallies.mu.Lock()
		defer s.tallies.mu.Unlock()
		return maps.Clone(t.counts)
	case <-wait.C:
	case <-ctx.Done():
	}
	return old
}

// outdated reports whether counts are to be counted anew.
func (s *server) outdated(t *tally) bool {
	age, rest := s.clock.Clock.Since(t.at), countRest*t.took
	if t.counts == nil || t.settings != s.business.Settings() {
		return true
	}
	return age >= rest && (t.news != s.hub.news.Load() || age >= max(countFresh, 5*rest))
}

// countAll counts the views of an agent. If it takes longer than pages wait, they are told.
func (s *server) countAll(t *tally, l inbox.Looker, done chan struct{}) {
	begun, settings, news := s.clock.Clock.Now(), s.business.Settings(), s.hub.news.Load()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	go func() {
		select {
		case <-s.stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	counts := map[string]int{}
	for _, v := range s.inbox.Views(l) {
		n, err := s.count(ctx, v.ID, l)
		if err != nil {
			if ctx.Err() == nil {
				s.log.Warn("a view cannot be counted", "view", v.ID, "error", err)
			}
			continue
		}
		counts[v.ID] = n
	}
	took := s.clock.Clock.Since(begun)
	s.tallies.mu.Lock()
	t.counts, t.settings, t.news, t.done = counts, settings, news, nil
	t.at, t.took = s.clock.Clock.Now(), took
	s.tallies.mu.Unlock()
	close(done)
	if took > countWait {
		s.hub.tell(listsOnly())
	}
}
