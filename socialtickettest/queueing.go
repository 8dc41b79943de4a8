package socialtickettest

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// queueing are the promises of a Queue.
func queueing() []promise {
	const due = "Due returns at most limit tickets whose wake has come by now, the earliest first,"
	const outbox = "Outbox returns at most limit messages that are to be sent and not done yet, the oldest first, ties by id."
	return []promise{
		{"Due", due, dueOrder},
		{"DueLimit", due, dueLimit},
		{"DueNext", "the instant of the first timer after now, zero if there is none.", dueNext},
		{"DueMoved", "Wake is when Ticket next wants Desk.Wake.", dueMoved},
		{"DueForgotten", "a timer that was set for it is to be forgotten.", dueForgotten},
		{"DueApart", "Wake is when Ticket next wants Desk.Wake.", dueApart},
		{"Outbox", outbox, outboxOrder},
		{"OutboxLimit", outbox, outboxLimit},
		{"OutboxDone", "ids of outbox entries that were sent or given up", outboxDone},
	}
}

// timer commits what sets the timer of a conversation's ticket.
func (p *probe) timer(c socialticket.Commit, name string, wake time.Time) socialticket.Commit {
	p.Helper()
	c = next(c, name)
	c.Wake = wake
	p.commit(c)
	return c
}

// timers commits tickets "ticket c", "ticket a", "ticket b", which wake in that
// order, a nanosecond apart from now on, and "ticket d", which never does.
func (p *probe) timers(now time.Time) map[string]socialticket.Commit {
	p.queue()
	all := map[string]socialticket.Commit{}
	for i, name := range []string{"c", "a", "b", "d"} {
		c := first(name)
		c.Wake = now.Add(time.Duration(i))
		if name == "d" {
			c.Wake = time.Time{}
		}
		p.commit(c)
		all[name] = c
	}
	return all
}

// dues checks what is due and what comes next.
func (p *probe) dues(now time.Time, next time.Time, want ...ticket.ID) {
	p.Helper()
	ids, then := p.due(now, 10)
	if !slices.Equal(ids, want) || !then.Equal(next) {
		p.broken("Due at %v: %q, then %v; want %q, then %v", now, ids, then, want, next)
	}
}

func dueOrder(p *probe) {
	p.queue()
	p.dues(start(), time.Time{})
	now := start().Add(time.Hour)
	p.timers(now)
	p.dues(now.Add(2), time.Time{}, "ticket c", "ticket a", "ticket b")
	p.dues(now.Add(2), time.Time{}, "ticket c", "ticket a", "ticket b") // asking takes nothing out
}

func dueLimit(p *probe) {
	now := start().Add(time.Hour)
	p.timers(now)
	for limit, want := range [][]ticket.ID{1: {"ticket c"}, 2: {"ticket c", "ticket a"}, 3: {"ticket c", "ticket a", "ticket b"}} {
		if limit == 0 {
			continue
		}
		ids, _ := p.due(now.Add(5), limit)
		if !slices.Equal(ids, want) {
			p.broken("Due with limit %d: %q, want %q", limit, ids, want)
		}
	}
}

func dueNext(p *probe) {
	now := start().Add(time.Hour)
	p.timers(now)
	p.dues(now.Add(-1), now)
	p.dues(now, now.Add(1), "ticket c")
	p.dues(now.Add(1), now.Add(2), "ticket c", "ticket a")
	p.dues(now.Add(2), time.Time{}, "ticket c", "ticket a", "ticket b")
}

func dueMoved(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	p.timer(all["c"], "c", now.Add(time.Minute)) // later
	p.timer(all["b"], "b", now.Add(-time.Minute))
	p.dues(now.Add(2), now.Add(time.Minute), "ticket b", "ticket a")
	p.dues(now.Add(time.Minute), time.Time{}, "ticket b", "ticket a", "ticket c")
}

func dueForgotten(p *probe) {
	now := start().Add(time.Hour)
	all := p.timers(now)
	p.timer(all["c"], "c", time.Time{})
	b := p.timer(all["b"], "b", time.Time{})
	p.dues(now.Add(time.Minute), time.Time{}, "ticket a")
	p.timer(b, "b", now)
	p.dues(now.Add(time.Minute), time.Time{}, "ticket b", "ticket a")
}

// dueApart has two tickets in one conversation, with a timer each.
func dueApart(p *probe) {
	p.queue()
	older, newer := p.twoTickets()
	p.dues(newer.Wake, time.Time{}, older.Ticket.ID, newer.Ticket.ID)
	p.timer(newer, "a", time.Time{})
	p.dues(newer.Wake, time.Time{}, older.Ticket.ID)
}

// outgoing commits messages to be sent, and returns them in their order.
func (p *probe) outgoing() []channel.Outbound {
	p.queue()
	messages := []channel.Outbound{outbound("d", 1), outbound("b", 2), outbound("c", 2), outbound("a", 3)}
	messages[3].At = messages[2].At.Add(1)
	fill(&messages[1].Template)
	fill(&messages[1].Attachments)
	cs := talk("a", 2)
	cs[0].Outbox = []channel.Outbound{messages[3], messages[1]}
	cs[1].Outbox = []channel.Outbound{messages[2], messages[0]}
	p.commit(cs...)
	return messages
}

func outboxOrder(p *probe) {
	if n := len(p.outbox(10)); n != 0 {
		p.broken("%d messages in the outbox of an empty store", n)
	}
	want := p.outgoing()
	p.same("Outbox", want, p.outbox(10))
	p.same("Outbox, asked again", want, p.outbox(10))
}

func outboxLimit(p *probe) {
	want := p.outgoing()
	for limit := 1; limit <= 5; limit++ {
		p.same("Outbox with a limit", want[:min(limit, 4)], p.outbox(limit))
	}
}

func outboxDone(p *probe) {
	want := p.outgoing()
	done := silent(talk("a", 2)[1], "a")
	done.Done = []string{"b", "a", "unknown"}
	p.commit(done)
	p.same("Outbox", []channel.Outbound{want[0], want[2]}, p.outbox(10))
}
