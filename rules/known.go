package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Known is what a host may know of a ticket beside the ticket itself. A zero field is not
// known, and then its conditions see nothing, unless the field says otherwise.
type Known struct {
	// Private tells that the ticket has no public comment. Zero: it has.
	Private     bool
	Description string // the text of the first comment
	Recipient   string // the address at which the ticket was received
	ViaSubtype  string // the channel, as in "via_id" or Zendesk's number of it, a colon and the integration account
	// Support is who handles the ticket. Zero is "0", which Zendesk's rules have for people,
	// as opposed to an AI agent.
	Support string

	RequesterRole     string // "end_user", "agent" or "admin"
	RequesterTimeZone string // as the rules write it, Zendesk's "Central Time (US & Canada)"
	Followers, Posts  int    // of the requester on X
	Verified          bool   // the requester's account on X

	DueAt time.Time // of a task
	// BreachedAt is the last time that a promise of an SLA was broken, BreachAt when the
	// next one will be.
	BreachedAt, BreachAt time.Time
	// PromiseAt is when the first promise of an SLA that is not fulfilled is due, or was.
	PromiseAt time.Time

	// Satisfaction is "unoffered", "offered", "bad", "bad_with_comment", "good" or
	// "good_with_comment". Zero is "unoffered".
	Satisfaction string

	Incidents     int // that are linked to the ticket, which is a problem
	AgentStations int // different agents that it was assigned to
	GroupStations int // different groups
}

// knownFields read [Known], and what is open beyond the schedule of the ticket. Source:
// Zendesk, conditions reference and the definitions of a live account, facts of autumn
// 2026.
func knownFields() []Field {
	text := func(name string, values []string, read func(*Known) string) Field {
		return Field{Name: name, Kind: Choice, Values: values, Alias: none("__NULL__"), Text: func(s *Subject) string { return read(&s.Known) }}
	}
	number := func(name string, read func(*Known) int) Field {
		return Field{Name: name, Kind: Number, Number: func(s *Subject) (float64, bool) { return float64(read(&s.Known)), true }}
	}
	hours := func(name string, k Kind, read func(*Known) time.Time) Field {
		return Field{Name: name, Kind: k, At: func(s *Subject) time.Time { return read(&s.Known) }}
	}
	truth := func(name string, read func(*Known) bool) Field {
		return Field{Name: name, Kind: Truth, Values: []string{"true", "false"}, Text: func(s *Subject) string { return strconv.FormatBool(read(&s.Known)) }}
	}
	due := func(k *Known) time.Time { return k.DueAt }
	subtype := text("via_subtype_id", nil, func(k *Known) string { return k.ViaSubtype })
	subtype.Alias = subtypes
	requesterRole := text("requester_role", []string{"end_user", "agent", "admin"}, func(k *Known) string { return k.RequesterRole })
	requesterRole.Alias = roleOf
	list := []Field{
		text("ticket_is_public", []string{"public", "private"}, func(k *Known) string {
			if k.Private {
				return "private"
			}
			return "public"
		}),
		satisfaction(),
		requesterRole,
		{Name: "ticket_type_id", Kind: Choice, Values: types()[1:], Alias: typeOf, Of: func(t *ticket.Ticket) string { return string(t.Type) }},
		{Name: "within_schedule", Kind: Choice, Text: func(*Subject) string { return insideNow }, Named: openSchedule, Next: schedulesTurn},
		{Name: "description_includes_word", Kind: Text, Text: func(s *Subject) string { return s.Known.Description }},
		text("recipient", nil, func(k *Known) string { return k.Recipient }),
		subtype,
		text("support_type", nil, func(k *Known) string {
			if k.Support == "" {
				return "0"
			}
			return k.Support
		}),
		text("requester_time_zone", nil, func(k *Known) string { return k.RequesterTimeZone }),
		number("requester_twitter_followers_count", func(k *Known) int { return k.Followers }),
		number("requester_twitter_statuses_count", func(k *Known) int { return k.Posts }),
		truth("requester_twitter_verified", func(k *Known) bool { return k.Verified }),
		number("number_of_incidents", func(k *Known) int { return k.Incidents }),
		number("agent_stations", func(k *Known) int { return k.AgentStations }),
		number("group_stations", func(k *Known) int { return k.GroupStations }),
		truth("ticket_due_date", func(k *Known) bool { return !k.DueAt.IsZero() }),
		hours("due_at", Since, due), hours("due_date", Since, due), // one thing, both names occur
		hours("until_due_at", Until, due), hours("until_due_date", Until, due),
		hours("sla_next_breach_at", Since, func(k *Known) time.Time { return k.BreachedAt }),
		hours("until_sla_next_breach_at", Until, func(k *Known) time.Time { return k.BreachAt }),
		hours("sla_due_at", Until, func(k *Known) time.Time { return k.PromiseAt }), // ours: what Zendesk's column shows
	}
	for i := range list {
		list[i].rare = true
	}
	return list
}

