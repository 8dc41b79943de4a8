package session

import "time"

// Automatic says which messages go out by themselves when a customer writes. The
// zero Automatic sends nothing.
type Automatic struct {
	OutOfOffice  string // the text when the team is closed; empty: none
	Greeting     string // the text for a first message; empty: none
	RequestEmail bool   // ask for an address where none is known
	// Quiet is how long after a person's public message nobody is told that the
	// team is out of office, so as not to break into a talk. 0: five minutes.
	Quiet time.Duration
}

// Moment is what [Automatic.At] needs to know of a conversation when somebody
// wrote. Whether the team is open is a schedule's to say.
type Moment struct {
	Now          time.Time
	FromCustomer bool // the customer wrote, not the business
	PublicPost   bool // on a public page, where the conversation is anybody's to read
	Closed       bool // outside the team's hours

	AnsweredAt    time.Time // last public message by a person or bot; zero: none
	AutomaticAt   time.Time // last automatic message; zero: none
	AwayToday     bool      // the customer was told today that the team is out of office
	EmailKnown    bool
	EmailAskedFor bool
}

// Messages are the automatic messages to send.
type Messages struct {
	OutOfOffice, Greeting, RequestEmail bool
}

// At returns what goes out at m. A public post gets no greeting and no word of
// absence; a greeting is for the first message only, the word of absence for once
// a day.
func (a Automatic) At(m Moment) Messages {
	if !m.FromCustomer {
		return Messages{}
	}
	quiet := a.Quiet
	if quiet == 0 {
		quiet = 5 * time.Minute
	}
	talking := !m.AnsweredAt.IsZero() && m.Now.Sub(m.AnsweredAt) < quiet
	first := m.AnsweredAt.IsZero() && m.AutomaticAt.IsZero()
	return Messages{
		OutOfOffice:  a.OutOfOffice != "" && m.Closed && !m.PublicPost && !talking && !m.AwayToday,
		Greeting:     a.Greeting != "" && first && !m.PublicPost,
		RequestEmail: a.RequestEmail && !m.EmailKnown && !m.EmailAskedFor,
	}
}
