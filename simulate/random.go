package simulate

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Random describes a busy desk whose customers, agents and mishaps are drawn from a seed.
// The zero Random is 30 days of a small one, without mishaps. The same Random makes the
// same commits to the byte, on every run and architecture.
type Random struct {
	Seed          uint64
	Start         time.Time         // zero: 2026-03-02 00:00 UTC, a Monday
	Days          int               // 0: 30
	TicketsPerDay int               // how many matters customers begin on an average day; 0: 100
	Accounts      []channel.Account // which the customers write to in turn; empty: WhatsApp "1066"

	Settings *socialticket.Settings // nil: [StandardSettings]
	// Desk is what else the desk is made with. Its Store, Clock and Settings are the world's.
	Desk socialticket.Config

	// Team answers the customers: whoever is free first takes a ticket, without the desk's
	// routing. Empty: the agents of Settings, and if these are empty one for each 35 tickets a
	// day, three at least, in two shifts.
	Team []Member
	// Hours and Weekdays are how much customers write at an hour of the day, UTC, and on a day
	// of the week from Sunday on, each in proportion to the others. Zero: most by day and in
	// the evening, less at the weekend.
	Hours    [24]int
	Weekdays [7]int
	Habits   Habits
	Faults   Faults

	// Watch is given each commit that was written, in their order. It must change nothing of
	// it. Nil: nothing is.
	Watch func(*socialticket.Commit)
	// Wrote is given each message when a customer writes it, whatever the platform makes of
	// it then. Nil: nothing is.
	Wrote func(channel.Event)
	// Store is what everything is kept in. Nil: a store that forgets a conversation some days
	// after its tickets were closed, so that memory does not grow with the days. It keeps
	// nothing for people to look at; who writes after that is a new contact. What tells people
	// of something is done at once: a store of yours gets a commit for each of them too.
	Store interface {
		socialticket.Store
		socialticket.Queue
	}

	forgot func(ticket.ID) // is told of each ticket that its own store forgets
}

// keep returns how long the world's own store keeps a conversation that is over.
func (r Random) keep() time.Duration { return max(72*time.Hour, r.Faults.Delay+24*time.Hour) }

// Member is an agent of a random world. Hours are UTC.
type Member struct {
	Name     string         // the id of the agent
	From, To int            // at work from this full hour to that one; both 0: all day
	Off      []time.Weekday // days without work
	Answer   time.Duration  // half of the answers take less than this, in whole seconds; 0: three minutes
}

// Habits are what customers do, in so many of a thousand cases. 0 is the usual number;
// negative: never.
type Habits struct {
	Return int // a matter is begun by somebody whose last one was over days ago; 0: 150
	Again  int // an answer leads to another message; 0: 250
	Thanks int // a solved ticket gets a last word, which reopens it; 0: 60
	Read   int // a message is reported as read, after it was delivered; 0: 200
	Rate   int // a question with buttons, such as a survey, is answered; 0: 400
}

func (h Habits) withDefaults() Habits {
	for _, one := range []struct {
		of    *int
		usual int
	}{{&h.Return, 150}, {&h.Again, 250}, {&h.Thanks, 60}, {&h.Read, 200}, {&h.Rate, 400}} {
		if *one.of == 0 {
			*one.of = one.usual
		}
	}
	return h
}

// Faults are what goes wrong, in so many of a thousand cases. The zero Faults: nothing does.
type Faults struct {
	Duplicates int // an event of a platform comes again, up to Delay later
	Delays     int // one comes up to Delay late
	Shuffles   int // one comes up to a minute late, so that others overtake it
	Skews      int // a customer's platform dates a message up to Skew early or late
	Refusals   int // a platform refuses a message, one half for a while, the other for good
	Lost       int // the answer to a message is lost, one half taken, the other not

	Delay time.Duration // 0: two days
	Skew  time.Duration // 0: 30 seconds
}

// RoughFaults returns those of a bad month.
func RoughFaults() Faults {
	return Faults{Duplicates: 30, Delays: 20, Shuffles: 50, Skews: 100, Refusals: 10, Lost: 5}
}

