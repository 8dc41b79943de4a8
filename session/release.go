package session

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Release gives the capacity of an agent back while a user is silent, and reminds the user.
// Its clock begins with the agent's first message after the user's last, once the ticket
// has been assigned; further messages of agents do not begin it anew, and one of the user
// stops it. It runs for assigned tickets that are open. While it is set it takes the place
// of [Policy].Idle for these: a user who has not been answered is not silent. The zero
// Release does nothing. Source: https://support.zendesk.com/hc/en-us/articles/7043034053658
// and https://support.zendesk.com/hc/en-us/articles/9496171412378 (read autumn 2026).
type Release struct {
	// After is how long the clock runs, in whole minutes, 3 to 15. 0: capacity is never released.
	After time.Duration
	// Since is when the release was switched on: a clock that began before stays without
	// one, so that old silent tickets are left alone. Zero: every clock counts.
	Since time.Time
	// Status is what the ticket is given then: pending, hold or solved, or the id of a custom
	// status in one of these categories. Empty: it stays.
	Status string
	// Reminders follow each other until the user writes, another changes the status category
	// of the ticket, or the session ends. Three at most; one at most after a status that is
	// solved. Nil: none.
	Reminders []Reminder
}

// Reminder is one word to a user who is silent.
type Reminder struct {
	// After is how long after the release, or after the reminder before it, as it was done:
	// a reminder that comes late makes the next one as late, so that no user gets two at once.
	After time.Duration
	// Text is what the user is told, a template as the texts of rules are. It goes out as any
	// message does, if the window is open. Empty: nothing.
	Text   string
	Status string // what the ticket is given then, as in [Release]
}

// DefaultReminders returns the sequence that Zendesk begins with, in words of ours. Source:
// https://support.zendesk.com/hc/en-us/articles/9496171412378 (read autumn 2026).
func DefaultReminders() []Reminder {
	return []Reminder{
		{After: 5 * time.Minute, Text: "Are you still with us? Write to us whenever you are back.", Status: string(ticket.Pending)},
		{After: 5 * time.Minute, Text: "We have not heard from you for a while. If we hear nothing, we take the matter for done."},
		{After: time.Minute, Text: "We take the matter for done. Write to us, and we open it again.", Status: string(ticket.Solved)},
	}
}

const (
	minRelease   = 3 * time.Minute
	maxRelease   = 15 * time.Minute
	maxReminders = 3
)

// Check returns an error that names the first setting that cannot be. Statuses are the
// host's custom ones.
func (p Policy) Check(statuses ticket.Statuses) error {
	r := p.Release
	switch {
	case p.Idle < 0, p.EndAfter < 0:
		return fmt.Errorf("session: idle %v, end after %v: negative", p.Idle, p.EndAfter)
	case r.After != 0 && (r.After < minRelease || r.After > maxRelease || r.After%time.Minute != 0):
		return fmt.Errorf("session: release after %v: want whole minutes, 3 to 15", r.After)
	case r.After == 0 && (r.Status != "" || len(r.Reminders) > 0):
		return fmt.Errorf("session: a status or reminders without a release")
	case p.EndInactive && len(r.Reminders) > 0:
		return fmt.Errorf("session: it ends when it is inactive, so that nobody could be reminded")
	case p.RouteEnded != "" && p.RouteEnded != ticket.RouteMessaging && p.RouteEnded != ticket.RouteEmail:
		return fmt.Errorf("session: route %q is unknown", p.RouteEnded)
	}
	last, err := r.check(statuses)
	if err == nil && p.EndAfter > 0 && p.EndAfter < last {
		err = fmt.Errorf("session: it ends after %v, before the last step of its release at %v", p.EndAfter, last)
	}
	return err
}

// check returns how long after the agent's message the last step comes.
func (r Release) check(statuses ticket.Statuses) (last time.Duration, err error) {
	if len(r.Reminders) > maxReminders {
		return 0, fmt.Errorf("session: %d reminders, want %d at most", len(r.Reminders), maxReminders)
	}
	last = r.After
	category, err := categoryOf(r.Status, statuses)
	if err != nil {
		return 0, fmt.Errorf("session: release: %w", err)
	}
	solved := category == ticket.Solved
	for i, one := range r.Reminders {
		switch category, err = categoryOf(one.Status, statuses); {
		case err != nil:
			return 0, fmt.Errorf("session: reminders[%d]: %w", i, err)
		case one.After <= 0:
			return 0, fmt.Errorf("session: reminders[%d]: after %v: want more than nothing", i, one.After)
		case one.Text == "" && one.Status == "":
			return 0, fmt.Errorf("session: reminders[%d]: neither a text nor a status", i)
		case solved && i < len(r.Reminders)-1:
			return 0, fmt.Errorf("session: reminders[%d]: the ticket is solved, and more than one reminder follows", i)
		}
		solved = solved || category == ticket.Solved
		last += one.After
	}
	return last, nil
}

// categoryOf returns the category of a status that a silent ticket may be given; "" for
// the empty one.
func categoryOf(status string, statuses ticket.Statuses) (ticket.Status, error) {
	category := ticket.Status(status)
	if custom, found := statuses.Find(status); found && !custom.Inactive {
		category = custom.Category
	}
	switch category {
	case "", ticket.Pending, ticket.Hold, ticket.Solved:
		return category, nil
	case ticket.New, ticket.Open, ticket.Closed:
	}
	return "", fmt.Errorf("status %q: want pending, hold, solved or an active custom status of these", status)
}
