package rules

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// cancels reports whether an action gives what a condition of All tests a value with which
// the condition does not hold, so that the rule ends itself: "status less than solved" and
// the action "status solved", "pending for 24 hours" and any other status, tags that the
// actions remove.
func (c *compiler) cancels(r *Rule) bool {
	if len(c.problems) > 0 {
		return false
	}
	return slices.ContainsFunc(r.When.All, func(cond Condition) bool {
		return slices.ContainsFunc(r.Do, func(a Action) bool { return c.cancel(&cond, a) })
	})
}

func (c *compiler) cancel(cond *Condition, a Action) bool {
	f := c.field(cond)
	if f == nil {
		return false
	}
	name := ticket.FieldName(a.Field)
	switch {
	case f.Kind == Since && name == ticket.FieldStatus && slices.Contains(statuses(), strings.ToLower(f.Name)):
		return !strings.EqualFold(f.Name, a.Value.One())
	case f.Name == string(ticket.FieldTags) && cond.Op == Includes:
		tags := ticket.Tags(strings.Join(cond.Value, " "))
		given := ticket.Tags(strings.Join(a.Value, " "))
		each := func(in bool) bool {
			return !slices.ContainsFunc(tags, func(t string) bool { return slices.Contains(given, t) != in })
		}
		return name == ticket.FieldRemoveTags && each(true) || name == ticket.FieldSetTags && each(false)
	case f.Name == string(ticket.FieldTags):
		return cond.Op == NotIncludes && name == ticket.FieldSetTags && shareTag(cond.Value, a.Value)
	case f.Name != a.Field || f.Names != nil:
		return false
	}
	op, ok := c.operator("", cond, f)
	if !ok {
		return false
	}
	st, ok := c.step("", cond, f, op)
	values, known := f.stands(strings.Join(a.Value, " "))
	return ok && known && st.fixed() && !slices.ContainsFunc(values, st.passes)
}
