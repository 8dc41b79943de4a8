package socialtickettest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// loading are the promises about what comes back.
func loading() []promise {
	return []promise{
		{"LoadWhole", "Load returns what a decision needs, as of one instant.", loadWhole},
		{"LoadEmpty", "Load returns what a decision needs, as of one instant.", loadEmpty},
		{"LoadInstant", "Load returns what a decision needs, as of one instant.", loadInstant},
		{"LoadSnapshot", "Load returns what a decision needs, as of one instant.", loadSnapshot},
		{"LoadCost", "The cost must not grow with a ticket's thread.", loadCost},
	}
}

// full returns a first commit in which every field has a value, as far as the
// fields do not name one another.
func full() socialticket.Commit {
	var c socialticket.Commit
	fill(&c)
	c.Expect, c.Conversation.Version, c.Done, c.Parked, c.Park = 0, 1, nil, 0, channel.Event{}
	c.Conversation.Key, c.Conversation.Ticket = c.Key, c.Ticket.ID
	for i := range c.Comments {
		c.Comments[i].Ticket, c.Comments[i].Number = c.Ticket.ID, i+1
		c.Events[i].Ticket, c.Events[i].Number = c.Ticket.ID, i+1
	}
	return c
}

func loadWhole(p *probe) {
	c := full()
	p.commit(c)
	c = full()
	want := socialticket.Head{
		Conversation: c.Conversation, Ticket: c.Ticket, Wake: c.Wake, Comment: c.Comments[1],
		Owners: map[channel.Address]string{c.Addresses[0]: c.Conversation.User.ID},
	}
	p.same("a Head whose fields all have a value", form(want), form(p.load(socialticket.Ref{Comment: c.Comments[1].ID, Addresses: c.Addresses[:1]})))
	p.same("the comment by its message", c.Comments[0], p.load(socialticket.Ref{Account: c.Ticket.Address.Account, Message: c.Comments[0].Content.ID}).Comment)

	status := parked(account(), "m", channel.StateSent)
	fill(&status.Park)
	p.commit(status)
	head := p.load(socialticket.Ref{Account: status.Park.Account, Message: status.Park.Status.MessageID})
	p.same("a parked status whose fields all have a value", []channel.Event{status.Park}, head.Parked)
}

func loadEmpty(p *probe) {
	c := first("a")
	id := c.Comments[0].ID
	empty(&c.Conversation)
	empty(&c.Ticket)
	for i := range c.Comments {
		empty(&c.Comments[i])
	}
	p.commit(c)
	want := socialticket.Head{Conversation: c.Conversation, Ticket: c.Ticket, Wake: c.Wake, Comment: c.Comments[0]}
	p.same("a Head of empty slices", form(want), form(p.load(socialticket.Ref{Comment: id})))
}

// loadInstant loads while somebody commits, and looks for a head that is half of
// one commit and half of another.
func loadInstant(p *probe) {
	commits := talk("a", 40)
	p.commit(commits[0])
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, ref := range refs(commits[0]) {
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

// torn loads once, and reports whether that failed or was no state after one of
// the commits.
func (p *probe) torn(ref socialticket.Ref, commits []socialticket.Commit) bool {
	h, err := p.store.Load(p.Context(), ref)
	if err != nil {
		p.broken("Load(%+v) during commits: %v", ref, err)
		return true
	}
	n := h.Conversation.Version
	if n < 1 || h.Ticket.Comments != int(n) || !h.Wake.Equal(commits[n-1].Wake) {
		p.broken("Load(%+v) during commits: conversation of version %d, ticket of %d, wake %v", ref, n, h.Ticket.Comments, h.Wake)
		return true
	}
	return false
}

func loadSnapshot(p *probe) {
	c := full()
	p.commit(c)
	ref := socialticket.Ref{Comment: c.Comments[0].ID, Addresses: full().Addresses}
	before := text(form(p.load(ref)))
	scribble(&c)
	p.same("after the caller changed a commit that was written", before, form(p.load(ref)))

	head := p.load(ref)
	scribble(&head)
	clear(head.Owners)
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
