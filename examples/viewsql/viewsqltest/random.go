// Package viewsqltest makes random views and tickets in which each kind of field and each
// operator occurs, for tests of stores that select the tickets of a view by a query.
package viewsqltest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Table returns the table of the views: the standard one, with a custom field of each type.
func Table() *rules.Table {
	t, err := rules.Standard().WithCustom(
		rules.CustomField{ID: "text", Type: rules.TypeText}, rules.CustomField{ID: "amount", Type: rules.TypeDecimal}, rules.CustomField{ID: "agreed", Type: rules.TypeCheckbox},
		rules.CustomField{ID: "day", Type: rules.TypeDate}, rules.CustomField{ID: "many", Type: rules.TypeMultiSelect}, rules.CustomField{ID: "list", Type: rules.TypeDropDown})
	if err != nil {
		panic(err) // a row of this file is wrong
	}
	return t
}

// Dice makes random values; the same seed makes the same ones.
type Dice struct{ dice *rand.Rand }

// NewDice returns the dice of a seed.
func NewDice(seed uint64) Dice { return Dice{rand.New(rand.NewPCG(seed, 4))} }

func (d Dice) one(list ...string) string { return list[d.dice.IntN(len(list))] }

// Looker returns who looks, and when: the instant is a whole microsecond.
func (d Dice) Looker() *rules.Subject {
	now := time.Date(2026, 3, 2, 9, 0, 0, d.dice.IntN(3)*1000, time.UTC)
	return &rules.Subject{User: d.one("", "p1", "p2"), Groups: []string{"g1", "g2"}[:d.dice.IntN(3)], Now: now}
}

func words() []string {
	return []string{"", "late", "LATE", "Late parcel", "grüße", "GRÜSSE", "\u212Aelvin", "kelvin", "\u0130stanbul", "istanbul", "100%", "a_b", "a b", "it's \"so\"", "ſ", "🚲 bike", "a\u00A0b", "a\tb"}
}

// View returns a view of the [Table].
func (d Dice) View() rules.View {
	r := rules.Rule{ID: "v"}
	for range 1 + d.dice.IntN(2) {
		r.When.All = append(r.When.All, d.condition(2))
	}
	for range d.dice.IntN(3) {
		r.When.Any = append(r.When.Any, d.condition(2))
	}
	return rules.View{Rule: r}
}

func (d Dice) condition(depth int) rules.Condition {
	if depth == 0 || d.dice.IntN(4) > 0 {
		return d.leaf()
	}
	g := rules.Condition{All: []rules.Condition{d.condition(depth - 1)}}
	for range d.dice.IntN(3) {
		g.Any = append(g.Any, d.condition(depth-1))
	}
	return g
}

func (d Dice) leaf() rules.Condition {
	order := []rules.Op{rules.Is, rules.IsNot, rules.LessThan, rules.LessThanEqual, rules.GreaterThan, rules.GreaterThanEqual, rules.Present, rules.NotPresent}
	choice := []rules.Op{rules.Is, rules.IsNot, rules.Present, rules.NotPresent}
	set := []rules.Op{rules.Includes, rules.NotIncludes, rules.IncludesAll, rules.Present, rules.NotPresent}
	text := []rules.Op{rules.Is, rules.IsNot, rules.Includes, rules.NotIncludes, rules.IncludesString, rules.NotIncludesString, rules.StartsWith, rules.EndsWith, rules.Present}
	span := []rules.Op{rules.Is, rules.LessThan, rules.GreaterThan, rules.Present, rules.NotPresent, rules.GreaterThanBusiness}
	days := []rules.Op{rules.WithinPreviousDays, rules.WithinNextDays, rules.DaysBefore}
	number := fmt.Sprint(d.dice.IntN(4))
	at := d.one("2026-03-02T09:00:00Z", "2026-03-02", "2026-03-02T09:00:00.000000500Z", "2026-03-01T09:00:00.5Z")
	c := func(field string, ops []rules.Op, v ...string) rules.Condition {
		return rules.Condition{Field: field, Op: ops[d.dice.IntN(len(ops))], Value: v}
	}
	list := []rules.Condition{
		c("status", order, d.one("new", "open", "pending", "solved")), c("priority", order, d.one("", "low", "urgent")), c("type", choice, "question", ""),
		c("assignee_id", choice, d.one("", "p1", "current_user", "requester_id"), d.one("p2", "current_user")), c("requester_id", choice, "p1"),
		c("group_id", choice, d.one("", "g1", "current_groups")), c("current_tags", set, d.one("a", "a b", "c d", "")),
		c("subject_includes_word", text, words()[d.dice.IntN(len(words()))]), c("custom_fields_text", text, words()[d.dice.IntN(len(words()))]),
		c("replies", order, number), c("created_at", order, at), c("created_at", days, number), c("updated_at", span, number), c("SOLVED", span, number), c("NEW", span, number),
		c("custom_fields_amount", order, number), c("custom_fields_agreed", choice[:2], d.one("true", "false")), c("custom_fields_day", order, at),
		c("ticket_fields_many", set, d.one("a", "a b", "é", "")), c("custom_fields_list", choice, d.one("", "x")), c("custom_fields_free", []rules.Op{rules.Is, rules.GreaterThan, rules.Includes, rules.IncludesString}, number),
		c("requester_name", text, "ana"), c("in_business_hours", choice[:2], "true"),
	}
	one := list[d.dice.IntN(len(list))]
	if one.Field == "subject_includes_word" || one.Field == "custom_fields_text" {
		one.Exact = d.dice.IntN(4) == 0
	}
	return one
}

func (d Dice) at(now time.Time) time.Time {
	switch d.dice.IntN(4) {
	case 0:
		return time.Time{}
	case 1: // at a whole hour, or beside it
		return now.Add(time.Duration(d.dice.IntN(50)-40)*time.Hour + time.Duration(d.dice.IntN(3)-1)*time.Microsecond)
	}
	return now.Add(-time.Duration(d.dice.IntN(96*60)) * time.Minute)
}

// Ticket returns a ticket; its instants are whole microseconds.
func (d Dice) Ticket(id ticket.ID, now time.Time) ticket.Ticket {
	t := ticket.Ticket{
		ID: id, Status: ticket.Status(d.one("new", "open", "pending", "hold", "solved")), Priority: ticket.Priority(d.one("", "low", "normal", "urgent", "odd")),
		Assignee: d.one("", "p1", "p2"), Requester: d.one("p1", "p2"), Group: d.one("", "g1", "g2"), Type: ticket.Type(d.one("", "question", "task")),
		Subject: words()[d.dice.IntN(len(words()))], Replies: d.dice.IntN(4),
	}
	t.CreatedAt, t.UpdatedAt, t.StatusAt, t.SolvedAt = d.at(now), d.at(now), d.at(now), d.at(now)
	t = t.WithTags([]string{"a", "b", "c"}[:d.dice.IntN(4)]...)
	for _, field := range []struct {
		id     string
		values []string
	}{
		{"text", words()}, {"amount", []string{"", "1", "2.5", "x"}}, {"agreed", []string{"", "true", "no", "False"}}, {"day", []string{"", "2026-03-02", "x"}},
		{"many", []string{"", "a", "a b", "b\ta", "c", "b\u00A0a", "é"}}, {"list", []string{"", "x", "y"}}, {"free", []string{"", "1", "2", "12"}},
	} {
		t = t.WithField(field.id, field.values[d.dice.IntN(len(field.values))])
	}
	return t
}
