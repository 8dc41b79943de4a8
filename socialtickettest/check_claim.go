package socialtickettest

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
)

// claiming are the promises about effects that are handed out.
func claiming() []promise {
	const claim = "Claim hands effects to one worker: of each lane the first that is not done, if its After has come and no effect of the lane is claimed by another; the oldest At first, ties by account and id."
	const lease = "A claim is on disk before Claim returns, counts as an attempt, and holds until now plus the lease; after that the effect may be claimed again."
	return []promise{
		{"ClaimWhole", claim, claimWhole},
		{"ClaimFirst", claim, claimFirst},
		{"ClaimLane", "Effects of one lane are done one after another in the order of their numbers; lanes never wait for one another.", claimLane},
		{"ClaimOrder", claim, claimOrder},
		{"ClaimAfter", "After is when it may be done first. Zero: at once.", claimAfter},
		{"ClaimLease", lease, claimLease},
		{"ClaimAttempt", "how often it was claimed, this time included", claimAttempt},
		{"ClaimKinds", "of these kinds; an effect of another kind still holds its lane. Empty: of all", claimKinds},
		{"ClaimLimit", "at most so many", claimLimit},
		{"ClaimNext", "Next is the first instant after now at which there may be more to claim, zero if there is none that is known.", claimNext},
		{"ClaimDone", "ids of effects that were done or given up", claimDone},
	}
}

func claimWhole(p *probe) {
	p.queue()
	p.claims(noon())
	want := full()
	p.commit(want)
	want = full()
	claimed, _ := p.claim(socialticket.Claim{Now: later(), Lease: lease, Limit: 100})
	if len(claimed) != len(want.Effects) {
		p.broken("%d effects claimed, want %d", len(claimed), len(want.Effects))
		return
	}
	for i, c := range claimed {
		got := socialticket.Claimed{Effect: want.Effects[i], Attempt: 1, Until: later().Add(lease)}
		p.same("a claimed effect whose fields all have a value", got, c)
		if c.Command.IsZero() || c.Command.Kind() != want.Effects[i].Command.Kind() {
			p.broken("the command of a claimed effect is not the one that was committed")
		}
	}
	scribble(&claimed)
	again, _ := p.claim(socialticket.Claim{Now: later().Add(lease), Lease: lease, Limit: 100})
	for i, c := range again[:min(len(again), len(want.Effects))] {
		p.same("an effect after the caller changed an earlier claim of it", want.Effects[i], c.Effect)
	}
}

func claimFirst(p *probe) {
	c := p.lanes("a", "a", "b", "c", "a")
	p.claims(noon(), "a 1", "b 1", "c 1")
	p.claims(noon())
	c = p.finish(c, "a 1")
	p.claims(noon(), "a 2")
	c = p.finish(c, "b 1")
	p.claims(noon())
	p.finish(c, "a 2", "c 1")
	p.claims(noon(), "a 3")
}

// claimLane has a lane of two conversations: the numbers of each are its own.
func claimLane(p *probe) {
	p.queue()
	a := act(act(act(first("a"), "z", "lane"), "y", "other lane"), "x", "lane")
	b := act(act(first("b"), "m", "lane"), "n", "lane")
	p.commit(b, a)
	p.claims(noon(), "m", "y")
	b = p.finish(b, "m")
	p.claims(noon(), "z")
	a = p.finish(a, "z")
	p.claims(noon(), "n")
	p.finish(b, "n")
	p.claims(noon(), "x")
	p.finish(a, "x")
	p.claims(noon())
	p.claimBehind()
}

// claimBehind has effects come into a lane before one that a worker has in hand.
func (p *probe) claimBehind() {
	p.Helper()
	q := p.twin()
	b := act(act(act(first("b"), "z", "other lane"), "y", "other lane"), "in hand", "lane")
	q.commit(b)
	q.claims(noon(), "in hand", "z")
	q.commit(act(act(first("c"), "x", "third lane"), "n", "lane"))
	q.claims(noon(), "x")
	q.commit(act(first("a"), "m", "lane"))
	q.claims(noon())
	q.finish(b, "in hand")
	q.claims(noon(), "m")
}

// claimOrder has effects of conversations that were decided at other instants.
func claimOrder(p *probe) {
	p.queue()
	late, soon := first("a"), first("b")
	late.At = late.At.Add(time.Hour)
	soon = act(act(soon, "p", "lane 1"), "b", "lane 2")
	late = act(act(act(late, "o", "lane 3"), "c", "lane 4"), "a", "lane 5")
	p.commit(soon, late)
	p.claims(noon(), "b", "p", "a", "c", "o")
}

func claimAfter(p *probe) {
	p.queue()
	c := act(act(act(first("a"), "held", "a"), "behind", "a"), "free", "b")
	c.Effects[0].After = noon()
	p.commit(c)
	p.claims(noon().Add(-1), "free")
	held := p.claims(noon(), "held")
	if !held[0].After.Equal(noon()) {
		p.broken("the After of a claimed effect is %v, want %v", held[0].After, noon())
	}
	c = silent(c, "a")
	c = act(c, "last", "c")
	c.Effects[0].After = noon().Add(time.Second)
	c.Done = []string{"held"}
	p.commit(c)
	p.claims(noon(), "behind")
	p.claims(noon().Add(time.Second), "last")
}

