package ticket

import (
	"cmp"
	"slices"
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
	// AuthorName is what the platform called the author, for a member of a group.
	AuthorName string `json:"author_name,omitzero"`
	Public     bool   `json:"public"` // the requester may see it

	Content channel.Message `json:"content"`
	// SentAt is when its author sent it, by the platform's clock for messages
	// of the requester. ReceivedAt is when this system got it.
	SentAt     time.Time `json:"sent_at"`
	ReceivedAt time.Time `json:"received_at"`

	// Delivery tells how far an answer got: the fold of Parts. Zero for what is not
	// to be sent.
	Delivery channel.Delivery `json:"delivery,omitzero"`
	// Parts are the calls that carry an answer, in their order. A message that fits
	// into one call has one.
	Parts []Part `json:"parts,omitzero"`
	// Reactions are the marks on it, one for each actor, ordered by actor.
	Reactions []Reaction `json:"reactions,omitzero"`
	// Redacted tells that something was masked, never what.
	Redacted bool `json:"redacted,omitzero"`
	// RevokedAt is when the author took it back on the channel.
	RevokedAt time.Time `json:"revoked_at,omitzero"`
	// EditedAt is when the author last changed it on the channel.
	EditedAt time.Time `json:"edited_at,omitzero"`
	// Ahead tells that only its correction has come, and the message itself not yet:
	// SentAt is that of the correction.
	Ahead bool `json:"ahead,omitzero"`
}

// Part is one call that carries an answer or a piece of it.
type Part struct {
	Attempts []channel.Attempt `json:"attempts"` // ordered by number
}

// Reaction is the mark that an actor put on a comment last.
type Reaction struct {
	By    Actor     `json:"by"`
	Emoji string    `json:"emoji,omitzero"` // empty: it was taken back
	At    time.Time `json:"at"`             // by the platform's clock
}

// MessageIDs returns the platform's ids under which the comment is known in its
// account: that of its content, and one for each attempt that the platform took. Each
// stands there once.
func (c Comment) MessageIDs() []string {
	if c.Content.ID == "" && len(c.Parts) == 0 {
		return nil
	}
	ids := make([]string, 0, 1+len(c.Parts))
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	add(c.Content.ID)
	for _, p := range c.Parts {
		for _, a := range p.Attempts {
			add(a.MessageID)
		}
	}
	return ids
}

// React returns c with a mark, and whether that changes anything: of two marks by one
// actor the later counts; at one instant, the larger text.
func (c Comment) React(r Reaction) (Comment, bool) {
	i, found := slices.BinarySearchFunc(c.Reactions, r.By, func(o Reaction, by Actor) int { return o.By.compare(by) })
	if found {
		old := c.Reactions[i]
		if cmp.Or(r.At.Compare(old.At), cmp.Compare(r.Emoji, old.Emoji)) <= 0 {
			return c, false
		}
		c.Reactions = slices.Clone(c.Reactions)
		c.Reactions[i] = r
		return c, true
	}
	c.Reactions = slices.Insert(slices.Clone(c.Reactions), i, r)
	return c, true
}

// Actor is who did something. It is comparable.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitzero"` // the user's, agent's or rule's; in a group, the member's handle
}

func (a Actor) compare(o Actor) int {
	return cmp.Or(cmp.Compare(a.Kind, o.Kind), cmp.Compare(a.ID, o.ID))
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

// With returns p with one more attempt of a number.
func (p Part) With(number int, d channel.Delivery) Part {
	p.Attempts = append(slices.Clone(p.Attempts), channel.Attempt{Number: number, Delivery: d})
	return p
}
