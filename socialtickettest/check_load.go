package socialtickettest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// loading are the promises about what comes back.
func loading() []promise {
	const oneInstant = "Load returns what a decision needs, as of one instant; the person may be newer."
	return []promise{
		{"LoadWhole", oneInstant, loadWhole},
		{"LoadEmpty", oneInstant, loadEmpty},
		{"LoadInstant", oneInstant, loadInstant},
		{"LoadSnapshot", oneInstant, loadSnapshot},
		{"LoadCost", "The cost must not grow with a ticket's thread.", loadCost},
	}
}

// full returns a first commit in which every field has a value, as far as the
// fields do not name one another.
func full() socialticket.Commit {
	var c socialticket.Commit
	fill(&c)
	c.Expect, c.Conversation.Version = 0, 1
	c.Done, c.Parked, c.Park, c.Person = nil, 0, channel.Event{}, identity.Person{}
	c.Conversation.Account, c.Conversation.Key, c.Conversation.Ticket = c.Account, c.Key, c.Ticket.ID
	c.Ticket.Address.Account = c.Account
	for i := range c.Addresses {
		c.Addresses[i].Account = c.Account
	}
	c.Ticket.Comments, c.Ticket.Events = len(c.Comments), len(c.Events)
	for i := range c.Comments {
		c.Comments[i].Ticket, c.Comments[i].Number = c.Ticket.ID, i+1
		c.Events[i].Ticket, c.Events[i].Number = c.Ticket.ID, i+1
	}
	for i := range c.Effects {
		c.Effects[i].Account, c.Effects[i].Key, c.Effects[i].Message.To.Account = c.Account, c.Key, c.Account
		c.Timers[i].Account, c.Timers[i].Key = c.Account, c.Key
	}
	c.Timers[0].Ticket, c.Timers[1].Ticket = "", c.Ticket.ID
	return c
}

func loadWhole(p *probe) {
	c := full()
	p.commit(c)
	c = full()
	want := socialticket.Head{
		Conversation: c.Conversation, Ticket: c.Ticket, Timers: c.Timers, Comment: c.Comments[1],
		Owners: []socialticket.Owner{{Address: c.Addresses[0], User: c.Conversation.User.ID}}, Known: true,
		Person: identity.Person{ID: c.Conversation.User.ID},
	}
	ref := socialticket.Ref{Account: c.Account, Comment: c.Comments[1].ID, Addresses: c.Addresses[:1], Cause: c.Cause}
	p.same("a Head whose fields all have a value", form(want), form(p.load(ref)))
	for i := range c.Comments {
		for _, ref := range commentRefs(c.Account, c.Comments[i]) {
			p.same("a comment whose fields all have a value", c.Comments[i], p.load(ref).Comment)
		}
	}

	var e channel.Event
	fill(&e)
	e.Type = channel.EventStatus
	p.commit(parking(e))
	head := p.load(socialticket.Ref{Account: e.Account, Message: e.About()})
	p.same("a parked event whose fields all have a value", []channel.Event{e}, head.Parked)
}

func loadEmpty(p *probe) {
	c := first("a")
	id := c.Comments[0].ID
	empty(&c.Conversation)
	empty(&c.Ticket)
	for i := range c.Comments {
		empty(&c.Comments[i])
	}
	c.Effects, c.Done, c.Conflicts = []socialticket.Effect{}, []string{}, []identity.Conflict{}
	p.commit(c)
	want := socialticket.Head{
		Conversation: c.Conversation, Ticket: c.Ticket, Timers: c.Timers, Comment: c.Comments[0], Person: identity.Person{ID: "user a"},
	}
	p.same("a Head of empty slices", form(want), form(p.load(socialticket.Ref{Account: c.Account, Comment: id})))
}

// loadInstant loads while another goroutine commits, and looks for a head that is half
// of one commit and half of another.
func loadInstant(p *probe) {
	commits := talk("a", 40)
	for i := range commits {
		commits[i].Timers = append(commits[i].Timers, talkTimer(commits[i], commits[i].At))
	}
	p.commit(commits[0])
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, ref := range refs(commits[0]) {
		if ref.Cause != "" { // it leads nowhere
			continue
		}
		readers.Go(func() {
			for torn := false; !torn; {
				select {
				case <-done:
					return
				default:
					torn = p.torn(ref, commits)
				}
			}
		})
	}
	p.commit(commits[1:]...)
	close(done)
	readers.Wait()
}

// torn loads once, and reports whether that failed or was not a state after one of the
// commits.
func (p *probe) torn(ref socialticket.Ref, commits []socialticket.Commit) bool {
	h, err := p.store.Load(p.Context(), ref)
	if err != nil {
		p.broken("Load(%+v) during commits: %v", ref, err)
		return true
	}
	n := h.Conversation.Version
	fits := n >= 1 && h.Ticket.Comments == int(n) && len(h.Timers) == 2
	for i := 0; fits && i < 2; i++ {
		at := commits[n-1].Timers[0].At
		if h.Timers[i].Ticket == "" {
			at = commits[n-1].Timers[1].At
		}
		fits = h.Timers[i].At.Equal(at)
	}
	if !fits {
		p.broken("Load(%+v) during commits: conversation of version %d, ticket of %d, timers %v", ref, n, h.Ticket.Comments, h.Timers)
	}
	return !fits
}

func loadSnapshot(p *probe) {
	c := full()
	p.commit(c)
	ref := socialticket.Ref{Account: full().Account, Comment: full().Comments[0].ID, Addresses: full().Addresses}
	before := text(form(p.load(ref)))
	scribble(&c)
	p.same("after the caller changed a commit that was written", before, form(p.load(ref)))

	head := p.load(ref)
	scribble(&head)
	p.same("after the caller changed the head that Load returned", before, form(p.load(ref)))

	early := p.load(ref)
	follow := next(full(), "a")
	follow.Ticket.Tags = []string{"changed"}
	p.commit(follow)
	p.same("an early head after a later commit", before, form(early))
}

// loadCost counts allocations, which are the same on every machine.
func loadCost(p *probe) {
	short, long := first("short"), first("long")
	p.commit(short, long)
	for range 20 {
		long = next(long, "long")
		for n := range 100 {
			c := long.Comments[0]
			c.ID, c.Content.ID, c.Number = fmt.Sprint(c.ID, n), fmt.Sprint(c.Content.ID, n), long.Ticket.Comments+n+1
			long.Comments = append(long.Comments, c)
		}
		long.Ticket.Comments += 100
		p.commit(long)
	}
	cost := func(id ticket.ID) float64 {
		return testing.AllocsPerRun(20, func() { p.load(socialticket.Ref{Ticket: id}) })
	}
	if a, b := cost(short.Ticket.ID), cost(long.Ticket.ID); b > 2*a+50 {
		p.broken("Load allocates %.0f times for a thread of 1, %.0f times for one of 2,000", a, b)
	}
}
