package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// lasting are the promises about the time after the process.
func lasting() []promise {
	const durably = "Commit writes all of c or nothing, durably."
	return []promise{
		{"LastState", durably, lastState},
		{"LastCause", durably, lastCause},
	}
}

// reopen puts what the next process finds in place of the store.
func (p *probe) reopen() {
	if p.cfg.Reopen == nil {
		p.Skip("not checked: Config.Reopen is nil")
	}
	p.store = p.cfg.Reopen(p.T, p.store)
}

func lastState(p *probe) {
	cs := append(talk("a", 3), full())
	cs[1].Outbox = []channel.Outbound{outbound("x", 1), outbound("y", 2)}
	cs[2].Done = []string{"x"}
	p.commit(cs...)
	status := parked(account(), "m", channel.StateSent)
	p.commit(status)
	cs = append(cs, status)
	before := p.state(cs...)
	p.reopen()
	p.same("what is there after the store was opened again", before, p.state(cs...))
	p.commit(next(cs[2], "a"))
}

func lastCause(p *probe) {
	a, status := first("a"), parked(account(), "m", channel.StateSent)
	p.commit(a, status)
	p.reopen()
	p.refused("of a cause from before the store was opened again", a, socialticket.ErrDuplicate)
	p.refused("of a status from before the store was opened again", status, socialticket.ErrDuplicate)
}
