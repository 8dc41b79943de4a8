package datatest

import "time"

// PromiseEvent is one event of a timeline of the cases about promises.
type PromiseEvent struct {
	At       time.Time
	Event    string
	Category string
	Channel  string // of an answer: all are alike
	Value    string
	Pauses   *bool // of a status: whether clocks stand while the ticket has it
	Matches  *bool `json:"matches_policy"`
}

// PromiseClock is a timeline under targets.
type PromiseClock struct {
	Schedule string
	Targets  map[string]float64 `json:"targets_seconds"`
	Timeline []PromiseEvent
}

// PromiseState is a timeline, or the instants of one.
type PromiseState struct {
	PromiseClock
	Created      time.Time
	FirstReply   time.Time `json:"first_reply"`
	WaitingSince time.Time `json:"waiting_since"`
	ResolvedAt   time.Time `json:"resolved_at"`
}

// PromisePauses is a ticket that was pending now and then; a pause that lasts has a null end.
type PromisePauses struct {
	Schedule string
	Pauses   [][2]time.Time
	Start    time.Time
}

// PickPolicy are policies, and a ticket for one of them.
type PickPolicy struct {
	Policies []struct {
		ID        string
		Condition any // a text that is empty, or an object
		Default   bool
	}
	Ticket struct{ Priority string }
}
