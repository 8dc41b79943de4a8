package socialticket

import (
	"cmp"
	"context"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Dismiss says that the user of a conversation and another are two persons, though the
// platform told an address of one for the other.
type Dismiss struct {
	Account        channel.Account `json:"account"`
	Key            Key             `json:"key"`                      // of the conversation that has the conflicts
	Owner          string          `json:"owner_id"`                 // the other user
	IdempotencyKey string          `json:"idempotency_key,omitzero"` // as in [Reply]
	By             ticket.Actor    `json:"by"`
}

// Dismiss settles the conflicts of a conversation with another user, see
// [Contact.Conflicts]: they are not told again. The conversation's newest ticket logs it if it is
// not closed. The errors match [ErrInvalid] or [ErrNotFound].
func (d *Desk) Dismiss(ctx context.Context, c Dismiss) (Receipt, error) { return d.Do(ctx, c) }

// Kind implements [Command].
func (Dismiss) Kind() string { return "dismiss" }

func (c Dismiss) check() error {
	if c.Key == "" || c.Owner == "" {
		return invalidField("dismiss", "key", "key and owner are needed")
	}
	return checkActor("dismiss", c.By)
}

func (c Dismiss) cause(key string) string {
	return causeOf(cmp.Or(c.IdempotencyKey, key), "dismiss", string(c.Key), c.Owner)
}

func (c Dismiss) ref(_ *Desk, cause string) Ref {
	return Ref{Account: c.Account, Key: c.Key, Cause: cause}
}

func (c Dismiss) decide(dr *draft) error {
	if dr.conv.Key == "" {
		return notFound("conversation", string(c.Key))
	}
	some := dr.settleConflicts(func(o identity.Conflict) bool { return o.Owner == c.Owner })
	if !some || dr.ticket.ID == "" || dr.frozen() {
		return nil
	}
	dr.log(c.By, ticket.Event{Type: ticket.EventIdentity, From: dr.conv.User.ID, To: c.Owner, Reason: channel.Error{
		Code: "conflict_dismissed", Title: fmt.Sprintf("The two are not one person, says %s.", c.By.ID),
	}})
	return nil
}
