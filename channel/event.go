package channel

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"time"
)

// EventType says what an [Event] reports. A text that is not listed here is
// kept as it is.
type EventType string

// The types of event.
const (
	EventMessage    EventType = "message"    // the user wrote, tapped, reacted or called: Event.Message
	EventEcho       EventType = "echo"       // the business wrote, by another way than this system: Event.Message
	EventStatus     EventType = "status"     // what became of a message sent: Event.Status
	EventHistory    EventType = "history"    // an old message of either side, handed over afterwards: Event.Message
	EventEdit       EventType = "edit"       // the author changed Event.Message.Target: Event.Message has the new content
	EventRevoke     EventType = "revoke"     // the author took Event.Message.Target back
	EventRead       EventType = "read"       // the user read everything sent until Event.Sent
	EventOpen       EventType = "open"       // the user opened the way to write without writing: follow, start, welcome
	EventLeave      EventType = "leave"      // the user blocked, unfollowed or stopped the account
	EventHandle     EventType = "handle"     // the user's handles changed: Event.Profile.Handles are the new ones
	EventPreference EventType = "preference" // the user agreed to or refused a kind of message: Event.Notice
	EventTemplate   EventType = "template"   // a template's status, quality or category changed: Event.Notice
	EventAccount    EventType = "account"    // something about the business account itself: Event.Notice
	EventControl    EventType = "control"    // another app took the thread, or gave it to this one: Event.Control
	EventUnknown    EventType = "unknown"    // an item that this version cannot read; Event.Raw has it whole
)

// Event is one thing that a platform reported. The zero value reports nothing.
type Event struct {
	// ID names the event among those of its account. The same event delivered
	// again has the same ID; a parser makes one where the platform gives none.
	ID      string    `json:"id"`
	Type    EventType `json:"type"`
	Account Account   `json:"account"`

	// From is the user's handle on the account, empty for events about the
	// account. For statuses and echoes too it is the user, not the business.
	From    string  `json:"from,omitzero"`
	Profile Profile `json:"profile,omitzero"`
	// Member is who wrote in a group, once From is the group. A desk fills it; a
	// parser tells the member as From, and the group as Message.Group.
	Member Member `json:"member,omitzero"`

	// Sent is when it happened by the platform's clock; it moves windows. Zero: it is
	// not known, and the event opens no window.
	// Received is when it reached this system; it orders work.
	Sent     time.Time `json:"sent,omitzero"`
	Received time.Time `json:"received,omitzero"`

	// Opens is what the event counts as for a [Policy]. Empty: it opens nothing.
	Opens Opener `json:"opens,omitzero"`
	// ReplyToken answers this event once, on channels that give one.
	ReplyToken string `json:"reply_token,omitzero"`

	// Echo tells that the business's side did it, by another way than this
	// system: on the platform's own app, or by another program. It is set for
	// every [EventEcho], and for the edits and withdrawals of what the business wrote.
	Echo bool `json:"echo,omitzero"`
	// Control tells who holds the thread, where a platform has several apps for
	// one account. Empty: the platform did not say, and a message of the user is
	// for this app.
	Control Control `json:"control,omitzero"`

	Message Message `json:"message,omitzero"`
	Status  Status  `json:"status,omitzero"` // of an echo: its Reference alone, where the platform hands it back
	Notice  Notice  `json:"notice,omitzero"`

	// Raw is the platform's item, unchanged: JSON, or a JSON string that holds
	// another format. It shares no memory with what was parsed.
	Raw json.RawMessage `json:"raw,omitzero"`
}

// Member is one user in a group.
type Member struct {
	Handle string `json:"handle,omitzero"`
	Name   string `json:"name,omitzero"` // as the platform told it
}

// Control says which app holds a thread. Its text is the stored one.
type Control string

// The holders of a thread.
const (
	ControlOurs      Control = "ours"      // this app: it may answer
	ControlElsewhere Control = "elsewhere" // another one: what the user writes is shown (standby), answers are refused
)

// Address returns where the event came from.
func (e Event) Address() Address { return Address{Account: e.Account, Handle: e.From} }

// About returns the platform's id of the earlier message that e tells of: a status, an
// edit, a withdrawal or a reaction. Empty: e is about itself.
func (e Event) About() string {
	switch {
	case e.Type == EventStatus:
		return e.Status.MessageID
	case e.Type == EventEdit, e.Type == EventRevoke, e.Message.Type == Reaction:
		return e.Message.Target
	}
	return ""
}

// Identified returns e with an ID if the platform gave none: made from where it
// came from, when it was sent and what it says, so that the same event delivered
// again has the same one. Two equal messages sent in one second are then one.
func (e Event) Identified() Event {
	if e.ID != "" {
		return e
	}
	h := sha256.New()
	m := &e.Message
	for _, part := range []string{string(e.Type), e.Address().String(), strconv.FormatInt(e.Sent.Unix(), 10), string(m.Type), m.Text, m.Payload, m.Target} {
		_, _ = io.WriteString(h, part+"\x00") // a hash never fails
	}
	for _, a := range m.Attachments {
		_, _ = io.WriteString(h, a.ID+a.URL+"\x00")
	}
	_, _ = h.Write(e.Raw)
	e.ID = "made:" + hex.EncodeToString(h.Sum(nil)[:12])
	return e
}

// Notice is news about an account, a template or a user's wishes, in the
// platform's own words.
type Notice struct {
	Field   string `json:"field,omitzero"`   // which feed it came by: "account_update"
	Name    string `json:"name,omitzero"`    // what happened: "ACCOUNT_RESTRICTION", "APPROVED", "stop"
	Subject string `json:"subject,omitzero"` // what it happened to: a template, a category, a group
	// Number is the business number that it is about, as the platform writes it, where
	// Subject tells something else.
	Number string `json:"number,omitzero"`
	// Language is that of the template, where each language is a template of its own.
	Language string    `json:"language,omitzero"`
	Detail   string    `json:"detail,omitzero"`
	Until    time.Time `json:"until,omitzero"` // when it ends by itself; zero: it does not, or nobody said
}
