package inbox

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// NotifierRow is one ticket of a [Notifier]. Its codes are stable: the host has pictures and
// words for them.
type NotifierRow struct {
	Ticket ticket.Ticket `json:"ticket"`
	// Requester is the name of the person that the requester is by now. Empty: it is not
	// known.
	Requester string        `json:"requester,omitzero"`
	Person    string        `json:"person_id,omitzero"` // the id of that person
	Status    ticket.Status `json:"status"`             // the icon on the left: new, open, pending, hold, solved or closed
	Channel   channel.Kind  `json:"channel"`            // the icon on the right
	Said      Said          `json:"said"`               // what stands under the name
	// DueAt is when the first promise of an SLA that is not kept is due, or was due if it is
	// broken. Zero: none is, or its clock stands.
	DueAt time.Time `json:"sla_due_at,omitzero"`
	// Conflicts are addresses that the platform told of the requester and that another
	// person has: perhaps the two are one, which people decide.
	Conflicts []identity.Conflict `json:"conflicts,omitzero"`
}

// Said is what the requester did, as a notifier tells it. Its text is stable.
type Said string

// What a requester did. The status decides, whatever was written.
// Source: https://support.zendesk.com/hc/en-us/articles/4408839412634 (read autumn 2026).
const (
	StartedChat Said = "started_chat" // "started a new chat": the ticket is new
	Replied     Said = "replied"      // "replied to the conversation": it is not
)

// saidOf returns what a row tells.
func saidOf(s ticket.Status) Said {
	if s == ticket.New {
		return StartedChat
	}
	return Replied
}

func (in *Inbox) notifierRow(ctx context.Context, t *ticket.Ticket) (NotifierRow, error) {
	row := NotifierRow{Ticket: *t, Status: t.Status, Channel: cmp.Or(t.Via, t.Address.Account.Kind), Said: saidOf(t.Status), Person: t.Requester}
	row.DueAt = in.config.Settings().Known(t).PromiseAt
	if in.store == nil {
		return row, nil
	}
	head, err := in.store.Load(ctx, socialticket.Ref{Ticket: t.ID})
	if err != nil {
		return row, fmt.Errorf("inbox: ticket %q: %w", t.ID, err)
	}
	person := requesterOf(in.config.Settings(), in.config.Phones, &head)
	if t.Requester != "" && t.Requester != head.Conversation.User.ID { // it was given to another
		if person, err = in.personOf(ctx, t.Requester); err != nil {
			return row, err
		}
	}
	row.Person, row.Requester = cmp.Or(person.ID, t.Requester), person.Name
	row.Conflicts, err = in.open(ctx, head.Conversation.Conflicts, row.Person)
	return row, err
}

// personOf returns the person that a user is by now, as agents see it.
func (in *Inbox) personOf(ctx context.Context, user string) (identity.Person, error) {
	head, err := in.store.Load(ctx, socialticket.Ref{Person: user})
	if err != nil {
		return identity.Person{}, fmt.Errorf("inbox: person %q: %w", user, err)
	}
	return requesterOf(in.config.Settings(), in.config.Phones, &head), nil
}

// open returns the conflicts whose owner is another person still.
func (in *Inbox) open(ctx context.Context, list []identity.Conflict, person string) (left []identity.Conflict, err error) {
	for _, c := range list {
		owner, err := in.personOf(ctx, c.Owner)
		if err != nil {
			return nil, err
		}
		if cmp.Or(owner.ID, c.Owner) != person {
			left = append(left, c)
		}
	}
	return left, nil
}
