package channeltest

import (
	"encoding/json"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Act is what a platform does with a message.
type Act string

// The acts.
const (
	Take   Act = ""       // takes it
	Hold   Act = "hold"   // takes it and keeps it back for a check
	Refuse Act = "refuse" // refuses it for Step.Error
	Down   Act = "down"   // is not there; a machine in front of it says so
	Hang   Act = "hang"   // gets it and never answers, until the sender goes away
	Reset  Act = "reset"  // takes it and cuts the connection without an answer
	Garble Act = "garble" // takes it and answers what nobody can read
)

// takes reports whether the message goes on to its user.
func (a Act) takes() bool { return a == Take || a == Hold || a == Reset || a == Garble }

// Step is what a platform does with one message. The zero Step takes it.
type Step struct {
	Act   Act
	Error channel.Error // of Refuse
	// After is how long a platform that refuses or is down asks to wait, in whole
	// seconds. 0: it does not say.
	After time.Duration
	// Then is what becomes of a message that was taken. Nil: Platform.Reports.
	Then []Report
}

// Report is what a platform tells later about a message that it took.
type Report struct {
	State channel.DeliveryState
	After time.Duration // from taking the message to State
	Late  time.Duration // from State to the telling
	Error channel.Error // of channel.StateFailed
}

// Arrival is a message that reached the platform.
type Arrival struct {
	Reference string // the [channel.Outbound.ID] that came with it
	To        channel.Address
	Act       Act             // what was done with it
	At        time.Time       // by Platform.Now
	Body      json.RawMessage // as it came; without a network, the [channel.Outbound]
}
