package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// noon is when all questions are asked: a Monday.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// world makes rules and tickets of one vocabulary, which grows a little with the number of
// rules. Small numbers come more often, as some tags and groups are used more than others.
type world struct {
	dice *rand.Rand
	size int
}

func (w *world) number(n int) int { f := w.dice.Float64(); return int(f * f * float64(n)) }

func (w *world) chance(of100 int) bool { return w.dice.IntN(100) < of100 }

func (w *world) oneOf(list ...string) string { return list[w.dice.IntN(len(list))] }

func (w *world) tag() string   { return fmt.Sprintf("tag_%04d", w.number(200+w.size/10)) }
func (w *world) group() string { return fmt.Sprint("group", w.number(20+w.size/100)) }
func (w *world) brand() string { return fmt.Sprint("brand", w.number(8+w.size/500)) }
func (w *world) value() string { return fmt.Sprint("value", w.number(20+w.size/250)) }

// word is one of 400; none is part of another.
func (w *world) word() string { return fmt.Sprintf("word%03dx", w.number(400)) }

// rule returns a rule like those of real accounts: nine in ten pin a channel, a group, a
// brand, a tag or a custom field; the others look for a word in the message.
func (w *world) rule(id int) rules.Rule {
	r := rules.Rule{ID: fmt.Sprint(id), Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"x"}}}}
	add := func(field string, op rules.Op, value string) {
		r.When.All = append(r.When.All, rules.Condition{Field: field, Op: op, Value: rules.Value{value}})
	}
	if w.chance(10) {
		add("comment_includes_word", rules.Includes, w.word())
	}
	for len(r.When.All) == 0 {
		w.pins(add)
	}
	if w.chance(60) {
		add("status", rules.LessThan, "solved")
	}
	if w.chance(30) {
		add("priority", rules.GreaterThan, "normal")
	}
	if w.chance(15) {
		add("comment_includes_word", rules.Includes, w.word())
	}
	if w.chance(15) {
		r.When.Any = []rules.Condition{
			{Field: "current_tags", Op: rules.Includes, Value: rules.Value{w.tag()}},
			{Field: "comment_includes_word", Op: rules.Includes, Value: rules.Value{w.word()}},
		}
	}
	return r
}

func (w *world) pins(add func(string, rules.Op, string)) {
	for _, pin := range []struct {
		chance       int
		field, value string
		op           rules.Op
	}{
		{45, "via_id", w.oneOf("line", "wechat", "whatsapp", "whatsapp", "messenger"), rules.Is},
		{40, "group_id", w.group(), rules.Is}, {35, "brand_id", w.brand(), rules.Is}, {45, "current_tags", w.tag(), rules.Includes},
		{35, fmt.Sprint("custom_fields_", w.dice.IntN(8)), w.value(), rules.Is},
	} {
		if w.chance(pin.chance) {
			add(pin.field, pin.op, pin.value)
		}
	}
}

// update returns a ticket and the message that was just added to it.
func (w *world) update() (*ticket.Ticket, *rules.Update) {
	t := &ticket.Ticket{
		ID: "1", Status: ticket.Status(w.oneOf("new", "open", "pending", "hold", "solved")), Priority: ticket.Priority(w.oneOf("low", "normal", "high", "urgent")),
		Via: channel.Kind(w.oneOf("line", "wechat", "whatsapp", "whatsapp", "messenger")), Group: w.group(), Brand: w.brand(),
	}
	for range w.dice.IntN(8) {
		*t = t.WithTags(w.tag())
	}
	for i := range 8 {
		*t = t.WithField(fmt.Sprint(i), w.value())
	}
	words := make([]string, 40)
	for i := range words {
		words[i] = w.word()
	}
	return t, said(strings.Join(words, " "))
}

// said returns a message of the customer.
func said(text string) *rules.Update {
	c := &ticket.Comment{Public: true, Content: channel.Message{Type: channel.Text, Text: text}}
	return &rules.Update{By: ticket.Actor{Kind: ticket.EndUser}, Via: "whatsapp", Comment: c}
}
