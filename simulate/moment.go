package simulate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// MomentKind says what kind of thing happens at a [Moment]. Its text is stable.
type MomentKind string

// The kinds of moment.
const (
	MomentFires       MomentKind = "fires"       // a rule fires: Event.By names it
	MomentRefused     MomentKind = "refused"     // a rule should, and cannot be carried out: Event.Reason says why
	MomentChange      MomentKind = "change"      // a field of the ticket changes, its status among them
	MomentClosed      MomentKind = "closed"      // the ticket is closed
	MomentMessage     MomentKind = "message"     // a message of Text goes out
	MomentUndelivered MomentKind = "undelivered" // one does not: Event.Reason says why
	MomentNote        MomentKind = "note"        // agents get a note of Text
	MomentAsks        MomentKind = "asks"        // the host is asked to do something, which Text tells
	MomentSession     MomentKind = "session"     // the session goes from Event.From to Event.To
	MomentWarning     MomentKind = "warning"     // agents are warned that the reply window ends soon
	MomentWindow      MomentKind = "window"      // the reply window ends: Reply tells what is left
	MomentPromise     MomentKind = "promise"     // of the metric Event.Field: Event.To says what
	MomentOther       MomentKind = "other"       // Event tells
)

// Moment is one thing that happens in a [Timeline].
type Moment struct {
	At   time.Time  `json:"at"`
	Kind MomentKind `json:"kind"`
	// Event is the entry that the ticket's log gets. Zero for MomentWindow and MomentAsks,
	// which are not logged.
	Event ticket.Event `json:"event,omitzero"`
	Text  string       `json:"text,omitzero"`
	// Reply tells, of MomentWindow, whether and how an agent may write from then on.
	Reply channel.Decision `json:"reply,omitzero"`
}

// moments returns what a commit does to a ticket. What tells of a message's way beside its
// going out or not is left out.
func moments(c *socialticket.Commit, id ticket.ID) []Moment {
	var list []Moment
	for i := range c.Events {
		e := c.Events[i]
		if e.Ticket != id || e.Type == ticket.EventSend || unsaid(c, &e) {
			continue
		}
		m := Moment{At: e.At, Kind: momentKind(&e), Event: e}
		if e.Type == ticket.EventComment {
			m = commentMoment(c, m)
		}
		list = append(list, m)
	}
	for i := range c.Effects {
		e := &c.Effects[i]
		if e.Kind == socialticket.EffectMessage || e.Kind == socialticket.EffectDecide || c.Ticket.ID != id {
			continue
		}
		list = append(list, Moment{At: c.At, Kind: MomentAsks, Text: asks(e)})
	}
	return list
}

// unsaid reports that an entry about a delivery is told by its comment, or tells of no failure.
func unsaid(c *socialticket.Commit, e *ticket.Event) bool {
	if e.Type != ticket.EventDelivery {
		return false
	}
	for i := range c.Events {
		if o := &c.Events[i]; o.Type == ticket.EventComment && o.Comment == e.Comment {
			return true
		}
	}
	return e.To != string(channel.StateFailed)
}

func momentKind(e *ticket.Event) MomentKind {
	switch {
	case e.Type == ticket.EventRule && e.Reason.Code == "":
		return MomentFires
	case e.Type == ticket.EventRule:
		return MomentRefused
	case e.Type == ticket.EventChange && e.Field == ticket.FieldStatus && e.To == string(ticket.Closed):
		return MomentClosed
	case e.Type == ticket.EventChange:
		return MomentChange
	case e.Type == ticket.EventDelivery, e.Type == ticket.EventAutomatic:
		return MomentUndelivered
	case e.Type == ticket.EventSession:
		return MomentSession
	case e.Type == ticket.EventWindow:
		return MomentWarning
	case e.Type == ticket.EventSLA:
		return MomentPromise
	}
	return MomentOther
}

// commentMoment tells whether a comment goes out.
func commentMoment(c *socialticket.Commit, m Moment) Moment {
	for i := range c.Comments {
		one := &c.Comments[i]
		if one.ID != m.Event.Comment {
			continue
		}
		m.Text = cmp.Or(one.Content.Text, "["+string(one.Content.Type)+"]")
		switch {
		case !one.Public:
			m.Kind = MomentNote
		case one.Delivery.State == channel.StateFailed:
			m.Kind, m.Event.Reason = MomentUndelivered, one.Delivery.Error
		default:
			m.Kind = MomentMessage
		}
	}
	return m
}

// asks tells what an effect asks for.
func asks(e *socialticket.Effect) string {
	var asked socialticket.Asked
	_ = json.Unmarshal(e.Body, &asked) // another body is told by its kind
	text := cmp.Or(string(asked.Kind), string(e.Kind))
	if e.To != "" {
		text += " to " + e.To
	}
	if asked.Rule != "" {
		text += ", by rule " + asked.Rule
	}
	if asked.Body != "" {
		text += ": " + asked.Body
	}
	return text
}

// String tells a moment as one line, without its instant.
func (m Moment) String() string {
	e := &m.Event
	said := strings.ReplaceAll(m.Text, "\n", " / ")
	switch m.Kind {
	case MomentFires:
		return "rule " + e.By.ID + " fires"
	case MomentRefused:
		return fmt.Sprintf("rule %s cannot be carried out: %s", e.By.ID, cmp.Or(e.Reason.Title, e.Reason.Code))
	case MomentClosed, MomentChange:
		return fmt.Sprintf("%s %s%s", e.Field, cmp.Or(e.To, "none"), by(e.By))
	case MomentMessage:
		return fmt.Sprintf("message%s: %s", by(e.By), said)
	case MomentUndelivered:
		if said == "" {
			return "a message is not delivered: " + cmp.Or(e.Reason.Title, e.Reason.Code)
		}
		return fmt.Sprintf("message%s is not delivered, %s: %s", by(e.By), cmp.Or(e.Reason.Title, e.Reason.Code), said)
	case MomentNote:
		return fmt.Sprintf("note%s: %s", by(e.By), said)
	case MomentAsks:
		return "asks for " + said
	case MomentSession:
		return "session " + e.To
	case MomentWarning:
		return "the reply window ends soon"
	case MomentWindow:
		return windowText(m.Reply)
	case MomentPromise:
		return fmt.Sprintf("promise %s %s", e.Field, e.To)
	case MomentOther:
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", e.Type, cmp.Or(e.To, e.Reason.Code))) + by(e.By)
}

// windowText tells what is left after the end of a window.
func windowText(d channel.Decision) string {
	switch {
	case d.Allowed:
		return fmt.Sprintf("the reply window ends; a person may still write: %s", cmp.Or(string(d.Route), string(d.Reason)))
	case d.Instead != "":
		return fmt.Sprintf("the reply window ends: %s", d.Instead)
	}
	return "the reply window ends"
}

// Text tells the timeline as text, as [World.Transcript] does, with the instants of a zone;
// nil: UTC. Its last line tells when more happens.
func (t Timeline) Text(zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	var b strings.Builder
	day := ""
	line := func(at time.Time, text string) {
		at = at.In(zone)
		if d := at.Format("Monday 2006-01-02"); d != day {
			day = d
			b.WriteString(d + "\n")
		}
		b.WriteString(at.Format("15:04:05") + "  " + text + "\n")
	}
	for _, m := range t.Moments {
		line(m.At, m.String())
	}
	if t.Next.IsZero() {
		b.WriteString("then nothing more\n")
	} else {
		b.WriteString("then more at " + t.Next.In(zone).Format("2006-01-02 15:04:05") + "\n")
	}
	return b.String()
}
