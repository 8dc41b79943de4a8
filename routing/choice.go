package routing

// Choice says who gets a work, and why. The zero Choice has nobody, of a team of nobody.
type Choice struct {
	Agent  string `json:"agent_id,omitzero"` // empty: nobody can take it now
	Reason Reason `json:"reason,omitzero"`   // why Agent: [Preferred], [ByTurn] or [ByLoad]
	Missed Missed `json:"missed,omitzero"`   // why not others
}

// Missed counts the agents that cannot take a work, each under the first reason that holds.
type Missed struct {
	Absent     int `json:"absent,omitzero"`
	OtherGroup int `json:"other_group,omitzero"`
	Unskilled  int `json:"unskilled,omitzero"`
	Full       int `json:"full,omitzero"`
}

func (m *Missed) count(r Reason) {
	switch r {
	case Absent:
		m.Absent++
	case OtherGroup:
		m.OtherGroup++
	case Unskilled:
		m.Unskilled++
	case Full:
		m.Full++
	case Preferred, ByTurn, ByLoad:
	}
}

// Reason says why an agent gets a work, or cannot. Its text is stable.
type Reason string

// The reasons why not, in the order in which they are looked at.
const (
	Absent     Reason = "absent"      // the presence
	OtherGroup Reason = "other_group" // not in the group of the work
	Unskilled  Reason = "unskilled"   // a skill is missing
	Full       Reason = "full"        // no room in the capacity for this way of routing
)

// The reasons why.
const (
	Preferred Reason = "preferred" // the work asks for this agent
	ByTurn    Reason = "turn"
	ByLoad    Reason = "load"
)
