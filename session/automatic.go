package session

import (
	"fmt"
	"time"
)

// Automatic says which messages go out by themselves when a customer writes. The
// zero Automatic sends nothing.
type Automatic struct {
	OutOfOffice  string `json:"out_of_office,omitzero"` // the text when the team is closed; empty: none
	Greeting     string `json:"greeting,omitzero"`      // the text for a first message; empty: none
	RequestEmail string `json:"request_email,omitzero"` // the text that asks for an address where none is known; empty: none

	OutOfOfficeOnce  Often `json:"out_of_office_once,omitzero"` // empty: once a day
	GreetingOnce     Often `json:"greeting_once,omitzero"`      // empty: once a talk
	RequestEmailOnce Often `json:"request_email_once,omitzero"` // empty: once a talk

	// Quiet is how long after a person's public message no greeting and no word of
	// absence goes out, so as not to break into a talk. 0: five minutes.
	Quiet time.Duration `json:"quiet,omitzero"`
}

// Often says how often an automatic message goes out to a customer at most. Its text is
// the stored one.
type Often string

// The ways to count. A day is one of the zone that a [Moment] names, a talk is a session.
const (
	OnceADay  Often = "day"
	OnceATalk Often = "talk"
	OnceEver  Often = "ever"
)

// Check returns an error that names the first setting that cannot be.
func (a Automatic) Check() error {
	if a.Quiet < 0 {
		return fmt.Errorf("session: automatic messages: quiet %v: negative", a.Quiet)
	}
	for _, o := range []Often{a.OutOfOfficeOnce, a.GreetingOnce, a.RequestEmailOnce} {
		switch o {
		case "", OnceADay, OnceATalk, OnceEver:
		default:
			return fmt.Errorf("session: automatic messages: once %q: want one of %q", o, []Often{OnceADay, OnceATalk, OnceEver})
		}
	}
	return nil
}

// Moment is what [Automatic.At] needs to know of a conversation when somebody
// wrote. Whether the team is open is a schedule's to say.
type Moment struct {
	Now          time.Time
	Zone         *time.Location // whose days count; nil: UTC
	FromCustomer bool           // the customer wrote, not the business
	PublicPost   bool           // on a public page, where the conversation is anybody's to read
	Group        bool           // in a group, whose members are not asked for an address
	Campaign     bool           // the business began the conversation, with a message to many or to one
	Closed       bool           // outside the team's hours

	Session    Session   // that the message belongs to
	AnsweredAt time.Time // last public message by a person or bot; zero: none
	Told       Told      // what went out before
	EmailKnown bool
}

// Told is what a conversation remembers of the automatic messages that went out. It is
// comparable. The zero Told remembers none.
type Told struct {
	OutOfOffice  Telling `json:"out_of_office,omitzero"`
	Greeting     Telling `json:"greeting,omitzero"`
	RequestEmail Telling `json:"request_email,omitzero"`
}

// Telling is the last time that an automatic message went out, and in which session. The
// zero Telling has not been.
type Telling struct {
	At      time.Time `json:"at,omitzero"`
	Session string    `json:"session_id,omitzero"`
}

// Messages are the automatic messages to send.
type Messages struct {
	OutOfOffice, Greeting, RequestEmail bool
}

// Next returns what is remembered once m went out in a session. An instant never moves
// back, so that a clock that was set back makes no message go out again.
func (t Told) Next(m Messages, s Session, now time.Time) Told {
	for _, one := range []struct {
		sent bool
		last *Telling
	}{{m.OutOfOffice, &t.OutOfOffice}, {m.Greeting, &t.Greeting}, {m.RequestEmail, &t.RequestEmail}} {
		if !one.sent {
			continue
		}
		one.last.Session = s.ID
		if now.After(one.last.At) {
			one.last.At = now.UTC()
		}
	}
	return t
}

// At returns what goes out at m. A public post, and a conversation that the business
// began, get nothing. A greeting is for the first message of a day or talk: it does not go
// out once a person, a bot or another automatic message has spoken in it.
func (a Automatic) At(m Moment) Messages {
	if !m.FromCustomer || m.PublicPost || m.Campaign {
		return Messages{}
	}
	quiet := a.Quiet
	if quiet == 0 {
		quiet = 5 * time.Minute
	}
	talking := !m.AnsweredAt.IsZero() && m.Now.Sub(m.AnsweredAt) < quiet
	away, greet, ask := orOften(a.OutOfOfficeOnce, OnceADay), orOften(a.GreetingOnce, OnceATalk), orOften(a.RequestEmailOnce, OnceATalk)
	return Messages{
		OutOfOffice:  a.OutOfOffice != "" && m.Closed && !talking && !m.had(away, m.Told.OutOfOffice),
		Greeting:     a.Greeting != "" && !talking && !m.spoken(greet),
		RequestEmail: a.RequestEmail != "" && !m.EmailKnown && !m.Group && !m.had(ask, m.Told.RequestEmail),
	}
}

func orOften(o, standard Often) Often {
	if o == "" {
		return standard
	}
	return o
}

// had reports whether a message went out in the present day or talk.
func (m *Moment) had(o Often, t Telling) bool {
	switch {
	case t.At.IsZero():
		return false
	case o == OnceADay:
		return !m.day(t.At).Before(m.day(m.Now))
	case o == OnceATalk:
		return t.Session == m.Session.ID
	}
	return true
}

// spoken reports whether the business has said something in the present day or talk.
func (m *Moment) spoken(o Often) bool {
	for _, t := range []Telling{m.Told.OutOfOffice, m.Told.Greeting, m.Told.RequestEmail} {
		if m.had(o, t) {
			return true
		}
	}
	if o == OnceATalk && m.AnsweredAt.Before(m.Session.StartedAt) {
		return false // in an earlier talk, if at all
	}
	return m.had(o, Telling{At: m.AnsweredAt, Session: m.Session.ID})
}

// day returns the date of an instant, as midnight in UTC.
func (m *Moment) day(at time.Time) time.Time {
	zone := m.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, date := at.In(zone).Date()
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
}
