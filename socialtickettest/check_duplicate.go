package socialtickettest

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// duplicates are the promises about commits whose cause is in already.
func duplicates() []promise {
	const duplicateIn = "The error matches ErrDuplicate if c.Cause is in already within c.Account, whatever else."
	return []promise{
		{"Duplicate", duplicateIn, duplicate},
		{"DuplicateWhatever", duplicateIn, duplicateWhatever},
		{"DuplicateAnywhere", "Cause names the command that this answers, within the account.", duplicateAnywhere},
		{"DuplicateWritesNothing", writesAll, duplicateWritesNothing},
	}
}

func duplicate(p *probe) {
	cs := talk("a", 2)
	p.commit(cs[0])
	p.refused("handed in again", cs[0], socialticket.ErrDuplicate)
	c := cs[1]
	c.Cause = cs[0].Cause
	p.refused("of the right version", c, socialticket.ErrDuplicate)
	c.Expect = 7
	p.refused("of the wrong version", c, socialticket.ErrDuplicate)
	p.commit(cs[1])
	p.refused("of long ago", cs[0], socialticket.ErrDuplicate)
}

// duplicateWhatever hands in commits that conflict as well.
func duplicateWhatever(p *probe) {
	p.weigh()
	p.commit(heavy(), first("b"))
	p.refused("handed in again, whose parked events are gone", heavy(), socialticket.ErrDuplicate)
	c := first("c")
	c.Cause = heavy().Cause
	c.Addresses = []channel.Address{address("b")}
	c.Comments[0].Content.ID, c.Parked = "message b 1", 3
	p.refused("that takes what others have", c, socialticket.ErrDuplicate)
	status := parked(account(), "message b 1", channel.StateRead)
	status.Cause = heavy().Cause
	p.refused("that parks an event of a known message", status, socialticket.ErrDuplicate)
}

func duplicateAnywhere(p *probe) {
	a, status := first("a"), parked(account(), "m", channel.StateSent)
	p.commit(a, status)
	b := first("b")
	b.Cause = a.Cause
	p.refused("in another conversation", b, socialticket.ErrDuplicate)
	b.Cause = status.Cause
	p.refused("of a parked status's cause", b, socialticket.ErrDuplicate)
	p.refused("of a status that is parked already", status, socialticket.ErrDuplicate)
	status.Cause = a.Cause
	p.refused("of a status with a conversation's cause", status, socialticket.ErrDuplicate)
	if n := len(p.load(socialticket.Ref{Account: account(), Message: "m"}).Parked); n != 1 {
		p.broken("%d statuses are parked, want 1", n)
	}
}

func duplicateWritesNothing(p *probe) {
	p.weigh()
	before := p.heavyState()
	c := heavy()
	c.Cause = light().Cause
	p.refused("of a cause that is in", c, socialticket.ErrDuplicate)
	p.unwritten(before)
}