func claimLease(p *probe) {
	p.lanes("a", "a", "b")
	for _, c := range p.claims(noon(), "a 1", "b 1") {
		if !c.Until.Equal(noon().Add(lease)) {
			p.broken("a claim at %v for %v holds until %v", noon(), lease, c.Until)
		}
	}
	p.claims(noon().Add(lease - 1))
	for _, c := range p.claims(noon().Add(lease), "a 1", "b 1") {
		if !c.Until.Equal(noon().Add(2 * lease)) {
			p.broken("a claim at %v for %v holds until %v", noon().Add(lease), lease, c.Until)
		}
	}
	p.claims(noon().Add(lease))
	p.claims(noon().Add(2*lease - 1))
	p.claims(noon().Add(2*lease), "a 1", "b 1")
}

func claimAttempt(p *probe) {
	p.lanes("a")
	for n := 1; n <= 6; n++ {
		c := p.claims(noon().Add(time.Duration(n)*lease), "a 1")[0]
		if c.Attempt != n {
			p.broken("the claim after %d others is attempt %d", n-1, c.Attempt)
		}
		if n%2 == 0 {
			p.giveBack(socialticket.Return{Account: c.Account, ID: c.ID, Attempt: c.Attempt})
		}
	}
}

func claimKinds(p *probe) {
	p.queue()
	kinds := []socialticket.EffectKind{socialticket.EffectNotify, socialticket.EffectMessage, socialticket.EffectMessage, "the host's own"}
	c := act(act(act(act(first("a"), "notify", "a"), "behind", "a"), "message", "b"), "own", "c")
	for i, k := range kinds {
		c.Effects[i].Kind = k
	}
	p.commit(c)
	claim := func(want []string, kinds ...socialticket.EffectKind) {
		p.Helper()
		claimed, _ := p.claim(socialticket.Claim{Now: noon(), Lease: lease, Limit: 100, Kinds: kinds})
		p.same(fmt.Sprintf("Claim of kinds %q", kinds), want, ids(claimed))
	}
	claim([]string{}, "another kind")
	claim([]string{"message"}, socialticket.EffectMessage)
	claim([]string{}, socialticket.EffectMessage)
	claim([]string{"notify", "own"}, "the host's own", socialticket.EffectNotify)
	p.finish(c, "notify")
	claim([]string{}, socialticket.EffectNotify)
	claim([]string{"behind"})
}

func claimLimit(p *probe) {
	p.lanes("a", "b", "c", "d", "e", "a")
	for _, want := range [][]string{{"a 1", "b 1"}, {"c 1", "d 1"}, {"e 1"}, {}} {
		claimed, _ := p.claim(socialticket.Claim{Now: noon(), Lease: lease, Limit: 2})
		p.same("Claim with limit 2", want, ids(claimed))
	}
	claimed, _ := p.claim(socialticket.Claim{Now: noon().Add(lease), Lease: lease, Limit: 1})
	p.same("Claim with limit 1", []string{"a 1"}, ids(claimed))
}

func claimNext(p *probe) {
	p.queue()
	look := func(now, want time.Time) []socialticket.Claimed {
		p.Helper()
		claimed, next := p.claim(socialticket.Claim{Now: now, Lease: lease, Limit: 100})
		if !next.Equal(want) {
			p.broken("Claim at %v: next is %v, want %v", now, next, want)
		}
		return claimed
	}
	look(noon(), time.Time{})
	c := act(act(act(first("a"), "a", "a"), "behind", "a"), "b", "b")
	c.Effects[0].After = noon()
	c.Effects[1].After = noon().Add(-time.Hour) // which its place in the lane outweighs
	c.Effects[2].After = noon().Add(lease / 2)
	p.commit(c)
	look(noon().Add(-time.Minute), noon())
	a := look(noon(), noon().Add(lease/2))
	b := look(noon().Add(lease/2), noon().Add(lease))
	p.same("what was claimed at the instants that were told", []string{"a", "b"}, append(ids(a), ids(b)...))
	if len(a) == 0 {
		return
	}
	p.giveBack(socialticket.Return{Account: a[0].Account, ID: "a", Attempt: 1, After: noon().Add(lease * 5)})
	look(noon().Add(lease/2), noon().Add(lease/2+lease))
	c = p.finish(c, "b")
	look(noon().Add(lease/2), noon().Add(lease*5))
	c = p.finish(c, "a")
	if claimed := look(noon().Add(lease), noon().Add(2*lease)); len(claimed) != 1 {
		p.broken("%d effects claimed of a lane that is free, want 1", len(claimed))
	}
	p.finish(c, "behind")
	look(noon().Add(lease), time.Time{})
}

// claimDone has effects done that were claimed, that were not, and that are not there.
func claimDone(p *probe) {
	c := p.lanes("a", "a", "a", "b", "c")
	c = p.finish(c, "a 2", "b 1", "unknown")
	p.claims(noon(), "a 1", "c 1")
	c = p.finish(c, "a 1", "a 2")
	p.claims(noon(), "a 3")
	c = act(silent(c, "a"), "a 4", "a")
	c.Done = []string{"a 3", "c 1"}
	p.commit(c)
	p.claims(noon(), "a 4")
	p.finish(c, "a 4")
	p.claims(later())
}
