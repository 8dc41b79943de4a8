package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// lasting are the promises about the time after the process.
func lasting() []promise {
	const claims = "A claim is on disk before Claim returns, counts as an attempt, and holds until now plus the lease; after that the effect may be claimed again."
	return []promise{
		{"LastState", writesAll, lastState},
		{"LastCause", writesAll, lastCause},
		{"LastClaim", claims, lastClaim},
		{"LastReturn", "Return gives a claimed effect back for later.", lastReturn},
	}
}

// reopen puts what the next process finds in place of the store.
func (p *probe) reopen() {
	p.Helper()
	if p.cfg.Reopen == nil {
		p.Skip("not checked: Config.Reopen is nil")
	}
	p.store = p.cfg.Reopen(p.T, p.store)
}

func lastState(p *probe) {
	p.weigh()
	p.commit(heavy())
	cs := append(talk("b", 3), full(), parked(account(), "m", channel.StateSent), enroll("person", 1), link("other", "person", 1), firstIn(strange()[0], "a"))
	p.commit(cs...)
	cs = append(cs, light(), heavy())
	before := p.state(cs...)
	p.reopen()
	p.same("what is there after the store was opened again", before, p.state(cs...))
	p.commit(next(heavy(), "a"), enroll("person", 2))
}

func lastCause(p *probe) {
	a, status, person := first("a"), parked(account(), "m", channel.StateSent), enroll("person", 1)
	p.commit(a, status, person)
	p.reopen()
	p.refused("of a cause from before the store was opened again", a, socialticket.ErrDuplicate)
	p.refused("of a status from before the store was opened again", status, socialticket.ErrDuplicate)
	p.refused("of a person from before the store was opened again", person, socialticket.ErrDuplicate)
}

// lastClaim ends the process in the middle of the work.
func lastClaim(p *probe) {
	c := p.lanes("a", "a", "b")
	p.claims(noon(), "a 1", "b 1")
	p.reopen()
	p.claims(noon().Add(lease - 1))
	for _, c := range p.claims(noon().Add(lease), "a 1", "b 1") {
		if c.Attempt != 2 || !c.Since.Equal(noon()) {
			p.broken("an effect that was claimed before the store was opened again: attempt %d, in doubt since %v", c.Attempt, c.Since)
		}
	}
	p.finish(c, "a 1")
	p.reopen()
	p.claims(noon().Add(lease), "a 2")
}

func lastReturn(p *probe) {
	p.lanes("a", "b")
	claimed := p.claims(noon(), "a 1", "b 1")
	r := back(claimed[0])
	r.After, r.Reason = noon().Add(2*lease), channel.Error{Code: "1"}
	p.giveBack(r)
	r = back(claimed[1])
	r.After, r.Doubt = noon().Add(2*lease), true
	p.giveBack(r)
	p.reopen()
	p.claims(noon().Add(2*lease - 1))
	again := p.claims(noon().Add(2*lease), "a 1", "b 1")
	if a, b := again[0], again[1]; a.Failures != 1 || a.InDoubt() || b.Failures != 0 || !b.Since.Equal(noon()) {
		p.broken("effects that were given back before the store was opened again: failures %d and %d, in doubt since %v and %v",
			a.Failures, b.Failures, a.Since, b.Since)
	}
}
