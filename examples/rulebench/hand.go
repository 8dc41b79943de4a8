package main

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// byHand is the small engine that a programmer writes for these rules: a loop over all of
// them, and over their conditions as they stand.
func byHand(list []rules.Rule, tickets []*ticket.Ticket, updates []*rules.Update) contestant {
	var places []int
	return contestant{"by hand", func(i int) []int {
		places = places[:0]
		for k := range list {
			if walk(&list[k].When, tickets[i], updates[i]) {
				places = append(places, k)
			}
		}
		return places
	}}
}

func walk(c *rules.Conditions, t *ticket.Ticket, u *rules.Update) bool {
	for i := range c.All {
		if !holds(&c.All[i], t, u) {
			return false
		}
	}
	for i := range c.Any {
		if holds(&c.Any[i], t, u) {
			return true
		}
	}
	return len(c.Any) == 0
}

func holds(c *rules.Condition, t *ticket.Ticket, u *rules.Update) bool {
	value := c.Value[0]
	switch c.Field {
	case "status":
		return t.Status != ticket.Solved && t.Status != ticket.Closed
	case "priority":
		return t.Priority == ticket.High || t.Priority == ticket.Urgent
	case "via_id":
		return string(t.Via) == value
	case "group_id":
		return t.Group == value
	case "brand_id":
		return t.Brand == value
	case "current_tags":
		return slices.Contains(t.Tags, value)
	case "comment_includes_word":
		return strings.Contains(u.Comment.Content.Text, value)
	}
	return t.Field(c.Field[len("custom_fields_"):]) == value
}
