package socialtickettest

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
)

// lease is how long the claims of a test hold.
const lease = time.Minute

// noon is when the claims of a test begin.
func noon() time.Time { return start().Add(3 * time.Hour) }

// minute returns an instant after noon.
func minute(n int) time.Time { return noon().Add(time.Duration(n) * lease) }

// claims claims effects and checks which they are: their ids, in their order.
func (p *probe) claims(now time.Time, want ...string) []socialticket.Claimed {
	p.Helper()
	claimed, _ := p.claim(socialticket.Claim{Now: now, Lease: lease, Limit: 100})
	p.same("Claim at "+now.Format(time.RFC3339Nano), list(want), ids(claimed))
	if len(claimed) != len(want) {
		p.FailNow()
	}
	return claimed
}

// ids returns the ids of effects.
func ids(claimed []socialticket.Claimed) []string {
	all := []string{}
	for _, c := range claimed {
		all = append(all, c.ID)
	}
	return all
}

// lanes commits effects named for their lanes: for "a", "a", "b" those are "a 1", "a 2"
// and "b 1". It returns the commit.
func (p *probe) lanes(names ...string) socialticket.Commit {
	p.Helper()
	p.queue()
	c := first("a")
	count := map[string]int{}
	for _, name := range names {
		count[name]++
		c = act(c, fmt.Sprintf("%s %d", name, count[name]), name)
	}
	p.commit(c)
	return c
}

// finish commits that effects are done, and returns the commit.
func (p *probe) finish(c socialticket.Commit, ids ...string) socialticket.Commit {
	p.Helper()
	c = silent(c, string(c.Key[len("key "):]))
	c.Done = ids
	p.commit(c)
	return c
}

// back returns what gives a claimed effect back at once.
func back(c socialticket.Claimed) socialticket.Return {
	return socialticket.Return{Account: c.Account, ID: c.ID, Attempt: c.Attempt}
}
