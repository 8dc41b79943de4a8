package inbox

import (
	"context"
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// subject returns what rules know of a ticket by itself; nil: of the looker alone.
func (l *List) subject(t *ticket.Ticket) *rules.Subject {
	s := &rules.Subject{Ticket: t, User: l.looker.User, Groups: l.looker.Groups, Schedules: l.settings.Schedules, Now: l.now}
	if t != nil {
		s.Known = l.settings.Known(t)
		s.Organization = l.settings.Organization(t.Organization)
	}
	return s
}

// seen is a ticket with what was read of it.
type seen struct {
	*rules.Subject
	whole bool // what is around the ticket was read too
}

// see returns a ticket as the view needs it to choose and to order.
func (l *List) see(ctx context.Context, t *ticket.Ticket) (*seen, error) {
	s := &seen{Subject: l.subject(t)}
	if l.rows {
		if err := l.complete(ctx, s); err != nil {
			return nil, err
		}
	}
	if fill := l.inbox.config.Fill; fill != nil {
		if err := fill(ctx, s.Subject); err != nil {
			return nil, fmt.Errorf("inbox: ticket %q: %w", t.ID, err)
		}
	}
	return s, nil
}

// complete reads what is around a ticket, if there is a store to read it from.
func (l *List) complete(ctx context.Context, s *seen) error {
	if l.inbox.store == nil || s.whole {
		return nil
	}
	head, err := l.inbox.store.Load(ctx, socialticket.Ref{Ticket: s.Ticket.ID, First: true})
	if err != nil {
		return fmt.Errorf("inbox: ticket %q: %w", s.Ticket.ID, err)
	}
	s.whole, s.Known.Description = true, head.First.Content.Text
	if head.Conversation.User.ID != "" {
		p := requesterOf(l.settings, l.inbox.config.Phones, &head)
		s.Requester, s.Known.RequesterTimeZone = &p, p.Zone
	}
	s.Session = l.settings.Sessions.At(head.Conversation.Session.Of(*s.Ticket), *s.Ticket, l.now)
	s.Reply = l.inbox.config.Policy(s.Ticket.Address.Account).Decide(head.Conversation.Window, channel.Request{Human: true}, l.now)
	return nil
}
