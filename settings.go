package socialticket

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// Settings are the choices of a business that change while a desk runs. The zero
// Settings are those of a new desk. A desk asks for the present ones at each decision;
// nothing may be changed in a Settings that a desk has seen: make another, with another
// Version.
type Settings struct {
	Version int64 // named in every commit

	Lifecycle ticket.Lifecycle // zero: Zendesk's
	Triggers  *rules.Triggers  // nil: none
	// TriggersOnce lets an update go over the triggers in one pass: each sees what those
	// before it changed, and none is asked again, as in other helpdesks than Zendesk. False:
	// from the top again after each that fires, see [rules.Triggers.Run].
	TriggersOnce bool
	Automations  *rules.Automations // nil: none
	// AutomationRuns lets automations be run now and then and count whole hours, as Zendesk's
	// hourly runs do: see [rules.Cycle]. Of runs that were missed the last one is caught up,
	// if the ticket has not changed since. Nil: each fires at its exact instant.
	AutomationRuns *rules.Runs
	Templates      rules.Templates // nil: the texts of rules stay as they are written
	Macros         *rules.Macros   // nil: none
	Views          *rules.Views    // nil: none
	// SLA is what is promised to customers. After an update the policy that holds for the
	// ticket is chosen again; when only time passes, and under new settings, a ticket keeps
	// its policy, if it is still there. Nil: nothing is promised.
	SLA *sla.Policies
	// Schedules are the hours of the business by id, for [ticket.FieldSchedule].
	Schedules map[string]*schedule.Schedule
	// Widgets are the windows for talks on the pages of the business, by account; under
	// the zero Account stands that of all others. See [Desk.Widget] and [Desk.Submit].
	Widgets map[channel.Account]session.Widget
	// Agents and Groups are those that a ticket may be given to. Empty: any id.
	Agents []Agent
	Groups []Group
	// Routing says how tickets are handed out to Agents. Zero: the desk hands out none by
	// itself, see [Desk.Route].
	Routing routing.Config
	// Organizations are those of the customers, for rules that ask for their fields; of one
	// that is not here rules know the id alone.
	Organizations []rules.Organization
	// Merging says which persons may be merged, and what is seen of the merged. Zero: all but
	// agents, and nothing is lost.
	Merging identity.Merging
	// Defaults are what new tickets get, by account.
	Defaults []Defaults
	// Automatic are the messages that go out by themselves, by account: the first entry of
	// the account counts, else the first of every account.
	Automatic []Automatic
	// Survey asks customers how it went, after the triggers, or when a rule asks for a survey.
	// Zero: the desk asks nobody, and such a rule makes an [EffectRule] for the host to act on.
	Survey session.Survey

	Sessions session.Policy // zero: see there
	// Warn is how long before a reply window ends a ticket that is not done gets an
	// event that tells so. 0: none does.
	Warn time.Duration
	// SolvedIsOver makes a message to a solved ticket begin another one. False: it
	// reopens the solved one, and only a closed one is over.
	SolvedIsOver bool
	// IgnoreEchoes drops what staff write on the platform's own app while there is no
	// live ticket. False: it begins a solved ticket.
	IgnoreEchoes bool
}

// Agent is a person of the business's side.
type Agent struct {
	ID     string   `json:"id"`
	Name   string   `json:"name,omitzero"`
	Groups []string `json:"group_ids,omitzero"` // the first is that of a ticket without one that the agent gets
	// Presence, Skills and Capacity are for routing. A host that keeps a presence gives other
	// Settings when it changes; without one an agent counts as online.
	Presence routing.Presence `json:"presence,omitzero"`
	Skills   []string         `json:"skills,omitzero"`
	Capacity routing.Capacity `json:"capacity,omitzero"`
}

// Group is a team of agents.
type Group struct {
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
}

// Defaults are what the new tickets of an account get. What a follow-up inherits comes
// first.
type Defaults struct {
	Account channel.Account `json:"account"` // zero: every account
	Brand   string          `json:"brand_id,omitzero"`
	Group   string          `json:"group_id,omitzero"`
	Form    string          `json:"ticket_form_id,omitzero"`
	Tags    []string        `json:"tags,omitzero"`
}

