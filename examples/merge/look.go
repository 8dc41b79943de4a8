package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// suggest prints who may be the same person.
func (s *stage) suggest(ctx context.Context, person string) error {
	list, err := socialticket.Suggest(ctx, s.store, identity.Phones{}, person)
	for _, o := range list {
		fmt.Fprintf(s.out, "perhaps the same, %d%%: %v\n", o.Strength, o.Reasons)
	}
	return err
}

// plan prints what a merge would do.
func (s *stage) plan(ctx context.Context, m socialticket.Merge) error {
	p, err := s.desk.PlanMerge(ctx, m)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "plan: %d contact, %d ticket, tags %v, lost %v\n", p.Moves.Contacts, p.Moves.Tickets, p.Moves.Tags, p.Lost)
	for _, f := range p.Fields {
		fmt.Fprintf(s.out, "  %s: %q of the %s\n", f.Field, f.Result, f.From)
	}
	return p.Refused
}

// look prints the persons behind two tickets, once what was decided has been carried out.
func (s *stage) look(ctx context.Context, when string, tickets ...ticket.Ticket) error {
	if _, err := s.worker.Once(ctx, s.clock.Now()); err != nil {
		return err
	}
	for _, t := range tickets {
		circle, err := s.store.Circle(ctx, t.Requester)
		if err != nil {
			return err
		}
		var members []identity.Member
		for _, c := range circle {
			members = append(members, c.Candidate().Member)
		}
		j := identity.Merging{}.Together(identity.Phones{}, circle[0].Person, members)
		events, err := s.store.Events(ctx, t.ID, socialticket.Page{Limit: 1})
		if err != nil {
			return err
		}
		comments, err := s.store.Comments(ctx, t.ID, socialticket.Page{})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s, the ticket to %s: %d messages of %s, %s %s, tags %v; its last event: %s\n", when, t.Address.Account.ID,
			len(comments), j.Person.Name, strings.Join(j.Phones(), " "), strings.Join(j.Emails(), " "), j.Person.Tags, events[0].Type)
	}
	return nil
}
