package socialtickettest

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// ticketsOf counts the tickets of users while they are given to others.
func ticketsOf(p *probe) {
	c := optional[socialticket.Counter](p, "Counter")
	counts := func(when string, want map[string]int) {
		p.Helper()
		for id, n := range want {
			if got, err := c.TicketsOf(p.Context(), id); err != nil || got != n {
				p.broken("%s: TicketsOf(%q) is %d, error %v, want %d", when, id, got, err, n)
			}
		}
	}
	counts("in an empty store", map[string]int{"": 0, "user a": 0})
	a := first("a")
	p.commit(a, first("b"), firstIn(strange()[0], "a"))
	more := another(a, "a", "more of a")
	p.commit(more)
	counts("of two accounts", map[string]int{"": 0, "user a": 3, "user b": 1, "user": 0, "x": 0})
	given := next(more, "a")
	given.Ticket.Requester = "user b"
	p.commit(given)
	counts("after one was given to another", map[string]int{"user a": 2, "user b": 2})
	given = next(given, "a")
	given.Ticket.Requester = ""
	p.commit(given)
	counts("after one was given to none", map[string]int{"": 0, "user a": 2, "user b": 1})
}

// personalWork are the promises about the effects of persons.
func personalWork() []promise {
	const partition = "Zero: the partition of the persons."
	return []promise{
		{"PersonEffects", partition, personEffects},
		{"PersonEffectsDone", "ids of effects that were done or given up", personEffectsDone},
		{"PersonEffectsAside", "unique within the account, the same at every try of the decision", personEffectsAside},
	}
}

// asks returns the commit with an effect of the person more.
func asks(c socialticket.Commit, id, lane string, number int64) socialticket.Commit {
	c.Effects = append(c.Effects, socialticket.Effect{
		ID: id, Kind: socialticket.EffectDecide, Lane: lane, Number: number, Key: c.Key, At: c.At,
		Command: socialticket.Order{Command: socialticket.Settle{Account: account(), Key: c.Key, Effect: id}},
	})
	return c
}

// claimAll claims all that can be claimed, and returns it.
func (p *probe) claimAll() []socialticket.Effect {
	p.Helper()
	claimed, _ := p.claim(socialticket.Claim{Now: later(), Lease: time.Minute, Limit: 1000})
	var list []socialticket.Effect
	for _, c := range claimed {
		list = append(list, c.Effect)
		p.giveBack(socialticket.Return{Account: c.Account, ID: c.ID, Attempt: c.Attempt})
	}
	return list
}

// personEffects claims what the commit of a person asks for, the first of each lane.
func personEffects(p *probe) {
	p.queue()
	c := asks(asks(asks(enroll("a", 1), "one", "x", 1), "two", "x", 2), "other", "y", 3)
	p.commit(c)
	p.same("the first effects of a person's lanes", []socialticket.Effect{c.Effects[0], c.Effects[2]}, byNumber(p.claimAll()))
	p.refused("handed in again", c, socialticket.ErrDuplicate)
	p.same("after it was handed in again", []socialticket.Effect{c.Effects[0], c.Effects[2]}, byNumber(p.claimAll()))
}

// byNumber puts two effects of one instant in order.
func byNumber(list []socialticket.Effect) []socialticket.Effect {
	if len(list) == 2 && list[0].Number > list[1].Number {
		list[0], list[1] = list[1], list[0]
	}
	return list
}

func personEffectsDone(p *probe) {
	p.queue()
	c := asks(asks(enroll("a", 1), "one", "x", 1), "two", "x", 2)
	p.commit(c)
	for i, id := range []string{"one", "two"} {
		p.same("the first effect of a person's lane", c.Effects[i:i+1], p.claimAll())
		done := enroll("a", int64(i+2))
		done.Done = []string{id}
		p.commit(done)
	}
	p.same("when all are done", []socialticket.Effect(nil), p.claimAll())
}

// personEffectsAside has a conversation's effect of the same name.
func personEffectsAside(p *probe) {
	p.queue()
	talk, person := act(first("a"), "one", "x"), asks(enroll("a", 1), "one", "x", 1)
	p.commit(talk, person)
	if got := p.claimAll(); len(got) != 2 {
		p.broken("%d effects can be claimed, want that of the person and that of the conversation", len(got))
	}
	done := enroll("a", 2)
	done.Done = []string{"one"}
	p.commit(done)
	got := p.claimAll()
	if len(got) != 1 || got[0].Account == (channel.Account{}) {
		p.broken("after the effect of the person was done: %d effects, want that of the conversation", len(got))
	}
}