// Check returns an error that names the first setting that cannot be. It matches
// [ErrInvalid].
func (s *Settings) Check() error {
	if s.Warn < 0 {
		return invalid("settings", fmt.Sprintf("warn %v: negative", s.Warn))
	}
	if s.Merging.MaxTickets < 0 {
		return invalid("settings", fmt.Sprintf("merging: at most %d tickets", s.Merging.MaxTickets))
	}
	if err := s.Lifecycle.Check(); err != nil {
		return refused("settings", "lifecycle", ErrInvalid, err)
	}
	if err := s.Routing.Check(); err != nil {
		return refused("settings", "routing", ErrInvalid, err)
	}
	if err := s.Sessions.Check(s.Lifecycle.Statuses); err != nil {
		return refused("settings", "sessions", ErrInvalid, err)
	}
	for i, a := range s.Automatic {
		if err := a.Check(); err != nil {
			return refused("settings", fmt.Sprintf("automatic[%d]", i), ErrInvalid, err)
		}
	}
	if err := s.Survey.Check(); err != nil {
		return refused("settings", "survey", ErrInvalid, err)
	}
	for i, a := range s.Agents {
		if a.ID == "" {
			return invalid("settings", fmt.Sprintf("agents[%d]: no id", i))
		}
	}
	for i, g := range s.Groups {
		if g.ID == "" {
			return invalid("settings", fmt.Sprintf("groups[%d]: no id", i))
		}
	}
	if err := s.checkWidgets(); err != nil {
		return err
	}
	for i, o := range s.Organizations {
		if o.ID == "" || slices.ContainsFunc(s.Organizations[:i], func(other rules.Organization) bool { return other.ID == o.ID }) {
			return invalid("settings", fmt.Sprintf("organizations[%d]: id %q is empty or used twice", i, o.ID))
		}
		if !slices.IsSortedFunc(o.Fields, func(a, b identity.Field) int { return cmp.Compare(a.ID, b.ID) }) {
			return invalid("settings", fmt.Sprintf("organizations[%d]: the fields are not sorted by id", i))
		}
	}
	return nil
}

// Organization returns what rules know of an organization: its id alone if it is not among
// [Settings.Organizations]; nil for the empty id. It must not be changed.
func (s *Settings) Organization(id string) *rules.Organization {
	if id == "" {
		return nil
	}
	if i := slices.IndexFunc(s.Organizations, func(o rules.Organization) bool { return o.ID == id }); i >= 0 {
		return &s.Organizations[i]
	}
	return &rules.Organization{ID: id}
}

// groupsOf returns the groups of an agent, nil if they are not known.
func (s *Settings) groupsOf(by ticket.Actor) []string {
	i := slices.IndexFunc(s.Agents, func(a Agent) bool { return by.Kind == ticket.Agent && a.ID == by.ID })
	if i < 0 {
		return nil
	}
	return s.Agents[i].Groups
}

// form returns the form that new tickets of an account get, "" if that is left open.
func (s *Settings) form(a channel.Account) string {
	for _, d := range s.Defaults {
		if d.Form != "" && (d.Account == (channel.Account{}) || d.Account == a) {
			return d.Form
		}
	}
	return ""
}

// allows reports why a value cannot be set, "" if it can.
func (s *Settings) allows(c ticket.Change) string {
	switch {
	case c.Value == "":
	case c.Field == ticket.FieldAssignee && len(s.Agents) > 0 &&
		!slices.ContainsFunc(s.Agents, func(a Agent) bool { return a.ID == c.Value }):
		return "an unknown agent"
	case c.Field == ticket.FieldGroup && len(s.Groups) > 0 &&
		!slices.ContainsFunc(s.Groups, func(g Group) bool { return g.ID == c.Value }):
		return "an unknown group"
	case c.Field == ticket.FieldSchedule && len(s.Schedules) > 0 && s.Schedules[c.Value] == nil:
		return "an unknown schedule"
	}
	return ""
}

// furnish returns a new ticket with the defaults of its account in what it has not.
func (s *Settings) furnish(t ticket.Ticket) ticket.Ticket {
	for i := range s.Defaults {
		d := &s.Defaults[i]
		if d.Account != (channel.Account{}) && d.Account != t.Address.Account {
			continue
		}
		for _, f := range []struct {
			to    *string
			value string
		}{{&t.Brand, d.Brand}, {&t.Group, d.Group}, {&t.Form, d.Form}} {
			if *f.to == "" {
				*f.to = f.value
			}
		}
		t = t.WithTags(d.Tags...)
	}
	return t.WithStations()
}
