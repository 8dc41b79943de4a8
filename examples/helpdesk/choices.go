package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

// choices are what the administrator has decided on the page. They are kept as JSON, each
// version of them; what the file of settings says is not among them.
type choices struct {
	Triggers    []rules.Rule        `json:"triggers"`
	Automations []rules.Rule        `json:"automations"`
	Macros      []rules.Macro       `json:"macros"`
	Views       []rules.View        `json:"views"`
	Policies    []sla.Policy        `json:"sla_policies,omitzero"`
	Fields      []rules.CustomField `json:"custom_fields,omitzero"` // that imported files tell of
	// Sources are the texts that imported rules were read from, by kind and id: an export has
	// what Zendesk keeps in them beside what a rule is here.
	Sources map[string]json.RawMessage `json:"sources,omitzero"`
	House   house                      `json:"house,omitzero"`
}

// house is what was chosen in place of what the file of settings says. Nil: what the file
// says holds.
type house struct {
	Sessions     *session.Policy          `json:"sessions,omitzero"`
	Merging      *identity.Merging        `json:"merging,omitzero"`
	Survey       *session.Survey          `json:"survey,omitzero"`
	Routing      *routing.Config          `json:"routing,omitzero"`
	Warn         *time.Duration           `json:"warn,omitzero"`
	SolvedIsOver *bool                    `json:"solved_is_over,omitzero"`
	Automatic    []socialticket.Automatic `json:"automatic,omitzero"`
	Defaults     []socialticket.Defaults  `json:"defaults,omitzero"`
	Agents       map[string]agentChoice   `json:"agents,omitzero"` // by their id
	Hours        map[string]hours         `json:"hours,omitzero"`  // by the id of the schedule
}

// agentChoice is what routing knows of an agent.
type agentChoice struct {
	Presence routing.Presence `json:"presence,omitzero"`
	Capacity routing.Capacity `json:"capacity,omitzero"`
	Skills   []string         `json:"skills,omitzero"`
}

// firstChoices are those of a new helpdesk.
func firstChoices() choices {
	return choices{
		Triggers: rules.StandardTriggers(), Automations: rules.StandardAutomations(),
		Macros: rules.StandardMacros(), Views: slices.Concat(rules.SocialViews(), rules.StandardViews()),
	}
}

// table returns the fields that rules may test.
func (c choices) table() (*rules.Table, error) { return rules.Standard().WithCustom(c.Fields...) }

// settings lays the choices over what the file of settings says.
func (c choices) settings(base socialticket.Settings, version int64) (*socialticket.Settings, error) {
	s := base
	s.Version, s.Templates = version, placeholders(base)
	table, err := c.table()
	if err != nil {
		return nil, fmt.Errorf("custom fields: %w", err)
	}
	if s.Triggers, err = rules.CompileTriggers(table, c.Triggers); err != nil {
		return nil, fmt.Errorf("triggers: %w", err)
	}
	if s.Automations, err = rules.CompileAutomations(table, c.Automations); err != nil {
		return nil, fmt.Errorf("automations: %w", err)
	}
	if s.Macros, err = rules.CompileMacros(table, c.Macros); err != nil {
		return nil, fmt.Errorf("macros: %w", err)
	}
	if s.Views, err = rules.CompileViews(table, c.Views); err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	if len(c.Policies) > 0 {
		if s.SLA, err = sla.Compile(table, sla.Config{Policies: c.Policies}); err != nil {
			return nil, fmt.Errorf("promises: %w", err)
		}
	}
	if err := c.House.over(&s); err != nil {
		return nil, err
	}
	return &s, s.Check()
}

// over lays what was chosen over the settings of the file.
func (h house) over(s *socialticket.Settings) error {
	overlay(&s.Sessions, h.Sessions)
	overlay(&s.Merging, h.Merging)
	overlay(&s.Survey, h.Survey)
	overlay(&s.Routing, h.Routing)
	overlay(&s.Warn, h.Warn)
	overlay(&s.SolvedIsOver, h.SolvedIsOver)
	if h.Automatic != nil {
		s.Automatic = h.Automatic
	}
	if h.Defaults != nil {
		s.Defaults = h.Defaults
	}
	s.Agents = slices.Clone(s.Agents)
	for i := range s.Agents {
		if a, chosen := h.Agents[s.Agents[i].ID]; chosen {
			s.Agents[i].Presence, s.Agents[i].Capacity, s.Agents[i].Skills = a.Presence, a.Capacity, a.Skills
		}
	}
	all := map[string]*schedule.Schedule{}
	maps.Copy(all, s.Schedules)
	for id, chosen := range h.Hours {
		made, err := chosen.schedule()
		if err != nil {
			return fmt.Errorf("schedule %q: %w", id, err)
		}
		all[id] = made
	}
	s.Schedules = all
	return nil
}

// overlay sets a value that was chosen.
func overlay[T any](to, chosen *T) {
	if chosen != nil {
		*to = *chosen
	}
}
