package socialtickettest

import (
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// dues are the promises about timers that come.
func dues() []promise {
	const due = "Due returns at most limit timers that have come by now, the earliest first, ties by account, key and ticket."
	const most = "There is at most one for each ticket, and one for each conversation."
	return []promise{
		{"Due", due, dueOrder},
		{"DueTies", due, dueTies},
		{"DueLimit", due, dueLimit},
		{"DueStays", "Asking takes nothing out: a commit sets a timer anew.", dueStays},
		{"DueNext", "Next is the instant of the first timer after now, zero if there is none or if there is more to return.", dueNext},
		{"DueMoved", most, dueMoved},
		{"DueForgotten", "In a commit, the zero instant forgets the timer.", dueForgotten},
		{"DueApart", most, dueApart},
	}
}

// timer commits what sets the timer of a conversation's ticket, and returns the commit.
func (p *probe) timer(c socialticket.Commit, name string, at time.Time) socialticket.Commit {
	p.Helper()
	c = next(c, name)
	c.Timers = []socialticket.Timer{ticketTimer(c, at)}
	p.commit(c)
	return c
}

// timers commits conversations "c", "a" and "b", whose tickets' timers come in that
// order, a nanosecond apart from now on, and "d", which has none.
func (p *probe) timers(now time.Time) map[string]socialticket.Commit {
	p.Helper()
	p.queue()
	all := map[string]socialticket.Commit{}
	for i, name := range []string{"c", "a", "b", "d"} {
		c := first(name)
		c.Timers = []socialticket.Timer{ticketTimer(c, now.Add(time.Duration(i)))}
		if name == "d" {
			c.Timers = nil
		}
		p.commit(c)
		all[name] = c
	}
	return all
}

// dues checks what is due and what comes next.
func (p *probe) dues(now, next time.Time, want ...socialticket.Timer) {
	p.Helper()
	due, then := p.due(now, 10)
	p.same("Due at "+now.Format(time.RFC3339Nano), list(want), list(due))
	if !then.Equal(next) {
		p.broken("Due at %v: next is %v, want %v", now, then, next)
	}
}

func dueOrder(p *probe) {
	p.queue()
	p.dues(start(), time.Time{})
	now := start().Add(time.Hour)
	all := p.timers(now)
	c, a, b := all["c"].Timers[0], all["a"].Timers[0], all["b"].Timers[0]
	p.dues(now.Add(2), time.Time{}, c, a, b)
	p.dues(now.Add(time.Hour), time.Time{}, c, a, b)
}

// dueTies has timers of one instant.
func dueTies(p *probe) {
	p.queue()
	at := start().Add(time.Hour)
	var want []socialticket.Timer
	for _, a := range []channel.Account{strange()[1], account(), strange()[0]} { // in their order
		for _, name := range []string{"a", "b"} {
			c := firstIn(a, name)
			want = append(want, talkTimer(c, at), ticketTimer(c, at))
			if name == "b" {
				c.Ticket.ID += " 2"
				want = append(want, ticketTimer(c, at))
			}
		}
	}
	p.tied(want, at)
}

// tied commits timers of one instant in another order than theirs, and checks theirs.
func (p *probe) tied(want []socialticket.Timer, at time.Time) {
	p.Helper()
	last := map[socialticket.Timer]socialticket.Commit{} // by conversation
	for i := len(want) - 1; i >= 0; i-- {
		t := want[i]
		talk := socialticket.Timer{Account: t.Account, Key: t.Key}
		name := string(t.Key[len("key "):])
		c, begun := last[talk]
		id := t.Ticket
		if id == "" {
			id = firstIn(t.Account, name).Ticket.ID
		}
		switch {
		case !begun:
			c = firstIn(t.Account, name)
			c.Ticket.ID, c.Conversation.Ticket = id, id
			c.Comments[0].Ticket, c.Events[0].Ticket = id, id
		case c.Ticket.ID != id:
			c = another(c, name, string(id))
		default:
			c = next(c, name)
		}
		c.Timers = []socialticket.Timer{t}
		p.commit(c)
		last[talk] = c
	}
	p.dues(at.Add(-1), at)
	due, _ := p.due(at, len(want)+1)
	p.same("Due of timers of one instant", want, due)
}

func dueLimit(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	want := []socialticket.Timer{all["c"].Timers[0], all["a"].Timers[0], all["b"].Timers[0]}
	for limit := 1; limit <= 4; limit++ {
		due, next := p.due(now.Add(5), limit)
		p.same("Due with a limit", want[:min(limit, len(want))], due)
		if !next.IsZero() {
			p.broken("Due with limit %d: next is %v, want the zero instant", limit, next)
		}
	}
	if _, next := p.due(now, 1); !next.Equal(now.Add(1)) {
		p.broken("Due that returns all that has come, as many as the limit: next is %v, want %v", next, now.Add(1))
	}
	if _, next := p.due(now.Add(1), 1); !next.IsZero() {
		p.broken("Due with more to return and more to come: next is %v, want the zero instant", next)
	}
}

func dueStays(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	c, a, b := all["c"].Timers[0], all["a"].Timers[0], all["b"].Timers[0]
	for range 3 {
		p.dues(now.Add(2), time.Time{}, c, a, b)
	}
	p.dues(now.Add(1), now.Add(2), c, a)
	p.timed("that was told as due", socialticket.Ref{Ticket: c.Ticket}, c)
}

func dueNext(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	c, a, b := all["c"].Timers[0], all["a"].Timers[0], all["b"].Timers[0]
	p.dues(now.Add(-1), now)
	p.dues(now, now.Add(1), c)
	p.dues(now.Add(1), now.Add(2), c, a)
	p.dues(now.Add(2), time.Time{}, c, a, b)
}

func dueMoved(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	c := p.timer(all["c"], "c", now.Add(time.Minute)).Timers[0] // later
	b := p.timer(all["b"], "b", now.Add(-time.Minute)).Timers[0]
	a := all["a"].Timers[0]
	p.dues(now.Add(2), now.Add(time.Minute), b, a)
	p.dues(now.Add(time.Minute), time.Time{}, b, a, c)
}

func dueForgotten(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	p.timer(all["c"], "c", time.Time{})
	b := p.timer(all["b"], "b", time.Time{})
	p.dues(now.Add(time.Minute), time.Time{}, all["a"].Timers[0])
	p.timer(all["d"], "d", time.Time{}) // there was none
	again := p.timer(b, "b", now).Timers[0]
	p.dues(now.Add(time.Minute), time.Time{}, again, all["a"].Timers[0])
}

// dueApart has two tickets in one conversation, with a timer each, and that of the
// conversation.
func dueApart(p *probe) {
	p.queue()
	older, newer := p.twoTickets()
	whole := silent(newer, "a")
	whole.Timers = []socialticket.Timer{talkTimer(newer, start().Add(2*time.Hour))}
	p.commit(whole)
	all := []socialticket.Timer{older.Timers[0], newer.Timers[0], whole.Timers[0]}
	p.dues(later(), time.Time{}, all...)
	forget := func(i int, id ticket.ID) {
		whole = silent(whole, "a")
		whole.Timers = []socialticket.Timer{{Account: all[i].Account, Key: all[i].Key, Ticket: id}}
		p.commit(whole)
	}
	forget(1, newer.Ticket.ID)
	p.dues(later(), time.Time{}, all[0], all[2])
	forget(2, "")
	p.dues(later(), time.Time{}, all[0])
	forget(0, older.Ticket.ID)
	p.dues(later(), time.Time{})
}