// StandardSettings returns the settings of a new desk with the rules that a new account has:
// [rules.StandardTriggers] and [rules.StandardAutomations].
func StandardSettings() *socialticket.Settings {
	triggers, err := rules.CompileTriggers(rules.Standard(), rules.StandardTriggers())
	if err == nil {
		var automations *rules.Automations
		if automations, err = rules.CompileAutomations(rules.Standard(), rules.StandardAutomations()); err == nil {
			return &socialticket.Settings{Triggers: triggers, Automations: automations}
		}
	}
	panic(fmt.Sprintf("simulate: the standard rules do not compile: %v", err)) // of our own
}

func (r Random) withDefaults() Random {
	if r.Start.IsZero() {
		r.Start = time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)
	}
	r.Start = r.Start.UTC()
	if r.Days == 0 {
		r.Days = 30
	}
	if r.TicketsPerDay == 0 {
		r.TicketsPerDay = 100
	}
	if len(r.Accounts) == 0 {
		r.Accounts = []channel.Account{{Kind: channel.WhatsApp, ID: "1066"}}
	}
	if r.Settings == nil {
		r.Settings = StandardSettings()
	}
	r.Team = slices.Clone(r.Team)
	if agents := r.Settings.Agents; len(r.Team) == 0 && len(agents) > 0 {
		r.Team = team(len(agents))
		for i := range r.Team {
			r.Team[i].Name = agents[i].ID
		}
	} else if len(r.Team) == 0 {
		r.Team = team(max(3, r.TicketsPerDay/35))
	}
	for i := range r.Team {
		if r.Team[i].Answer == 0 {
			r.Team[i].Answer = 3 * time.Minute
		}
	}
	if r.Hours == [24]int{} {
		r.Hours = [24]int{5, 3, 2, 2, 2, 5, 15, 35, 60, 80, 90, 90, 75, 75, 80, 80, 75, 70, 75, 80, 70, 50, 25, 10}
	}
	if r.Weekdays == [7]int{} {
		r.Weekdays = [7]int{50, 115, 110, 105, 105, 100, 65}
	}
	r.Habits = r.Habits.withDefaults()
	if r.Faults.Delay == 0 {
		r.Faults.Delay = 48 * time.Hour
	}
	if r.Faults.Skew == 0 {
		r.Faults.Skew = 30 * time.Second
	}
	return r
}

// team returns n agents in two shifts. One half has the weekend off, the other two days in
// turn.
func team(n int) []Member {
	list := make([]Member, n)
	for i := range list {
		list[i] = Member{Name: fmt.Sprintf("agent-%02d", i+1), From: 7, To: 15, Off: []time.Weekday{time.Saturday, time.Sunday}}
		if i%2 == 1 {
			list[i].Off = []time.Weekday{time.Weekday(i / 2 % 7), time.Weekday((i/2 + 1) % 7)}
		}
		if i%3 > 0 {
			list[i].From, list[i].To = 13, 21
		}
	}
	return list
}

// check returns an error that names the first part of r that cannot be.
func (r Random) check() error {
	bad := func(field, text string) error {
		return &socialticket.Error{Kind: socialticket.ErrInvalid, What: "random", Field: field, Text: text}
	}
	if r.Days < 0 || r.TicketsPerDay < 0 {
		return bad("days", "a negative number of days or tickets")
	}
	if r.Faults.Delay < 0 || r.Faults.Skew < 0 {
		return bad("faults", "a negative time")
	}
	for _, w := range slices.Concat(r.Hours[:], r.Weekdays[:]) {
		if w < 0 {
			return bad("hours", "a negative weight")
		}
	}
	for i, m := range r.Team {
		place := fmt.Sprintf("team[%d]", i)
		switch {
		case m.Name == "":
			return bad(place, "no name")
		case m.From < 0 || m.To > 24 || m.From >= m.To && m.To != 0 || m.From > 0 && m.To == 0:
			return bad(place, fmt.Sprintf("at work from %d to %d", m.From, m.To))
		case m.Answer < 0:
			return bad(place, "a negative time to answer")
		case len(slices.Compact(slices.Sorted(slices.Values(m.Off)))) >= 7:
			return bad(place, "never at work")
		}
	}
	return nil
}
