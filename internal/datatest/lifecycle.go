package datatest

import (
	"slices"
	"strings"
	"time"
)

// Stage is the desk and the ticket of a case about the lifecycle.
type Stage struct {
	Status        string
	DefaultStatus string `json:"default_status"` // that of new tickets, and of those that a message reopens
	Bot           bool   // it answers first
	Campaign      bool   // the business began the conversation
	Blocked       bool   `json:"contact_blocked"`

	Created      time.Time
	SnoozedUntil time.Time `json:"snoozed_until"`
	FirstReplyAt time.Time `json:"first_reply_at"`
	WaitingSince time.Time `json:"waiting_since"`
	Earlier      []Happening
	Timeline     []Happening
}

// Happening is something that happens to a ticket. Category is that of a new status.
type Happening struct {
	At                      time.Time
	Event, Status, Category string
}

// Named returns the names of a peer's own statuses, sorted: those that the case tells, and
// those that such a desk has besides. Nil: the peer has none.
func (s Stage) Named() []string {
	names := slices.DeleteFunc([]string{s.DefaultStatus, s.Status}, func(n string) bool { return n == strings.ToLower(n) })
	if len(names) == 0 {
		return nil
	}
	names = append(names, "Replied", "Resolved")
	slices.Sort(names)
	return slices.Compact(names)
}

// Category returns the category of ours that a peer's word means, the word itself if none is
// known.
func Category(word string) string {
	switch strings.ToLower(word) {
	case "open", "active":
		return "open"
	case "pending", "paused", "replied", "waiting":
		return "pending"
	case "hold", "on-hold", "on_hold", "snoozed":
		return "hold"
	case "solved", "resolved":
		return "solved"
	case "new":
		return "new"
	case "closed":
		return "closed"
	}
	return word
}

// NamedStatus is a status of a peer's own, of which Main is another word for the category.
// Ours that are built in are the categories.
type NamedStatus struct {
	Name, Category, Main, Label string
	Builtin                     bool
}

// Ours returns our category. Peers call closed what a message reopens.
func (s NamedStatus) Ours() string {
	word := s.Category
	if word == "" {
		word = s.Main
	}
	category := Category(word)
	if category == "closed" && !s.Builtin {
		return "solved"
	}
	return category
}

// StatusConfig are the statuses of a peer.
type StatusConfig struct{ Statuses []NamedStatus }

// StatusChange asks what a status counts as, or for a change of one.
type StatusChange struct {
	TicketStatus string `json:"ticket_status"`
	Change       NamedStatus
}

// FirstCounts reports whether a case's source means the first of several solutions. We keep
// both.
func (c *Case) FirstCounts() bool {
	for _, choice := range c.Policy {
		if strings.Contains(choice, "first") {
			return true
		}
	}
	return false
}
