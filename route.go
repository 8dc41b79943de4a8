package socialticket

import (
	"cmp"
	"context"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// Route gives a ticket that waits for an agent to one of [Settings.Agents].
//
// What agents have spans conversations, so it comes in as a value: two routers that work with
// the same Loads and Turn can together give an agent more than their capacity. Let one router
// do all routing at a time, as [Desk.RouteAll] and worker.Router do; or decide in a place of
// your own and write with an [Update] whose If says that the assignee is still empty, which
// guards one ticket, but not an agent's capacity.
type Route struct {
	Ticket         ticket.ID    `json:"ticket_id"`
	IdempotencyKey string       `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor `json:"by,omitzero"`              // zero: the system's actor "routing"

	Loads routing.Loads `json:"loads,omitzero"` // what the agents have, see [routing.LoadsOf]
	Turn  routing.Turn  `json:"turn,omitzero"`  // whose turn it is; nil: that of the first agent
	// Prefer is who gets it if they can take it, before all others.
	Prefer string `json:"prefer_id,omitzero"`
	// Passed did not accept it: they get it after all others. Those who had it before have
	// passed it too.
	Passed []string `json:"passed_ids,omitzero"`
}

// Route gives a ticket that waits for an agent to one who is there, is in its group, has the
// skills that it asks for and has room. A ticket without group gets the agent's first one.
// One that does not wait, see [routing.Waits], stays as it is; so does one that nobody can
// take, [Receipt.Choice] then says why. An open one whose assignee has left is taken off first,
// see [routing.Config]. Triggers see it as any other assignment. To offer a ticket before it is
// given, decide without committing, and name who does not accept in Passed. The errors match
// [ErrNotFound], [ErrInvalid], [ErrClosed] or [ErrRefused].
func (d *Desk) Route(ctx context.Context, r Route) (Receipt, error) { return d.Do(ctx, r) }

// Kind implements [Command].
func (Route) Kind() string { return "route" }

func (r Route) check() error {
	if r.Ticket == "" {
		return invalidField("route", "ticket", "is missing")
	}
	return checkActor("route", r.by())
}

func (r Route) by() ticket.Actor { return cmp.Or(r.By, routingActor()) }

// routingActor returns who routes where nobody is named.
func routingActor() ticket.Actor { return ticket.Actor{Kind: ticket.System, ID: "routing"} }

func (r Route) cause(key string) string {
	return causeOf(cmp.Or(r.IdempotencyKey, key), "route", string(r.Ticket))
}

func (r Route) ref(_ *Desk, cause string) Ref { return Ref{Ticket: r.Ticket, Cause: cause} }

func (r Route) decide(dr *draft) error {
	if err := dr.needTicket(r.Ticket); err != nil {
		return err
	}
	if dr.ticket.Status == ticket.Open {
		if err := dr.takeOff(false); err != nil {
			return err
		}
	}
	if !routing.Waits(dr.ticket) {
		return nil
	}
	team := dr.settings.Team(r.Loads, r.Turn)
	work := dr.settings.Routing.WorkOf(dr.ticket)
	work.Prefer, work.Passed = r.Prefer, append(work.Passed[:len(work.Passed):len(work.Passed)], r.Passed...)
	dr.choice = team.Pick(work)
	if dr.choice.Agent == "" {
		return nil
	}
	dr.turn = team.Turn().After(dr.choice.Agent)
	return dr.changeAll(r.by(), dr.handOver(dr.choice.Agent))
}

// handOver returns the changes that give the ticket to an agent.
func (dr *draft) handOver(agent string) []ticket.Change {
	changes := []ticket.Change{{Field: ticket.FieldAssignee, Value: agent}}
	groups := dr.settings.groupsOf(ticket.Actor{Kind: ticket.Agent, ID: agent})
	if dr.ticket.Group != "" || len(groups) == 0 {
		return changes
	}
	group := ticket.Change{Field: ticket.FieldGroup, Value: groups[0]}
	if dr.settings.allows(group) != "" {
		return changes
	}
	return append(changes, group)
}
