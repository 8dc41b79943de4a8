package socialticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Key names a conversation within its account: everything between one user, or one
// group, and one business account. It is opaque.
type Key string

// Conversation is the state of a conversation apart from its tickets. The zero
// Conversation has not begun.
type Conversation struct {
	Account channel.Account `json:"account"`
	Key     Key             `json:"key"`
	Version int64           `json:"version"` // 1 after the first commit
	User    identity.User   `json:"user"`    // the contact, as the platform tells of it
	// Address is where answers go: where the user last wrote from or was renamed
	// to. AddressAt is when that was, by the platform's clock but no later than its
	// receipt.
	Address   channel.Address `json:"address,omitzero"`
	AddressAt time.Time       `json:"address_at,omitzero"`

	Window  channel.Window  `json:"window,omitzero"`
	Session session.Session `json:"session,omitzero"`
	// Ticket is the newest ticket, or the one that it was merged into. It takes the
	// next message unless it is closed or its session was ended. Empty: it has not come yet.
	Ticket ticket.ID `json:"ticket_id,omitzero"`
	// ReadUntil is when the user had read everything sent before, where a channel
	// tells that instead of a status for each message.
	ReadUntil time.Time `json:"read_until,omitzero"`
	// WarnedOf is the end of the window that was warned of last.
	WarnedOf time.Time `json:"warned_of,omitzero"`

	// Told are the automatic messages that went out.
	Told session.Told `json:"told,omitzero"`
	// AnsweredAt is when a person or a bot last wrote to the user. Zero: never.
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	// Begun is the newest ticket that the business's side began. Empty: it began none of them.
	Begun ticket.ID `json:"begun_ticket_id,omitzero"`

	// Effects is how many effects there were: the newest has this number.
	Effects int64 `json:"effects,omitzero"`
	// Pending are the calls whose answer is not in, oldest first, the newest 32: an
	// echo of one is not taken for the words of staff.
	Pending []Pending `json:"pending,omitzero"`
	// Conflicts are the addresses of other users that the platform told of this one, and
	// that people have not decided on. Settled are those that they have: the two were merged,
	// or are two. They are not told again.
	Conflicts []identity.Conflict `json:"conflicts,omitzero"`
	Settled   []identity.Conflict `json:"settled,omitzero"`
	// Fired tells of automations that are not to fire for a while, one entry a ticket.
	Fired []Fired `json:"fired,omitzero"`
	// Merges are the merges of its tickets that can be undone, oldest first, the newest 32.
	Merges []TicketMerge `json:"merges,omitzero"`
}

// Pending is a call that was decided and that the platform has not answered.
type Pending struct {
	Effect string `json:"effect_id"`
	Print  string `json:"print"` // a digest of the type and the words
}

// Fired names automations of a ticket that fired, and hold all the same: each fires once
// until its conditions have failed. One that could not be carried out is tried again when
// the ticket was updated.
type Fired struct {
	Ticket    ticket.ID `json:"ticket_id"`
	Done      []string  `json:"done,omitzero"`
	Refused   []string  `json:"refused,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"` // the ticket's, when they were refused
}

// spent returns the automations that are not to fire on a ticket as it is.
func (c *Conversation) spent(t *ticket.Ticket) []string {
	for _, f := range c.Fired {
		if f.Ticket != t.ID {
			continue
		}
		if f.UpdatedAt.Equal(t.UpdatedAt) {
			return slices.Concat(f.Done, f.Refused)
		}
		return f.Done
	}
	return nil
}

// noteFired returns what fired, with one more automation of a ticket.
func (c *Conversation) noteFired(t *ticket.Ticket, rule string, done bool) []Fired {
	list := slices.Clone(c.Fired)
	i := slices.IndexFunc(list, func(f Fired) bool { return f.Ticket == t.ID })
	if i < 0 {
		i = len(list)
		list = append(list, Fired{Ticket: t.ID})
	}
	f := &list[i]
	switch {
	case done:
		f.Done = append(slices.Clip(f.Done), rule)
	case f.UpdatedAt.Equal(t.UpdatedAt):
		f.Refused = append(slices.Clip(f.Refused), rule)
	default:
		f.Refused, f.UpdatedAt = []string{rule}, t.UpdatedAt
	}
	return list
}
