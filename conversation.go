package socialticket

import (
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
	// Ticket is the newest ticket, which takes the next message unless it is
	// closed or its session was ended. Empty: there is none yet.
	Ticket ticket.ID `json:"ticket_id,omitzero"`
	// ReadUntil is when the user had read everything sent before, where a channel
	// tells that instead of a status for each message.
	ReadUntil time.Time `json:"read_until,omitzero"`
	// WarnedOf is the end of the window that was warned of last.
	WarnedOf time.Time `json:"warned_of,omitzero"`

	// Effects is how many effects there were: the newest has this number.
	Effects int64 `json:"effects,omitzero"`
	// Pending are the calls whose answer is not in, oldest first, the newest 32: an
	// echo of one is not taken for the words of staff.
	Pending []Pending `json:"pending,omitzero"`
	// Conflicts are the addresses of other users that the platform told of this one.
	Conflicts []identity.Conflict `json:"conflicts,omitzero"`
	// Tried tells of automations that wait for an update, one entry a ticket.
	Tried []Tried `json:"tried,omitzero"`
}

// Pending is a call that was decided and that the platform has not answered.
type Pending struct {
	Effect string `json:"effect_id"`
	Print  string `json:"print"` // a digest of the type and the words
}

// Tried names automations that were tried on a ticket and hold all the same. They
// are not tried again until it is updated.
type Tried struct {
	Ticket    ticket.ID `json:"ticket_id"`
	UpdatedAt time.Time `json:"updated_at"` // the ticket's, then
	Rules     []string  `json:"rules"`
}

// triedElsewhere returns what was tried on other tickets, nil if nothing was.
func (c Conversation) triedElsewhere(than ticket.ID) []Tried {
	var others []Tried
	for _, t := range c.Tried {
		if t.Ticket != than {
			others = append(others, t)
		}
	}
	return others
}
