package ticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// ID names a ticket. It is opaque.
type ID string

// Ticket is one matter between a user and the business. The zero Ticket does not
// exist: see [Ticket.IsZero].
type Ticket struct {
	ID        ID              `json:"id"`
	Via       channel.Kind    `json:"via"`     // the channel it was made on
	Address   channel.Address `json:"address"` // who wrote, and the account that answers
	Requester string          `json:"requester_id"`

	Status       Status   `json:"status"`
	CustomStatus string   `json:"custom_status_id,omitzero"`
	Subject      string   `json:"subject,omitzero"`
	Priority     Priority `json:"priority,omitzero"`
	Type         Type     `json:"type,omitzero"`
	Group        string   `json:"group_id,omitzero"`
	Assignee     string   `json:"assignee_id,omitzero"`
	Organization string   `json:"organization_id,omitzero"`
	Brand        string   `json:"brand_id,omitzero"`
	Form         string   `json:"ticket_form_id,omitzero"`
	Schedule     string   `json:"schedule_id,omitzero"` // the schedule put on it; empty: the default
	Tags         []string `json:"tags,omitzero"`        // sorted, each once
	Fields       []Field  `json:"fields,omitzero"`      // custom fields, sorted by id, none empty

	// FollowUpOf is the closed ticket that this one goes on from.
	FollowUpOf ID `json:"follow_up_of,omitzero"`
	// MergedInto is the ticket that took this one over; see there for what comes.
	MergedInto ID `json:"merged_into,omitzero"`
	// Merged are the tickets that this one took over, in that order. One counts only while
	// its MergedInto names this ticket: a closed ticket keeps those that were parted since.
	Merged []ID `json:"merged,omitzero"`
	// Routing is the capacity that the ticket takes of its assignee, or waits for. Released
	// tells that its session has fallen silent, so that it may take none for now.
	Routing  Routing `json:"routing_channel,omitzero"`
	Released bool    `json:"released,omitzero"`
	// Muted tells that the requester's messages are kept but reopen nothing.
	Muted bool `json:"muted,omitzero"`
	// Survey is what the requester was asked and said of how it went.
	Survey Survey `json:"survey,omitzero"`

	Comments int `json:"comments"` // how many there are; the newest has this number
	Events   int `json:"events"`   // the same for audit events
	Replies  int `json:"replies"`  // public comments by agents
	Reopens  int `json:"reopens"`  // moves from solved to open or pending
	// Notes is how many of the comments are internal: those of a private ticket are all.
	Notes int `json:"notes,omitzero"`
	// AgentStations are the agents, and GroupStations the groups, that the ticket was given
	// to, each once, in the order of the first time.
	AgentStations []string `json:"agent_stations,omitzero"`
	GroupStations []string `json:"group_stations,omitzero"`

	// MadeBy is what made the ticket, where it was not a customer's message.
	MadeBy ActorKind `json:"made_by,omitzero"`
	// Policy is the SLA policy that holds for it, and Clocks are those of its promises, in
	// the order of [Metrics]: see [Clock].
	Policy string  `json:"sla_policy_id,omitzero"`
	Clocks []Clock `json:"clocks,omitzero"`
	Times
}

// Times are the instants in a ticket's life, in UTC. A zero one has not come.
type Times struct {
	CreatedAt   time.Time `json:"created_at,omitzero"`
	UpdatedAt   time.Time `json:"updated_at,omitzero"`
	RequesterAt time.Time `json:"requester_updated_at,omitzero"` // last update by the requester
	AssigneeAt  time.Time `json:"assignee_updated_at,omitzero"`  // last update by the assignee
	AssignedAt  time.Time `json:"assigned_at,omitzero"`
	StatusAt    time.Time `json:"status_updated_at,omitzero"` // when it entered its status category

	FirstSolvedAt time.Time `json:"first_solved_at,omitzero"`
	SolvedAt      time.Time `json:"solved_at,omitzero"` // the last time; stays when reopened
	ClosedAt      time.Time `json:"closed_at,omitzero"`

	FirstReplyAt time.Time `json:"first_reply_at,omitzero"` // first public comment by a person
	// WaitingSince is the first message of the requester that no person has
	// answered.
	WaitingSince time.Time `json:"waiting_since,omitzero"`
	// SnoozedUntil is when a ticket on hold opens by itself. Zero: it does not.
	SnoozedUntil time.Time `json:"snoozed_until,omitzero"`
	DueAt        time.Time `json:"due_at,omitzero"` // when the business has promised to be done
	// SessionEndedAt is when the live exchange about the ticket was ended. Zero: it was not.
	SessionEndedAt time.Time `json:"session_ended_at,omitzero"`
}

// IsZero reports whether t is no ticket at all.
func (t Ticket) IsZero() bool { return t.ID == "" }

// Priority is how urgent a ticket is. Empty: nobody said.
type Priority string

// The priorities.
const (
	Low    Priority = "low"
	Normal Priority = "normal"
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Rank is 0 for none, 1 for low up to 4 for urgent, -1 for an unknown text.
func (p Priority) Rank() int {
	return slices.Index([]Priority{"", Low, Normal, High, Urgent}, p)
}

// Type is what kind of matter a ticket is. Empty: nobody said.
type Type string

// The types. The list is fixed.
const (
	Question Type = "question"
	Incident Type = "incident"
	Problem  Type = "problem"
	Task     Type = "task"
)
