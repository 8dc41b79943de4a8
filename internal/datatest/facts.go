package datatest

import "time"

// Match are the facts of a ticket, and what those that changed were before.
type Match struct{ Facts, Previous map[string]any }

// MatchWhen are conditions that are tested at an instant.
type MatchWhen struct {
	Conditions any
	Now        time.Time
}
