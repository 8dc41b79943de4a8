package ticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Comment is one entry of a ticket's thread: a message of the requester, an
// answer, or a note that only agents see.
type Comment struct {
	ID     string `json:"id"`
	Ticket ID     `json:"ticket_id"`
	Number int    `json:"number"` // 1 for the ticket's first
	Author Actor  `json:"author"`
	Public bool   `json:"public"` // the requester may see it

	Content channel.Message `json:"content"`
	// SentAt is when its author sent it, by the platform's clock for messages
	// of the requester. ReceivedAt is when this system got it.
	SentAt     time.Time `json:"sent_at"`
	ReceivedAt time.Time `json:"received_at"`

	// Delivery tells how far an answer got. Zero for what is not to be sent.
	Delivery channel.Delivery `json:"delivery,omitzero"`
	// Redacted tells that something was masked, never what.
	Redacted bool `json:"redacted,omitzero"`
	// RevokedAt is when the author took it back on the channel.
	RevokedAt time.Time `json:"revoked_at,omitzero"`
	// EditedAt is when the author last changed it on the channel.
	EditedAt time.Time `json:"edited_at,omitzero"`
}

// Actor is who did something. It is comparable.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitzero"` // the user's, agent's or rule's; in a group, the member's handle
}

// ActorKind says what an [Actor] is. Its text is the stored one.
type ActorKind string

// The kinds of actor.
const (
	EndUser    ActorKind = "end_user"
	Agent      ActorKind = "agent"      // a person on the business's side
	Bot        ActorKind = "bot"        // a program that writes messages
	Trigger    ActorKind = "trigger"    // a rule that acts on updates
	Automation ActorKind = "automation" // a rule that acts on time
	System     ActorKind = "system"     // a fixed rule of this module
)

// Rule reports whether k is a rule or the system, not a person or a program
// that writes.
func (k ActorKind) Rule() bool { return k == Trigger || k == Automation || k == System }
