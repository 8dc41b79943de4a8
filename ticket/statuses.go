package ticket

import (
	"cmp"
	"fmt"
	"slices"
)

// CustomStatus is a status of the host's own inside a category.
type CustomStatus struct {
	ID           string `json:"id"`
	Category     Status `json:"status_category"`
	AgentLabel   string `json:"agent_label"`
	EndUserLabel string `json:"end_user_label,omitzero"`
	Inactive     bool   `json:"inactive,omitzero"` // kept for old tickets, not to be chosen
	Default      bool   `json:"default,omitzero"`  // the one that a move into the category takes
}

// Statuses is the set of custom statuses, immutable. The zero Statuses has none:
// tickets then have only their category. Goroutines may share it. Source:
// https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/,
// facts as of autumn 2026.
type Statuses struct {
	list []CustomStatus // ordered by category, then id
}

// The limits of a set. Source: https://support.zendesk.com/hc/en-us/articles/4412575841306,
// facts as of autumn 2026.
const (
	maxStatuses    = 300
	maxPerCategory = 100
	maxLabel       = 48
)

// NewStatuses returns the set of the given statuses, or an error that names the
// first one that cannot be: a category that is unknown, or closed; an id or label
// used twice; two defaults, or an inactive one, in a category; a second or inactive
// status in category new; more than 300, or 100 in a category.
func NewStatuses(list ...CustomStatus) (Statuses, error) {
	s := Statuses{list: slices.Clone(list)}
	slices.SortStableFunc(s.list, func(a, b CustomStatus) int {
		return cmp.Or(a.Category.Compare(b.Category), cmp.Compare(a.ID, b.ID))
	})
	if len(list) > maxStatuses {
		return Statuses{}, fmt.Errorf("ticket: %d custom statuses: more than %d", len(list), maxStatuses)
	}
	for i, c := range s.list {
		if err := c.check(s.list[:i]); err != nil {
			return Statuses{}, fmt.Errorf("ticket: custom status %q: %w", c.ID, err)
		}
	}
	return s, nil
}

// check compares c with the statuses before it.
func (c CustomStatus) check(earlier []CustomStatus) error {
	switch {
	case c.ID == "":
		return fmt.Errorf("no id")
	case !c.Category.Known() || c.Category == Closed:
		return fmt.Errorf("category %q cannot have custom statuses", c.Category)
	case c.AgentLabel == "" || len([]rune(c.AgentLabel)) > maxLabel:
		return fmt.Errorf("label of %d characters, want 1 to %d", len([]rune(c.AgentLabel)), maxLabel)
	case c.Default && c.Inactive:
		return fmt.Errorf("the default of a category must be active")
	case c.Category == New && c.Inactive:
		return fmt.Errorf("the one of category new must be active")
	}
	inCategory := 0
	for _, e := range earlier {
		switch {
		case e.ID == c.ID:
			return fmt.Errorf("id used twice")
		case e.AgentLabel == c.AgentLabel:
			return fmt.Errorf("label %q is also that of %q", c.AgentLabel, e.ID)
		case e.Category != c.Category:
			continue
		case e.Default && c.Default:
			return fmt.Errorf("category %s has the default %q already", c.Category, e.ID)
		}
		inCategory++
	}
	if inCategory >= maxPerCategory || inCategory > 0 && c.Category == New {
		return fmt.Errorf("category %s is full", c.Category)
	}
	return nil
}

// With returns the set with c added, or in place of the status with its id. If c is
// a default, the earlier default of its category is no longer. A category that had
// an active status must keep one, so the last one can neither be switched off nor
// moved to another category.
func (s Statuses) With(c CustomStatus) (Statuses, error) {
	list := slices.DeleteFunc(slices.Clone(s.list), func(e CustomStatus) bool { return e.ID == c.ID })
	for i := range list {
		if c.Default && list[i].Category == c.Category {
			list[i].Default = false
		}
	}
	next, err := NewStatuses(append(list, c)...)
	if err != nil {
		return Statuses{}, err
	}
	if old, found := s.Find(c.ID); found && !old.Inactive && !next.has(old.Category) {
		return Statuses{}, fmt.Errorf("ticket: custom status %q: the last active one of category %s", c.ID, old.Category)
	}
	return next, nil
}

func (s Statuses) has(category Status) bool {
	return slices.ContainsFunc(s.list, func(c CustomStatus) bool { return c.Category == category && !c.Inactive })
}

// Find returns the status with the given id.
func (s Statuses) Find(id string) (CustomStatus, bool) {
	i := slices.IndexFunc(s.list, func(c CustomStatus) bool { return c.ID == id })
	if i < 0 {
		return CustomStatus{}, false
	}
	return s.list[i], true
}

// Default returns the id of the category's default status: the one marked, else
// the first active one, else "".
func (s Statuses) Default(category Status) string {
	first := ""
	for _, c := range s.list {
		switch {
		case c.Category != category || c.Inactive:
		case c.Default:
			return c.ID
		case first == "":
			first = c.ID
		}
	}
	return first
}

// All returns the statuses ordered by category, then id.
func (s Statuses) All() []CustomStatus { return slices.Clone(s.list) }
