package socialtickettest

import (
	"errors"
	"fmt"
	"sync"

	"github.com/socialticket/socialticket"
)

// racing are the promises to callers who come at once.
func racing() []promise {
	const many = "A Desk calls it from many goroutines at once and holds no lock meanwhile."
	return []promise{
		{"RaceOneWins", many, raceOneWins},
		{"RaceOnce", many, raceOnce},
		{"RaceApart", many, raceApart},
	}
}

// racers is how many commit at once, rounds how often.
const (
	racers = 8
	rounds = 10
)

// race commits all that make returns for 0 to racers-1 at once, and returns the
// errors.
func (p *probe) race(make func(i int) socialticket.Commit) []error {
	var wait sync.WaitGroup
	var errs [racers]error
	begin := sync.NewCond(&sync.Mutex{})
	ready := false
	for i := range racers {
		c := make(i)
		wait.Go(func() {
			begin.L.Lock()
			for !ready {
				begin.Wait()
			}
			begin.L.Unlock()
			errs[i] = p.store.Commit(p.Context(), c)
		})
	}
	begin.L.Lock()
	ready = true
	begin.L.Unlock()
	begin.Broadcast()
	wait.Wait()
	return errs[:]
}

// won returns who got no error, and checks that all others got one that matches
// want.
func (p *probe) won(errs []error, want error) []int {
	p.Helper()
	var winners []int
	for i, err := range errs {
		switch {
		case err == nil:
			winners = append(winners, i)
		case !errors.Is(err, want):
			p.broken("one of %d commits at once: %v, want no error or one that matches %q", racers, err, want)
		}
	}
	return winners
}

// raceOneWins has several commits follow the same version.
func raceOneWins(p *probe) {
	last := first("a")
	p.commit(last)
	for range rounds {
		tries := make([]socialticket.Commit, racers)
		winners := p.won(p.race(func(i int) socialticket.Commit {
			tries[i] = next(last, fmt.Sprint("racer ", i))
			return tries[i]
		}), socialticket.ErrConflict)
		if len(winners) != 1 {
			p.broken("%d of %d commits of one version got in", len(winners), racers)
			return
		}
		last = tries[winners[0]]
		p.same("what is there is the winner's", last.Comments[0], p.load(socialticket.Ref{Comment: last.Comments[0].ID}).Comment)
	}
}

// raceOnce has one event come several times, for conversations of its own.
func raceOnce(p *probe) {
	for round := range rounds {
		winners := p.won(p.race(func(i int) socialticket.Commit {
			c := first(fmt.Sprintf("%d of %d", i, round))
			c.Cause = fmt.Sprint("cause ", round)
			return c
		}), socialticket.ErrDuplicate)
		if len(winners) != 1 {
			p.broken("%d of %d commits of one cause got in", len(winners), racers)
		}
	}
}

// raceApart has several conversations go on at once, none of which may suffer from
// the others.
func raceApart(p *probe) {
	var talks [racers][]socialticket.Commit
	for i := range talks {
		talks[i] = talk(fmt.Sprint(i), rounds)
	}
	for round := range rounds {
		for i, err := range p.race(func(i int) socialticket.Commit { return talks[i][round] }) {
			if err != nil {
				p.broken("conversation %d, commit %d, among %d conversations at once: %v", i, round, racers, err)
				return
			}
		}
	}
	for _, talk := range talks {
		last := talk[rounds-1]
		p.same("a conversation that went on beside others", last.Conversation, p.load(socialticket.Ref{Ticket: last.Ticket.ID}).Conversation)
	}
}