func satisfaction() Field {
	read := func(k *Known) string {
		if k.Satisfaction == "" {
			return "unoffered"
		}
		return k.Satisfaction
	}
	return Field{
		Name: "satisfaction_score", Kind: Ordered, Values: []string{"unoffered", "offered", "bad", "bad_with_comment", "good", "good_with_comment"},
		Alias: func(text string) []string {
			switch text = strings.ToLower(text); text {
			case "true":
				return []string{"unoffered"}
			case "false":
				return []string{"offered"}
			case "badwithcomment", "goodwithcomment":
				return []string{strings.Replace(text, "with", "_with_", 1)}
			}
			return []string{text}
		},
		Text: func(s *Subject) string { return read(&s.Known) }, Was: func(s *Subject) string { return read(&s.KnownBefore) },
	}
}

// types returns the types of a ticket by Zendesk's numbers.
func types() []string { return []string{"", "question", "incident", "problem", "task"} }

func typeOf(text string) []string {
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < len(types()) {
		return []string{types()[n]}
	}
	return none("__NULL__")(text)
}

// subtypes returns the account of a channel that a text of a rule stands for, with either
// way of naming the channel.
func subtypes(text string) []string {
	kind, account, has := strings.Cut(text, ":")
	if name := via(kind); has && name != kind {
		return []string{text, name + ":" + account}
	}
	return none("__NULL__")(text)
}

// roleOf returns the role that a number of Zendesk's stands for.
func roleOf(text string) []string {
	role, known := map[string]string{"0": "end_user", "2": "admin", "4": "agent"}[text]
	if known {
		return []string{role}
	}
	return none("__NULL__")(text)
}

// roles returns what "role" may be, beside the id of a person.
func roles() []string {
	return []string{
		"end_user", "agent", string(ticket.Bot), string(ticket.Trigger), string(ticket.Automation), string(ticket.System),
	}
}

// updater makes the id of a person stand for the role of an update that this person made.
func updater(id string) func(*Subject) string {
	return func(s *Subject) string {
		if s.Update == nil || s.Update.By.ID != id {
			return nobody
		}
		return role(s.Update.By)
	}
}

// ownGroup returns the group of the ticket if it is one of those of the person who looks.
func ownGroup(s *Subject) string {
	if slices.Contains(s.Groups, s.Ticket.Group) {
		return s.Ticket.Group
	}
	return nobody
}

// giveGroup returns the group that a ticket gets with "current_groups": the one that it has
// if that is one of the person's, else the first of theirs. A person without groups leaves
// it as it is.
func giveGroup(s *Subject) string {
	switch {
	case len(s.Groups) == 0:
		return nobody
	case slices.Contains(s.Groups, s.Ticket.Group):
		return s.Ticket.Group
	}
	return s.Groups[0]
}

func anyText(string) bool { return true }

// insideNow is what every subject has for "within_schedule"; the id of a schedule that is
// open stands for it.
const insideNow = "\x00open"

func openSchedule(id string) func(*Subject) string {
	return func(s *Subject) string {
		if h := s.Schedules[id]; h != nil && h.Open(s.Now) {
			return insideNow
		}
		return nobody
	}
}

// schedulesTurn returns when the first of all schedules opens or closes.
func schedulesTurn(s *Subject, from time.Time) (first time.Time) {
	for _, h := range s.Schedules {
		at := h.NextOpening(from)
		if h.Open(from) {
			at = h.NextClosing(from)
		}
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
