package stored

import (
	"strings"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
)

// ClockField translates a field of the cases.
func ClockField(name string) string {
	if status, is := strings.CutPrefix(name, "hours_since_"); is {
		ours := map[string]string{"created": "NEW", "update": "updated_at", "updated": "updated_at", "assigned": "assigned_at",
			"requester_update": "requester_updated_at", "assignee_update": "assignee_updated_at", "on_hold": "HOLD"}
		if field := ours[status]; field != "" {
			return field
		}
		return strings.ToUpper(status)
	}
	ours := map[string]string{"tags": "current_tags", "group": "group_id", "assignee": "assignee_id", "requester": "requester_id", "channel": "via_id", "status_category": "status"}
	if field := ours[name]; field != "" {
		return field
	}
	return name
}

// ClockCondition returns a condition of the cases in our words.
func ClockCondition(cond datatest.ClockCondition) rules.Condition {
	ours := map[string]rules.Op{"excludes": rules.NotIncludes, "is_none": rules.IsNot, "is_any": rules.Is, "is_empty": rules.NotPresent, "is_not_empty": rules.Present}
	op, known := ours[cond.Operator]
	if !known {
		op = rules.Op(cond.Operator)
	}
	return rules.Condition{Field: ClockField(cond.Field), Op: op, Value: Value(cond.Value)}
}
