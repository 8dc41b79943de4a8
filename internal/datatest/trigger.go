package datatest

import "encoding/json"

// PeerTrigger is a trigger of the cases.
type PeerTrigger struct {
	Name    string
	If      map[string]any
	Set     map[string]any
	Actions []string
}

// PeerTriggers are triggers of the cases, or only how many there are.
type PeerTriggers []PeerTrigger

// UnmarshalJSON reads a list, or a number.
func (p *PeerTriggers) UnmarshalJSON(text []byte) error {
	var n int
	if err := json.Unmarshal(text, &n); err == nil {
		*p = make(PeerTriggers, n)
		return nil
	}
	return Decode(text, (*[]PeerTrigger)(p))
}

// PeerMessage is a message of the cases. The names of its parts are fields of a host.
type PeerMessage struct {
	Bounce   bool
	From     string
	Text     string
	FullText string `json:"full_text"`
	AutoSend *bool  `json:"send_auto_response"`
}

// TriggerRun is a ticket with its triggers.
type TriggerRun struct {
	Ticket          map[string]any
	Triggers        []PeerTrigger
	Rules           PeerTriggers
	Recursive       *bool
	AllMatch        *bool `json:"all_match"`
	Mode            string
	Message         *PeerMessage
	Notify          any
	SystemAddresses []string `json:"system_addresses"`
}
