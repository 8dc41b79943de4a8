package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// automation asks whether a ticket on WhatsApp was solved more than an hour ago: of one that
// was, and of one that its last condition keeps.
func automation() trial {
	r := rules.Rule{ID: "close", Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}}, When: rules.Conditions{All: []rules.Condition{
		{Field: "status", Op: rules.Is, Value: rules.Value{"solved"}},
		{Field: "via_id", Op: rules.Is, Value: rules.Value{"whatsapp"}},
		{Field: "SOLVED", Op: rules.GreaterThan, Value: rules.Value{"1"}},
	}}}
	var tickets []*ticket.Ticket
	for _, ago := range []time.Duration{2 * time.Hour, 30 * time.Minute} {
		tickets = append(tickets, &ticket.Ticket{
			ID: "1", Status: ticket.Solved, Via: channel.WhatsApp, Tags: []string{"vip"}, Times: ticket.Times{StatusAt: noon().Add(-ago)},
		})
	}
	updates, now := []*rules.Update{said("Thanks"), said("Thanks")}, noon()
	hand := contestant{"by hand", one(func(i int) bool {
		t := tickets[i]
		return t.Status == ticket.Solved && t.Via == channel.WhatsApp && now.Sub(t.StatusAt) > time.Hour
	})}
	set := must(rules.CompileAutomations(rules.Standard(), []rules.Rule{r}))
	subjects := []*rules.Subject{{Ticket: tickets[0], Now: now}, {Ticket: tickets[1], Now: now}}
	ours := contestant{"socialticket", one(func(i int) bool { return set.Holds("close", subjects[i]) })}
	return compete("automation of 3", []rules.Rule{r}, tickets, updates, hand, ours)
}

// one makes places of a yes or no.
func one(holds func(ticket int) bool) func(int) []int {
	yes := []int{0}
	return func(i int) []int {
		if holds(i) {
			return yes
		}
		return nil
	}
}

// rich asks about eight conditions that all have to hold, and three of which one has to: of
// a ticket of which the last does, and of one whose status is another.
func rich() trial {
	is := func(field string, op rules.Op, value string) rules.Condition {
		return rules.Condition{Field: field, Op: op, Value: rules.Value{value}}
	}
	r := rules.Rule{ID: "rich", Do: []rules.Action{{Field: "priority", Value: rules.Value{"urgent"}}}, When: rules.Conditions{
		All: []rules.Condition{
			is("status", rules.Is, "open"), is("priority", rules.GreaterThan, "normal"), is("current_tags", rules.Includes, "gold"),
			is("comment_includes_word", rules.Includes, "refund"), is("custom_fields_plan", rules.Is, "annual"), is("via_id", rules.Is, "whatsapp"),
			is("organization_id", rules.Is, "acme"), is("in_business_hours", rules.Is, "true"),
		},
		Any: []rules.Condition{is("subject_includes_word", rules.Includes, "urgent"), is("current_tags", rules.Includes, "escalated"), is("group_id", rules.Is, "payments")},
	}}
	open := ticket.Ticket{
		ID: "1", Status: ticket.Open, Priority: ticket.High, Via: channel.WhatsApp, Group: "payments", Organization: "acme",
		Subject: "order 4711 never came", Tags: []string{"gold", "late", "messaging_support", "whatsapp"},
	}
	open = open.WithField("language", "en").WithField("plan", "annual").WithField("product", "box")
	pending := open
	pending.Status = ticket.Pending
	tickets := []*ticket.Ticket{&open, &pending}
	words := said(strings.Repeat("i wrote to you about my order three weeks ago and the parcel is still not here. ", 4) + "please send the refund to my card.")
	now, hours := noon(), schedule.Always()
	hand := contestant{"by hand", one(func(i int) bool {
		t := tickets[i]
		return t.Status == ticket.Open && (t.Priority == ticket.High || t.Priority == ticket.Urgent) && slices.Contains(t.Tags, "gold") &&
			strings.Contains(words.Comment.Content.Text, "refund") && t.Field("plan") == "annual" && t.Via == channel.WhatsApp &&
			t.Organization == "acme" && hours.Open(now) &&
			(strings.Contains(t.Subject, "urgent") || slices.Contains(t.Tags, "escalated") || t.Group == "payments")
	})}
	return compete("trigger of 11", []rules.Rule{r}, tickets, []*rules.Update{words, words}, hand, byUs([]rules.Rule{r}, tickets, []*rules.Update{words, words}))
}

// set asks which of many rules hold for an update.
func set(n int) trial {
	w := &world{dice: rand.New(rand.NewPCG(uint64(n), 3)), size: n}
	list := make([]rules.Rule, n)
	for i := range list {
		list[i] = w.rule(i)
	}
	tickets, updates := make([]*ticket.Ticket, 64), make([]*rules.Update, 64)
	for i := range tickets {
		tickets[i], updates[i] = w.update()
	}
	return compete(fmt.Sprintf("update of %d rules", n), list, tickets, updates, byHand(list, tickets, updates), byUs(list, tickets, updates))
}

// compete puts a question together.
func compete(name string, list []rules.Rule, tickets []*ticket.Ticket, updates []*rules.Update, hand, ours contestant) trial {
	envs := make([]map[string]any, len(tickets))
	for i := range tickets {
		envs[i] = facts(tickets[i], updates[i])
	}
	return trial{name, 0, len(tickets), []contestant{hand, ours, byExpr(list, envs), byCEL(list, envs)}}
}

// byUs asks the library, each time from the plain ticket.
func byUs(list []rules.Rule, tickets []*ticket.Ticket, updates []*rules.Update) contestant {
	triggers := must(rules.CompileTriggers(rules.Standard(), list))
	s, places := rules.Subject{Now: noon(), Schedules: map[string]*schedule.Schedule{"": schedule.Always()}}, []int(nil)
	return contestant{"socialticket", func(i int) []int {
		s.Ticket, s.Update = tickets[i], updates[i]
		s.Renew()
		places = triggers.Match(&s, places[:0])
		return places
	}}
}
