package socialtickettest

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/socialticket/socialticket"
)

// working are the promises to workers who come at once.
func working() []promise {
	const many = "Any number of workers call it at once, from several processes."
	return []promise{
		{"RaceClaim", many, raceClaim},
		{"RaceWork", many, raceWork},
	}
}

// raceClaim has many workers claim the same effects.
func raceClaim(p *probe) {
	var names []string
	for i := range 2 * racers {
		names = append(names, fmt.Sprintf("lane %02d", i), fmt.Sprintf("lane %02d", i))
	}
	p.lanes(names...)
	for round := range 3 {
		var claims [racers][]socialticket.Claimed
		q := p.queue()
		atOnce(racers, func(i int) {
			for range 3 {
				claimed, _, err := q.Claim(p.Context(), socialticket.Claim{Now: minute(round), Lease: lease, Limit: 3})
				if err != nil {
					p.broken("one of %d claims at once: %v", racers, err)
				}
				claims[i] = append(claims[i], claimed...)
			}
		})
		taken := map[string]int{}
		for _, list := range claims {
			for _, c := range list {
				taken[c.Lane]++
				if c.ID != c.Lane+" 1" || c.Attempt != round+1 {
					p.broken("effect %q was claimed, attempt %d, want the first of its lane, attempt %d", c.ID, c.Attempt, round+1)
				}
			}
		}
		for lane, n := range taken {
			if n != 1 {
				p.broken("the first effect of %s was claimed %d times at once", lane, n)
			}
		}
		if len(taken) != 2*racers {
			p.broken("%d effects of %d were claimed", len(taken), 2*racers)
		}
	}
}

// works is what workers share in a test: which lanes are worked on.
type works struct {
	*probe
	mu    sync.Mutex
	last  map[string]socialticket.Commit // of each lane's conversation
	busy  map[string]bool
	begun map[string]int64 // the number of the effect that was begun last
	done  int
}

// raceWork has many workers claim, give back and finish effects until none is left.
func raceWork(p *probe) {
	q := p.queue()
	const each = 5
	w := &works{probe: p, last: map[string]socialticket.Commit{}, busy: map[string]bool{}, begun: map[string]int64{}}
	for i := range racers - 2 { // fewer lanes than workers
		name := fmt.Sprint(i)
		c := first(name)
		for n := range each {
			c = act(c, fmt.Sprintf("effect %d of %s", n, name), "lane "+name)
		}
		p.commit(c)
		w.last["lane "+name] = c
	}
	atOnce(racers, func(int) {
		for idle := 0; idle < 500; {
			claimed, _, err := q.Claim(p.Context(), socialticket.Claim{Now: noon(), Lease: lease, Limit: 2})
			if err != nil {
				p.broken("Claim beside other workers: %v", err)
				return
			}
			if idle++; len(claimed) > 0 {
				idle = 0
			}
			for _, c := range claimed {
				if !w.work(c) {
					return
				}
			}
			runtime.Gosched()
		}
	})
	if want := each * (racers - 2); w.done != want {
		p.broken("%d effects of %d were done", w.done, want)
	}
	p.claims(later())
}

// work gives an effect back at its first attempt and finishes it at the second. It
// reports whether all is well.
func (w *works) work(c socialticket.Claimed) bool {
	w.mu.Lock()
	last, twice := w.last[c.Lane], w.busy[c.Lane]
	tooSoon := last.Key == "" || c.Number != w.begun[c.Lane]+1 && (c.Number != w.begun[c.Lane] || c.Attempt != 2)
	w.busy[c.Lane], w.begun[c.Lane] = true, c.Number
	w.mu.Unlock()
	if twice || tooSoon || c.Attempt > 2 || c.InDoubt() {
		w.broken("a worker got effect %q, attempt %d; its lane is in other hands: %v; it is not its turn: %v", c.ID, c.Attempt, twice, tooSoon)
		return false
	}
	runtime.Gosched()
	next := silent(last, string(last.Key[len("key "):]))
	next.Done = []string{c.ID}
	w.mu.Lock() // released before the call: another worker may have the lane as soon as it is free
	w.busy[c.Lane] = false
	if c.Attempt == 2 {
		w.last[c.Lane] = next
		w.done++
	}
	w.mu.Unlock()
	var err error
	if c.Attempt == 1 {
		err = w.queue().Return(w.Context(), back(c))
	} else {
		err = w.store.Commit(w.Context(), next)
	}
	if err != nil {
		w.broken("what ended attempt %d of effect %q: %v", c.Attempt, c.ID, err)
	}
	return err == nil
}
