package rules

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// test is a compiled condition that time does not change.
type test func(*ticket.Ticket) bool

// elapsed is a compiled condition on the time since an instant of the ticket.
type elapsed struct {
	since func(*ticket.Ticket) time.Time
	more  bool // greater_than, else less_than
	by    time.Duration
}

// compiled are Conditions ready to run.
type compiled struct {
	all, any []test
	times    []elapsed
}

func compileConditions(c Conditions) (compiled, error) {
	var out compiled
	for i, cond := range c.All {
		if since := sinceField(cond.Field); since != nil {
			e, err := compileElapsed(cond, since)
			if err != nil {
				return compiled{}, fmt.Errorf("all[%d]: %w", i, err)
			}
			out.times = append(out.times, e)
			continue
		}
		f, err := compileTest(cond)
		if err != nil {
			return compiled{}, fmt.Errorf("all[%d]: %w", i, err)
		}
		out.all = append(out.all, f)
	}
	for i, cond := range c.Any {
		f, err := compileTest(cond)
		if err != nil {
			return compiled{}, fmt.Errorf("any[%d]: %w", i, err)
		}
		out.any = append(out.any, f)
	}
	return out, nil
}

// steady reports whether the conditions hold that time does not change.
func (c *compiled) steady(t *ticket.Ticket) bool {
	for _, f := range c.all {
		if !f(t) {
			return false
		}
	}
	return len(c.any) == 0 || slices.ContainsFunc(c.any, func(f test) bool { return f(t) })
}

// dueAt returns the first instant from now on at which all conditions hold if the
// ticket stays as it is; zero if there is none.
func (c *compiled) dueAt(t *ticket.Ticket, now time.Time) time.Time {
	if !c.steady(t) {
		return time.Time{}
	}
	due, end := now, time.Time{}
	for _, e := range c.times {
		since := e.since(t)
		if since.IsZero() {
			return time.Time{}
		}
		switch limit := since.Add(e.by); {
		case e.more && !due.After(limit): // strictly more: the next instant there is
			due = limit.Add(1)
		case !e.more && (end.IsZero() || limit.Before(end)):
			end = limit
		}
	}
	if !end.IsZero() && !due.Before(end) {
		return time.Time{}
	}
	return due.UTC()
}

// maxHours bounds the hours of a condition, for more than 292 years are no
// [time.Duration].
const maxHours = 100 * 365 * 24

func compileElapsed(c Condition, since func(*ticket.Ticket) time.Time) (elapsed, error) {
	hours, err := strconv.Atoi(c.Value)
	if err != nil || hours < 0 || hours > maxHours {
		return elapsed{}, fmt.Errorf("%s %s %q: want whole hours, 0 to %d", c.Field, c.Operator, c.Value, maxHours)
	}
	e := elapsed{since: since, by: time.Duration(hours) * time.Hour}
	switch c.Operator {
	case "greater_than":
		e.more = true
	case "less_than":
	default:
		return elapsed{}, fmt.Errorf("%s: operator %q is not supported", c.Field, c.Operator)
	}
	return e, nil
}

// sinceField returns the instant that a field of time counts from, nil for other
// fields. Hours since a status count only while the ticket is in it.
func sinceField(field string) func(*ticket.Ticket) time.Time {
	status := func(s ticket.Status) func(*ticket.Ticket) time.Time {
		return func(t *ticket.Ticket) time.Time {
			if t.Status != s {
				return time.Time{}
			}
			return t.StatusAt
		}
	}
	switch field {
	case "NEW":
		return status(ticket.New)
	case "OPEN":
		return status(ticket.Open)
	case "PENDING":
		return status(ticket.Pending)
	case "HOLD":
		return status(ticket.Hold)
	case "SOLVED":
		return status(ticket.Solved)
	case "assigned_at":
		return func(t *ticket.Ticket) time.Time { return t.AssignedAt }
	case "updated_at":
		return func(t *ticket.Ticket) time.Time { return t.UpdatedAt }
	case "requester_updated_at":
		return func(t *ticket.Ticket) time.Time { return t.RequesterAt }
	case "assignee_updated_at":
		return func(t *ticket.Ticket) time.Time { return t.AssigneeAt }
	}
	return nil
}

func compileTest(c Condition) (test, error) {
	switch c.Field {
	case "status":
		return compileOrder(c, ticket.Status(c.Value).Known(), func(t *ticket.Ticket) int {
			return t.Status.Compare(ticket.Status(c.Value))
		})
	case "priority":
		rank := ticket.Priority(c.Value).Rank()
		return compileOrder(c, rank >= 0, func(t *ticket.Ticket) int { return t.Priority.Rank() - rank })
	case "via_id":
		kind, ok := viaKind(c.Value)
		return compileOrder(c, ok, func(t *ticket.Ticket) int {
			if t.Via == kind {
				return 0
			}
			return 1
		})
	case "current_tags":
		return compileTags(c)
	case "type", "group_id", "assignee_id", "requester_id", "organization_id", "brand_id", "ticket_form_id":
		return compileText(c)
	}
	return nil, fmt.Errorf("field %q is not supported", c.Field)
}

// compileOrder compiles a comparison; compare returns the ticket's value against
// the condition's.
func compileOrder(c Condition, known bool, compare func(*ticket.Ticket) int) (test, error) {
	switch {
	case !known:
		return nil, fmt.Errorf("%s: value %q is unknown", c.Field, c.Value)
	case c.Operator == "is":
		return func(t *ticket.Ticket) bool { return compare(t) == 0 }, nil
	case c.Operator == "is_not":
		return func(t *ticket.Ticket) bool { return compare(t) != 0 }, nil
	case c.Operator == "less_than" && c.Field != "via_id":
		return func(t *ticket.Ticket) bool { return compare(t) < 0 }, nil
	case c.Operator == "greater_than" && c.Field != "via_id":
		return func(t *ticket.Ticket) bool { return compare(t) > 0 }, nil
	}
	return nil, fmt.Errorf("%s: operator %q is not supported", c.Field, c.Operator)
}

func compileText(c Condition) (test, error) {
	field := ticket.FieldName(c.Field)
	switch c.Operator {
	case "is":
		return func(t *ticket.Ticket) bool { return t.Get(field) == c.Value }, nil
	case "is_not":
		return func(t *ticket.Ticket) bool { return t.Get(field) != c.Value }, nil
	}
	return nil, fmt.Errorf("%s: operator %q is not supported", c.Field, c.Operator)
}

func compileTags(c Condition) (test, error) {
	tags := ticket.Tags(c.Value)
	has := func(t *ticket.Ticket) bool { return slices.ContainsFunc(tags, t.HasTag) }
	switch c.Operator {
	case "includes":
		return has, nil
	case "not_includes":
		return func(t *ticket.Ticket) bool { return !has(t) }, nil
	}
	return nil, fmt.Errorf("%s: operator %q is not supported", c.Field, c.Operator)
}

// viaKind returns the channel that a number of Zendesk's stands for. Source:
// https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/,
// facts of autumn 2026.
func viaKind(id string) (channel.Kind, bool) {
	switch id {
	case "72":
		return channel.LINE, true
	case "73":
		return channel.WeChat, true
	case "74":
		return channel.WhatsApp, true
	case "78":
		return channel.Messenger, true
	case "86":
		return channel.Instagram, true
	case "88":
		return channel.X, true
	}
	return "", false
}
