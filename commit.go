package socialticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Key names a conversation: everything between one user and one business account.
// A store may partition by it, for no decision needs two.
type Key string

// Conversation is the state of a conversation apart from its tickets. The zero
// Conversation has not begun.
type Conversation struct {
	Key     Key           `json:"key"`
	Version int64         `json:"version"` // 1 after the first commit
	User    identity.User `json:"user"`
	// Address is where answers go: what the user last wrote from or was renamed
	// to. AddressAt is when that was, by the platform's clock. Zero: that of the
	// ticket.
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
	// Tried tells of automations that wait for an update, one entry a ticket.
	Tried []Tried `json:"tried,omitzero"`
}

// Tried names automations that were tried on a ticket and hold all the same. They
// are not tried again until it is updated.
type Tried struct {
	Ticket    ticket.ID `json:"ticket_id"`
	UpdatedAt time.Time `json:"updated_at"` // the ticket's, then
	Rules     []string  `json:"rules"`
}

// Commit is one decision: all that is to be written, at once or not at all. The
// same state, event and instant make the same commit to the byte.
type Commit struct {
	Key    Key   `json:"key,omitzero"` // empty: only Park
	Expect int64 `json:"expect"`       // the conversation's version that this follows; 0: there must be none
	// Cause names the event that this answers, among all events. Empty: none, as
	// when time has passed.
	Cause string    `json:"cause,omitzero"`
	At    time.Time `json:"at"`

	Conversation Conversation      `json:"conversation,omitzero"` // its new state; Version is Expect+1
	Addresses    []channel.Address `json:"addresses,omitzero"`    // the conversation is found by these too, from now on

	Ticket   ticket.Ticket    `json:"ticket,omitzero"`   // its new state; zero: no ticket changed
	Comments []ticket.Comment `json:"comments,omitzero"` // to add, or to put in place of those with the same id
	Events   []ticket.Event   `json:"events,omitzero"`   // to add

	Outbox []channel.Outbound `json:"outbox,omitzero"` // to be sent
	Done   []string           `json:"done,omitzero"`   // ids of outbox entries that were sent or given up

	// Wake is when Ticket next wants [Desk.Wake]. Zero: not by itself; a timer
	// that was set for it is to be forgotten.
	Wake time.Time `json:"wake,omitzero"`

	// Parked is how many parked statuses are taken in with the messages that the
	// answers among Comments make known.
	Parked int `json:"parked,omitzero"`
	// Park is a status for a message that nobody knows yet. It is kept under its
	// account and message id until a comment of that message is committed.
	Park channel.Event `json:"park,omitzero"`
}
