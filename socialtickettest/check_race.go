package socialtickettest

import (
	"errors"
	"fmt"
	"sync"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// racing are the promises to callers who come at once.
func racing() []promise {
	const many = "A Desk calls it from many goroutines at once and holds no lock meanwhile."
	return []promise{
		{"RaceOneWins", many, raceOneWins},
		{"RaceOnce", many, raceOnce},
		{"RaceApart", many, raceApart},
		{"RaceMessage", "another comment of the account has one of the message ids of c.Comments", raceMessage},
		{"RaceAddress", "another conversation has one of c.Addresses", raceAddress},
		{"RaceParked", "other than c.Parked events are parked for the message ids of c.Comments", raceParked},
	}
}

// racers is how many commit at once, rounds how often.
const (
	racers = 8
	rounds = 10
)

// atOnce calls do for 0 to n-1 at once.
func atOnce(n int, do func(i int)) {
	var wait sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		wait.Go(func() {
			<-begin
			do(i)
		})
	}
	close(begin)
	wait.Wait()
}

// race commits all that make returns for 0 to racers-1 at once, and returns the errors.
func (p *probe) race(make func(i int) socialticket.Commit) []error {
	var commits [racers]socialticket.Commit
	var errs [racers]error
	for i := range commits {
		commits[i] = make(i)
	}
	atOnce(racers, func(i int) { errs[i] = p.store.Commit(p.Context(), commits[i]) })
	return errs[:]
}

// won returns who got no error, and checks that all others got one that matches want.
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
		p.same("what is there is the winner's", last.Comments[0], p.load(socialticket.Ref{Account: account(), Comment: last.Comments[0].ID}).Comment)
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

// raceApart has several conversations go on at once, in two accounts, none of which may
// suffer from the others.
func raceApart(p *probe) {
	var talks [racers][]socialticket.Commit
	for i := range talks {
		talks[i] = talkIn(everywhere()[i%3], fmt.Sprint(i), rounds)
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

// raceMessage has one message come to several conversations at once.
func raceMessage(p *probe) {
	for round := range rounds {
		winners := p.won(p.race(func(i int) socialticket.Commit {
			return answer(first(fmt.Sprintf("%d of %d", i, round)), []string{fmt.Sprint("message ", round)})
		}), socialticket.ErrConflict)
		if len(winners) != 1 {
			p.broken("%d of %d comments of one message got in", len(winners), racers)
		}
	}
}

// raceAddress has one user come to several conversations at once.
func raceAddress(p *probe) {
	for round := range rounds {
		winners := p.won(p.race(func(i int) socialticket.Commit {
			c := first(fmt.Sprintf("%d of %d", i, round))
			c.Addresses = append(c.Addresses, address(fmt.Sprint(round)))
			return c
		}), socialticket.ErrConflict)
		if len(winners) != 1 {
			p.broken("%d of %d conversations of one address got in", len(winners), racers)
		}
	}
}

// raceParked has a message and statuses of it come at once: a status that is parked must
// be counted by the message's commit, or be refused.
func raceParked(p *probe) {
	for round := range rounds {
		name := fmt.Sprint(round)
		message := fmt.Sprintf("message %s 1", name)
		errs := p.race(func(i int) socialticket.Commit {
			if i == racers/2 {
				return first(name)
			}
			return parked(account(), message, channel.DeliveryState(fmt.Sprint("state ", i)))
		})
		p.won(errs, socialticket.ErrConflict)
		for i, err := range errs {
			if i != racers/2 && err == nil && errs[racers/2] == nil {
				p.broken("an event was parked and its message got in without it")
			}
		}
		if errs[racers/2] == nil {
			p.keeps("once the message is known", account(), message, nil)
		}
	}
}
