package datatest

// SurveyOnSolved is a ticket that is solved, or changed otherwise.
type SurveyOnSolved struct {
	Enabled     bool
	WindowOpen  *bool `json:"window_open"`
	AlreadySent bool  `json:"already_sent"`
	SendError   bool  `json:"send_error"`
	Channel     string
	Kind        string
	Status      string
	Template    string
}

// On returns the kind of channel of the ticket.
func (s SurveyOnSolved) On() string {
	if s.Kind != "" {
		return ChannelName(s.Kind)
	}
	return ChannelName(s.Channel)
}

// SurveyAnswer is a ticket whose customer was asked, or was not.
type SurveyAnswer struct{ Status, Survey string }

// SurveyOnEnd is a session that ends.
type SurveyOnEnd struct {
	Enabled bool
	Session string
}
