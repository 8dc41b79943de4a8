package channel

import "time"

// Outbound is one message to be sent.
type Outbound struct {
	// ID names the message for ever: the same decision mints the same ID. A
	// transport passes it to the platform where the platform hands it back.
	ID   string      `json:"id"`
	To   Address     `json:"to"`
	Type MessageType `json:"type"`

	Text        string       `json:"text,omitzero"` // body or caption
	Attachments []Attachment `json:"attachments,omitzero"`
	Template    TemplateCall `json:"template,omitzero"`
	// ReplyTo is the quoted message: its Quote, else its ID. Of Via RoutePrivate it is the
	// comment or post that is answered.
	ReplyTo string `json:"reply_to,omitzero"`

	Place    Place    `json:"place,omitzero"`    // of type Location
	People   []Person `json:"people,omitzero"`   // of type Contacts
	Question Question `json:"question,omitzero"` // of type Interactive
	Target   string   `json:"target,omitzero"`   // of type Reaction: the message reacted to; Text is the emoji, empty takes it back

	// Via is the way that the policy chose; a transport needs it where a
	// platform wants it said: a reply token, a human-agent tag.
	Via   Route  `json:"via,omitzero"`
	Token string `json:"token,omitzero"` // of Via RouteReplyToken

	At time.Time `json:"at"` // when it was decided
}

// TemplateCall names an approved template and fills it.
type TemplateCall struct {
	Name     string      `json:"name,omitzero"`
	Language string      `json:"language,omitzero"` // "en_US"
	Values   []Parameter `json:"values,omitzero"`
}

// Parameter fills one variable of a template.
type Parameter struct {
	Component string     `json:"component,omitzero"` // "header", "body", "button"; empty: body
	Index     int        `json:"index,omitzero"`     // of a button, from 0
	Kind      string     `json:"kind,omitzero"`      // of a button: "url", "quick_reply", "copy_code"; empty: url
	Name      string     `json:"name,omitzero"`      // of a named variable; empty: by position
	Text      string     `json:"text,omitzero"`
	Media     Attachment `json:"media,omitzero"`
	Place     Place      `json:"place,omitzero"`
}

// Accepted is a platform's answer to a message that it took. Taken is not
// delivered: statuses tell that later.
type Accepted struct {
	MessageID string    `json:"message_id"`
	At        time.Time `json:"at"`
	Held      bool      `json:"held,omitzero"` // kept back by the platform for a check
}

// Event returns the answer as the event that a desk receives for o.
func (a Accepted) Event(o Outbound) Event {
	return answer(o, a.At, Status{MessageID: a.MessageID, State: StateAccepted})
}

// Refused returns the refusal of o at the given instant as the event that a desk
// receives.
func Refused(o Outbound, reason Error, at time.Time) Event {
	return answer(o, at, Status{State: StateFailed, Errors: []Error{reason}})
}

func answer(o Outbound, at time.Time, s Status) Event {
	s.Reference = o.ID
	return Event{
		ID:      o.ID + "/" + string(s.State),
		Type:    EventStatus,
		Account: o.To.Account, From: o.To.Handle,
		Sent: at.UTC(), Received: at.UTC(),
		Status: s,
	}
}
