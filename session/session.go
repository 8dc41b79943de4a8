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

// Session is the live exchange about one ticket.
type Session struct {
	ID        string    `json:"id,omitzero"`
	Ticket    ticket.ID `json:"ticket_id,omitzero"`
	State     State     `json:"state,omitzero"`
	StartedAt time.Time `json:"started_at,omitzero"`
	MessageAt time.Time `json:"message_at,omitzero"` // the user's last message, as received
	// AnsweredAt is the first message of an agent after the user's last. Zero: none yet.
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	// SilentSince is AnsweredAt, or when the ticket was first assigned if that was later: the
	// clock of a [Release] begins then. Zero: it has not.
	SilentSince time.Time    `json:"silent_since,omitzero"`
	Released    Released     `json:"released,omitzero"`
	EndedAt     time.Time    `json:"ended_at,omitzero"`
	EndedBy     ticket.Actor `json:"ended_by,omitzero"`
}

// Released tells how far a [Release] has come since the user's last message. The zero
// Released has not begun.
type Released struct {
	At        time.Time `json:"at"`                 // when the capacity became free
	Reminders int       `json:"reminders,omitzero"` // how many were done
	StepAt    time.Time `json:"step_at"`            // when the last of all these was done
	// Status is that of the ticket after the last one. If it is another by now, somebody has
	// taken the matter up, and the user is not reminded any more.
	Status ticket.Status `json:"status,omitzero"`
}

// Start returns a new session, active since now.
func Start(id string, t ticket.ID, now time.Time) Session {
	return Session{ID: id, Ticket: t, State: Active, StartedAt: now.UTC(), MessageAt: now.UTC()}
}

// Of returns s if it is the session of a ticket. Else it returns what the ticket itself tells
// of its own: that it was ended, and when. The zero Session: there was none, or the ticket
// does not tell.
func (s Session) Of(t ticket.Ticket) Session {
	switch {
	case s.Ticket == t.ID:
		return s
	case t.SessionEndedAt.IsZero():
		return Session{}
	}
	return Session{Ticket: t.ID, State: Ended, EndedAt: t.SessionEndedAt}
}

// live reports whether s has begun and goes on.
func (s Session) live() bool { return s.State != "" && s.State != Ended }

// Message returns s after a message of the user: active again, with all clocks stopped,
// unless it has ended, for an ended session cannot be resumed.
func (s Session) Message(now time.Time) Session {
	if !s.live() {
		return s
	}
	s.State, s.AnsweredAt, s.SilentSince, s.Released = Active, time.Time{}, time.Time{}, Released{}
	if now.After(s.MessageAt) {
		s.MessageAt = now.UTC()
	}
	return s
}

// Answer returns s after a public message of an agent. The first one after the user's last
// counts; more of them start no clock anew.
func (s Session) Answer(now time.Time) Session {
	if s.live() && s.AnsweredAt.IsZero() {
		s.AnsweredAt = now.UTC()
	}
	return s
}

// Assigned returns s as it is while its ticket has, or has had, an assignee: the user's
// silence counts from now on, if an agent has answered and it does not count already.
func (s Session) Assigned(now time.Time) Session {
	if s.live() && !s.AnsweredAt.IsZero() && s.SilentSince.IsZero() {
		s.SilentSince = now.UTC()
	}
	return s
}

// Quiet returns s inactive, unless it has ended. Only a message makes it active again.
func (s Session) Quiet() Session {
	if s.live() {
		s.State = Inactive
	}
	return s
}

// End returns s ended by an actor. A session ends once.
func (s Session) End(by ticket.Actor, now time.Time) Session {
	if !s.live() {
		return s
	}
	s.State, s.EndedAt, s.EndedBy = Ended, now.UTC(), by
	return s
}
