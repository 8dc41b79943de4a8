package ticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// EventType says what an audit [Event] tells. Its text is the stored one.
type EventType string

// The types of audit event.
const (
	EventCreate   EventType = "create"   // the ticket was made; From names the one it follows up
	EventChange   EventType = "change"   // Field went from From to To
	EventComment  EventType = "comment"  // Comment was added; To is a mark, see MarkNote
	EventEdit     EventType = "edit"     // Comment was changed by its author on the channel
	EventRevoke   EventType = "revoke"   // Comment was taken back by its author on the channel
	EventReact    EventType = "react"    // a mark was put on Comment: To, or taken back
	EventRedact   EventType = "redact"   // something in Comment, or in Field, was masked
	EventSend     EventType = "send"     // Comment was given to the channel, which is not yet delivery
	EventDelivery EventType = "delivery" // Comment's delivery went from From to To; Reason says why it failed
	EventSession  EventType = "session"  // the session went from From to To
	EventWindow   EventType = "window"   // the reply window: To says what happened
	EventIdentity EventType = "identity" // what a platform told of the requester does not fit: To is the other user's id, Reason says what to do
	EventMerge    EventType = "merge"    // the requester From became one person with To, or was parted again
	EventJoin     EventType = "join"     // the ticket From was merged into the ticket To: both have the event
	EventPart     EventType = "part"     // that was undone
	EventMacro    EventType = "macro"    // an agent applied the macro To
	EventRule     EventType = "rule"     // a rule fired or failed: By names it, Reason says why it failed
	EventSLA      EventType = "sla"      // a promise: of the metric in Field, To says what happened; see package rules/sla

	EventAutomatic EventType = "automatic" // the automatic message To did not go out; Reason says why
	EventSurvey    EventType = "survey"    // a survey did not go out; Reason says why
)

// The marks that an [EventComment] has in its To. That of a public comment has none.
const (
	MarkNote   = "note"   // only agents see the comment
	MarkRemark = "remark" // it is public, and answers nothing
)

// Event is one entry of a ticket's log. Events are only ever added.
type Event struct {
	Ticket ID        `json:"ticket_id"`
	Number int       `json:"number"` // 1 for the ticket's first
	At     time.Time `json:"at"`
	By     Actor     `json:"by"`
	Type   EventType `json:"type"`

	Field   FieldName     `json:"field,omitzero"`
	From    string        `json:"from,omitzero"`
	To      string        `json:"to,omitzero"`
	Comment string        `json:"comment_id,omitzero"`
	Reason  channel.Error `json:"reason,omitzero"`
}

// Stamp returns t with the events counted, and the events as they are stored:
// numbered after those that t has, with t's ID, and with the instant and the actor
// put in where they have none.
func (t Ticket) Stamp(events []Event, by Actor, at time.Time) (Ticket, []Event) {
	events = slices.Clone(events)
	return t.Count(events, by, at), events
}

// Count is [Ticket.Stamp] in place: the events are changed where they are.
func (t Ticket) Count(events []Event, by Actor, at time.Time) Ticket {
	t.Enter(events, by, at)
	return t
}

// Enter is [Ticket.Count] in place: the ticket is changed where it is, too.
func (t *Ticket) Enter(events []Event, by Actor, at time.Time) {
	for i := range events {
		e := &events[i]
		t.Events++
		e.Ticket, e.Number = t.ID, t.Events
		if e.At.IsZero() {
			e.At = at.UTC()
		}
		if e.By == (Actor{}) {
			e.By = by
		}
	}
}
