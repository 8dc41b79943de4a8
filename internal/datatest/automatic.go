package datatest

import "time"

// Automatic is what a case tells of a conversation, and of the messages that are switched on.
type Automatic struct {
	BusinessHours string `json:"business_hours"` // open or closed, all the time; empty: the business has none
	Kind          string
	Campaign      bool
	OutOfOfficeOn bool      `json:"out_of_office_on"`
	AwayToday     bool      `json:"out_of_office_sent_today"`
	GreetingOn    bool      `json:"greeting_on"`
	GreetingText  *string   `json:"greeting_text"`
	EmailOn       bool      `json:"email_request_on"`
	Email         string    `json:"contact_email"`
	LastReply     time.Time `json:"last_agent_reply"`
	LastNote      time.Time `json:"last_private_note"`
}

// Away is the text that tells of a closed business.
const Away = "We are closed."

// Texts returns the messages that are switched on; one that is not is empty.
func (k Automatic) Texts() (away, greeting, email string) {
	if k.OutOfOfficeOn {
		away = Away
	}
	if k.GreetingOn {
		if greeting = "Hello!"; k.GreetingText != nil {
			greeting = *k.GreetingText
		}
	}
	if k.EmailOn {
		email = "Where can we write to you?"
	}
	return away, greeting, email
}

// Talked reports whether the customer had written before what happens.
func (k Automatic) Talked(event string) bool {
	return !k.LastReply.IsZero() || !k.LastNote.IsZero() || k.AwayToday || event != "customer_message"
}

// Begin returns when the conversation began, if something happens now.
func (k Automatic) Begin(now time.Time) time.Time {
	begin := now.Add(-10 * time.Minute)
	for _, at := range []time.Time{k.LastReply, k.LastNote} {
		if !at.IsZero() && at.Before(begin) {
			begin = at.Add(-time.Minute)
		}
	}
	return begin
}

// ChannelName returns the kind of channel that a peer's word means; empty: WhatsApp.
func ChannelName(word string) string {
	switch word {
	case "web", "website", "api", "email", "widget":
		return "web"
	case "tweet", "twitter":
		return "x"
	case "":
		return "whatsapp"
	}
	return word
}
