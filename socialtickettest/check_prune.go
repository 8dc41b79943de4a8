package socialtickettest

import (
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// pruning are the promises of a Pruner.
func pruning() []promise {
	const limit = "Prune forgets at most p.Limit things that are older than p says, and returns how many they were; fewer than the limit: there are no more."
	const kept = "Conversations, addresses, tickets, comments, audit events and persons are kept for ever, effects until they are done."
	return []promise{
		{"PruneCauses", "Causes is the instant before whose commits causes are forgotten.", pruneCauses},
		{"PruneParked", "Parked is the instant before which events were parked that may be forgotten: they are about messages of another system.", pruneParked},
		{"PruneFeed", "Feed is the instant before whose commits the feed is forgotten.", pruneFeed},
		{"PruneLimit", limit, pruneLimit},
		{"PruneAll", limit, pruneAll},
		{"PruneNothing", "A zero instant keeps everything.", pruneNothing},
		{"PruneKeeps", kept, pruneKeeps},
		{"PruneKeepsClaims", kept, pruneKeepsClaims},
		{"FeedPruned", "A place that was pruned begins with the oldest that is left.", feedPruned},
	}
}

// prune forgets, and checks how many things it says that were.
func (p *probe) prune(want int, pr socialticket.Prune) {
	p.Helper()
	n, err := p.pruner().Prune(p.Context(), pr)
	if err != nil {
		p.broken("Prune(%+v): %v", pr, err)
	}
	if n != want {
		p.broken("Prune(%+v) forgot %d things, want %d", pr, n, want)
	}
}

// knows checks which causes are known.
func (p *probe) knows(when string, want bool, commits ...socialticket.Commit) {
	p.Helper()
	for _, c := range commits {
		if p.load(socialticket.Ref{Account: c.Account, Cause: c.Cause, Person: c.Person.ID}).Known != want {
			p.broken("%s: cause %q of account %v is known: %v", when, c.Cause, c.Account, !want)
		}
	}
}

// dated returns commits of several kinds, each with the instant after the one before, and
// the instant of the given one.
func dated(i int) ([]socialticket.Commit, time.Time) {
	a := talk("a", 3)
	all := []socialticket.Commit{
		a[0], parked(account(), "m", channel.StateSent), a[1], enroll("person", 1),
		firstIn(strange()[0], "b"), parked(strange()[0], "m", channel.StateSent), parked(account(), "m", channel.StateRead), a[2],
	}
	for n := range all {
		all[n].At = start().Add(time.Duration(n) * time.Hour)
	}
	return all, all[i].At
}

func pruneCauses(p *probe) {
	p.pruner()
	all, before := dated(5)
	p.commit(all...)
	p.prune(5, socialticket.Prune{Causes: before, Limit: 100})
	p.knows("older than Prune.Causes", false, all[:5]...)
	p.knows("not older than Prune.Causes", true, all[5:]...)
	p.prune(0, socialticket.Prune{Causes: before, Limit: 100})
	again := first("c")
	again.Cause = all[0].Cause
	p.commit(again)
	person := enroll("c", 1)
	person.Cause = all[3].Cause
	p.commit(person)
	p.refused("of a cause that was kept", all[5], socialticket.ErrDuplicate)
	p.keeps("after causes were forgotten", account(), "m", []channel.Event{all[1].Park, all[6].Park})
}

func pruneParked(p *probe) {
	p.pruner()
	all, before := dated(5)
	p.commit(all...)
	p.prune(1, socialticket.Prune{Parked: before, Limit: 100})
	p.keeps("older than Prune.Parked alone", account(), "m", []channel.Event{all[6].Park})
	p.keeps("not older than Prune.Parked", strange()[0], "m", []channel.Event{all[5].Park})
	p.knows("after parked events were forgotten", true, all...)
	p.prune(2, socialticket.Prune{Parked: later(), Limit: 100})
	p.keeps("of a message, all of which are older", account(), "m", nil)
	c := first("c")
	c.Comments[0].Content.ID = "m"
	p.commit(c) // takes nothing in
}

func pruneFeed(p *probe) {
	p.pruner()
	p.feed()
	all, before := dated(5)
	p.commit(all...)
	places := p.tells(0, all...)
	p.prune(5, socialticket.Prune{Feed: before, Limit: 100})
	p.same("the feed that is left", places[5:], p.tells(0, all[5:]...))
	p.knows("after the feed was forgotten", true, all...)
	p.prune(3, socialticket.Prune{Feed: later(), Limit: 100})
	p.tells(0)
	more := next(all[7], "a")
	p.commit(more)
	p.tells(places[7].Place, more)
}

func pruneLimit(p *probe) {
	p.pruner()
	all, _ := dated(0)
	p.commit(all...)
	for left := len(all); left > 0; left -= 3 {
		p.prune(min(3, left), socialticket.Prune{Causes: later(), Limit: 3})
		known := 0
		for _, c := range all {
			if p.load(socialticket.Ref{Account: c.Account, Cause: c.Cause, Person: c.Person.ID}).Known {
				known++
			}
		}
		if want := max(0, left-3); known != want {
			p.broken("after Prune with limit 3, %d causes of %d are known, want %d", known, left, want)
		}
	}
	p.prune(0, socialticket.Prune{Causes: later(), Limit: 3})
}

// pruneAll forgets things of all kinds in small steps.
func pruneAll(p *probe) {
	p.pruner()
	all, _ := dated(0)
	p.commit(all...)
	want := len(all) + 3 // causes and parked events
	if _, ok := p.store.(socialticket.Feed); ok {
		want += len(p.entries(0))
	}
	for ; want >= 0; want -= 4 {
		p.prune(min(4, want), socialticket.Prune{Causes: later(), Parked: later(), Feed: later(), Limit: 4})
	}
	p.knows("after all was forgotten", false, all...)
	p.keeps("after all was forgotten", account(), "m", nil)
	if _, ok := p.store.(socialticket.Feed); ok {
		p.tells(0)
	}
}

func pruneNothing(p *probe) {
	p.pruner()
	all, _ := dated(0)
	p.commit(all...)
	before := p.state(all...)
	p.prune(0, socialticket.Prune{Limit: 100})
	p.same("what is there after Prune of nothing", before, p.state(all...))
	_, first := dated(0)
	p.prune(0, socialticket.Prune{Causes: first, Parked: first, Feed: first, Limit: 100})
	p.same("what is there after Prune of what is older than all", before, p.state(all...))
}

// pruneKeeps looks at all that is to stay.
func pruneKeeps(p *probe) {
	p.pruner()
	p.weigh()
	p.commit(heavy(), enroll("user a", 1), link("person", "user a", 1))
	look := func() string {
		var all strings.Builder
		for _, ref := range append(append(refs(light()), refs(heavy())...), socialticket.Ref{Person: "person"}) {
			if ref.Message != "unknown" && ref.Cause == "" {
				all.WriteString(text(form(p.load(ref))))
			}
		}
		if _, ok := p.store.(socialticket.Reader); ok {
			all.WriteString(text(p.comments("ticket a", socialticket.Page{})) + text(p.events("ticket a", socialticket.Page{})) + text(p.tickets()))
		}
		if _, ok := p.store.(socialticket.Queue); ok {
			due, _ := p.due(later(), 100)
			all.WriteString(text(due) + text(p.waiting()))
		}
		return all.String()
	}
	before := look()
	if _, err := p.pruner().Prune(p.Context(), socialticket.Prune{Causes: later(), Parked: later(), Feed: later(), Limit: 1000}); err != nil {
		p.broken("Prune: %v", err)
	}
	p.same("what is kept for ever", before, look())
	p.commit(next(heavy(), "a"))
}

// pruneKeepsClaims has effects that were claimed, and given back, before all is pruned.
func pruneKeepsClaims(p *probe) {
	p.pruner()
	c := p.lanes("a", "a", "b")
	claimed := p.claims(noon(), "a 1", "b 1")
	r := back(claimed[1])
	r.After, r.Reason = noon().Add(2*lease), channel.Error{Code: "1"}
	p.giveBack(r)
	if _, err := p.pruner().Prune(p.Context(), socialticket.Prune{Causes: later(), Parked: later(), Feed: later(), Limit: 1000}); err != nil {
		p.broken("Prune: %v", err)
	}
	p.claims(noon())
	again := p.claims(noon().Add(2*lease), "a 1", "b 1")
	if a, b := again[0], again[1]; a.Attempt != 2 || !a.Since.Equal(noon()) || b.Attempt != 2 || b.Failures != 1 {
		p.broken("effects that were claimed before Prune: attempts %d and %d, in doubt since %v, failures %d", a.Attempt, b.Attempt, a.Since, b.Failures)
	}
	p.finish(c, "a 1")
	p.claims(noon().Add(2*lease), "a 2")
}

func feedPruned(p *probe) {
	p.pruner()
	p.feed()
	all, before := dated(3)
	p.commit(all...)
	places := p.tells(0, all...)
	p.prune(3, socialticket.Prune{Feed: before, Limit: 100})
	for i := range places[:4] {
		p.tells(places[i].Place, all[max(3, i+1):]...)
	}
}
