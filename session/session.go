package session

import (
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// State is where a session stands. Its text is the stored one.
type State string

// The states of a session. The empty state belongs to a conversation that has
// had no session yet.
const (
	Active   State = "active"   // the user wrote within the idle time
	Inactive State = "inactive" // the user has been silent for longer
	Ended    State = "ended"    // over for good; the next message begins another
)

// DefaultIdle is how long after the user's last message a session becomes
// inactive. Source: Zendesk, "About messaging sessions", facts of autumn 2026.
const DefaultIdle = 10 * time.Minute

// Session is the live exchange about one ticket.
type Session struct {
	ID        string       `json:"id,omitzero"`
	Ticket    ticket.ID    `json:"ticket_id,omitzero"`
	State     State        `json:"state,omitzero"`
	StartedAt time.Time    `json:"started_at,omitzero"`
	MessageAt time.Time    `json:"message_at,omitzero"` // the user's last message, as received
	EndedAt   time.Time    `json:"ended_at,omitzero"`
	EndedBy   ticket.Actor `json:"ended_by,omitzero"`
}

// Start returns a new session, active since now.
func Start(id string, t ticket.ID, now time.Time) Session {
	return Session{ID: id, Ticket: t, State: Active, StartedAt: now.UTC(), MessageAt: now.UTC()}
}

// Message returns s after a message of the user: active again, unless it has
// ended, for an ended session cannot be resumed.
func (s Session) Message(now time.Time) Session {
	if s.State == Ended || s.State == "" {
		return s
	}
	s.State = Active
	if now.After(s.MessageAt) {
		s.MessageAt = now.UTC()
	}
	return s
}

// End returns s ended by an actor. A session ends once.
func (s Session) End(by ticket.Actor, now time.Time) Session {
	if s.State == Ended || s.State == "" {
		return s
	}
	s.State, s.EndedAt, s.EndedBy = Ended, now.UTC(), by
	return s
}

// At returns s as it is at now: inactive if the user has been silent for the idle
// time. An idle time of 0 means [DefaultIdle].
func (s Session) At(now time.Time, idle time.Duration) Session {
	if due := s.DueAt(idle); !due.IsZero() && !now.Before(due) {
		s.State = Inactive
	}
	return s
}

// DueAt returns when s becomes inactive by itself, the zero time if it does not.
func (s Session) DueAt(idle time.Duration) time.Time {
	if s.State != Active {
		return time.Time{}
	}
	if idle == 0 {
		idle = DefaultIdle
	}
	return s.MessageAt.Add(idle)
}
