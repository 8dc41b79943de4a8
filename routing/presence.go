package routing

// Presence says whether an agent is there. Its text is the stored one. Any other text than
// those below is a presence of the host's own, in which an agent gets nothing.
type Presence string

// The presences of an agent. The empty one is that of a host which keeps none: it counts as
// [Online].
const (
	Online Presence = "online"
	Away   Presence = "away" // gets nothing new, keeps what there is
	// Reassigning is away for longer: a ticket that its customer reopens is taken off.
	// Source: https://github.com/abhinavxd/libredesk, facts as of autumn 2026.
	Reassigning Presence = "away_and_reassigning"
	// TransfersOnly gets what colleagues hand over, and nothing by routing.
	TransfersOnly Presence = "transfers_only"
	Offline       Presence = "offline" // also: invisible
)

// Takes reports whether an agent may be given tickets by routing.
func (p Presence) Takes() bool { return p == Online || p == "" }
