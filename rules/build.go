package rules

import (
	"fmt"
	"strconv"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Test begins a condition on a field that has values: see [Priority], [Group], [Custom].
// A method that is not on it, because the field's kind does not take it, does not compile.
type Test struct{ field string }

// OrderedTest is a [Test] on a field whose values have an order.
type OrderedTest[T ~string] struct{ field string }

// SetTest begins a condition on several texts, tags for instance.
type SetTest struct{ field string }

// TextTest begins a condition on words.
type TextTest struct{ field string }

// NumberTest begins a condition on a number.
type NumberTest struct{ field string }

// HoursTest begins a condition on hours since an instant, or until one.
type HoursTest struct {
	field    string
	business bool
}

// On begins a condition on a field that has texts or ids as values: "brand_id".
func On(field string) Test { return Test{field} }

// Status begins a condition on the status category.
func Status() OrderedTest[ticket.Status] { return OrderedTest[ticket.Status]{"status"} }

// Priority begins a condition on the priority.
func Priority() OrderedTest[ticket.Priority] { return OrderedTest[ticket.Priority]{"priority"} }

// Group begins a condition on the group.
func Group() Test { return On("group_id") }

// Assignee begins a condition on the assignee: an id or "current_user".
func Assignee() Test { return On("assignee_id") }

// Custom begins a condition on a custom field of the ticket, by its id.
func Custom(id string) Test { return On(string(ticket.CustomField) + id) }

// Tags begins a condition on the tags.
func Tags() SetTest { return SetTest{"current_tags"} }

// Comment begins a condition on the words of the comment that an update added.
func Comment() TextTest { return TextTest{"comment_includes_word"} }

// Subjects begins a condition on the words of the subject.
func Subjects() TextTest { return TextTest{"subject_includes_word"} }

// Count begins a condition on a number: "reopens".
func Count(field string) NumberTest { return NumberTest{field} }

// Hours begins a condition on hours: "SOLVED", "requester_updated_at".
func Hours(field string) HoursTest { return HoursTest{field: field} }

// Business counts only the hours in which the ticket's schedule is open.
func (t HoursTest) Business() HoursTest { t.business = true; return t }

// Channel asks for the channel that the ticket was made on.
func Channel(kinds ...channel.Kind) Condition {
	return Condition{Field: "via_id", Op: Is, Value: texts(kinds)}
}

// Created asks for the update that makes a ticket.
func Created() Condition { return Condition{Field: "update_type", Op: Is, Value: Value{"Create"}} }

// Updated asks for an update of a ticket that there was before.
func Updated() Condition { return Condition{Field: "update_type", Op: Is, Value: Value{"Change"}} }

// PublicComment asks for a comment that the requester may see.
func PublicComment() Condition {
	return Condition{Field: "comment_is_public", Op: Is, Value: Value{"true"}}
}

// All makes one condition of several, every one of which has to hold.
func All(list ...Condition) Condition { return Condition{All: list} }

// Any makes one condition of several, one of which has to hold.
func Any(list ...Condition) Condition { return Condition{Any: list} }

func texts[T ~string](list []T) Value {
	v := make(Value, len(list))
	for i, one := range list {
		v[i] = string(one)
	}
	return v
}

// Is asks for one of some values; "" is nothing.
func (t Test) Is(values ...string) Condition { return Condition{Field: t.field, Op: Is, Value: values} }

// IsNot asks for none of some values.
func (t Test) IsNot(values ...string) Condition {
	return Condition{Field: t.field, Op: IsNot, Value: values}
}

// Present asks for any value.
func (t Test) Present() Condition { return Condition{Field: t.field, Op: Present} }

// Changed asks for another value than before the update.
func (t Test) Changed() Condition { return Condition{Field: t.field, Op: Changed} }

// ChangedTo asks for an update that gave one of some values.
func (t Test) ChangedTo(values ...string) Condition {
	return Condition{Field: t.field, Op: ChangedTo, Value: values}
}

// Is asks for one of some values.
func (t OrderedTest[T]) Is(values ...T) Condition {
	return Condition{Field: t.field, Op: Is, Value: texts(values)}
}

// IsNot asks for none of some values.
func (t OrderedTest[T]) IsNot(values ...T) Condition {
	return Condition{Field: t.field, Op: IsNot, Value: texts(values)}
}

// LessThan asks for a value that comes before another.
func (t OrderedTest[T]) LessThan(v T) Condition {
	return Condition{Field: t.field, Op: LessThan, Value: Value{string(v)}}
}

// GreaterThan asks for a value that comes after another.
func (t OrderedTest[T]) GreaterThan(v T) Condition {
	return Condition{Field: t.field, Op: GreaterThan, Value: Value{string(v)}}
}

// Changed asks for another value than before the update.
func (t OrderedTest[T]) Changed() Condition { return Condition{Field: t.field, Op: Changed} }

// ChangedTo asks for an update that gave one of some values.
func (t OrderedTest[T]) ChangedTo(values ...T) Condition {
	return Condition{Field: t.field, Op: ChangedTo, Value: texts(values)}
}

// ChangedFrom asks for an update that took one of some values away.
func (t OrderedTest[T]) ChangedFrom(values ...T) Condition {
	return Condition{Field: t.field, Op: ChangedFrom, Value: texts(values)}
}

// Includes asks for one of some texts.
func (t SetTest) Includes(values ...string) Condition {
	return Condition{Field: t.field, Op: Includes, Value: values}
}

// Excludes asks for none of some texts.
func (t SetTest) Excludes(values ...string) Condition {
	return Condition{Field: t.field, Op: NotIncludes, Value: values}
}

// Includes asks for one of some words.
func (t TextTest) Includes(words ...string) Condition {
	return Condition{Field: t.field, Op: Includes, Value: words}
}

// Excludes asks for none of some words.
func (t TextTest) Excludes(words ...string) Condition {
	return Condition{Field: t.field, Op: NotIncludes, Value: words}
}

// Says asks for a text as it stands.
func (t TextTest) Says(text string) Condition {
	return Condition{Field: t.field, Op: Is, Value: Value{text}}
}

// Is asks for a number.
func (t NumberTest) Is(n float64) Condition { return t.compare(Is, n) }

// LessThan asks for a smaller number.
func (t NumberTest) LessThan(n float64) Condition { return t.compare(LessThan, n) }

// GreaterThan asks for a greater number.
func (t NumberTest) GreaterThan(n float64) Condition { return t.compare(GreaterThan, n) }

func (t NumberTest) compare(op Op, n float64) Condition {
	return Condition{Field: t.field, Op: op, Value: Value{strconv.FormatFloat(n, 'f', -1, 64)}}
}

// Is asks for the hour that begins when so many have passed.
func (t HoursTest) Is(n int) Condition { return t.compare(Is, IsBusiness, n) }

// LessThan asks for fewer hours.
func (t HoursTest) LessThan(n int) Condition { return t.compare(LessThan, LessThanBusiness, n) }

// GreaterThan asks for more hours.
func (t HoursTest) GreaterThan(n int) Condition {
	return t.compare(GreaterThan, GreaterThanBusiness, n)
}

func (t HoursTest) compare(op, business Op, n int) Condition {
	if t.business {
		op = business
	}
	return Condition{Field: t.field, Op: op, Value: Value{fmt.Sprint(n)}}
}
