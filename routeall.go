package socialticket

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// RouteAll hands out every ticket that waits for an agent, as far as somebody can take it:
// the more urgent first, then those that have waited longer. It counts what the agents have
// from their tickets, and each ticket that it hands out. A turn that is empty begins with who
// was given nothing for the longest time, by the tickets that are not done.
//
// It returns how many were handed out, and the turn after that, to be handed in next time.
// One that cannot be routed does not hold up the others: the error joins what failed. Only
// one may run at a time, over all processes, see [Route]. A reader that is a [Selector] is
// asked for the tickets that have an assignee or wait for one.
func (d *Desk) RouteAll(ctx context.Context, r Reader, turn routing.Turn) (routed int, after routing.Turn, failed error) {
	p := pass{settings: d.config.Settings(), loads: routing.Loads{}, given: map[string]time.Time{}, hopeless: map[string]bool{}}
	if err := p.read(routable(ctx, r)); err != nil {
		return 0, turn, err
	}
	p.turn = turn
	if len(turn) == 0 {
		p.turn = p.begun()
	}
	p.team = p.settings.Team(p.loads, p.turn)
	for _, t := range p.waiting {
		if ctx.Err() != nil {
			return routed, p.turn, errors.Join(failed, context.Cause(ctx))
		}
		given, err := p.route(ctx, d, t)
		failed = errors.Join(failed, err)
		if given {
			routed++
		}
	}
	return routed, p.turn, failed
}

// routable yields the tickets that have an assignee and are not done, those that wait for
// one, and perhaps others.
func routable(ctx context.Context, r Reader) iter.Seq2[ticket.Ticket, error] {
	s, is := r.(Selector)
	if !is {
		return r.Tickets(ctx)
	}
	status := func(list ...string) rules.Tree {
		return rules.Tree{Leaf: &rules.Leaf{Field: "status", Kind: rules.Ordered, Op: rules.Is, Values: list}}
	}
	assigned := rules.Tree{Leaf: &rules.Leaf{Field: "assignee_id", Kind: rules.Choice, Op: rules.Present}}
	return s.Select(ctx, rules.Tree{All: []rules.Tree{
		status(string(ticket.New), string(ticket.Open), string(ticket.Pending), string(ticket.Hold)),
		{Any: []rules.Tree{assigned, status(string(ticket.New), string(ticket.Open))}},
	}})
}

// pass is one run of [Desk.RouteAll].
type pass struct {
	settings *Settings
	loads    routing.Loads
	given    map[string]time.Time // when each agent was given a ticket last
	waiting  []ticket.Ticket
	turn     routing.Turn
	team     routing.Team
	hopeless map[string]bool // works that nobody can take, by what they ask for
}

// read reads what agents have and what waits, in the order in which it is handed out.
func (p *pass) read(tickets iter.Seq2[ticket.Ticket, error]) error {
	for t, err := range tickets {
		if err != nil {
			return err
		}
		free := t
		if p.settings.lost(t.Assignee, false) {
			free.Assignee = "" // the verb takes it off
		}
		p.loads.Add(free)
		if routing.Waits(free) {
			p.waiting = append(p.waiting, t)
		} else if t.AssignedAt.After(p.given[t.Assignee]) {
			p.given[t.Assignee] = t.AssignedAt
		}
	}
	slices.SortFunc(p.waiting, routing.Compare)
	return nil
}

// begun returns the turn in which those come first who were given nothing for longest, ties
// in the order of the settings.
func (p *pass) begun() routing.Turn {
	turn := p.settings.Team(nil, nil).Turn()
	slices.SortStableFunc(turn, func(a, b string) int { return p.given[a].Compare(p.given[b]) })
	return turn
}

// route hands one ticket out, if somebody can take it.
func (p *pass) route(ctx context.Context, d *Desk, t ticket.Ticket) (given bool, err error) {
	work := p.settings.Routing.WorkOf(t)
	if p.vain(work) && t.Assignee == "" {
		return false, nil
	}
	r, err := d.Route(ctx, Route{
		Ticket: t.ID, IdempotencyKey: "pass-" + strconv.Itoa(t.Events), Loads: p.loads, Turn: p.turn,
	})
	agent := r.Ticket.Assignee
	if err != nil || agent == "" {
		return false, err
	}
	if r.Turn != nil {
		p.turn = r.Turn
	}
	p.loads.Add(r.Ticket)
	p.team = p.team.With(agent, work)
	return r.Choice.Agent != "" || r.Outcome == Duplicate, nil
}

// vain reports that nobody can take a work. Within a pass loads only grow, so it is found out
// once for all that ask for the same.
func (p *pass) vain(w routing.Work) bool {
	asks := strings.Join(slices.Concat([]string{string(w.Class), w.Group}, w.Skills), "\x00")
	if !p.hopeless[asks] && p.team.Pick(w).Agent == "" {
		p.hopeless[asks] = true
	}
	return p.hopeless[asks]
}
