package socialticket

import (
	"context"
	"iter"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Contact is a user as one conversation knows them, and the person that the user is by now.
type Contact struct {
	Account channel.Account `json:"account"`
	Key     Key             `json:"key"` // of the conversation
	User    identity.User   `json:"user"`
	// Record is what agents know of the user itself. Zero: it has none.
	Record identity.Person `json:"record,omitzero"`
	// Person is the end of the links that begin at the user. Of one without a record it has
	// the ID alone.
	Person identity.Person `json:"person"`
	Ticket ticket.ID       `json:"ticket_id,omitzero"` // the conversation's newest; empty: none yet
	// Conflicts are the addresses of other users that the platform told of this one, until
	// people decide: see [Merge] and [Dismiss].
	Conflicts []identity.Conflict `json:"conflicts,omitzero"`
}

// People reads who the customers are, for search and for merging. It is optional; the stores
// of this module have it. Many goroutines call it at once.
type People interface {
	// Contacts yields every contact, the one whose user was updated last first, ties by account
	// and key. An error ends the sequence.
	Contacts(ctx context.Context) iter.Seq2[Contact, error]

	// Circle returns the contacts that are one person with the given one, its own included:
	// those whose links end where its links end, by account and key. The cost does not grow
	// with the number of other persons. Of an id that no contact has, and to which no link
	// leads, there are none; that is no error.
	Circle(ctx context.Context, person string) ([]Contact, error)
}
