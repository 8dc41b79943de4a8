package ticket

import "time"

// Metric is a stretch of time that the business promises to keep short. Its text is the
// stored one, that of Zendesk's SLA policies. Source:
// https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/,
// facts as of autumn 2026.
type Metric string

// The metrics.
const (
	FirstReply      Metric = "first_reply_time"      // until the first reply by a person
	NextReply       Metric = "next_reply_time"       // from the oldest message that waits until a reply
	PeriodicUpdate  Metric = "periodic_update_time"  // from one reply to the next
	PausableUpdate  Metric = "pausable_update_time"  // the same, but for the time that the requester has to act
	RequesterWait   Metric = "requester_wait_time"   // until solved, but for the time that the requester has to act
	AgentWork       Metric = "agent_work_time"       // until solved, while the agents have to act
	TotalResolution Metric = "total_resolution_time" // until solved, whoever has to act
)

// Metrics returns the metrics in the order in which a ticket lists its clocks.
func Metrics() []Metric {
	return []Metric{FirstReply, NextReply, PeriodicUpdate, PausableUpdate, RequesterWait, AgentWork, TotalResolution}
}

// Rank is the place of m among [Metrics]; that of an unknown text comes after them all.
func (m Metric) Rank() int {
	switch m {
	case FirstReply:
		return 0
	case NextReply:
		return 1
	case PeriodicUpdate:
		return 2
	case PausableUpdate:
		return 3
	case RequesterWait:
		return 4
	case AgentWork:
		return 5
	case TotalResolution:
		return 6
	}
	return len(Metrics())
}

// Clock measures one metric of a ticket, in stages: a stage begins when there is something
// to wait for and ends when it came. It keeps the stage that is on, or the last one, and
// what is left to know of those before. It is moved by package rules/sla.
type Clock struct {
	Metric Metric `json:"metric"`
	// Policy is the SLA policy whose promise Target is. Target is zero while the stage is
	// measured but promised to nobody.
	Policy   string        `json:"policy_id,omitzero"`
	Target   time.Duration `json:"target,omitzero"`         // in nanoseconds
	Business bool          `json:"business_hours,omitzero"` // it counts the hours of Schedule alone
	Schedule string        `json:"schedule_id,omitzero"`    // the ticket's, if Business; empty: the default

	BeganAt time.Time     `json:"began_at"`
	Used    time.Duration `json:"used,omitzero"`          // of the stage up to Since, in nanoseconds
	Since   time.Time     `json:"running_since,omitzero"` // zero: it does not run
	MetAt   time.Time     `json:"met_at,omitzero"`        // when the stage ended
	// Moot tells that the stage ended with the ticket, without the reply that it waited for.
	Moot bool `json:"moot,omitzero"`
	// BreachedAt is when the target of this stage was used up.
	BreachedAt time.Time `json:"breached_at,omitzero"`

	// Episode and Replies are what the ticket had of reopens and replies when the stage began.
	Episode int `json:"episode,omitzero"`
	Replies int `json:"replies,omitzero"`
	// Worst is the longest stage of the episode that has ended, and Breaches is how many
	// breaches it had before this stage. An episode ends when the ticket is reopened.
	Worst    time.Duration `json:"worst,omitzero"` // in nanoseconds
	Breaches int           `json:"breaches,omitzero"`
	// LastBreachAt is the last breach before this stage, of whatever episode.
	LastBreachAt time.Time `json:"last_breached_at,omitzero"`
}

// Clock returns the clock of a metric, and whether there is one.
func (t Ticket) Clock(m Metric) (Clock, bool) {
	for i := range t.Clocks { // not by a copy: they are large
		if t.Clocks[i].Metric == m {
			return t.Clocks[i], true
		}
	}
	return Clock{}, false
}
